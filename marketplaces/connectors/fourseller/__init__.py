"""4Seller, by an assumed contract: experimental."""

from .connector import FourSellerConnector as connector

__all__ = ["connector"]
