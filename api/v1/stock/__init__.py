"""How many there are, why, and what shops are told."""
