"""What comes in: orders and products."""
