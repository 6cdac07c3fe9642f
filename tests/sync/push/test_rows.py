"""Products that go out as rows of files: new ones, changed ones, and those that are taken out."""

import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import requests
from django.urls import reverse
from django.utils import timezone

from core.models import Store
from inventory.models import MarketplaceProduct, Offer, Product, Variant
from inventory.services.locations import default_location
from inventory.services.offers import publish, withdraw
from inventory.services.stock import adjust
from marketplaces.models import ApiCall, Connection, OutboundChange
from marketplaces.sandbox.server import Running, Sandbox
from marketplaces.services.abilities import takes_cards
from marketplaces.services.connect import connect
from marketplaces.services.connect import test_values as try_values
from sync import executor, runs
from sync.feed_files import taken
from sync.feed_files.own_rows import own_rows
from sync.models import MarketplaceSyncLog, Publication, SyncLogItem
from sync.push import rows as pushed_rows
from tests.sync.feed_files.conftest import files_apart, listed, shop, told  # noqa: F401
from tests.sync.feed_files.test_rendering import rows

CODE = "letzshop"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unpaced")]


def control(url: str, call: str, body: Any = None) -> Any:
    """The other side of the counter."""
    method = "GET" if body is None else "POST"
    answer = requests.request(method, f"{url}/{CODE}/_control/{call}", json=body, timeout=20)
    assert answer.ok, answer.text
    return answer.json()


@pytest.fixture
def whole(shop: Connection) -> Connection:  # noqa: F811
    """A shop whose files hold whole rows, and that is sent products."""
    Connection.objects.filter(pk=shop.pk).update(stock_out=True, price_out=True, products_out=True)
    shop.refresh_from_db()
    return shop


def variant(of: Connection, sku: str, **more: Any) -> Variant:
    product = Product.objects.create(
        store=of.store, title=f"Lampe {sku}", description="En laiton", language="fr", brand="Lumen",
        images=["https://pictures.example/1.jpg", "https://pictures.example/2.jpg"], category="Maison > Lampes",
    )  # fmt: skip
    made = Variant.objects.create(
        store=of.store, product=product, sku=sku, price=Decimal("24.90"), currency="EUR", weight_g=800,
        opening_counted_at=timezone.now(), **more,
    )  # fmt: skip
    place = default_location(of.store)
    adjust(store=of.store, variant=made, location=place, delta=4, reason="counted", actor_label="test")
    return made


def offered(of: Connection, *variants: Variant) -> MarketplaceSyncLog:
    asked = publish(store=of.store, variants=variants, shops=[of], by="Anna")
    assert not asked.left
    return sent(of)


def sent(of: Connection, kind: str = "products_out") -> MarketplaceSyncLog:
    return executor.run_now(runs.start(connection=of, sync_type=kind, cause="button"))


