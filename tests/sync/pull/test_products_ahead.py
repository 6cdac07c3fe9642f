"""Products and a walk that reads ahead: cut off anywhere it loses nothing, and it undoes nothing that is younger."""

import threading
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
import requests
from django.db import transaction
from django.utils import timezone

from core import checkpoints
from inventory.models import MarketplaceProduct
from inventory.services import listings
from inventory.services.offers import taken_out
from marketplaces.canonical.products import Product, Variant
from marketplaces.canonical.statuses import ListingStatus
from marketplaces.canonical.stock import StockLevel
from marketplaces.framework import registry
from marketplaces.framework.errors import ConnectorError, RateLimited, Unavailable
from marketplaces.framework.results import Page
from marketplaces.models import Connection, MarketplaceCredential
from marketplaces.sandbox.server import running
from marketplaces.services.connect import connect
from marketplaces.services.connect import test_values as try_values
from sync import clock, executor, runs
from sync.models import Cursor, MarketplaceSyncLog
from tests.sync.pull.breaking import worker_breaks

pytestmark = pytest.mark.django_db(transaction=True)
Kind = registry.connector_class("ozon")
PAGES, WAIT = 4, 10.0


def offered(number: int, *, price: str = "10.00", stock: int = 5, title: str = "Teapot") -> Product:
    there = Variant(
        remote_id="", sku=f"TEA-{number}", status=ListingStatus.ACTIVE, price=Decimal(price), currency="EUR",
        stock={"main": stock},
    )  # fmt: skip
    return Product(remote_id=f"P-{number}", title=title, variants=(there,), raw={"id": number})


class Remote:
    """Some pages of one product each; one of them may break."""

    def __init__(self) -> None:
        self.asked = [threading.Event() for _ in range(PAGES)]
        self.error: ConnectorError | None = None
        self.breaks_at: int | None = None
        self.pages = [offered(number) for number in range(PAGES)]

    def pull_products(self, *, since: Any = None, cursor: Any = None) -> Iterator[Page[Product]]:
        for number, product in enumerate(self.pages):
            self.asked[number].set()
            if number == self.breaks_at and self.error is not None:
                raise self.error
            yield Page(items=[product], cursor=None)

    def is_ahead(self, number: int) -> None:
        """The page is read, and it is the one before it that is being stored."""
        assert self.asked[number].wait(WAIT)
        for thread in reading():
            thread.join(WAIT)


@pytest.fixture
def remote(monkeypatch: pytest.MonkeyPatch) -> Remote:
    there = Remote()
    monkeypatch.setattr(Kind, "pull_products", lambda _self, **asked: there.pull_products(**asked))
    monkeypatch.setattr(Kind, "pull_figures", lambda _self, **asked: iter(()))
    monkeypatch.setattr(Kind, "warehouses", lambda _self: ())
    monkeypatch.setattr(clock, "remote_now", lambda _connector: timezone.now())
    return there


def reading() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "page-ahead"]


def read(shop: Connection, **more: Any) -> MarketplaceSyncLog:
    options = {"full": True}
    entry = runs.start(connection=shop, sync_type="products", cause="button", options=options)
    return executor.run_now(entry, **more)


def shown(shop: Connection) -> list[str]:
    rows = MarketplaceProduct.objects.filter(connection=shop).exclude(status="deleted")
    return sorted(rows.values_list("marketplace_product_id", flat=True))


def first(pages: int) -> list[str]:
    return [f"P-{number}" for number in range(pages)]


def while_the_first_is_stored(monkeypatch: pytest.MonkeyPatch, remote: Remote, act: Callable[[], object]) -> None:
    """`act` once, after the second page was read and before it is stored."""
    done: list[str] = []

    def reached(name: str) -> None:
        if name == "pull.after_commit" and not done:
            done.append(name)
            remote.is_ahead(1)
            act()

    monkeypatch.setattr(checkpoints, "reached", reached)


@pytest.mark.parametrize("error", [Unavailable("torn"), RateLimited("Too many", retry_after=900)])
@pytest.mark.parametrize("at", range(1, PAGES))
def test_an_error_in_the_page_ahead_loses_no_page_before_it_and_takes_nothing_for_gone(
    shop: Connection, remote: Remote, monkeypatch: pytest.MonkeyPatch, at: int, error: ConnectorError
) -> None:
    assert read(shop).status == "completed"
    remote.pages = [offered(number, price="12.00") for number in range(PAGES)]
    remote.breaks_at, remote.error = at, error
    for each in remote.asked:
        each.clear()
    stored: list[str] = []

    def late(name: str) -> None:
        stored.append(name)
        if stored.count("pull.before_commit") == at:
            remote.is_ahead(at)

    with monkeypatch.context() as while_it_goes:
        while_it_goes.setattr(checkpoints, "reached", late)
        entry = read(shop)
    assert (entry.status, entry.error_kind, entry.total_records) == ("failed", error.kind, at)
    assert (shown(shop), reading()) == (first(PAGES), [])
    remote.breaks_at = None
    assert (read(shop).updated_records, shown(shop)) == (PAGES - at, first(PAGES))


