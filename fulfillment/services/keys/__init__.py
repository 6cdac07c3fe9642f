"""Digital keys: the store's own pool, purchases for what it lacks, and handing them over."""
