"""Categories by program: ours at a shop with what may fit, chosen, and theirs read anew."""

from __future__ import annotations

import pytest

from inventory.models import CategoryChoice
from inventory.services.category_map import choose_category, keep_tree
from marketplaces.canonical.products import RemoteCategory
from marketplaces.models import Connection
from tests.api.conftest import Program
from tests.dashboard import world
from tests.dashboard.conftest import Cast


@pytest.fixture
def shop(cast: Cast) -> Connection:
    made = world.connection(cast.store, code="shopee", base_url="http://127.0.0.1:1")
    product = world.variant(cast.store, "LAMP").product
    product.category = "Lamps"
    product.save()
    keep_tree(shop=made, categories=[RemoteCategory(remote_id="7", path=("Home", "Table lamps"))])
    return made


def path(shop: Connection, word: str = "") -> str:
    return f"/api/v1/connections/{shop.pk}/categories/{word}"


def test_ours_are_listed_with_what_may_fit_and_one_is_chosen(owner: Program, shop: Connection) -> None:
    (row,) = owner.get(path(shop)).body["results"]
    assert (row["ours"], row["products"], row["theirs"]) == ("Lamps", 1, "")
    assert row["suggestions"] == [{"id": "7", "path": "Home / Table lamps"}]
    chosen = owner.put(path(shop), {"ours": "Lamps", "theirs": "7"})
    assert (chosen.status, chosen.body["path"]) == (200, "Home / Table lamps")
    (row,) = owner.get(path(shop)).body["results"]
    assert (row["theirs"], row["suggestions"]) == ("7", [])


def test_theirs_that_cannot_be_read_stay_as_they_were(owner: Program, shop: Connection) -> None:
    answer = owner.post(path(shop, "read/"))
    assert answer.status == 422 and answer.body["kind"] == "rejected", answer.body
    assert len(owner.get(path(shop)).body["results"][0]["suggestions"]) == 1


def test_the_stranger_finds_no_shop_and_the_reader_chooses_nothing(
    stranger: Program, reader: Program, shop: Connection
) -> None:
    assert stranger.get(path(shop)).status == 404
    assert stranger.put(path(shop), {"ours": "Lamps", "theirs": "7"}).status == 404
    assert reader.get(path(shop)).status == 200
    assert reader.put(path(shop), {"ours": "Lamps", "theirs": "7"}).status == 403
    assert not CategoryChoice.objects.exists()


def test_what_takes_ours_as_they_are_lists_none(owner: Program, cast: Cast) -> None:
    other = world.connection(cast.store, "Letzshop", code="letzshop")
    assert owner.get(path(other)).body["results"] == []
    assert owner.put(path(other), {"ours": "Lamps", "theirs": "7"}).status == 422


def test_what_categories_ask_is_listed_chosen_and_refused_at_its_field(
    owner: Program, reader: Program, stranger: Program, cast: Cast
) -> None:
    shop = world.connection(cast.store, "Lumen eBay", code="ebay", base_url="http://127.0.0.1:1")
    address = f"/api/v1/connections/{shop.pk}/attributes/"
    assert owner.get(address).body["results"] == []
    wanted = {"category": "7", "name": "Material", "words": "brass"}
    assert owner.put(address, {**wanted, "category": " "}).status in (400, 422)
    assert owner.put(address, wanted).status == 200
    choose_category(shop=shop, ours="Lamps", theirs="7", by="Nadia")
    (row,) = owner.get(address).body["results"]
    assert (row["category"], row["name"], row["words"], row["is_open"]) == ("7", "Material", "brass", False)
    assert owner.get(f"{address}?category=8").body["results"] == []
    both = owner.put(address, {**wanted, "fact": "stuff"})
    assert both.status == 422 and both.body["errors"][0]["field"] == "fact"
    assert owner.post(f"{address}read/", {"category": "8"}).status == 422  # eBay tells none
    assert reader.put(address, wanted).status == 403 and stranger.get(address).status == 404
