"""Uzum Market, by its Seller OpenAPI."""

from .connector import UzumConnector as connector

__all__ = ["connector"]
