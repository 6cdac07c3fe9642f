"""Which categories of shops ours belong in."""
