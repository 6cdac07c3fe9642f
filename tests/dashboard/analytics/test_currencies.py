"""One order in each of eight currencies: nothing is mixed, each has its own digits, and four decimals are kept."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from core.period import last_days
from marketplaces.models import Connection
from orders.models import Customer
from orders.selectors.lanes import lanes
from orders.selectors.sales import sales
from orders.services.intake import import_orders
from sync.asking import ask_fee_rule
from tests.dashboard import world
from tests.dashboard.conftest import Cast
from tests.orders.world import line, told

#: Currency, price of one of three units, the total as a page of a store in Luxembourg shows it.
TOLD = (
    ("EUR", "19.9975", "€59.99"),
    ("RUB", "2493.33", "₽7,479.99"),
    ("THB", "85.1667", "฿255.50"),
    ("JPY", "1234", "JP¥3,702"),
    ("VND", "63000", "₫189,000"),
    ("UZS", "63000", "UZS\u00a0189,000"),
    ("KWD", "4.1153", "KWD\u00a012.346"),
    ("USD", "0.3333", "US$1.00"),
)


@pytest.fixture
def shop(cast: Cast) -> Connection:
    cast.store.locale = "en-LU"
    cast.store.save()
    shop = world.connection(cast.store)
    now = timezone.now()
    orders = [
        told(
            f"R-{currency}", line("TEA", 3, price), currency=currency, placed_at=now - timedelta(hours=1),
            updated_at=now, ship_by=now + timedelta(hours=2), total=None,
        )
        for currency, price, _shown in TOLD
    ]  # fmt: skip
    import_orders(connection=shop, orders=orders, seen_at=now, cause="poll")
    return shop


def totals() -> dict[str, Decimal]:
    return {currency: Decimal(price) * 3 for currency, price, _shown in TOLD}


def test_every_currency_is_a_block_with_exactly_its_own_order(shop: Connection) -> None:
    today = timezone.localdate(timezone=shop.store.zone)
    found = sales(shop.store, last_days(7, today, shop.store.zone))
    assert {block.currency: (block.sums.orders, block.sums.sales) for block in found.blocks} == {
        currency: (1, total) for currency, total in totals().items()
    }
    assert {currency: amount for lane in lanes(shop.store, timezone.now()).values()
            for currency, amount in lane.money.items()} == totals()  # fmt: skip


@pytest.mark.parametrize("page", ["/orders/?view=all", "/analytics/?range=7", "/"])
def test_pages_show_each_amount_in_its_own_digits(owner: Client, shop: Connection, page: str) -> None:
    text = owner.get(page).content.decode()
    assert [shown for _currency, _price, shown in TOLD if shown not in text] == []


def test_files_keep_all_digits_and_name_the_currency(owner: Client, shop: Connection) -> None:
    answer = owner.get("/analytics/orders.csv", {"range": "7"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["Currency"]: Decimal(row["Total"]) for row in rows} == totals()


def test_an_estimate_is_made_where_nothing_has_to_be_converted(owner: Client, shop: Connection) -> None:
    day = timezone.localdate(timezone=shop.store.zone) - timedelta(days=1)
    done = ask_fee_rule(
        connection=shop, percent=Decimal(10), fixed=Decimal("0.30"), currency="EUR", starts_on=day, by="Nadia"
    )
    assert done.orders_estimated == 1
    assert ask_fee_rule(connection=shop, percent=Decimal(10), starts_on=day, by="Nadia").orders_estimated == 8
    fees = dict(shop.orders.values_list("currency", "fees"))
    assert {name: f"{fees[name].normalize():f}" for name in ("EUR", "JPY", "KWD")} == {
        "EUR": "6", "JPY": "370", "KWD": "1.235",
    }  # fmt: skip


def test_a_buyer_in_eight_currencies_has_eight_sums(owner: Client, shop: Connection) -> None:
    buyer = Customer.objects.create(store=shop.store, connection=shop, remote_id="b-1", name="Anna")
    shop.orders.update(customer=buyer)
    text = owner.get(f"/customers/{buyer.pk}/").content.decode()
    assert [currency for currency in totals() if f'id="why-{currency}"' not in text] == []
