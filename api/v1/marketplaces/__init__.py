"""The kinds of marketplaces that there are."""
