"""CodesWholesale, a supplier of digital keys."""

from .connector import CodesWholesaleConnector as connector

__all__ = ["connector"]
