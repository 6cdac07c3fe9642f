"""A key without the right to tell stock: its shop stops with a sentence that names the right, and nothing else does."""

import pytest
from django.utils import timezone

from core.models import NeedsYou, Store
from inventory.services.stock import adjust
from marketplaces.models import Connection, OutboundChange
from marketplaces.services import connect
from sync import accounts, executor, runs
from sync.models import MarketplaceSyncLog
from tests.proofs.processes import Sandboxes
from tests.proofs.shops import best_stocked, did, listing, open_shop, place

pytestmark = pytest.mark.django_db(transaction=True)


def told(shop: Connection) -> MarketplaceSyncLog:
    return executor.run_now(runs.start(connection=shop, sync_type="inventory", cause="button"))


def find_more(sandboxes: Sandboxes, shop: Connection) -> None:
    """More of its best stocked article than orders wait for."""
    variant = listing(shop, best_stocked(sandboxes, shop.marketplace.code)).variant
    assert variant is not None
    adjust(
        store=shop.store, variant=variant, location=place(shop.store), delta=50, reason="recount",
        actor_label="proof",
    )  # fmt: skip


def test_a_missing_right_stops_its_shop_alone_and_is_one_thing_to_do(store: Store, sandboxes: Sandboxes) -> None:
    shop, other = open_shop(store, sandboxes, "shopee"), open_shop(store, sandboxes, "ozon")
    sandboxes.control("shopee", "faults", {"kind": "forbidden", "path": "/api/v2/product/update_stock"})
    try:
        find_more(sandboxes, shop)
        OutboundChange.objects.filter(connection=shop).update(due_at=timezone.now())  # the rest since the last is over
        ended = told(shop)
        assert (ended.status, ended.error_kind) == ("failed", "permission_missing")
        assert "the right “Product”" in ended.error_fix
        shop.refresh_from_db()
        assert (shop.status, shop.status_kind) == ("stopped", "permission_missing")
        assert OutboundChange.objects.filter(connection=shop, kind="stock", state="paused").exists()
        need = NeedsYou.objects.get(fix__contains="the right “Product”", settled_at__isnull=True)
        assert need.cause_key == accounts.cause_key(shop)
        did(other, "orders")  # another shop of the same store goes on
        other.refresh_from_db()
        assert other.status == "active"
    finally:
        sandboxes.control("shopee", "faults", method="DELETE")
    shop.refresh_from_db()
    assert connect.test_connection(shop).passed
    connect.resume(shop)  # as the button Test does
    did(shop, "inventory")
    shop.refresh_from_db()
    need.refresh_from_db()
    assert shop.status == "active" and need.settled_at is not None
    assert not OutboundChange.objects.filter(connection=shop, kind="stock", state="paused").exists()
