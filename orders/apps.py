"""Registers orders with Django."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Orders, customers, items, status history, and what the marketplaces said."""

    name = "orders"
    verbose_name = "Orders"

    def ready(self) -> None:
        """Listen to what inventory tells."""
        from orders.services import fee_estimate, open_units, shortages  # noqa: F401
