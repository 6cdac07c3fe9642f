"""Fifty processes take the last units at once: buyers, cancellations, counts. Never below zero, never twice."""

import contextlib
import multiprocessing
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.db.models import Sum

from core.errors import DomainError
from inventory.models import Reservation, Stock
from inventory.services.stock import adjust
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.models import Connection
from orders.services.intake import import_orders
from tests.orders.world import NOON, World, ledger_adds_up, line, make_world, told

FORK = multiprocessing.get_context("fork")


def _buyer(world: World, shop_id: Any, number: int, barrier: Any) -> None:
    """An order comes in; every third buyer cancels it."""
    shop = Connection.objects.select_related("marketplace").get(pk=shop_id)
    orders = [told(f"o-{number}", line("TEA", 1 + number % 2))]
    if number % 3 == 0:
        orders.append(told(f"o-{number}", line("TEA", 1 + number % 2), status=OrderStatus.CANCELLED, later=60))
    barrier.wait(60)
    for minute, order in enumerate(orders):
        with transaction.atomic():
            import_orders(connection=shop, orders=[order], seen_at=NOON + timedelta(minutes=minute), cause="poll")


def _counter(world: World, number: int, barrier: Any) -> None:
    """Somebody at the shelf: one breaks, one comes in."""
    barrier.wait(60)
    for delta in (-1, 1):
        with contextlib.suppress(DomainError):  # what is reserved may not be taken: the sentence is the right answer
            adjust(store=world.store, variant=world.variants["TEA"], location=world.place, delta=delta, reason="proof")
