"""Ozon, by its Seller API."""

from .connector import OzonConnector as connector

__all__ = ["connector"]
