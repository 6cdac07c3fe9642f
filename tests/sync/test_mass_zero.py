"""Law 13: a shop that would be emptied waits for a person, however large it is and whoever asks."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import NeedsYou
from inventory.models import MarketplaceProduct, Product, Variant
from inventory.services.locations import default_location
from inventory.services.outbound import mark_connection_stock
from marketplaces.canonical.stock import StockUpdate
from marketplaces.framework import registry
from marketplaces.framework.base import Connector
from marketplaces.framework.declaration import Batch
from marketplaces.framework.errors import UnexpectedPayload
from marketplaces.framework.results import ItemResult
from marketplaces.models import Connection, OutboundChange
from sync import executor, runs
from sync.models import MarketplaceSyncLog
from sync.push import batches, queue, stock
from sync.push.batches import Item
from sync.run import Run

Kind, State = OutboundChange.Kind, OutboundChange.State
NOBODY = "http://127.0.0.1:9"


def shelves(shop: Connection, count: int, *, empty: int) -> None:
    """So many listings that show 5, of which so many are by now counted as none."""
    now = timezone.now()
    default_location(shop.store)
    product = Product.objects.create(store=shop.store, title="Lamp")
    variants = Variant.objects.bulk_create(
        Variant(store=shop.store, product=product, sku=f"L-{n}", opening_counted_at=now) for n in range(count)
    )
    MarketplaceProduct.objects.bulk_create(
        MarketplaceProduct(
            store=shop.store, connection=shop, marketplace=shop.marketplace, product=product, variant=variant,
            marketplace_product_id=variant.sku, marketplace_sku=variant.sku, status="active", last_sync_at=now, stock=5,
            stock_override=None if place < empty else 5,
        )
        for place, variant in enumerate(variants)
    )  # fmt: skip
    shop.base_url, shop.stock_out = NOBODY, True
    shop.settings = {"private_address": True}
    shop.save()
    mark_connection_stock(shop)


def pushed(shop: Connection) -> MarketplaceSyncLog:
    return executor.run_now(runs.start(connection=shop, sync_type="inventory", cause="change"))


def test_a_large_shop_is_not_emptied_claim_by_claim(shop: Connection) -> None:
    shelves(shop, stock.CLAIM * 2 + 300, empty=stock.CLAIM * 2 + 100)
    pushed(shop)
    assert OutboundChange.objects.filter(connection=shop, state=State.HELD).count() == stock.CLAIM * 2 + 100
    need = NeedsYou.objects.get(cause_key=f"held:{shop.pk}")
    assert "1100" in need.title


def test_a_shop_is_not_emptied_a_few_at_a_time(shop: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """A feed counts page by page and is sent meanwhile: each run sees a part that is no mass by itself."""
    shelves(shop, 100, empty=100)
    OutboundChange.objects.update(state=State.SYNCED)
    waiting = list(OutboundChange.objects.order_by("pk").values_list("pk", flat=True))
    taken: list[str] = []

    def take(_self: Connector, updates: Sequence[StockUpdate]) -> list[ItemResult]:
        taken.extend(update.sku for update in updates)
        MarketplaceProduct.objects.filter(marketplace_sku__in=taken).update(stock=0)  # as it is shown there from now on
        return [ItemResult(ref=update.ref, ok=True, visible=True) for update in updates]

    monkeypatch.setattr(registry.connector_class("ozon"), "push_stock", take)
    for start in range(0, 100, 9):
        OutboundChange.objects.filter(pk__in=waiting[start : start + 9]).update(state=State.WAITING)
        pushed(shop)
    assert len(taken) <= 50
    assert NeedsYou.objects.filter(cause_key=f"held:{shop.pk}", settled_at__isnull=True).exists()


def test_what_sold_out_in_the_course_of_a_day_is_told(shop: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    shelves(shop, 20, empty=20)
    OutboundChange.objects.update(state=State.SYNCED)
    waiting = list(OutboundChange.objects.order_by("pk").values_list("pk", flat=True))

    def take(_self: Connector, updates: Sequence[StockUpdate]) -> list[ItemResult]:
        MarketplaceProduct.objects.filter(marketplace_sku__in=[update.sku for update in updates]).update(stock=0)
        return [ItemResult(ref=update.ref, ok=True, visible=True) for update in updates]

    monkeypatch.setattr(registry.connector_class("ozon"), "push_stock", take)
    for start in range(0, 20, 4):
        OutboundChange.objects.filter(pk__in=waiting[start : start + 4]).update(state=State.WAITING)
        pushed(shop)
        OutboundChange.objects.filter(sent_at__isnull=False).update(sent_at=timezone.now() - timedelta(hours=2))
    assert not OutboundChange.objects.filter(state=State.HELD).exists()


def test_what_a_person_let_go_does_not_hold_back_the_rest(shop: Connection) -> None:
    shelves(shop, 20, empty=15)
    pushed(shop)
    assert OutboundChange.objects.filter(connection=shop, state=State.HELD).count() == 15
    assert queue.let_go(shop, by="owner") == 15
    pushed(shop)
    assert not OutboundChange.objects.filter(connection=shop, state=State.HELD).exists()


def test_a_switch_turned_off_while_a_run_goes_ends_it(shop: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    shelves(shop, 3, empty=0)
    sent = []

    def switched_off(run: Run, items: list[Item], **_more: object) -> None:
        sent.extend(items)
        Connection.objects.filter(pk=shop.pk).update(stock_out=False)

    monkeypatch.setattr(batches, "CLAIM", 1)
    monkeypatch.setattr(registry.connector_class("ozon"), "stock_batch", Batch(size=1, abreast=1))
    monkeypatch.setattr(batches, "send", switched_off)
    assert pushed(shop).status == "completed"
    assert len(sent) == 1


def test_what_cannot_be_looked_at_is_not_asked_for_every_second(
    shop: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelves(shop, 1, empty=0)
    OutboundChange.objects.filter(connection=shop).update(state=State.ACCEPTED, sent_version=1)

    def torn(_self: Connector, **_more: object) -> object:
        raise UnexpectedPayload("items", "a page")

    monkeypatch.setattr(registry.connector_class("ozon"), "pull_stock", torn)
    assert pushed(shop).status == "completed"
    change = OutboundChange.objects.get(connection=shop)
    assert change.state == State.ACCEPTED and change.due_at > timezone.now() and queue.due_places() == []


@pytest.mark.parametrize(("listings", "empty"), [(10, 10), (10, 6), (5, 5), (3, 3)])
def test_a_small_shop_is_not_emptied_either(shop: Connection, listings: int, empty: int) -> None:
    shelves(shop, listings, empty=empty)
    pushed(shop)
    assert OutboundChange.objects.filter(connection=shop, state=State.HELD).count() == empty


@pytest.mark.parametrize(("listings", "empty"), [(10, 5), (5, 2), (2, 2), (1, 1)])
def test_what_an_order_or_two_may_have_sold_is_told(
    shop: Connection, listings: int, empty: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelves(shop, listings, empty=empty)
    told: list[int] = []

    def take(_self: Connector, updates: Sequence[StockUpdate]) -> list[ItemResult]:
        told.extend(update.quantity for update in updates)
        return [ItemResult(ref=update.ref, ok=True, visible=True) for update in updates]

    monkeypatch.setattr(registry.connector_class("ozon"), "push_stock", take)
    pushed(shop)
    assert told.count(0) == empty
