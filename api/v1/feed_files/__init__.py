"""The files that a marketplace fetches instead of being called."""
