"""How many digital keys there are of what; never a key."""
