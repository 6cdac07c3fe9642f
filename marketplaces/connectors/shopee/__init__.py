"""Shopee, Open Platform v2."""

from marketplaces.connectors.shopee.connector import ShopeeConnector as connector

__all__ = ["connector"]
