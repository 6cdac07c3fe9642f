"""When a shop is read and told."""
