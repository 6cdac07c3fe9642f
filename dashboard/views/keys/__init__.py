"""Pages of digital keys."""
