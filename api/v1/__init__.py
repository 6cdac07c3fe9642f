"""Version 1: one folder per area, found by itself."""