def until(done: Callable[[], bool], *, seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "It did not come to be in time."
        time.sleep(0.05)


def row_of(of: Connection, sku: str) -> dict[str, str]:
    head, *others = rows(of)
    return next(dict(zip(head, row, strict=True)) for row in others if row[0] == sku)


def test_a_new_product_is_a_row_that_is_sold_out_until_its_stock_is_told(whole: Connection) -> None:
    assert takes_cards(whole)
    run = offered(whole, variant(whole, "NEW-1", options={"Color": "brass"}))
    assert (run.status, run.failed_records) == ("completed", 0)
    row = row_of(whole, "NEW-1")
    assert (row["title"], row["description"], row["price"]) == ("Lampe NEW-1", "En laiton", "24.90 EUR")
    assert (row["availability"], row["atalanda:quantity"], row["condition"]) == ("out of stock", "0", "new")
    assert (row["image_link"], row["additional_image_link"]) == (
        "https://pictures.example/1.jpg", "https://pictures.example/2.jpg",
    )  # fmt: skip
    assert (row["product_type"], row["shipping_weight"], row["color"]) == ("Maison > Lampes", "800 g", "brass")
    assert not ApiCall.objects.filter(connection=whole).exists()
    told(whole)
    assert (row_of(whole, "NEW-1")["availability"], row_of(whole, "NEW-1")["atalanda:quantity"]) == ("in stock", "4")


def test_it_is_a_listing_of_its_product_from_then_on_and_there_once(whole: Connection) -> None:
    mine = variant(whole, "NEW-1")
    offered(whole, mine)
    listing = MarketplaceProduct.objects.get(connection=whole)
    assert (listing.variant, listing.marketplace_product_id, listing.offer.wanted) == (mine, "NEW-1", "offered")
    mine.product.title = "Lampe de table"
    mine.product.save()
    offered(whole, mine)
    assert MarketplaceProduct.objects.filter(connection=whole).count() == Offer.objects.count() == 1
    assert row_of(whole, "NEW-1")["title"] == "Lampe de table"


def test_it_counts_as_shown_once_the_files_were_taken(whole: Connection) -> None:
    offered(whole, variant(whole, "NEW-1"))
    change = OutboundChange.objects.get(kind="product")
    assert change.state == "accepted"
    taken.mark(whole, until=timezone.now())
    change.refresh_from_db()
    assert change.state == "synced"


@pytest.mark.parametrize("missing", ["stock_out", "price_out"])
def test_without_whole_rows_a_new_product_says_what_to_switch_on(whole: Connection, missing: str) -> None:
    Connection.objects.filter(pk=whole.pk).update(**{missing: False})
    whole.refresh_from_db()
    run = offered(whole, variant(whole, "NEW-1"))
    refused = SyncLogItem.objects.get(sync_log=run)
    assert (run.status, refused.item, refused.fix) == ("partially_completed", "NEW-1", pushed_rows.SWITCH_ON)
    assert not MarketplaceProduct.objects.filter(connection=whole).exists()


@pytest.mark.django_db(transaction=True)
def test_letzshop_takes_the_row_and_a_reading_of_the_merchants_own_export_does_not_undo_it(
    store: Store, live_server: Any, settings: Any
) -> None:
    with Running(Sandbox(None, codes=[CODE])).in_background() as server:
        control(server.url, "seed", {"seed": 5, "products": 6, "orders": 0})
        settings.SANDBOX_URL, address = server.url, f"{server.url}/{CODE}"
        given = control(server.url, "credentials")
        tested = try_values(CODE, given, base_url=address, allow_private=True)
        shop = connect(store=store, code=CODE, name="Feed", tested=tested, base_url=address, allow_private=True)
        Connection.objects.filter(pk=shop.pk).update(stock_out=True, price_out=True, products_out=True)
        shop.refresh_from_db()
        sent(shop, "products")
        theirs = MarketplaceProduct.objects.filter(connection=shop).count()
        offered(shop, variant(shop, "NEW-1"))
        told(shop)

        assert sent(shop, "products").status == "completed"
        listing = MarketplaceProduct.objects.get(connection=shop, marketplace_sku="NEW-1")
        assert (listing.status, own_rows(shop)) == ("out_of_stock", {("NEW-1", "")})
        path = reverse("sync:feed", args=[Publication.objects.get(connection=shop).token, "products_fr.csv"])
        took = control(server.url, "fetch", {"addresses": {"fr": f"{live_server.url}{path}"}})
        assert took == {"fr": {"rows": theirs + 1, "problems": {}}}
        there = {row["sku"]: row for row in control(server.url, "state?orders=0")["products"]}
        assert (there["NEW-1"]["name"], there["NEW-1"]["price"]) == ("Lampe NEW-1", "24.90")
        assert there["NEW-1"]["stock"][""]["available"] == 4
        until(lambda: OutboundChange.objects.get(kind="product").state == "synced")  # noted once the last byte has left

        sent(shop, "products")
        assert own_rows(shop) == set(), "The export lists what Letzshop shows: now a reading has shown it."


def test_what_is_taken_out_stays_in_the_files_as_sold_out(whole: Connection) -> None:
    listing = listed(whole, "OLD-1", 5)
    listed(whole, "OLD-2", 3)
    told(whole)
    assert row_of(whole, "OLD-1")["atalanda:quantity"] == "5"
    withdraw(listing=listing, by="Anna")
    run = sent(whole)
    listing.refresh_from_db()
    assert (run.status, listing.status) == ("completed", "deleted")
    assert (row_of(whole, "OLD-1")["availability"], row_of(whole, "OLD-1")["atalanda:quantity"]) == (
        "out of stock",
        "0",
    )
    assert row_of(whole, "OLD-2")["atalanda:quantity"] == "3"
    told(whole)
    assert row_of(whole, "OLD-1")["atalanda:quantity"] == "0"


def test_what_was_taken_out_can_be_offered_again(whole: Connection) -> None:
    mine = variant(whole, "NEW-1")
    offered(whole, mine)
    told(whole)
    withdraw(listing=MarketplaceProduct.objects.get(), by="Anna")
    sent(whole)
    assert row_of(whole, "NEW-1")["atalanda:quantity"] == "0"
    offered(whole, mine)
    listing = MarketplaceProduct.objects.get()
    assert (listing.status != "deleted", listing.offer.wanted) == (True, "offered")
    told(whole)
    assert row_of(whole, "NEW-1")["atalanda:quantity"] == "4"


def test_a_shop_that_sells_in_another_currency_is_told_so(whole: Connection) -> None:
    Connection.objects.filter(pk=whole.pk).update(currency="USD")
    whole.refresh_from_db()
    mine = variant(whole, "NEW-1")
    Variant.objects.filter(pk=mine.pk).update(currency="USD")
    mine.refresh_from_db()
    run = offered(whole, mine)
    assert "sells in EUR" in SyncLogItem.objects.get(sync_log=run).reason
