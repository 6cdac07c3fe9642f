"""Listings by program: read, linked, unlinked, and given numbers of their own."""

from __future__ import annotations

from typing import Any

import pytest

from inventory.models import MarketplaceProduct, Product, Variant
from inventory.services.agreements.compare import compare
from inventory.services.listings import rank_store
from inventory.services.stock import recount
from marketplaces.models import Connection, OutboundChange
from orders.models import OrderItem
from tests.api.conftest import Program
from tests.api.v1.products.test_products import listing
from tests.dashboard import world
from tests.dashboard.conftest import Cast

PATH = "/api/v1/listings/"


@pytest.fixture
def shop(cast: Cast) -> Connection:
    return world.connection(cast.store, stock_out=True, price_out=True)


def skus(answer: Any) -> list[str]:
    assert answer.status == 200, answer.body
    return [row["sku"] for row in answer.body["results"]]


def test_they_are_listed_by_view_and_filtered(owner: Program, cast: Cast, shop: Connection) -> None:
    variant = world.variant(cast.store, "LAMP")
    listing(shop, "LAMP", variant, title="A lamp", linked_at=variant.created_at)
    listing(shop, "KETTLE", title="B kettle")
    other = world.connection(cast.store, "Shopee", "shopee")
    listing(other, "CUP", title="C cup", gtin="4006381333931")
    for query, found in (
        ({}, ["LAMP", "KETTLE", "CUP"]), ({"view": "unlinked"}, ["KETTLE", "CUP"]), ({"view": "linked"}, ["LAMP"]),
        ({"connection": str(other.pk)}, ["CUP"]), ({"q": "kett"}, ["KETTLE"]), ({"status": "refused"}, []),
        ({"limit": 1}, ["LAMP"]), ({"view": "unlinked", "limit": 1}, ["KETTLE"]),
    ):  # fmt: skip
        assert skus(owner.get(PATH, query)) == found, query
    page = owner.get(PATH, {"view": "unlinked", "limit": 1})
    assert skus(owner.get(page.body["next"])) == ["CUP"]
    row = owner.get(PATH, {"q": "lamp"}).body["results"][0]
    assert (row["variant_sku"], row["told"], row["marketplace"]) == ("LAMP", 5, "ozon")


def test_what_it_may_be_is_suggested_with_its_evidence(owner: Program, cast: Cast, shop: Connection) -> None:
    world.variant(cast.store, "ORI-LMP-1")
    there = listing(shop, "ori_lmp_1", title="Thing ORI-LMP-1")
    (found,) = owner.get(f"{PATH}{there.pk}/suggestions/").body["results"]
    assert found["sku"] == "ORI-LMP-1" and found["score"] >= 80
    verdicts = {each["field"]: each["verdict"] for each in found["evidence"]}
    assert verdicts["sku"] == "alike" and verdicts["gtin"] == "absent"


def test_linking_serves_the_order_lines_that_waited(owner: Program, cast: Cast, shop: Connection) -> None:
    variant = world.variant(cast.store, "OURS")
    there = listing(shop, "ORI-LMP-1")
    order = world.order(shop)
    type(order).objects.update(unlinked_lines=1)
    answer = owner.post(f"{PATH}{there.pk}/link/", {"sku": "OURS"})
    assert answer.status == 200, answer.body
    assert (answer.body["lines"], answer.body["listing"]["variant"]) == (1, str(variant.pk))
    assert OrderItem.objects.get().variant_id == variant.pk
    assert answer.body["listing"]["linked_by"] == "Nadia Weber"


def test_a_linked_one_is_linked_anew_only_on_purpose(owner: Program, cast: Cast, shop: Connection) -> None:
    first, second = world.variant(cast.store, "ONE"), world.variant(cast.store, "TWO")
    there = listing(shop, "THEIRS", first)
    path = f"{PATH}{there.pk}/link/"
    refused = owner.post(path, {"variant": str(second.pk)})
    assert refused.status == 422 and "meanwhile" in refused.body["detail"]
    assert owner.post(path, {"variant": str(first.pk)}).status == 200
    assert owner.post(path, {"variant": str(second.pk), "replace": True}).body["listing"]["variant_sku"] == "TWO"
    theirs = world.variant(cast.elsewhere, "THEIR-OWN")
    assert owner.post(path, {"variant": str(theirs.pk)}).status == 404
    assert owner.post(path, {"sku": "NOWHERE"}).status == 404
    for body in ({}, {"sku": "ONE", "variant": str(first.pk)}):
        assert owner.post(path, body).status == 400


def test_unlinked_and_taken_back(owner: Program, cast: Cast, shop: Connection) -> None:
    there = listing(shop, "LAMP")
    variant = world.variant(cast.store, "LAMP-OURS")
    owner.post(f"{PATH}{there.pk}/link/", {"variant": str(variant.pk)})
    assert owner.post(f"{PATH}{there.pk}/unlink/").body["variant"] is None
    assert owner.post(f"{PATH}{there.pk}/unlink/").status == 200
    assert owner.post(f"{PATH}{there.pk}/undo/").body["listing"]["variant"] == str(variant.pk)


def test_a_product_is_made_of_it(owner: Program, shop: Connection) -> None:
    there = listing(shop, "NEW-1", title="A new lamp")
    answer = owner.post(f"{PATH}{there.pk}/create-product/")
    assert answer.status == 201 and Product.objects.get().title == "A new lamp"
    assert answer.body["listing"]["variant"] == str(Variant.objects.get().pk)
    nameless = listing(shop, "")
    assert owner.post(f"{PATH}{nameless.pk}/create-product/").status == 422


