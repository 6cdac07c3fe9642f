"""Connecting a shop, and changing its keys."""
