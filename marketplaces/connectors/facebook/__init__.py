"""Facebook Shop, by Meta's Graph API: catalogues; orders only for who still has the former shop."""

from .connector import FacebookConnector as connector

__all__ = ["connector"]
