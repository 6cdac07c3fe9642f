"""A store's shops on marketplaces."""
