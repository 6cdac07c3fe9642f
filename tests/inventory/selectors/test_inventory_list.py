"""The inventory page: views, search, filters, and what each shop shows."""

from typing import Any

import pytest
from django.utils import timezone

from core.services import needs_you
from inventory.models import InventorySyncConfig, Product, Stock, Variant
from inventory.models.stock import band_of
from inventory.selectors.inventory_list import Filters, InventoryPage, inventory_list, view_counts
from inventory.services.bundles import set_parts
from inventory.services.stock import recount
from marketplaces.models import OutboundChange
from tests.inventory.world import World, make_world


def _skus(page: InventoryPage) -> list[str]:
    return [row["sku"] for row in page.page.rows]


def test_each_view_holds_what_its_name_says(world: World) -> None:
    world.variant("A-fine", 9, low_stock_at=5)
    low, short = world.variant("B-low", 7, low_stock_at=5), world.variant("C-short", 1)
    world.reserve(low, 2)
    world.reserve(short, 2)
    world.variant("D-uncounted", low_stock_at=5)
    listing = world.listing(world.variant("E-differs", 3))
    needs_you.raise_cause(
        store=world.store, kind="differs", cause_key="differs:1", title="They show 9", subject_type="listing",
        subject_id=listing.pk,
    )  # fmt: skip
    make_world().variant("Z-stranger", 0)
    found = {view: _skus(inventory_list(world.store, view)) for view in view_counts(world.store)}
    assert found == {
        "all": ["A-fine", "B-low", "C-short", "D-uncounted", "E-differs"],
        "low": ["B-low"],
        "short": ["C-short"],
        "differs": ["E-differs"],
        "uncounted": ["D-uncounted"],
        "bundles": [],
    }
    assert view_counts(world.store) == {view: len(skus) for view, skus in found.items()}


def test_low_is_said_of_shelves_together_of_one_place_and_of_bundles_and_not_of_keys(world: World) -> None:
    pot, annex = world.variant("A-spread", 4, low_stock_at=5), world.another_place("annex")
    recount(store=world.store, variant=pot, location=annex, counted=3)
    gift = set_parts(world.variant("B-gift", low_stock_at=7), {pot.pk: 1}, by="Ann")
    few = set_parts(world.variant("C-few", low_stock_at=6), {pot.pk: 1}, by="Ann")
    world.variant("D-none", 0, low_stock_at=1)
    keys = world.variant("E-keys", low_stock_at=1)
    Product.objects.filter(pk=keys.product_id).update(kind="digital")
    Variant.objects.filter(pk__in=[gift.pk, few.pk, keys.pk]).update(opening_counted_at=timezone.now())
    assert _skus(inventory_list(world.store, "low")) == ["B-gift", "D-none"]
    there = _skus(inventory_list(world.store, "low", filters=Filters(location=annex.pk)))
    assert there == ["A-spread", "B-gift", "C-few"]
    recount(store=world.store, variant=pot, location=annex, counted=1)
    assert _skus(inventory_list(world.store, "low")) == ["A-spread", "B-gift", "C-few", "D-none"]


@pytest.mark.parametrize(("threshold", "free", "low"), [(1, 1, 1), (6, 6, 1), (6, 7, 0), (200, 150, 1), (200, 201, 0)])
def test_a_shelf_is_low_at_any_threshold_whatever_lies_on_others(
    world: World, threshold: int, free: int, low: int
) -> None:
    world.variant("A", free, low_stock_at=threshold)
    world.variant("B", 500, low_stock_at=1)
    assert view_counts(world.store)["low"] == low


def test_a_shelf_moves_between_bands_with_what_is_free(world: World) -> None:
    pot = world.variant("A", 30, low_stock_at=5)
    assert view_counts(world.store)["low"] == 0
    world.reserve(pot, 25)
    assert view_counts(world.store)["low"] == 1
    assert [band_of(free) for free in (0, 1, 5, 6, 20, 21, 100, 101)] == [0, 1, 1, 2, 2, 3, 3, 4]
    assert Stock.objects.get(variant=pot).free_band == 1


def test_a_row_carries_its_levels_and_its_buffer(world: World) -> None:
    pot = world.variant("POT", 9)
    recount(store=world.store, variant=pot, location=world.another_place("annex"), counted=3)
    world.reserve(pot, 10)
    world.listing(pot)
    InventorySyncConfig.objects.create(store=world.store, connection=world.shop, safety_stock=2)
    answer = inventory_list(world.store, "all")
    row = answer.page.rows[0]
    assert (row["on_hand"], row["reserved"], row["short"], answer.buffers[pot.pk]) == (12, 9, 1, 2)


