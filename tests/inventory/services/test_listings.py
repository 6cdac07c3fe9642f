"""A page of remote products becomes listings: only what changed is written, one bad item stops nothing."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from inventory.models import MarketplaceProduct
from inventory.services.listings import Outcome, mark_missing, upsert_products
from marketplaces.canonical.products import Product, Variant
from marketplaces.canonical.statuses import ListingStatus
from tests.inventory.world import World

SEEN = datetime(2026, 11, 20, 12, tzinfo=UTC)


def remote(remote_id: str = "p1", *variants: Variant, **more: Any) -> Product:
    """A product as a marketplace lists it."""
    raw = {"id": remote_id, "name": "Чайник", "sizes": [1, 2.5, None, True], "deep": {"a": {"b": "c"}}}
    return Product(
        **({"remote_id": remote_id, "title": "Чайник", "variants": variants or (offer(),), "raw": raw} | more)
    )


def offer(remote_id: str = "", sku: str = "POT", **more: Any) -> Variant:
    """A variant of it."""
    values: dict[str, Any] = {
        "remote_id": remote_id, "sku": sku, "status": ListingStatus.ACTIVE, "price": Decimal("9.90"), "currency": "EUR",
        "stock": {"w1": 5, "w2": 2}, "gtin": "4006381333931",
    }  # fmt: skip
    return Variant(**(values | more))


def take_in(world: World, *products: Product, seen_at: datetime = SEEN) -> Outcome:
    """Store a page."""
    return upsert_products(connection=world.shop, products=products, seen_at=seen_at, cause="poll")


def tell(outcome: Outcome) -> tuple[int, int, int]:
    """Created, updated, unchanged."""
    return outcome.created, outcome.updated, outcome.unchanged


def test_each_variant_becomes_a_listing_as_it_was_told(world: World) -> None:
    outcome = take_in(world, remote("p1", offer("v1", "A"), offer("v2", "B", price=None)), remote("p2"))
    assert (tell(outcome), outcome.refused) == ((3, 0, 0), [])
    row = MarketplaceProduct.objects.get(marketplace_variant_id="v1")
    assert (row.title, row.price, row.currency, row.stock) == ("Чайник", Decimal("9.90"), "EUR", 7)
    assert (row.stock_by_warehouse, row.gtin, row.status) == ({"w1": 5, "w2": 2}, "4006381333931", "active")
    assert row.raw["sizes"] == [1, 2.5, None, True]
    assert (row.last_sync_at, row.variant, row.linked_by) == (SEEN, None, "")
    assert row.history.get().history_change_reason == "poll"


def test_the_same_page_again_writes_nothing(world: World) -> None:
    take_in(world, remote())
    before = MarketplaceProduct.objects.get()
    assert tell(take_in(world, remote(), seen_at=SEEN + timedelta(hours=1))) == (0, 0, 1)
    after = MarketplaceProduct.objects.get()
    assert (after.updated_at, after.history.count()) == (before.updated_at, 1)


def test_words_in_another_order_are_no_change(world: World) -> None:
    take_in(world, remote("p1", offer(options={"size": "L", "colour": "red"}, stock={"w1": 1, "w2": 2})))
    again = take_in(world, remote("p1", offer(options={"colour": "red", "size": "L"}, stock={"w2": 2, "w1": 1})))
    assert tell(again) == (0, 0, 1)


@pytest.mark.parametrize(
    "change",
    [{"price": Decimal("9.91")}, {"stock": {"w1": 4, "w2": 3}}, {"status": ListingStatus.INACTIVE}, {"sku": "POT-2"}],
)
def test_only_what_changed_is_written(world: World, change: dict[str, Any]) -> None:
    take_in(world, remote("p1"), remote("p2"))
    assert tell(take_in(world, remote("p1", offer(**change)), remote("p2"))) == (0, 1, 1)
    changed = MarketplaceProduct.objects.get(marketplace_product_id="p1")
    assert [row.history_type for row in changed.history.order_by("history_date")] == ["+", "~"]


def test_a_read_that_tells_no_stock_keeps_what_was_seen(world: World) -> None:
    take_in(world, remote())
    take_in(world, remote("p1", offer(stock=None, price=Decimal(1))))
    row = MarketplaceProduct.objects.get()
    assert (row.stock, row.stock_by_warehouse, row.price) == (7, {"w1": 5, "w2": 2}, Decimal(1))


def test_stock_that_falls_back_to_an_old_number_is_seen(world: World) -> None:
    """They showed 7, showed our 3 for a while, and show 7 again: the same words as before, and yet a change."""
    take_in(world, remote())
    MarketplaceProduct.objects.update(stock=3, stock_by_warehouse={"w1": 3})
    assert tell(take_in(world, remote())) == (0, 1, 0)
    assert MarketplaceProduct.objects.get().stock == 7


def test_what_is_ours_survives_a_read(world: World) -> None:
    pot = world.variant("POT", 1)
    take_in(world, remote())
    MarketplaceProduct.objects.update(price_override=Decimal(5), stock_override=3)
    take_in(world, remote("p1", offer(price=Decimal(20))))
    row = MarketplaceProduct.objects.get()
    assert (row.variant, row.linked_by, row.price_override, row.stock_override) == (pot, "same SKU", Decimal(5), 3)


@pytest.mark.parametrize(
    "bad",
    [
        remote(""),
        remote("x" * 101),
        remote("nul\x00"),
        remote("bad", offer(price=Decimal("-1"))),
        remote("bad", offer(price=Decimal("NaN"))),
        remote("bad", offer(price=Decimal(10) ** 12)),
        remote("bad", offer(stock={"w": 10**12})),
    ],
)
def test_one_bad_item_never_stops_the_rest(world: World, bad: Product) -> None:
    outcome = take_in(world, bad, remote("good"))
    assert (tell(outcome), len(outcome.refused)) == ((1, 0, 0), 1)
    assert outcome.refused[0][1].endswith(".")


@pytest.mark.parametrize(
    ("product", "title"),
    [
        (remote("p1", title="Pot\x00blue", raw={"a\x00": ["\x00b"]}), "Potblue"),
        (remote("p1", title="Pot \ud800", raw={"a": "\udc00"}), "Pot ?"),
        (remote("p1", raw={"big": 2**70, "half": "\ud800"}), "Чайник"),
        (remote("p1", offer(options={"si\x00ze": "\ud800"})), "Чайник"),
        (remote("p1", title="x" * 900, description="y\x00" * 9, url="u" * 900), "x" * 500),
        (remote("p1", raw={1: Decimal("1.5"), "when": SEEN}), "Чайник"),
    ],
)
def test_text_that_no_database_keeps_is_mended(world: World, product: Product, title: str) -> None:
    assert tell(take_in(world, product)) == (1, 0, 0)
    assert MarketplaceProduct.objects.get().title == title
    assert tell(take_in(world, product)) == (0, 0, 1)


def test_what_a_person_must_mend_is_kept_and_said_once(world: World) -> None:
    products = [
        remote("p1", offer(sku="")), remote("p2", offer(gtin="4006381333932")), remote("p3", offer(price=None)),
        remote("p4", offer(gtin="8.4E+12")),
    ]  # fmt: skip
    outcome = take_in(world, *products)
    assert tell(outcome) == (4, 0, 0)
    said = dict(outcome.warnings)
    assert "no SKU" in said["p1"] and "4006381333932" in said["p2"] and "no price" in said["p3"] and "8.4" in said["p4"]
    assert take_in(world, *products).warnings == []


def test_the_same_listing_twice_in_a_page_is_taken_once(world: World) -> None:
    outcome = take_in(world, remote(), remote("p1", offer(price=Decimal(2))))
    assert tell(outcome) == (1, 0, 0)
    assert MarketplaceProduct.objects.get().price == Decimal(2)


def test_another_shops_listing_with_the_same_id_is_another_one(world: World) -> None:
    take_in(world, remote())
    upsert_products(connection=world.another_shop(), products=[remote()], seen_at=SEEN, cause="poll")
    assert MarketplaceProduct.objects.filter(marketplace_product_id="p1").count() == 2


def test_what_a_whole_walk_did_not_show_is_deleted_there_and_may_come_back(world: World) -> None:
    pot = world.variant("POT", 1)
    take_in(world, remote("p1"), remote("p2", offer(sku="CUP")))
    assert mark_missing(world.shop, seen={("p2", "")}) == 1
    gone = MarketplaceProduct.objects.get(marketplace_product_id="p1")
    assert (gone.status, gone.variant) == ("deleted", pot)
    assert gone.history.latest().history_change_reason == "gone there"
    assert mark_missing(world.shop, seen={("p2", "")}) == 0
    assert tell(take_in(world, remote("p1"))) == (0, 1, 0)
    gone.refresh_from_db()
    assert gone.status == "active"


def test_whose_count_it_is_follows_what_is_read(world: World) -> None:
    for theirs, written in ((False, (1, 0, 0)), (True, (0, 1, 0)), (True, (0, 0, 1)), (False, (0, 1, 0))):
        assert tell(take_in(world, remote("p1", offer(stock_is_theirs=theirs)))) == written
        assert MarketplaceProduct.objects.get().stock_is_theirs is theirs
