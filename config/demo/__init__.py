"""The demo: a store that trades with the practice marketplaces, set up through the same services as any other."""
