"""Registers inventory with Django."""

from django.apps import AppConfig


class InventoryConfig(AppConfig):
    """Products, variants, stock, ledger, reservations, listings."""

    name = "inventory"
    verbose_name = "Inventory"

    def ready(self) -> None:
        """Listen to what marketplaces tells."""
        from inventory.services import digital  # noqa: F401
