"""A key without the right to tell stock: its shop stops with a sentence that names the right, and nothing else does."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from core.models import Membership, NeedsYou, Role, Store, User
from inventory.services.stock import adjust
from marketplaces.models import Connection, OutboundChange
from sync import accounts, executor, runs
from sync.models import MarketplaceSyncLog, ScheduledJob
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
    client = owner_of(store)
    listed = client.get("/connections/").content.decode()
    assert "Stopped: a right is missing" in listed and "the right “Product”" in listed and "then press Test" in listed
    assert "the right “Product”" in client.get(f"/needs-you/{need.pk}/").content.decode()
    later = timezone.now() + timedelta(minutes=9)
    ScheduledJob.objects.filter(connection=shop).update(next_run_at=later)
    tested = client.post(f"/connections/{shop.pk}/test/").content.decode()
    assert "goes on where it stopped" in tested and "sent now" in tested
    need.refresh_from_db()
    assert need.settled_at is not None and need.settled_by == "Nadia Weber"
    assert not ScheduledJob.objects.filter(connection=shop, next_run_at__gt=timezone.now()).exists()
    assert not OutboundChange.objects.filter(connection=shop, state="paused").exists()
    did(shop, "inventory")
    shop.refresh_from_db()
    assert shop.status == "active"
    assert not OutboundChange.objects.filter(connection=shop, kind="stock", state__in=["paused", "waiting"]).exists()


def test_a_right_that_is_still_missing_stops_it_again(store: Store, sandboxes: Sandboxes) -> None:
    shop = open_shop(store, sandboxes, "shopee")
    client = owner_of(store)
    sandboxes.control("shopee", "faults", {"kind": "forbidden", "path": "/api/v2/product/update_stock"})
    try:
        for _time in range(2):
            find_more(sandboxes, shop)
            OutboundChange.objects.filter(connection=shop).update(due_at=timezone.now())
            assert told(shop).error_kind == "permission_missing"
            client.post(f"/connections/{shop.pk}/test/")  # reading is allowed: it passes
            shop.refresh_from_db()
            assert shop.status == "active"
        needs = NeedsYou.objects.filter(cause_key=accounts.cause_key(shop))
        assert needs.count() == 2 and not needs.filter(settled_at__isnull=True).exists()  # told again, and settled
    finally:
        sandboxes.control("shopee", "faults", method="DELETE")


def owner_of(store: Store) -> Client:
    """A browser of the store's owner."""
    user = User.objects.create_user("nadia@example.org", "correct horse battery", name="Nadia Weber")
    Membership.objects.create(user=user, store=store, role=Role.OWNER)
    client = Client()
    client.force_login(user)
    return client
