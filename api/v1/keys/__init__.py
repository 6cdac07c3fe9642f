"""How many digital keys there are of what, and how those of an order stand; never a key."""
