"""Listings: what marketplaces offer, and what it is linked to."""
