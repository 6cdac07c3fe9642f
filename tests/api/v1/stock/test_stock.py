"""Stock by program: read with its reasons, adjusted, counted, many at once, and how shops are told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from inventory.models import InventoryChange, InventorySyncConfig, Location, Stock, Variant
from inventory.services.departures import consume
from inventory.services.stock import recount
from marketplaces.models import Connection, OutboundChange
from tests.api.conftest import Program
from tests.api.v1.products.test_products import listing
from tests.dashboard import world
from tests.dashboard.conftest import Cast

PATH = "/api/v1/stock/"


@pytest.fixture
def shop(cast: Cast) -> Connection:
    return world.connection(cast.store, stock_out=True)


@pytest.fixture
def lamp(cast: Cast) -> Variant:
    """Five of them, counted by hand."""
    made = world.variant(cast.store, "LAMP", on_hand=0)
    recount(store=cast.store, variant=made, location=world.location(cast.store), counted=5, reason="First count")
    return made


def on_hand(variant: Variant) -> int:
    return sum(Stock.objects.filter(variant=variant).values_list("on_hand", flat=True))


def test_it_is_listed_with_its_numbers_and_shops(owner: Program, cast: Cast, shop: Connection, lamp: Variant) -> None:
    listing(shop, "LAMP", lamp)
    cellar = Location.objects.create(store=cast.store, name="Cellar", code="cellar")
    cup = world.variant(cast.store, "CUP", on_hand=0)
    Variant.objects.filter(pk=cup.pk).update(opening_counted_at=None)
    recount(store=cast.store, variant=lamp, location=cellar, counted=2)
    for query, found in (
        ({}, [("CUP", 0), ("LAMP", 7)]), ({"q": "lam"}, [("LAMP", 7)]), ({"view": "uncounted"}, [("CUP", 0)]),
        ({"location": str(cellar.pk)}, [("LAMP", 2)]), ({"connection": str(shop.pk)}, [("LAMP", 7)]),
    ):  # fmt: skip
        rows = owner.get(PATH, query).body["results"]
        assert [(row["sku"], row["on_hand"]) for row in rows] == found, query
    row = owner.get(PATH, {"q": "lam"}).body["results"][0]
    assert row["available"] == row["on_hand"] - row["reserved"] - row["buffer"] == 7
    told = [(each["marketplace"], each["told"]) for each in row["channels"]]
    assert told == [("ozon", 5)]  # the shop hears of the first place alone


def test_it_says_how_long_it_lasts(owner: Program, cast: Cast, shop: Connection, lamp: Variant) -> None:
    line = world.order(shop, quantity=2).items.get()
    assert [row["cover_days"] for row in owner.get(PATH).body["results"]] == [None]
    world.reserve(line, lamp, granted=2)
    with transaction.atomic():
        consume(uuid4(), [(line.pk, 2)])
    assert owner.get(f"{PATH}{lamp.pk}/").body["cover_days"] == 10  # three are left of five
    for days, found in ((9, []), (10, [10])):
        assert [row["cover_days"] for row in owner.get(PATH, {"cover": days}).body["results"]] == found
    assert owner.get(PATH, {"cover": -1}).status == 400


def test_the_sum_behind_a_number_adds_up(owner: Program, shop: Connection, lamp: Variant) -> None:
    order = world.order(shop, quantity=2)
    world.reserve(order.items.get(), lamp, granted=2)
    body = owner.get(f"{PATH}{lamp.pk}/").body
    terms = {term["kind"]: term for term in body["why"]["terms"]}
    assert (terms["on_hand"]["amount"], terms["reserved"]["amount"], body["why"]["result"]) == (5, -2, 3)
    assert terms["reserved"]["parts"][0]["id"] == str(order.items.get().pk)
    assert [(place["name"], place["on_hand"], place["reserved"]) for place in body["places"]] == [("Main", 5, 2)]


def test_an_adjustment_leaves_its_row_and_shops_hear_of_it(packer: Program, shop: Connection, lamp: Variant) -> None:
    there = listing(shop, "LAMP", lamp)
    answer = packer.post(f"{PATH}{lamp.pk}/adjust/", {"delta": -2, "reason": "Broken", "note": "in the yard"})
    assert answer.status == 201, answer.body
    row = answer.body
    assert (row["on_hand_before"], row["on_hand_after"], row["cause"], row["by"]) == (5, 3, "adjusted", "Marc Thill")
    assert OutboundChange.objects.get(kind="stock").subject_id == there.pk
    refused = packer.post(f"{PATH}{lamp.pk}/adjust/", {"delta": -9, "reason": "Broken"})
    assert refused.status == 422 and refused.body["errors"][0]["field"] == "delta"
    assert on_hand(lamp) == 3


def test_the_same_key_adjusts_once(owner: Program, lamp: Variant) -> None:
    for _again in range(2):
        owner.post(f"{PATH}{lamp.pk}/adjust/", {"delta": 3, "reason": "Delivery"}, Idempotency_Key="delivery-4711")
    assert on_hand(lamp) == 8


def test_a_count_is_taken_at_its_place(owner: Program, cast: Cast, lamp: Variant) -> None:
    cellar = Location.objects.create(store=cast.store, name="Cellar", code="cellar")
    answer = owner.post(f"{PATH}{lamp.pk}/recount/", {"counted": 4, "location": str(cellar.pk)})
    assert (answer.status, answer.body["location_name"], answer.body["on_hand_after"]) == (201, "Cellar", 4)
    theirs = world.location(cast.elsewhere)
    assert owner.post(f"{PATH}{lamp.pk}/recount/", {"counted": 4, "location": str(theirs.pk)}).status == 404
    places = owner.get("/api/v1/locations/").body["results"]
    assert [(place["name"], place["is_default"]) for place in places] == [("Cellar", False), ("Main", True)]


@pytest.mark.parametrize(
    ("act", "body"),
    [
        ("adjust", {"delta": 1}),
        ("adjust", {"delta": "1", "reason": "x"}),
        ("adjust", {"delta": 10**12, "reason": "x"}),
        ("adjust", {"delta": 1.5, "reason": "x"}),
        ("recount", {"counted": -1}),
        ("recount", {}),
    ],
    ids=str,
)
def test_a_number_that_cannot_be_is_refused(owner: Program, lamp: Variant, act: str, body: Any) -> None:
    assert owner.post(f"{PATH}{lamp.pk}/{act}/", body).status == 400
    assert on_hand(lamp) == 5


def test_the_ledger_is_read_page_by_page(owner: Program, cast: Cast, lamp: Variant) -> None:
    for number in range(5):
        owner.post(f"{PATH}{lamp.pk}/adjust/", {"delta": 1, "reason": f"Delivery {number}"})
    page = owner.get(f"{PATH}{lamp.pk}/ledger/", {"limit": 4})
    rows = page.body["results"]
    while page.body["next"]:
        page = owner.get(page.body["next"])
        rows += page.body["results"]
    assert [row["reason"] for row in rows] == [*(f"Delivery {n}" for n in (4, 3, 2, 1, 0)), "First count"]
    assert all(row["on_hand_after"] == row["on_hand_before"] + row["delta"] for row in rows)
    first = InventoryChange.objects.order_by("created_at").first()
    assert first is not None
    first.pk, first.created_at = uuid4(), timezone.now() - timedelta(days=3)  # rows that are there are not changed
    first.save(force_insert=True)
    yesterday = (timezone.now() - timedelta(days=1)).isoformat()
    world.variant(cast.store, "CUP")
    for query, found in (
        ({"cause": "recount"}, 2), ({"since": yesterday}, 6), ({"until": yesterday}, 1),
        ({"location": str(world.location(cast.store).pk)}, 7), ({"variant": str(lamp.pk)}, 7),
    ):  # fmt: skip
        assert len(owner.get(f"{PATH}changes/", query).body["results"]) == found, query


# Many at once -------------------------------------------------------------------------------------------------------


def test_each_row_has_its_answer_and_a_bad_one_never_fails_the_rest(packer: Program, cast: Cast, lamp: Variant) -> None:
    cup = world.variant(cast.store, "CUP", on_hand=1)
    theirs = world.variant(cast.elsewhere, "THEIRS")
    rows: list[Any] = [
        {"sku": "LAMP", "delta": 2, "reason": "Delivery"},
        {"sku": "NOWHERE", "delta": 1},
        {"variant": str(theirs.pk), "delta": 1},
        {"variant": str(cup.pk), "counted": 9},
        {"sku": "CUP", "delta": -20},
        {"sku": "LAMP", "delta": "many"},
        {"sku": "LAMP", "delta": 1, "colour": "red"},
        {"sku": "LAMP", "delta": 1, "counted": 1},
        {"sku": "LAMP", "delta": 1, "location": str(world.location(cast.elsewhere).pk)},
        {},
    ]
    body = packer.post(f"{PATH}changes/", {"rows": rows}).body
    assert [result["status"] for result in body["results"]] == [201, 404, 404, 201, 422, 400, 400, 400, 404, 400]
    assert [result["row"] for result in body["results"]] == list(range(len(rows)))
    assert (body["changed"], body["refused"]) == (2, 8)
    assert [result["errors"][0]["field"] for result in body["results"] if result["errors"]] == [
        "sku", "variant", "delta", "delta", "colour", "", "location", "",
    ]  # fmt: skip
    assert (on_hand(lamp), on_hand(cup), on_hand(theirs)) == (7, 9, 5)
    assert body["results"][3]["change"]["by"] == "Marc Thill"


def test_five_hundred_rows_are_taken_and_not_one_more(owner: Program, cast: Cast) -> None:
    product = world.variant(cast.store, "LAMP").product
    Variant.objects.bulk_create(
        [Variant(store=cast.store, product=product, sku=f"V-{number}") for number in range(500)]
    )
    rows = [{"sku": f"V-{number}", "counted": number, "reason": "Stocktaking"} for number in range(500)]
    body = owner.post(f"{PATH}changes/", {"rows": rows}).body
    assert (body["changed"], body["refused"]) == (500, 0)
    assert on_hand(Variant.objects.get(sku="V-499")) == 499
    assert owner.post(f"{PATH}changes/", {"rows": [*rows, rows[0]]}).status == 400
    assert owner.post(f"{PATH}changes/", {"rows": []}).status == 400


# How shops are told -------------------------------------------------------------------------------------------------


def test_a_rule_is_changed_as_it_was_read_and_the_shop_hears_everything(
    owner: Program, shop: Connection, lamp: Variant
) -> None:
    listing(shop, "LAMP", lamp)
    path = f"/api/v1/connections/{shop.pk}/stock-rule/"
    read = owner.get(path)
    assert (read.body["buffer"], read.body["strategy"], read.body["send_zero"]) == (0, "real_time", True)
    wrote = owner.patch(path, {"buffer": 2, "threshold": 1}, If_Match=read.headers["ETag"])
    assert (wrote.status, wrote.body["buffer"], wrote.body["threshold"]) == (200, 2, 1)
    assert OutboundChange.objects.filter(kind="stock").count() == 1
    assert owner.patch(path, {"buffer": 9}, If_Match=read.headers["ETag"]).status == 412
    assert InventorySyncConfig.objects.get().safety_stock == 2
    for body in ({}, {"buffer": -1}, {"strategy": "sometimes"}, {"interval_minutes": 0}):
        assert owner.patch(path, body).status == 400


def test_the_stores_rule_counts_until_a_shop_or_a_listing_says_otherwise(
    owner: Program, packer: Program, stranger: Program, shop: Connection, lamp: Variant
) -> None:
    made, path = listing(shop, "LAMP", lamp), "/api/v1/stock-rule/"
    read = owner.get(path)
    assert read.body == {"buffer": 0, "threshold": 0}
    assert owner.patch(path, {"buffer": 3}, If_Match=read.headers["ETag"]).body == {"buffer": 3, "threshold": 0}
    assert owner.patch(path, {"buffer": 9}, If_Match=read.headers["ETag"]).status == 412
    assert (packer.patch(path, {"buffer": 9}).status, owner.patch(path, {"buffer": None}).status) == (403, 400)
    assert stranger.get(path).body["buffer"] == 0
    of_shop = f"/api/v1/connections/{shop.pk}/stock-rule/"
    for body, buffer, whose in (
        ({"share": 100}, 3, "store"),
        ({"buffer": 1}, 1, "connection"),
        ({"buffer": None}, 3, "store"),
    ):
        answer = owner.patch(of_shop, body).body
        assert (answer["buffer"], answer["buffer_of"]) == (buffer, whose)
    owner.patch(f"/api/v1/listings/{made.pk}/overrides/", {"buffer": 2, "threshold": 1})
    terms = owner.get(f"/api/v1/listings/{made.pk}/stock/").body["why"]["terms"]
    assert [(term["amount"], term["level"]) for term in terms if term["kind"] == "buffer"] == [(-2, "listing")]


def test_units_are_kept_for_a_promotion_and_let_go(owner: Program, shop: Connection, lamp: Variant) -> None:
    path = f"/api/v1/listings/{listing(shop, 'LAMP', lamp).pk}/hold/"
    assert owner.get(path).status == 404
    row = owner.put(path, {"quantity": 3, "until": "2099-05-01T00:00:00Z"}).body
    assert (row["left"], row["variant"]) == (3, str(lamp.pk))
    assert owner.get(path).body == row
    assert "last day is over" in str(owner.put(path, {"quantity": 3, "until": "2020-05-01T00:00:00Z"}).body)
    assert owner.delete(path).status == 204
    assert owner.get(path).status == 404


def test_a_shop_takes_a_share(owner: Program, shop: Connection, lamp: Variant) -> None:
    offered = listing(shop, "LAMP", lamp)
    path = f"/api/v1/connections/{shop.pk}/stock-rule/"
    rule = owner.patch(path, {"share": 40, "priority": 2}).body
    assert (rule["share"], rule["priority"]) == (40, 2)
    assert owner.patch(path, {"share": 0}).status == owner.patch(path, {"share": 101}).status == 400
    terms = owner.get(f"/api/v1/listings/{offered.pk}/stock/").body["why"]["terms"]
    assert [(term["kind"], term["amount"]) for term in terms] == [("on_hand", 5), ("reserved", 0), ("share", -3)]
