"""Products taken in, against raw SQL that writes the same final rows at the same page size: fresh and unchanged."""

import random
import statistics
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from benchmarks.market import NOON
from benchmarks.result import Result, at_least
from benchmarks.same_rows import same_rows
from benchmarks.scratch import scratch_database
from benchmarks.turns import in_turns
from marketplaces.canonical.products import Product, Variant
from marketplaces.canonical.statuses import ListingStatus

PAGES, SIZE, WARM = 24, 500, 2
COLOURS = ("белый", "schwarz", "rouge", "синий")


def main() -> None:
    """Prints one JSON line per job."""
    with scratch_database("bench_ingest_products"):
        for line in run():
            sys.stdout.write(line.line() + "\n")


def run(count: int = PAGES, size: int = SIZE) -> list[Result]:
    """Listings per second of both, page by page in turn. Half of the SKUs are known to the store and link."""
    from benchmarks import raw_orders, raw_products

    ours, theirs = open_shop(count * size // 2), open_shop(count * size // 2)
    catalogue = pages(count, size)
    results = []
    with closing(raw_orders.connect()) as raw:
        raw.execute(raw_products.STAGING)
        raw.commit()
        for job, goal, later in (("ingest_products_fresh", 0.75, 0), ("ingest_products_unchanged", 1.5, 5)):
            seen_at = NOON + timedelta(minutes=later)
            taken, written = in_turns(
                catalogue, partial(_take_in, ours, seen_at=seen_at),
                partial(raw_products.write_page, raw, theirs, seen_at=seen_at),
            )  # fmt: skip
            measured, limit = (size / statistics.median(times[WARM:]) for times in (taken, written))
            results.append(at_least(job, measured, limit, goal=goal, unit="listings/s"))
    same_rows(TABLES, {"shop": ours.pk}, {"shop": theirs.pk})
    return results


def open_shop(skus: int) -> Any:
    """A connection without listings, in a store that knows every other SKU."""
    from uuid import uuid4

    from core.models import Store
    from inventory.models import Product as Ours
    from inventory.models import Variant as OurVariant
    from marketplaces.models import Connection, Marketplace

    number = uuid4().hex[:8]
    store = Store.objects.create(slug=f"bench-{number}", name="Bench")
    marketplace, _made = Marketplace.objects.get_or_create(code="bench", defaults={"name": "Bench"})
    products = Ours.objects.bulk_create(Ours(store=store, title=f"Lamp {n}") for n in range(skus))
    OurVariant.objects.bulk_create(
        OurVariant(store=store, product=each, sku=f"LMP-{2 * n:05d}") for n, each in enumerate(products)
    )
    return Connection.objects.create(store=store, marketplace=marketplace, name="Bench", remote_account_id=number)


def pages(count: int, size: int) -> list[list[Product]]:
    """So many pages of products with two variants each; `size` is in variants, as each is a record."""
    draw = random.Random(1)
    return [[_product(draw, page * size + 2 * n) for n in range(size // 2)] for page in range(count)]


def _product(draw: random.Random, number: int) -> Product:
    title = f"Лампа настольная «Орион» {number}, Tischlampe"
    variants = tuple(_variant(draw, number + n, title) for n in range(2))
    return Product(
        remote_id=str(700_000 + number), title=title, variants=variants, description=title * 12, language="ru",
        brand="Orion", images=(f"https://images.example/{number}.jpg",), url=f"https://shop.example/{number}",
        updated_at=NOON, raw={"id": 700_000 + number, "name": title, "description": title * 12, "visible": True,
                              "images": [f"https://images.example/{number}-{n}.jpg" for n in range(6)],
                              "attributes": [{"id": n, "values": [{"value": title}]} for n in range(8)]},
    )  # fmt: skip


def _variant(draw: random.Random, number: int, title: str) -> Variant:
    price = Decimal(draw.randrange(500, 9_000_00)) / 100
    return Variant(
        remote_id=str(number), sku=f"LMP-{number:05d}", status=ListingStatus.ACTIVE, remote_status="VISIBLE",
        title=title, gtin="4006381333931", options={"colour": draw.choice(COLOURS), "size": "M"}, price=price,
        compare_price=price + 10, currency="EUR", stock={"18850503335000": draw.randrange(50), "2": 3},
        image_url=f"https://images.example/{number}.jpg",
        raw={"sku": number, "price": str(price), "stocks": [{"present": 5, "reserved": 0, "source": "fbs"}]},
    )  # fmt: skip


def _take_in(shop: Any, page: Sequence[Product], seen_at: Any) -> None:
    from django.db import transaction

    from inventory.services.listings import upsert_products

    with transaction.atomic():
        upsert_products(connection=shop, products=page, seen_at=seen_at, cause="poll")


TABLES = {
    "marketplace_products": "connection_id = %(shop)s",
    "inventory_historicalmarketplaceproduct": "connection_id = %(shop)s",
}


if __name__ == "__main__":
    main()
