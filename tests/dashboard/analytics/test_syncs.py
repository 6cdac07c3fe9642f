"""How the syncing went, as a page: runs, refusals, waiting, calls, each with its sum."""

from __future__ import annotations

import html
import re
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from marketplaces.models import ApiCall, Connection
from sync.models import MarketplaceSyncLog
from tests.dashboard.conftest import Cast


def page(client: Client, query: str = "?whole=1") -> str:
    text = html.unescape(client.get(f"/analytics/syncs/{query}").content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def ran(shop: Connection, **fields: object) -> MarketplaceSyncLog:
    now = timezone.now()
    return MarketplaceSyncLog.objects.create(
        store=shop.store, connection=shop, marketplace=shop.marketplace, sync_type="orders",
        **{"status": "completed", "start_time": now - timedelta(seconds=4), "end_time": now, **fields},
    )  # fmt: skip


def test_it_says_how_many_ran_failed_and_were_refused(owner: Client, shop: Connection) -> None:
    ran(shop, processed_records=90, created_records=81, failed_records=9)
    ran(shop, status="failed")
    ApiCall.objects.create(connection=shop, operation="x", method="GET", path="/", at=timezone.now(), duration_ms=300)
    said = page(owner)
    for words in ("Of them failed", "9 of 90", "10%", "0 of 1", "4 s", "More than 5% went wrong"):
        assert words in said, words


def test_its_terms_lead_to_the_runs_and_calls_of_that_shop(owner: Client, shop: Connection) -> None:
    ran(shop, status="failed")
    text = html.unescape(owner.get("/analytics/syncs/?whole=1").content.decode())
    for url in (
        f"/syncs/?connection={shop.pk}",
        f"/syncs/?connection={shop.pk}&state=failed",
        f"/syncs/calls/?connection={shop.pk}&failed=1",
    ):
        assert f'href="{url}"' in text
        assert owner.get(url).status_code == 200


def test_the_figures_come_after_the_page(owner: Client, shop: Connection) -> None:
    assert "Counting runs and calls." in page(owner, "")
    part = owner.get("/analytics/syncs/", headers={"HX-Request": "true", "HX-Target": "figures"}).content.decode()
    assert shop.name in part and "<html" not in part


def test_without_a_shop_it_says_what_to_do(owner: Client, cast: Cast) -> None:
    assert "No shop is connected" in page(owner)


def test_the_stranger_sees_none_of_the_shops(stranger: Client, shop: Connection) -> None:
    assert shop.name not in page(stranger)
