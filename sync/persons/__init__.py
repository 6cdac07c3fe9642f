"""A person's data: found, copied for whoever asks for it, and erased everywhere (F170, F211)."""
