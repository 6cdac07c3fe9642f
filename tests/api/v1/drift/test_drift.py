"""Drift by program: listed with its cause and what it may cost, healed, accepted or watched; and a shop's policy."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone

from inventory.models import InventorySyncConfig, MarketplaceProduct
from marketplaces.models import Connection, OutboundChange
from sync.models import Drift
from tests.api.conftest import Program
from tests.api.v1.products.test_products import listing
from tests.dashboard import world
from tests.dashboard.conftest import Cast

PATH = "/api/v1/drift/"


@pytest.fixture
def shop(cast: Cast) -> Connection:
    return world.connection(cast.store, stock_out=True, price_out=True, currency="EUR")


@pytest.fixture
def row(shop: Connection) -> MarketplaceProduct:
    return listing(shop, "LAMP", world.variant(shop.store, "LAMP", on_hand=3), currency="EUR", price=Decimal(30))


def drift(row: MarketplaceProduct, what: str = "price", money: int = 50, **more: object) -> Drift:
    words: dict[str, object] = {"cause": "edited", "state": "open", "ours": "40", "theirs": "30", "units": 5, **more}
    return Drift.objects.create(
        store=row.store, connection=row.connection, listing=row, what=what, money=Decimal(money), currency="EUR",
        found_at=timezone.now(), seen_at=timezone.now(), **words,
    )  # fmt: skip


def test_the_dearest_come_first_with_their_cause_and_the_sum_behind_the_money(
    owner: Program, row: MarketplaceProduct
) -> None:
    drift(row)
    drift(row, "stock", 160, cause="late", ours="5", theirs="9", units=4)
    rows = owner.get(PATH).body["results"]
    assert [(each["what"], each["cause"], each["theirs"]) for each in rows] == [
        ("stock", "late", "9"), ("price", "edited", "30")
    ]  # fmt: skip
    assert Decimal(rows[0]["money"]) == 160 and rows[0]["currency"] == "EUR"
    assert rows[0]["why"]["units"] == 4 and Decimal(rows[0]["why"]["each"]) == 40
    assert rows[0]["sku"] == "LAMP" and rows[0]["listing"] == str(row.pk)


def test_it_is_narrowed(owner: Program, row: MarketplaceProduct, shop: Connection) -> None:
    drift(row)
    drift(row, "stock", 160, cause="refused", state="watched")
    for query, found in (
        ({}, 1), ({"view": "watched"}, 1), ({"what": "stock"}, 0), ({"cause": "edited"}, 1), ({"cause": "late"}, 0),
        ({"connection": str(shop.pk)}, 1), ({"view": "watched", "cause": "refused", "what": "stock"}, 1),
    ):  # fmt: skip
        assert len(owner.get(PATH, query).body["results"]) == found, query
    assert owner.get(PATH, {"view": "all"}).status == 400


def test_ours_is_told_again(owner: Program, row: MarketplaceProduct) -> None:
    found = drift(row)
    answer = owner.post(f"{PATH}{found.pk}/heal/")
    assert (answer.status, answer.body["state"]) == (200, "healing")
    assert OutboundChange.objects.get(kind="price").subject_id == row.pk
    again = owner.post(f"{PATH}{found.pk}/heal/")
    assert again.status == 422 and "being told again" in str(again.body)


def test_theirs_becomes_the_listings_own(owner: Program, row: MarketplaceProduct) -> None:
    assert owner.post(f"{PATH}{drift(row).pk}/accept/").body["state"] == "accepted"
    row.refresh_from_db()
    assert row.price_override == Decimal(30)


def test_what_cannot_be_done_is_left_with_its_sentence_and_the_others_are_done(
    owner: Program, row: MarketplaceProduct
) -> None:
    price, gone = drift(row), drift(row, "status", ours="active", theirs="inactive")
    answer = owner.post(f"{PATH}decide/", {"act": "heal", "ids": [str(price.pk), str(gone.pk)]})
    assert answer.body["done"] == 1
    assert [each["id"] for each in answer.body["left"]] == [str(gone.pk)]
    assert "not sent from here" in answer.body["left"][0]["sentence"]
    assert owner.post(f"{PATH}{gone.pk}/heal/").status == 422
    assert owner.post(f"{PATH}decide/", {"act": "heal", "ids": []}).status == 400


def test_the_stranger_finds_nothing_and_the_reader_decides_nothing(
    stranger: Program, reader: Program, packer: Program, row: MarketplaceProduct
) -> None:
    found = drift(row)
    assert stranger.get(PATH).body["results"] == []
    assert stranger.get(f"{PATH}{found.pk}/").status == 404
    assert stranger.post(f"{PATH}decide/", {"act": "watch", "ids": [str(found.pk)]}).status == 404
    assert reader.get(f"{PATH}{found.pk}/").status == 200
    assert reader.post(f"{PATH}{found.pk}/watch/").status == 403
    assert packer.get(PATH).status == 403
    found.refresh_from_db()
    assert found.state == "open"


def test_a_policy_is_read_and_changed_by_kind(owner: Program, reader: Program, shop: Connection) -> None:
    path = f"/api/v1/connections/{shop.pk}/drift-policy/"
    first = owner.get(path)
    assert first.body == {"stock": True, "price": False, "status": False}
    tag = first.headers["ETag"]
    assert owner.patch(path, {"price": True}, If_Match=tag).body == {"stock": True, "price": True, "status": False}
    assert owner.patch(path, {"stock": False}, If_Match=tag).status == 412
    assert owner.patch(path, {"stock": False}).body["stock"] is False
    rule = InventorySyncConfig.objects.get(connection=shop)
    assert (rule.heal_stock, rule.heal_price, rule.heal_status) == (False, True, False)
    assert not OutboundChange.objects.exists()  # a policy tells nothing by itself
    assert reader.patch(path, {"stock": True}).status == 403
    assert owner.patch(path, {"stok": True}).status == 400
