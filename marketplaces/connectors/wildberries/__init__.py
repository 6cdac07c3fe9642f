"""Wildberries, by its seller API."""

from .connector import WildberriesConnector as connector

__all__ = ["connector"]
