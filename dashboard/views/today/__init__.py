"""Today: what leaves, what waits, how the channels are, what was sold."""
