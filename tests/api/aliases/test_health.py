"""`/health/marketplace-integrations`, as the document prints it: platform, kind of sync, when it last went."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from marketplaces.models import Connection
from tests.api.conftest import PROBLEM, Program
from tests.dashboard import world
from tests.dashboard.conftest import Cast

PATH = "/health/marketplace-integrations"
pytestmark = pytest.mark.django_db


def test_each_platform_says_when_it_last_synced(owner: Program, cast: Cast) -> None:
    now = timezone.now()
    world.connection(cast.store, orders_read_at=now - timedelta(minutes=3), stock_sent_at=None)
    late = world.connection(
        cast.store, name="Shopee", code="shopee", stock_out=True,
        orders_read_at=now - timedelta(minutes=20), stock_sent_at=now - timedelta(minutes=31),
        products_read_at=now - timedelta(hours=2),
    )  # fmt: skip
    answer = owner.get(PATH)
    assert answer.status == 200 and list(answer.body) == ["ozon", "shopee"]
    ozon, shopee = answer.body["ozon"], answer.body["shopee"]
    assert (ozon["order_import"]["status"], ozon["api_status"]) == ("ok", "ok")
    assert 180 <= ozon["order_import"]["lag_seconds"] < 200 and ozon["order_import"]["limit_seconds"] == 900
    assert ozon["inventory_sync"] == {"status": "off", "last_sync_at": None, "lag_seconds": None, "limit_seconds": None}
    assert (shopee["order_import"]["status"], shopee["inventory_sync"]["status"]) == ("late", "late")
    assert shopee["catalog_sync"]["last_sync_at"] == f"{late.products_read_at:%Y-%m-%dT%H:%M:%S.%fZ}"


def test_of_two_shops_the_worse_one_speaks(owner: Program, cast: Cast) -> None:
    now = timezone.now()
    world.connection(cast.store, orders_read_at=now)
    world.connection(
        cast.store, name="Ozon 2", orders_read_at=now - timedelta(hours=1),
        status=Connection.Status.STOPPED, status_kind="login_expired",
    )  # fmt: skip
    told = owner.get(PATH).body["ozon"]
    assert told["order_import"]["status"] == "late" and told["order_import"]["lag_seconds"] >= 3600
    assert told["api_status"] == "login_expired"


def test_the_store_may_be_named_and_another_is_404(owner: Program, cast: Cast) -> None:
    for mine in (str(cast.store.pk), cast.store.slug):
        assert owner.get(PATH, {"store_id": mine}).status == 200
    for other in (str(cast.elsewhere.pk), cast.elsewhere.slug, "1"):
        answer = owner.get(PATH, {"store_id": other})
        assert (answer.status, answer.kind) == (404, PROBLEM)


def test_a_stranger_sees_only_their_own(stranger: Program, cast: Cast) -> None:
    world.connection(cast.store)
    assert stranger.get(PATH).body == {} and Program().get(PATH).status == 401
