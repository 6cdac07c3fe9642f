"""What pages and the API read about what leaves the house; nothing here writes."""