@pytest.mark.parametrize("point", ["pull.before_commit", "pull.after_commit"])
@pytest.mark.parametrize("at", range(PAGES - 1))
def test_a_crash_at_any_page_leaves_whole_pages_and_the_next_reading_has_everything(
    shop: Connection, remote: Remote, monkeypatch: pytest.MonkeyPatch, point: str, at: int
) -> None:
    with worker_breaks(monkeypatch, point, at=at):
        assert read(shop).error_kind == "our_fault"
    assert shown(shop) == first(at if point == "pull.before_commit" else at + 1)
    assert (Cursor.objects.get(connection=shop, stream="products").position, reading()) == (None, [])
    assert (read(shop).status, shown(shop)) == ("completed", first(PAGES))


def test_stopped_the_page_ahead_is_not_stored_and_nothing_is_gone(shop: Connection, remote: Remote) -> None:
    assert read(shop).status == "completed"
    before = Cursor.objects.get(connection=shop, stream="products").position
    remote.pages[1] = offered(1, price="12.00")
    assert read(shop, listener=lambda run: runs.request_stop(run.log)).status == "stopped"
    assert (shown(shop), reading()) == (first(PAGES), [])
    assert MarketplaceProduct.objects.get(marketplace_product_id="P-1").price == Decimal(10)
    assert Cursor.objects.get(connection=shop, stream="products").position == before


def test_what_was_found_by_number_is_not_undone_by_the_page_that_was_read_before_it(
    shop: Connection, remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read(shop).status == "completed"
    remote.pages = [offered(number, price="11.00") for number in range(PAGES)]
    younger = offered(1, price="12.00", title="Kettle")

    def read_back() -> None:
        with transaction.atomic():
            listings.upsert_products(connection=shop, products=[younger], seen_at=timezone.now(), cause="push")

    while_the_first_is_stored(monkeypatch, remote, read_back)
    entry = read(shop)
    row = MarketplaceProduct.objects.get(marketplace_product_id="P-1")
    assert (row.title, row.price) == ("Kettle", Decimal(12))
    assert (entry.status, entry.total_records, entry.unchanged_records) == ("completed", PAGES, 1)


def test_one_that_was_made_while_a_whole_walk_went_on_is_not_taken_for_gone(
    shop: Connection, remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_back() -> None:
        with transaction.atomic():
            listings.upsert_products(connection=shop, products=[offered(9)], seen_at=timezone.now(), cause="push")

    while_the_first_is_stored(monkeypatch, remote, read_back)
    assert read(shop).status == "completed"
    assert shown(shop) == [*first(PAGES), "P-9"]


def test_stock_that_was_read_back_meanwhile_stays_and_the_rest_of_the_page_counts(
    shop: Connection, remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read(shop).status == "completed"
    remote.pages[1] = offered(1, title="Kettle", stock=4)
    level = StockLevel(
        remote_product_id="P-1", remote_variant_id="", sku="TEA-1", warehouse_remote_id="main", quantity=2
    )  # fmt: skip

    def look() -> None:
        listings.stock_seen(connection=shop, levels=[level], seen_at=timezone.now(), cause="read back")

    with monkeypatch.context() as while_it_goes:
        while_the_first_is_stored(while_it_goes, remote, look)
        assert read(shop).status == "completed"
    row = MarketplaceProduct.objects.get(marketplace_product_id="P-1")
    assert (row.title, row.stock, row.stock_by_warehouse) == ("Kettle", 2, {"main": 2})
    assert read(shop).updated_records == 1  # the same words once more, and now they are the last ones
    row.refresh_from_db()
    assert (row.stock, row.stock_by_warehouse) == (4, {"main": 4})


def test_what_we_took_out_meanwhile_stays_out_until_the_next_reading(
    shop: Connection, remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read(shop).status == "completed"
    remote.pages[1] = offered(1, title="Kettle")
    with monkeypatch.context() as while_it_goes:
        rows = MarketplaceProduct.objects.filter(marketplace_product_id="P-1")
        while_the_first_is_stored(while_it_goes, remote, lambda: taken_out(rows))
        assert read(shop).status == "completed"
    assert shown(shop) == ["P-0", "P-2", "P-3"]
    assert (read(shop).status, shown(shop)) == ("completed", first(PAGES))


@pytest.mark.parametrize("code", ["shopee", "ebay", "amazon"])
def test_a_token_that_ends_while_a_page_is_read_ahead_is_renewed_and_no_product_is_missed(
    store: Any, unpaced: None, settings: Any, code: str
) -> None:
    with running(None, codes=[code]) as server:
        settings.SANDBOX_URL = server.url
        emulator = server.sandbox.emulators[code]
        emulator.limits.enabled = False
        emulator.reseed(1, products=260, orders=0)
        address = f"{server.url}/{code}"
        tested = try_values(code, emulator.credentials(), base_url=address, allow_private=True)
        shop = connect(
            store=store, code=code, name=code, tested=tested, base_url=address, allow_private=True
        )  # fmt: skip
        expired: list[int] = []

        def expire(_run: object) -> None:
            """Each token once: one that ends in the middle of its renewal is another story."""
            version = MarketplaceCredential.objects.get(connection=shop).version
            if version not in expired:
                requests.post(f"{address}/_control/expire", json={}, timeout=10).raise_for_status()
                expired.append(version)

        entry = read(shop, listener=expire)
        there = {each["sku"] for each in emulator.describe({})["products"]}
    assert (entry.status, entry.error_message) == ("completed", "")
    assert len(expired) > 1
    skus = set(MarketplaceProduct.objects.filter(connection=shop).values_list("marketplace_sku", flat=True))
    assert there <= skus
