"""What pages and the API read about orders; nothing here writes."""
