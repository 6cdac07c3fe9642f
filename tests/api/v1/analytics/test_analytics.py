"""Figures by program are those of the pages."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from inventory.models import ListingFigures
from tests.api.conftest import Program
from tests.dashboard import world
from tests.dashboard.conftest import Cast

SALES, SYNCS = "/api/v1/analytics/sales/", "/api/v1/analytics/syncs/"
THEIRS = "/api/v1/analytics/marketplaces/"
DAYS = {"since": "2026-10-01", "until": "2026-10-31"}


@pytest.fixture
def sold(cast: Cast) -> None:
    ozon = world.connection(cast.store)
    shopee = world.connection(cast.store, "Shopee", "shopee")
    noon = datetime(2026, 10, 10, 12, tzinfo=cast.store.zone)
    world.order(ozon, ordered_at=noon, total=Decimal(100), fees=Decimal(20), currency="EUR")
    world.order(ozon, ordered_at=noon + timedelta(days=1), total=Decimal(50), status="refunded", currency="EUR")
    world.order(shopee, ordered_at=noon, total=Decimal(30), currency="THB")
    world.order(ozon, ordered_at=noon, total=Decimal(70), status="cancelled", currency="EUR")
    world.order(ozon, ordered_at=noon - timedelta(days=40), total=Decimal(10), currency="EUR")
    world.order(world.connection(cast.elsewhere), ordered_at=noon, total=Decimal(999), currency="EUR")


def test_each_currency_is_a_block_and_its_rows_and_bars_add_up(owner: Program, sold: None) -> None:
    body = owner.get(SALES, DAYS).body
    euros, bahts = body["blocks"]
    assert (euros["currency"], bahts["currency"]) == ("EUR", "THB")
    sums = euros["sums"]
    assert (sums["orders"], sums["gross"], sums["refunds"], sums["sales"]) == (2, "150.00", "50.00", "100.00")
    assert (sums["fees"], sums["net"], sums["fee_share"]) == ("20.00", "80.00", "0.200000")
    assert euros["left_out"]["cancelled"] == {"orders": 1, "gross": "70.00"}
    for part in ("rows", "bars"):
        assert sum(Decimal(each["sums"]["net"]) for each in euros[part]) == Decimal(sums["net"])
    assert len(euros["bars"]) == 31 and euros["bars"][0]["day"] == "2026-10-01"
    assert body["before"] == {"since": "2026-09-01", "until": "2026-09-30"}


@pytest.mark.parametrize(
    ("by", "keys"),
    [("marketplace", {"ozon"}), ("country", {"RU"}), ("product", {"none"})],
)
def test_it_is_grouped_as_asked(owner: Program, sold: None, by: str, keys: set[str]) -> None:
    blocks = owner.get(SALES, {**DAYS, "by": by}).body["blocks"]
    assert keys <= {row["key"] or "none" for row in blocks[0]["rows"]}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"since": "2026-10-01"}, "until"),
        ({"until": "2026-10-01"}, "since"),
        ({"since": "2026-10-02", "until": "2026-10-01"}, "until"),
        ({"since": "2026-02-31", "until": "2026-03-01"}, "since"),
        ({"since": "2024-01-01", "until": "2026-01-01"}, "until"),
        ({"since": "0001-01-01", "until": "0001-01-02"}, "until"),
        ({"since": "9999-12-01", "until": "9999-12-31"}, "until"),
        ({"by": "colour"}, "by"),
        ({"groups": "1"}, "groups"),
    ],
    ids=str,
)
def test_a_range_that_cannot_be_is_named(owner: Program, query: dict[str, Any], field: str) -> None:
    answer = owner.get(SALES, query)
    assert answer.status == 400 and answer.body["errors"][0]["field"] == field, answer.body


def test_how_the_syncing_of_each_shop_went(owner: Program, cast: Cast) -> None:
    shop = world.connection(cast.store)
    (row,) = owner.get(SYNCS).body["results"]
    assert (row["connection"], row["runs"]["runs"], row["waiting"]) == (str(shop.pk), 0, 0)
    assert row["runs"]["error_rate"] is None and row["lag_seconds"] is None


def test_packers_see_none_of_it(packer: Program, reader: Program, sold: None) -> None:
    for path in (SALES, SYNCS):
        assert packer.get(path).status == 403 and reader.get(path).status == 200


def test_what_a_marketplace_counts_stands_beside_what_came_in(owner: Program, stranger: Program, cast: Cast) -> None:
    shop = world.connection(cast.store)
    listing = world.listing(shop)
    noon = datetime(2026, 10, 10, 12, tzinfo=cast.store.zone)
    ListingFigures.objects.create(
        store=cast.store, connection=shop, listing=listing, day=noon.date(), ordered_units=3, revenue=Decimal(18600),
        currency="RUB",
    )  # fmt: skip
    made = world.order(shop, ordered_at=noon, quantity=2)
    made.items.update(listing=listing)
    (row,) = owner.get(THEIRS, DAYS).body["results"]
    assert (row["listing"], row["ordered_units"], row["our_units"], row["unit_difference"]) == (
        str(listing.pk),
        3,
        2,
        -1,
    )
    assert (row["revenue"], row["our_revenue"], row["currency"]) == ("18600.00", "12400.00", "RUB")
    assert (row["views"], row["time_zone"], row["since"]) == (None, "Europe/Moscow", "2026-10-10")
    assert stranger.get(THEIRS, DAYS).body["results"] == []
