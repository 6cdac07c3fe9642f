"""A store's own storefront: its shop pushes orders in, we call it back."""

from .connector import StorefrontConnector as connector

__all__ = ["connector"]
