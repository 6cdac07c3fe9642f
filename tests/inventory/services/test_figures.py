"""What a marketplace counts is kept once per listing and day, and the latest reading wins."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from inventory.models import ListingFigures, MarketplaceProduct
from inventory.services.figures import Kept, keep_figures
from marketplaces.canonical.figures import DayFigures
from tests.orders.world import World, make_world

DAY = date(2026, 10, 5)


@pytest.fixture
def world(db: None) -> World:
    made = make_world()
    made.put("POT", 1, listed=True)
    return made


def told(world: World, units: int, day: date = DAY, product: str = "") -> DayFigures:
    listing = MarketplaceProduct.all_objects.filter(connection=world.shop).order_by("created_at")[0]
    return DayFigures(
        remote_product_id=product or listing.marketplace_product_id, remote_variant_id="",
        sku="POT", day=day, ordered_units=units, revenue=Decimal(units * 10), currency="EUR",
    )  # fmt: skip


def keep(world: World, *figures: DayFigures) -> Kept:
    return keep_figures(connection=world.shop, figures=figures, seen_at=timezone.now())


def test_a_day_that_is_read_again_is_corrected_and_stays_one_row(world: World) -> None:
    assert keep(world, told(world, 4), told(world, 1, date(2026, 10, 6))) == Kept(stored=2, unknown=0)
    assert keep(world, told(world, 3)) == Kept(stored=1, unknown=0)
    rows = ListingFigures.objects.order_by("day").values_list("day", "ordered_units", "revenue")
    assert list(rows) == [(DAY, 3, Decimal(30)), (date(2026, 10, 6), 1, Decimal(10))]


def test_a_page_that_tells_a_day_twice_is_stored_by_its_last_word(world: World) -> None:
    assert keep(world, told(world, 4), told(world, 5)) == Kept(stored=1, unknown=0)
    assert ListingFigures.objects.get().ordered_units == 5


def test_a_card_that_is_counted_as_a_whole_keeps_one_place(world: World) -> None:
    first = world.shop.listings.get()
    MarketplaceProduct.objects.filter(pk=first.pk).update(marketplace_variant_id="L")
    first.refresh_from_db()
    first.pk, first.marketplace_variant_id, first.marketplace_sku = uuid4(), "S", "POT/S"
    first.save(force_insert=True)
    keep(world, told(world, 4))
    listing = ListingFigures.objects.get().listing
    assert listing.marketplace_variant_id == "L"
    listing.delete()
    assert keep(world, told(world, 5)) == Kept(stored=1, unknown=0)
    assert ListingFigures.objects.get().ordered_units == 5


def test_a_variant_that_is_not_listed_is_not_counted_for_another(world: World) -> None:
    MarketplaceProduct.objects.update(marketplace_variant_id="L")
    stranger = replace(told(world, 4), remote_variant_id="XXL")
    assert keep(world, stranger) == Kept(stored=0, unknown=1)


def test_a_product_without_a_listing_is_counted_and_left_out(world: World) -> None:
    assert keep(world, told(world, 4, product="gone")) == Kept(stored=0, unknown=1)
    assert not ListingFigures.objects.exists()
