"""Orders: read, shipped, cancelled, held, noted."""
