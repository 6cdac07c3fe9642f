"""One act on many orders."""
