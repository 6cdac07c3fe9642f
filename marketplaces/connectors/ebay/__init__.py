"""eBay, Sell APIs."""

from marketplaces.connectors.ebay.connector import EbayConnector as connector

__all__ = ["connector"]
