"""Products sent to shops: what would go out, what went, and what each shop made of it."""
