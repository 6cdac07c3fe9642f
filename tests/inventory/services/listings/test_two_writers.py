"""Reading products and reading stock back write the same listings at the same time; neither makes the other fail."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection

from inventory.models import MarketplaceProduct
from inventory.services.listings import upsert_products
from inventory.services.listings.seen import stock_seen
from marketplaces.canonical.products import Product, Variant
from marketplaces.canonical.statuses import ListingStatus
from marketplaces.canonical.stock import StockLevel
from tests.orders.world import make_world

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
LISTINGS, TIMES = 400, 40


def products(turn: int) -> list[Product]:
    return [
        Product(
            remote_id=f"p{number}",
            title=f"Tea {turn}",
            raw={},
            variants=(
                Variant(
                    remote_id="",
                    sku=f"T{number}",
                    status=ListingStatus.ACTIVE,
                    price=Decimal(1),
                    currency="EUR",
                    stock={"w": 1},
                ),
            ),  # fmt: skip
        )
        for number in range(LISTINGS)
    ]


def levels(turn: int) -> list[StockLevel]:
    return [
        StockLevel(remote_product_id=f"p{number}", remote_variant_id="", sku=f"T{number}", quantity=turn + 2)
        for number in range(LISTINGS)
    ]


@pytest.mark.django_db(transaction=True)
def test_products_and_stock_are_written_at_once() -> None:
    shop = make_world("two").shop
    upsert_products(connection=shop, products=products(0), seen_at=NOW, cause="poll")
    failures: list[DatabaseError] = []

    def again(write: Callable[[int], Any]) -> None:
        try:
            for turn in range(1, TIMES):
                write(turn)
        except DatabaseError as error:
            failures.append(error)
        finally:
            connection.close()

    def read(turn: int) -> None:
        upsert_products(connection=shop, products=products(turn), seen_at=NOW + timedelta(minutes=turn), cause="poll")

    def look(turn: int) -> None:
        stock_seen(connection=shop, levels=levels(turn), seen_at=NOW + timedelta(minutes=turn), cause="read back")

    hands = [threading.Thread(target=again, args=(write,)) for write in (read, look)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(120)
    assert failures == []
    assert MarketplaceProduct.objects.filter(title=f"Tea {TIMES - 1}").count() == LISTINGS
