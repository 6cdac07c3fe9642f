"""Amazon, Selling Partner API."""

from marketplaces.connectors.amazon.connector import AmazonConnector as connector

__all__ = ["connector"]
