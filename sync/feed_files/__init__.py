"""Files that marketplaces fetch: what stands in them, where they lie, and what was taken with them."""
