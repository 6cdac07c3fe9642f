"""Buys keys where the pool lacks some, and hands over what is complete."""