@pytest.mark.parametrize("q", ["pot-2", "Teapot POT-2", "40063813339"])
def test_search_finds_sku_title_and_gtin(world: World, q: str) -> None:
    world.variant("POT-1", 1)
    world.variant("POT-2", 1, gtin="4006381333931")
    assert _skus(inventory_list(world.store, "all", q=q)) == ["POT-2"]


def test_a_place_shows_its_own_numbers_only(world: World) -> None:
    pot, annex = world.variant("A", 9), world.another_place("annex")
    world.variant("B", 4)
    recount(store=world.store, variant=pot, location=annex, counted=3)
    page = inventory_list(world.store, "all", filters=Filters(location=annex.pk)).page
    assert [(row["sku"], row["on_hand"]) for row in page.rows] == [("A", 3)]


def test_a_shop_shows_what_it_lists(world: World) -> None:
    shop = world.another_shop()
    world.listing(world.variant("A", 1))
    world.listing(world.variant("B", 1), shop=shop)
    assert _skus(inventory_list(world.store, "all", filters=Filters(connection=shop.pk))) == ["B"]


def test_pages_follow_each_other_without_gap_or_repeat(world: World) -> None:
    for number in range(7):
        world.variant(f"POT-{number}", number)
    met, after = [], ""
    while True:
        page = inventory_list(world.store, "all", after=after, size=3).page
        met += [row["sku"] for row in page.rows]
        after = page.next
        if not after:
            break
    assert met == [f"POT-{number}" for number in range(7)]


def test_a_page_costs_the_same_however_many_rows(world: World, django_assert_max_num_queries: Any) -> None:
    for number in range(6):
        world.listing(world.variant(f"POT-{number}", number))
    with django_assert_max_num_queries(6):
        answer = inventory_list(world.store, "all")
    assert len(answer.channels) == 6


@pytest.mark.parametrize(
    ("change", "seen", "state"),
    [
        (None, 5, "not_sent"),
        ({"state": "waiting"}, 5, "waiting"),
        ({"state": "accepted", "last_sent": {"stock": {"": 5}}}, 4, "accepted"),
        ({"state": "synced", "last_sent": {"stock": {"": 5}}}, 5, "synced"),
        ({"state": "synced", "last_sent": {"stock": {"a": 2, "b": 3}}}, 5, "synced"),
        ({"state": "synced", "last_sent": {"stock": {"": 5}}}, 2, "drift"),
        ({"state": "refused", "error": "No such product."}, 5, "refused"),
    ],
)
def test_a_channel_tells_how_far_its_number_has_come(
    world: World, change: dict[str, Any] | None, seen: int, state: str
) -> None:
    pot = world.variant("POT", 5)
    listing = world.listing(pot, stock=seen)
    if change is not None:
        _change(world, listing, **change)
    shown = inventory_list(world.store, "all").channels[pot.pk][0]
    assert (shown.state, shown.told, shown.seen, shown.name) == (state, 5, seen, "Bazaar shop")


@pytest.mark.parametrize(
    ("shop", "counted", "rule", "state", "why"),
    [
        ({"stock_out": False}, 5, {}, "not_sent", "“Send stock” is switched off at Bazaar shop."),
        ({}, None, {}, "not_sent", "It was never counted"),
        ({}, 5, {"is_enabled": False}, "not_sent", "The stock rule of Bazaar shop leaves it out."),
        ({"status": "stopped", "status_reason": "The keys were refused."}, 5, {}, "paused", "The keys were refused."),
    ],
)
def test_what_is_not_sent_says_why(
    world: World, shop: dict[str, Any], counted: int | None, rule: dict[str, Any], state: str, why: str
) -> None:
    pot = world.variant("POT", counted)
    _change(world, world.listing(pot), state="waiting")
    type(world.shop).objects.filter(pk=world.shop.pk).update(**shop)
    InventorySyncConfig.objects.create(store=world.store, connection=world.shop, **rule)
    shown = inventory_list(world.store, "all").channels[pot.pk][0]
    assert shown.state == state
    assert shown.why.startswith(why)


def test_what_the_marketplace_counts_itself_says_so(world: World) -> None:
    pot = world.variant("POT", 5)
    world.listing(pot, stock_is_theirs=True)
    shown = inventory_list(world.store, "all").channels[pot.pk][0]
    assert (shown.state, shown.told) == ("not_sent", None)
    assert "which counts them itself" in shown.why


def _change(world: World, listing: Any, **values: Any) -> None:
    now = timezone.now()
    OutboundChange.objects.create(
        store=world.store, connection=world.shop, kind="stock", subject_id=listing.pk, wanted_at=now, due_at=now,
        **values,
    )  # fmt: skip
