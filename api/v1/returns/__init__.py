"""What buyers send back."""
