"""What we sell, in which words, how many there are, and where it is listed."""