def test_numbers_of_its_own_are_set_as_they_were_read(owner: Program, cast: Cast, shop: Connection) -> None:
    there = listing(shop, "LAMP", world.variant(cast.store, "LAMP"), currency="EUR")
    path = f"{PATH}{there.pk}/overrides/"
    read = owner.get(path)
    assert read.body == {
        **dict.fromkeys(["price", "stock", "floor", "ceiling", "buffer", "threshold"]), "currency": "EUR"
    }  # fmt: skip
    answer = owner.patch(path, {"price": "8.90", "stock": 2}, If_Match=read.headers["ETag"])
    assert answer.body == read.body | {"price": "8.90", "stock": 2}
    assert {row.kind for row in OutboundChange.objects.all()} == {"price", "stock"}
    assert owner.patch(path, {"stock": 9}, If_Match=read.headers["ETag"]).status == 412
    assert owner.patch(path, {"stock": None}).body == read.body | {"price": "8.90"}
    assert MarketplaceProduct.objects.get().stock_override is None
    assert owner.patch(path, {"price": "0"}).status == 422 and owner.patch(path, {}).status == 400
    loose = listing(shop, "LOOSE")
    assert owner.patch(f"{PATH}{loose.pk}/overrides/", {"stock": 1}).status == 422


def test_why_a_shop_is_told_a_number_adds_up(owner: Program, cast: Cast, shop: Connection) -> None:
    variant = world.variant(cast.store, "LAMP", on_hand=0)
    recount(store=cast.store, variant=variant, location=world.location(cast.store), counted=5)
    there = listing(shop, "LAMP", variant)
    owner.patch(f"/api/v1/connections/{shop.pk}/stock-rule/", {"buffer": 2})
    body = owner.get(f"{PATH}{there.pk}/stock/").body
    terms = {term["kind"]: term["amount"] for term in body["why"]["terms"]}
    assert terms["buffer"] == -2 and sum(terms.values()) == body["why"]["result"]
    assert body["trail"]["channel"]["told"] == 3
    loose = owner.get(f"{PATH}{listing(shop, 'LOOSE').pk}/stock/").body
    assert loose == {"why": None, "trail": None}


def test_what_both_sides_changed_is_read_and_settled(owner: Program, cast: Cast, shop: Connection) -> None:
    variant = world.variant(cast.store, "LAMP")
    there = listing(shop, "LAMP", variant, title="Lamp there")
    compare(store=cast.store, listing_ids=[there.pk])
    MarketplaceProduct.objects.filter(pk=there.pk).update(title="Theirs, new")
    Product.objects.filter(pk=variant.product_id).update(title="Ours, new")
    compare(store=cast.store, listing_ids=[there.pk])
    path = f"{PATH}{there.pk}/fields/"
    (found,) = (each for each in owner.get(path).body["results"] if each["field"] == "title")
    assert (found["state"], found["ours"], found["theirs"]) == ("both", "Ours, new", "Theirs, new")
    assert found["base_theirs"] == "Lamp there" and found["decides"] == "ask"
    assert skus(owner.get(PATH, {"view": "disagree"})) == ["LAMP"]
    choice = {"field": "title", "side": "own", "text": "Both of us", "seen": found["seen"]}
    assert owner.post(path, {"choices": [{**choice, "seen": "old"}]}).status == 422
    assert owner.post(path, {"choices": [choice | {"side": "theirs"}]}).status == 200
    there.refresh_from_db()
    assert there.title_override == "Theirs, new"
    answer = owner.post(f"{path}decide/", {"field": "title", "decides": "theirs", "whole_shop": True})
    assert {each["decides"] for each in answer.body["fields_now"] if each["field"] == "title"} == {"theirs"}


def test_a_suggestion_is_refused_and_the_refusal_taken_back(owner: Program, cast: Cast, shop: Connection) -> None:
    variant = world.variant(cast.store, "ORI-LMP-1")
    there = listing(shop, "ori_lmp_1", title="Thing ORI-LMP-1")
    answer = owner.post(f"{PATH}{there.pk}/refused/", {"variant": str(variant.pk), "reason": "Another size"})
    assert (answer.status, answer.body["sku"], answer.body["reason"]) == (201, "ORI-LMP-1", "Another size")
    assert owner.get(f"{PATH}{there.pk}/suggestions/").body["results"] == []
    assert [row["variant"] for row in owner.get(f"{PATH}{there.pk}/refused/").body["results"]] == [str(variant.pk)]
    assert owner.post(f"{PATH}{there.pk}/suggest-again/", {"variant": str(variant.pk)}).status == 204
    assert len(owner.get(f"{PATH}{there.pk}/suggestions/").body["results"]) == 1


def test_the_certain_ones_are_listed_and_linked_as_they_were(owner: Program, cast: Cast, shop: Connection) -> None:
    gtin = "4006381333931"
    variant = world.variant(cast.store, "OURS")
    variant.gtin = gtin
    variant.save()
    there, unsure = listing(shop, "THEIRS", gtin=gtin), listing(shop, "OTHER")
    rank_store(cast.store)
    (pair,) = owner.get(f"{PATH}certain/").body["results"]
    assert (pair["listing"], pair["suggestion"]["variant"]) == (str(there.pk), str(variant.pk))
    pairs = [{"listing": str(row.pk), "variant": str(variant.pk)} for row in (there, unsure)]
    answer = owner.post(f"{PATH}certain/", {"pairs": pairs})
    assert answer.body["linked"] == [str(there.pk)]
    assert [row["listing"] for row in answer.body["refused"]] == [str(unsure.pk)]
    there.refresh_from_db()
    assert there.variant == variant
