"""Self-inspection: what is wrong with this installation, its books and its work, said with what to do about it."""
