"""A store with goods and listings, and orders as a marketplace tells them, for the ingest benchmarks."""

import random
import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from marketplaces.canonical.orders import Address, Buyer, Order, OrderLine
from marketplaces.canonical.statuses import OrderStatus

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
CITIES = (("Казань", "RU"), ("Luxembourg", "LU"), ("São Paulo", "BR"), ("Toshkent", "UZ"))


def open_shop(skus: int) -> Any:
    """A connection whose variants all have listings and plenty of stock."""
    from core.models import Store
    from inventory.models import Location, MarketplaceProduct, Product, Stock, Variant
    from marketplaces.models import Connection, Marketplace

    number = uuid.uuid4().hex[:8]
    store = Store.objects.create(slug=f"bench-{number}", name="Bench")
    marketplace, _made = Marketplace.objects.get_or_create(code="bench", defaults={"name": "Bench"})
    shop = Connection.objects.create(
        store=store, marketplace=marketplace, name="Bench", remote_account_id=number, stock_out=True
    )
    place = Location.objects.create(store=store, name="Main", code="main", is_default=True)
    products = Product.objects.bulk_create(Product(store=store, title=f"Lamp {n}") for n in range(skus))
    variants = Variant.objects.bulk_create(
        Variant(store=store, product=product, sku=f"LMP-{n:05d}", opening_counted_at=NOON)
        for n, product in enumerate(products)
    )
    Stock.objects.bulk_create(
        Stock(store=store, variant=variant, location=place, on_hand=1_000_000) for variant in variants
    )
    MarketplaceProduct.objects.bulk_create(
        MarketplaceProduct(
            store=store, connection=shop, marketplace=marketplace, product=variant.product, variant=variant,
            marketplace_product_id=f"{700000 + n}", marketplace_sku=variant.sku, status="active", last_sync_at=NOON,
        )
        for n, variant in enumerate(variants)
    )  # fmt: skip
    return shop


def pages(count: int, size: int, skus: int, *, seed: int) -> list[list[Order]]:
    """So many pages of orders with one to three lines each, always the same for a seed."""
    draw = random.Random(seed)
    return [[_order(draw, f"{seed}-{page}-{n}", skus) for n in range(size)] for page in range(count)]


def _order(draw: random.Random, remote_id: str, skus: int) -> Order:
    city, country = draw.choice(CITIES)
    lines = tuple(
        _line(draw, n, number) for n, number in enumerate(draw.sample(range(skus), draw.choice((1, 1, 1, 2, 3))))
    )
    total = sum((line.unit_price * line.quantity for line in lines), Decimal("4.90"))
    placed = NOON - timedelta(seconds=draw.randrange(86_400))
    to = Address(name="Екатерина Соловьёва", phone="+7 843 555 12 18", line1="ул. Баумана, 44, кв. 12", city=city,
                 postcode="420111", country=country)  # fmt: skip
    return Order(
        remote_id=remote_id, number=remote_id, status=OrderStatus.CONFIRMED, remote_status="awaiting_packaging",
        currency="EUR", placed_at=placed, updated_at=placed, lines=lines, total=total, shipping_cost=Decimal("4.90"),
        buyer=Buyer(remote_id=f"b{draw.randrange(50_000)}", name="Екатерина Соловьёва", email="e@example.org"),
        shipping_address=to, ship_by=placed + timedelta(days=1), shipping_method="Courier", carrier="Post",
        warehouse_remote_id="18850503335000", raw=_raw(remote_id, lines, placed, city),
    )  # fmt: skip


def _line(draw: random.Random, position: int, number: int) -> OrderLine:
    return OrderLine(
        remote_id=str(position), title=f"Лампа настольная «Орион» {number}", quantity=draw.choice((1, 1, 1, 2)),
        unit_price=Decimal(draw.randrange(500, 9000)) / 100, sku=f"LMP-{number:05d}",
        remote_product_id=str(700000 + number), gtin="4006381333931",
    )  # fmt: skip


def _raw(remote_id: str, lines: tuple[OrderLine, ...], placed: datetime, city: str) -> dict[str, Any]:
    """About as large and as nested as a posting is."""
    return {
        "posting_number": remote_id, "order_id": 680420041, "order_number": remote_id, "status": "awaiting_packaging",
        "delivery_method": {"id": 21321684811000, "name": "Ozon Логистика курьеру", "warehouse_id": 18850503335000,
                            "warehouse": "Склад 1", "tpl_provider_id": 24, "tpl_provider": "Ozon Логистика"},
        "in_process_at": placed.isoformat(), "shipment_date": placed.isoformat(), "delivering_date": None,
        "cancellation": {"cancel_reason_id": 0, "cancel_reason": "", "cancellation_type": "",
                         "cancelled_after_ship": False},
        "products": [{"price": str(line.unit_price), "offer_id": line.sku, "name": line.title, "sku": 358924380 + n,
                      "quantity": line.quantity, "mandatory_mark": [], "currency_code": "EUR"}
                     for n, line in enumerate(lines)],
        "analytics_data": {"region": "Татарстан", "city": city, "delivery_type": "Courier", "is_premium": False,
                           "payment_type_group_name": "Карты оплаты", "is_legal": False},
        "financial_data": {"products": [{"commission_amount": 0, "commission_percent": 0, "payout": 0, "product_id": n,
                                         "old_price": 1500, "price": 1200, "total_discount_value": 300,
                                         "actions": ["Системная виртуальная скидка селлера"]}
                                        for n in range(len(lines))],
                           "cluster_from": "Казань", "cluster_to": city},
        "requirements": {"products_requiring_gtd": [], "products_requiring_country": [], "products_requiring_rnpt": []},
    }  # fmt: skip
