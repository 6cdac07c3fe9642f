"""What was sold, and how the syncing went."""
