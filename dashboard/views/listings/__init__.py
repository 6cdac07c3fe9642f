"""Listings: what waits for a product, what is linked, and one listing."""
