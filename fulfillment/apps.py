"""Registers fulfilment with Django."""

from django.apps import AppConfig


class FulfillmentConfig(AppConfig):
    """Shipments, license keys, supplier orders."""

    name = "fulfillment"
    verbose_name = "Fulfilment"

    def ready(self) -> None:
        """Listen to what orders tell."""
        from fulfillment.services import departed  # noqa: F401
