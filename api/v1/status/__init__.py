"""How Orion is, and how each shop is."""
