"""What is sold: products and their variants."""
