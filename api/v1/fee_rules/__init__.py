"""What a shop's marketplace is expected to keep, until it tells."""
