"""Letzshop, the marketplace of Luxembourg's shops."""

from .connector import LetzshopConnector as connector

__all__ = ["connector"]
