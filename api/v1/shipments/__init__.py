"""Parcels that left."""
