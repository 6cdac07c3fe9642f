"""Files of stock for systems that read files."""
