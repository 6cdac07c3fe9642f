"""Whatever moves the number of digital goods says so in its own transaction, and nothing else does."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from fulfillment.models import LicenseKey
from fulfillment.services.keys import assigning, purchases, withdrawing
from inventory.models import InventoryChange, Location, MarketplaceProduct, Stock, Variant
from inventory.services import bundles, digital, listings
from inventory.services.product_edit import edit_product
from inventory.services.stock import recount
from marketplaces.canonical import products as canonical
from marketplaces.canonical.statuses import ListingStatus, OrderStatus
from marketplaces.models import OutboundChange
from orders.services.cancellation import cancel
from tests.fulfillment.digital import Keys, make_keys, order_of


@pytest.fixture
def keys(db: None) -> Keys:
    return make_keys()


class Undone(Exception):
    """What a transaction ends with here."""


def marked_once(keys: Keys, act: Callable[[], object]) -> None:
    """The act marks every channel; undone, it leaves no mark."""
    before = [keys.marks(0), keys.marks(1)]
    with pytest.raises(Undone), transaction.atomic():
        act()
        assert all(now > was for now, was in zip([keys.marks(0), keys.marks(1)], before, strict=True))
        raise Undone
    assert [keys.marks(0), keys.marks(1)] == before
    act()
    assert all(now > was for now, was in zip([keys.marks(0), keys.marks(1)], before, strict=True))


def read(keys: Keys, offer: MarketplaceProduct, **more: object) -> None:
    """The supplier's list as it is read."""
    values: dict = {"stock": {"": 30}, "price": Decimal("5.00"), "status": ListingStatus.ACTIVE} | more
    there = canonical.Variant(remote_id="", sku=offer.marketplace_sku, currency="EUR", stock_is_theirs=True, **values)
    product = canonical.Product(remote_id=offer.marketplace_product_id, title="Star Cup", variants=(there,), raw={})
    with transaction.atomic():
        listings.upsert_products(
            connection=keys.supplier, products=[product], seen_at=timezone.now(), cause="schedule"
        )  # fmt: skip


def test_keys_loaded_revoked_assigned_and_back(keys: Keys) -> None:
    marked_once(keys, lambda: keys.load("A-1", "A-2", "A-3"))
    first = LicenseKey.objects.earliest("created_at")
    marked_once(keys, lambda: withdrawing.revoke(first, by="Anna", why="was leaked"))
    item = keys.order(2)
    marked_once(keys, lambda: assigning.assign(item.pk))
    cancel(order=order_of(item), reason_code="other")
    marked_once(keys, assigning.give_back)
    assert (keys.told(0), keys.told(1)) == (2, 2)


def test_a_round_that_finds_no_key_marks_nothing(keys: Keys) -> None:
    keys.load("A-1")
    item = keys.order(2)
    assert assigning.assign(item.pk) == 1
    before = keys.marks()
    assert assigning.assign(item.pk) == 1
    assert assigning.give_back() == 0
    assert keys.marks() == before


def test_orders_taken_cancelled_here_and_cancelled_there(keys: Keys) -> None:
    keys.load("A-1", "A-2", "A-3")
    marked_once(keys, lambda: keys.order(1, number="N-1"))
    assert (keys.told(0), keys.told(1)) == (2, 2)
    marked_once(keys, lambda: keys.order(1, number="N-1", status=OrderStatus.CANCELLED, later=60))
    assert keys.told() == 3
    item = keys.order(2, number="N-2", shop=1)
    marked_once(keys, lambda: cancel(order=order_of(item), reason_code="other"))
    assert keys.told() == 3


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"stock": {"": 7}}, 7), ({"stock": {"": 0}, "status": ListingStatus.OUT_OF_STOCK}, 0),
        ({"price": Decimal("25.00")}, 0), ({"price": None}, 0),
    ],
)  # fmt: skip
def test_a_supplier_that_says_something_else_is_news(keys: Keys, change: dict, told: int) -> None:
    offer = keys.offer(30)
    read(keys, offer)
    digital.open_counts([keys.variant.pk])
    assert keys.told() == 30
    marked_once(keys, lambda: read(keys, offer, **change))
    assert keys.told() == told


