"""Registers inventory with Django."""

from django.apps import AppConfig


class InventoryConfig(AppConfig):
    """Products, variants, stock, ledger, reservations, listings."""

    name = "inventory"
    verbose_name = "Inventory"
