"""The pages of shops, stock and syncs in light, dark and on a phone, with practice data that came over HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser

from inventory.models import MarketplaceProduct
from inventory.services.opening import take_opening_counts
from marketplaces.models import Connection, OutboundChange
from marketplaces.sandbox.server import Running
from sync import executor, runs
from sync.models import MarketplaceSyncLog, SyncLogItem
from sync.switches import switch
from tests.dashboard import shops, world
from tests.dashboard.conftest import Cast
from tests.dashboard.looking import FACES, faults, opened, picture, too_wide
from tests.dashboard.shops import practice, sandbox

__all__ = ["practice", "sandbox"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = {
    "connections": "/connections/",
    "connection": "/connections/{shop}/",
    "connection-stopped": "/connections/{stopped}/",
    "connection-keys": "/connections/{shop}/keys/",
    "connection-disconnect": "/connections/{shop}/disconnect/",
    "connect": "/connect/",
    "connect-shopee": "/connect/shopee/",
    "inventory": "/inventory/",
    "inventory-adjust": "/inventory/{variant}/adjust/",
    "inventory-choose": "/inventory/adjust/?q=a",
    "inventory-ledger": "/inventory/{variant}/ledger/",
    "inventory-why-page": "/inventory/listings/{listing}/why/",
    "syncs": "/syncs/",
    "syncs-waiting": "/syncs/waiting/",
    "syncs-schedules": "/syncs/schedules/",
    "syncs-webhooks": "/syncs/webhooks/",
    "syncs-calls": "/syncs/calls/",
    "sync-run": "/syncs/{run}/",
    "sync-run-partly": "/syncs/{partly}/",
}


@pytest.fixture
def places(cast: Cast, practice: Running) -> dict[str, Any]:
    """A store with two shops read for the first time, one of them stopped; the ids that the addresses need."""
    shop = shops.ozon(cast.store, practice)
    executor.run_now(
        runs.start(connection=shop, sync_type="products", cause="button", options={"create_missing": True})
    )
    take_opening_counts(connection=shop, location=world.location(cast.store), actor_label="Nadia Weber")
    run = executor.run_now(runs.start(connection=shop, sync_type="orders", cause="button", started_by=cast.owner))
    switch(shop, "stock_out", on=True, by="test")
    listing = MarketplaceProduct.objects.filter(variant__opening_counted_at__isnull=False).first()
    assert listing is not None
    OutboundChange.objects.filter(subject_id=listing.pk).update(
        state="refused", error="The number is too large.", error_said="stock must be < 1000", error_fix="Enter less."
    )
    stopped = world.connection(
        cast.store, "Lumen TH", "shopee", status="stopped", status_kind="login_expired",
        status_reason="Shopee signed us out. It answered: “error_auth”.", login_ends_at=timezone.now(),
    )  # fmt: skip
    return {
        "shop": shop.pk, "stopped": stopped.pk, "listing": listing.pk, "variant": listing.variant_id, "run": run.pk,
        "partly": _partly(shop).pk,
    }  # fmt: skip


def _partly(shop: Connection) -> MarketplaceSyncLog:
    now = timezone.now()
    log = MarketplaceSyncLog.objects.create(
        store=shop.store, connection=shop, marketplace=shop.marketplace, sync_type="products",
        status="partially_completed", start_time=now - timedelta(seconds=95), end_time=now, total_records=380,
        processed_records=380, created_records=41, updated_records=112, unchanged_records=219, parked_records=6,
        failed_records=2, messages=[[now.isoformat(), "batch 8: 28 of 50 stored, 1 refused"]],
    )  # fmt: skip
    for item in ("ORI-THR-200", "ORI-MUG-SND"):
        SyncLogItem.objects.create(
            sync_log=log, item=item, outcome="refused", reason="The barcode fails its check digit.",
            said="barcode: 4601234567890", fix="The last digit should be 3. Correct it at Ozon.", can_retry=True,
        )  # fmt: skip
    return log


@pytest.mark.parametrize("face", FACES)
def test_every_page_is_sound(
    chrome: Browser, live_server, owner: Client, places: dict[str, Any], face: str, subtests
) -> None:
    with opened(chrome, live_server.url, face, owner) as page:
        for name, address in PAGES.items():
            with subtests.test(page=name):
                page.goto(live_server.url + address.format(**places))
                picture(page, f"{name}-{face}")
                assert faults(page) == []
                assert too_wide(page) <= 0