def test_a_supplier_that_says_the_same_is_none(keys: Keys) -> None:
    offer = keys.offer(30)
    digital.open_counts([keys.variant.pk])
    read(keys, offer)
    before = keys.marks()
    read(keys, offer)
    assert keys.marks() == before


def test_what_leaves_the_list_is_news(keys: Keys) -> None:
    keys.offer(30)
    keys.load("A-1")
    marked_once(keys, lambda: listings.mark_missing(keys.supplier, seen={("another", "")}))
    assert keys.told() == 1


def test_buying_switched_on_counts_what_is_linked_there_and_off_takes_it_back(keys: Keys) -> None:
    purchases.switch(keys.supplier, on=False, by="Anna")
    keys.offer(30)
    marked_once(keys, lambda: purchases.switch(keys.supplier, on=True, by="Anna"))
    assert keys.told() == 30
    marked_once(keys, lambda: purchases.switch(keys.supplier, on=False, by="Anna"))
    assert keys.told() == 0


def test_a_link_to_a_supplier_is_news_and_so_is_its_end(keys: Keys) -> None:
    offer = keys.offer(30)
    listings.unlink(offer, by="Anna")
    assert not Variant.objects.get(pk=keys.variant.pk).opening_counted_at
    marked_once(keys, lambda: listings.link(offer, keys.variant, by="Anna"))
    assert keys.told() == 30
    marked_once(keys, lambda: listings.unlink(offer, by="Anna"))
    assert keys.told() == 0


def test_what_ends_by_the_clock_is_found(keys: Keys) -> None:
    keys.load("A-1", "A-2")
    keys.offer(30)
    tell_all(keys)
    assert digital.keep_told() == 0
    keys.read(minutes_ago=200)
    assert digital.keep_told(store=keys.store) == 2
    assert keys.told() == 2
    tell_all(keys)
    LicenseKey.objects.update(expires_at=timezone.now() + timedelta(hours=3))
    marked_once(keys, digital.keep_told)
    assert keys.told() == 0


def tell_all(keys: Keys) -> None:
    """As if every channel had been told, and showed it."""
    digital.mark_stock([keys.variant.pk])
    for shop in (0, 1):
        OutboundChange.objects.filter(subject_id=keys.sold_at(shop).pk, kind="stock").update(
            state="synced", last_sent={"stock": {"": keys.told(shop)}}, sent_at=timezone.now()
        )


def test_the_ledger_of_stock_is_not_for_keys(keys: Keys) -> None:
    keys.load("A-1", "A-2")
    assigning.assign(keys.order(1).pk)
    place = Location.objects.get(store=keys.store)
    with pytest.raises(DomainError, match="key pool"):
        recount(store=keys.store, variant=keys.variant, location=place, counted=25)
    assert not Stock.objects.filter(variant=keys.variant).exists()
    assert not InventoryChange.objects.filter(variant=keys.variant).exists()


def test_no_key_lies_in_a_bundle_by_neither_door(keys: Keys) -> None:
    """A line of a bundle would be promised keys that nobody hands over."""
    other = make_keys()
    bundle = Variant.objects.create(store=keys.store, product=other.variant.product, sku="SET-1")
    with pytest.raises(DomainError):
        bundles.set_parts(bundle, {keys.variant.pk: 1}, by="Anna")
    edit_product(product=other.variant.product, by="Anna", kind="physical")
    edit_product(product=keys.variant.product, by="Anna", kind="physical")
    bundles.set_parts(bundle, {keys.variant.pk: 1}, by="Anna")
    for product in (keys.variant.product, other.variant.product):
        with pytest.raises(DomainError) as refused:
            edit_product(product=product, by="Anna", kind="digital")
        assert refused.value.field == "kind"
