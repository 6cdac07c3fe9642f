"""A shop that sells what we have: every SKU of the catalogue is a listing of it, and no list of theirs is read."""

import pytest

from core.models import Store
from core.services.stores import open_store
from inventory.models import MarketplaceProduct, Product, Variant
from inventory.selectors.prices import price_of
from inventory.services import listings
from marketplaces.models import Connection
from marketplaces.services.connect import connect
from marketplaces.services.trial import Tested
from sync import asking, executor, runs, schedule
from sync.models import MarketplaceSyncLog, ScheduledJob, SyncType
from sync.pull import catalogue


@pytest.fixture
def direct(store: Store) -> Connection:
    values = {"key_id": "web_1", "secret": "whsec_test_0123456789abcdef"}
    return connect(store=store, code="storefront", name="Direct", tested=Tested(code="storefront", values=values))


def made(store: Store, sku: str, title: str = "Teapot", **more: object) -> Variant:
    product = Product.objects.create(store=store, title=title)
    return Variant.objects.create(store=store, product=product, sku=sku, **more)


def offered(shop: Connection) -> MarketplaceSyncLog:
    entry = executor.run_now(runs.start(connection=shop, sync_type=SyncType.PRODUCTS, cause="button"))
    assert entry.status == "completed", entry.error_message
    return entry


def alive(shop: Connection) -> dict[str, MarketplaceProduct]:
    rows = MarketplaceProduct.objects.filter(connection=shop).exclude(status="deleted")
    return {row.marketplace_sku: row for row in rows}


def test_every_sku_is_a_listing_linked_to_its_variant(store, direct):
    tea = made(store, "TEA", options={"Colour": "blue"}, gtin="4006381333931")
    made(store, "MUG", "Mug")
    entry = offered(direct)
    assert (entry.created_records, entry.failed_records) == (2, 0)
    found = alive(direct)
    assert found["TEA"].variant == tea
    assert (found["TEA"].title, found["TEA"].marketplace_product_id) == ("Teapot · blue", "TEA")
    assert (found["TEA"].price, found["TEA"].currency) == (None, store.currency)
    direct.refresh_from_db()
    assert direct.products_read_at is not None


def test_again_changes_nothing_and_a_renamed_product_is_told_anew(store, direct):
    tea = made(store, "TEA")
    offered(direct)
    assert offered(direct).unchanged_records == 1
    tea.product.title = "Kettle"
    tea.product.save()
    assert offered(direct).updated_records == 1
    assert alive(direct)["TEA"].title == "Kettle"


def test_what_is_put_away_or_renamed_is_taken_out(store, direct):
    made(store, "OLD").product.soft_delete()
    away, tea = made(store, "AWAY"), made(store, "TEA")
    offered(direct)
    assert alive(direct).keys() == {"AWAY", "TEA"}
    away.product.status = Product.Status.ARCHIVED
    away.product.save()
    tea.sku = "TEA-2"
    tea.save()
    offered(direct)
    assert alive(direct).keys() == {"TEA-2"}


def test_one_that_a_person_unlinked_stays_unlinked(store, direct):
    made(store, "TEA")
    offered(direct)
    listings.unlink(alive(direct)["TEA"], by="Ann")
    offered(direct)
    assert alive(direct)["TEA"].variant is None


def test_another_stores_goods_are_not_offered(store, direct):
    other = open_store(slug="other", name="Other", owner_email="o@other.example").store
    made(other, "THEIRS")
    offered(direct)
    assert alive(direct) == {}


def test_a_long_catalogue_goes_page_by_page(store, direct, monkeypatch):
    monkeypatch.setattr(catalogue, "PAGE", 2)
    for number in range(5):
        made(store, f"SKU-{number}")
    assert offered(direct).created_records == 5


def test_it_has_a_schedule_and_a_button_but_no_list_of_orders(direct):
    schedule.ensure_jobs(direct)
    kinds = set(ScheduledJob.objects.filter(connection=direct).values_list("job_type", flat=True))
    assert kinds == {SyncType.PRODUCTS, SyncType.INVENTORY, SyncType.PRICES, SyncType.FULFILLMENT}
    assert asking.why_not(direct, SyncType.PRODUCTS) == ""
    assert "gives no way to" in asking.why_not(direct, SyncType.ORDERS)


def test_asked_for_orders_by_command_it_says_that_they_come_by_themselves(direct):
    entry = executor.run_now(runs.start(connection=direct, sync_type=SyncType.ORDERS, cause="command"))
    assert (entry.status, entry.total_records) == ("completed", 0)
    assert "by itself" in entry.messages[0][1]


def test_its_prices_are_told_in_the_shops_currency(store, direct):
    tea = made(store, "TEA", price="39.90", currency="CHF")
    Connection.objects.filter(pk=direct.pk).update(currency="CHF")
    offered(direct)
    price = price_of(alive(direct)["TEA"])
    assert (str(price.amount), price.currency) == ("39.9000", tea.currency)
