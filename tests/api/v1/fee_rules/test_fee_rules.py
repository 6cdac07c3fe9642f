"""What a shop is expected to keep, by program: rules are only added, and orders say by themselves what is estimated."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from marketplaces.models import Connection
from tests.api.conftest import Program
from tests.dashboard import world
from tests.dashboard.conftest import Cast


@pytest.fixture
def shop(cast: Cast) -> Connection:
    return world.connection(cast.store)


def path(shop: Connection) -> str:
    return f"/api/v1/connections/{shop.pk}/fee-rules/"


def test_a_rule_counts_from_its_day_and_an_order_says_that_it_is_an_estimate(owner: Program, shop: Connection) -> None:
    made = world.order(shop, total=100, currency="EUR", refunded_amount=10)
    today = timezone.localdate(timezone=shop.store.zone)
    body = {"percent": "10", "fixed": "0.50", "starts_on": (today - timedelta(days=3)).isoformat()}
    answer = owner.post(path(shop), body)
    assert (answer.status, answer.body["orders_estimated"]) == (201, 1)
    rule = answer.body["rule"]
    assert (rule["percent"], rule["fixed"], rule["currency"], rule["made_by"]) == (
        "10.0000", "0.50", "EUR", "Nadia Weber",
    )  # fmt: skip
    money = owner.get(f"/api/v1/orders/{made.pk}/").body["money"]
    assert {name: money[name] for name in ("total", "refunded_amount", "fees", "fees_estimated", "net")} == {
        "total": "100.00", "refunded_amount": "10.00", "fees": "10.50", "fees_estimated": True, "net": "79.50",
    }  # fmt: skip
    assert money["net_amount"] is None


def test_every_rule_stays_and_the_latest_stands_first(owner: Program, shop: Connection) -> None:
    for percent in ("10", "12.5", None):
        assert owner.post(path(shop), {"percent": percent}).status == 201
    page = owner.get(path(shop), {"limit": 2}).body
    rest = owner.get(page["next"]).body
    assert [row["percent"] for row in (*page["results"], *rest["results"])] == [None, "12.5000", "10.0000"]


@pytest.mark.parametrize(
    "body",
    [{}, {"percent": "101"}, {"percent": 5}, {"percent": "1", "fixed": "-1"}, {"percent": "1", "currency": "XXX"},
     {"percent": "1", "starts_on": "soon"}, {"percent": "1", "rate": "2"}],
)  # fmt: skip
def test_what_cannot_be_is_named(owner: Program, shop: Connection, body: dict[str, object]) -> None:
    assert owner.post(path(shop), body).status == 400


def test_a_day_out_of_reach_is_refused_at_its_field(owner: Program, shop: Connection) -> None:
    answer = owner.post(path(shop), {"percent": "1", "starts_on": "2001-01-01"})
    assert (answer.status, answer.body["errors"][0]["field"]) == (422, "starts_on")


def test_packers_see_no_rule_and_readers_set_none(packer: Program, reader: Program, shop: Connection) -> None:
    assert packer.get(path(shop)).status == 403
    assert reader.get(path(shop)).status == 200
    assert reader.post(path(shop), {"percent": "1"}).status == 403
