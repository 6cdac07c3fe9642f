"""A store in which pages draw their forms: one of each thing, in a state in which it can still be changed."""

from __future__ import annotations

from typing import Any

from core.models import Store
from inventory.models import Product
from orders.models import OrderItem
from tests.dashboard import world
from tests.proofs.everything import everything


def filled(store: Store) -> dict[str, Any]:
    """The objects that addresses name: beside one of each kind, goods that a shop with supplies, categories of its own
    and cards would take, and a key that a buyer has."""
    things = everything(store)
    world.connection(store, "WB Москва", code="wildberries")
    Product.objects.filter(store=store).update(category="Lamps")
    line = things["license_key"].order_item
    OrderItem.objects.filter(pk=line.pk).update(is_digital=True, variant=things["variant"])
    return things
