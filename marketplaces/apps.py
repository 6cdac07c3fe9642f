"""Registers the border with Django."""

from django.apps import AppConfig


class MarketplacesConfig(AppConfig):
    """Connections, credentials and the sync queue table; the connectors themselves are plain Python."""

    name = "marketplaces"
    verbose_name = "Marketplaces"
