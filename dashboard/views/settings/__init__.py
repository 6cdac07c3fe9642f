"""The pages of Settings: the store, its people and keys, its schedules, and what is one's own."""
