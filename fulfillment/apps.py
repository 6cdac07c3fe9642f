"""Registers fulfilment with Django."""

from django.apps import AppConfig


class FulfillmentConfig(AppConfig):
    """Shipments, license keys, supplier orders."""

    name = "fulfillment"
    verbose_name = "Fulfilment"
