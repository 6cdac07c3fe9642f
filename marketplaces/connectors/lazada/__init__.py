"""Lazada, by its Open Platform."""

from .connector import LazadaConnector as connector

__all__ = ["connector"]
