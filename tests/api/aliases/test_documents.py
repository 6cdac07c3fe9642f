"""The calls as the owner's documents print them: path, parameters and body, each answered in camelCase."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from marketplaces.framework import registry
from marketplaces.models import ApiCall, Connection
from marketplaces.sandbox.server import Running
from marketplaces.services import credentials
from sync import executor
from sync.models import MarketplaceSyncLog, MarketplaceWebhook
from tests.api.conftest import PROBLEM, Program
from tests.dashboard import shops, world
from tests.dashboard.conftest import Cast

KEY = shops.OZON_KEYS["api_key"]


def body(cast: Cast, **more: Any) -> dict[str, Any]:
    """The body of "Create New Connection", field for field; Ozon uses two of its secrets."""
    return {
        "userId": str(cast.owner.pk), "platformCode": "ozon", "shopId": "1001", "shopName": "Ozon Урал",
        "accessToken": "unused", "apiKey": KEY, "apiSecret": "unused", "refreshToken": "", "sandbox": True, **more,
    }  # fmt: skip


def started(answer: Any) -> MarketplaceSyncLog:
    assert answer.status == 202, answer.body
    (log,) = answer.body["syncs"]
    return MarketplaceSyncLog.objects.get(pk=log["id"])


def test_the_platforms_are_listed_with_what_each_needs(owner: Program) -> None:
    """GET /api/marketplace/platforms"""
    answer = owner.get("/api/marketplace/platforms")
    platforms = {each["code"]: each for each in answer.body["platforms"]}
    assert answer.status == 200 and set(platforms) == set(registry.codes())
    assert [field["name"] for field in platforms["ozon"]["credentialFields"]] == ["client_id", "api_key", "premium"]
    assert platforms["ozon"]["apiVersion"] and "pull_orders" in platforms["ozon"]["capabilities"]


def test_a_connection_is_made_of_the_documents_fields(owner: Program, cast: Cast, practice: Running) -> None:
    """POST /api/marketplace/connections"""
    answer = owner.post("/api/marketplace/connections", body(cast))
    assert answer.status == 201, answer.body
    shop = Connection.objects.get(store=cast.store)
    told = answer.body["connection"]
    assert (told["id"], told["platformCode"], told["shopId"]) == (str(shop.pk), "ozon", "1001")
    assert (told["shopName"], told["isActive"], told["isSandbox"]) == ("Ozon Урал", True, True)
    assert [verdict["state"] for verdict in answer.body["verdicts"]] == ["passed"] * 3
    assert credentials.read(shop, registry.connector_class("ozon")) == shops.OZON_KEYS
    assert KEY.encode() not in answer.raw


def test_every_platform_takes_its_fields_out_of_the_documents_words() -> None:
    """Shopee: partner id and key, shop, both tokens; nobody's required field is out of reach."""
    from api.aliases.bodies import fields_of

    assert fields_of(registry.connector_class("ozon")) == {"apiKey": "api_key", "shopId": "client_id"}
    assert fields_of(registry.connector_class("shopee")) == {
        "apiKey": "partner_id", "apiSecret": "partner_key", "accessToken": "access_token",
        "refreshToken": "refresh_token", "shopId": "shop_id",
    }  # fmt: skip
    for kind in registry.connectors():
        reached = set(fields_of(kind).values())
        assert {field.name for field in kind.credential_fields if field.required} <= reached, kind.code


def test_refused_keys_save_nothing_and_a_missing_one_is_named_as_it_was_asked_for(
    owner: Program, cast: Cast, practice: Running
) -> None:
    wrong = owner.post("/api/marketplace/connections", body(cast, apiKey="planted-secret-0123456789"))
    assert (wrong.status, wrong.kind) == (422, PROBLEM) and "Nothing was saved." in wrong.body["detail"]
    missing = owner.post("/api/marketplace/connections", body(cast, apiKey=" "))
    assert missing.status == 400 and [error["field"] for error in missing.body["errors"]] == ["apiKey"]
    unknown = owner.post("/api/marketplace/connections", body(cast, platformCode="nowhere"))
    assert unknown.status == 400 and [error["field"] for error in unknown.body["errors"]] == ["platformCode"]
    assert not Connection.objects.exists()


def test_the_users_connections_are_listed(owner: Program, cast: Cast, shop: Connection) -> None:
    """GET /api/marketplace/connections?userId={userId}"""
    answer = owner.get("/api/marketplace/connections", {"userId": str(cast.owner.pk)})
    (told,) = answer.body["connections"]
    assert (told["id"], told["shopName"], told["status"]) == (str(shop.pk), shop.name, "active")
    assert b"webhook_token" not in answer.raw and KEY.encode() not in answer.raw


def test_orders_are_synced_and_read_page_by_page(
    owner: Program, cast: Cast, shop: Connection, practice: Running
) -> None:
    """POST /api/marketplace/sync-orders, then GET /api/marketplace/orders?userId=…&platformCode=…&limit=50&offset=0"""
    shops.control(practice, "ozon", "sell", {"count": 12})
    user = str(cast.owner.pk)
    log = started(owner.post("/api/marketplace/sync-orders", {"connectionId": str(shop.pk), "userId": user}))
    assert (log.connection, log.sync_type, log.cause, log.started_by) == (shop, "orders", "api", cast.owner)
    executor.run_now(log)
    log.refresh_from_db()
    assert log.status == "completed" and log.total_records > 7

    query = {"userId": user, "platformCode": "ozon", "limit": 50, "offset": 0}
    answer = owner.get("/api/marketplace/orders", query)
    assert answer.status == 200 and (answer.body["limit"], answer.body["offset"]) == (50, 0)
    orders = answer.body["orders"]
    assert len(orders) == min(50, log.total_records) and orders[0]["items"]
    one = orders[0]
    assert one["platformCode"] == "ozon" and one["connectionId"] == str(shop.pk)
    assert one["marketplaceOrderId"] and "." in one["totalAmount"] and one["currency"]
    assert owner.get(f"/api/v1/orders/{one['id']}/").body["remote_id"] == one["marketplaceOrderId"]

    pieces, offset = [], 0
    while True:
        piece = owner.get("/api/marketplace/orders", {"limit": 7, "offset": offset}).body
        pieces += [order["id"] for order in piece["orders"]]
        if not piece["hasMore"]:
            break
        offset += 7
    assert pieces[: len(orders)] == [order["id"] for order in orders] and len(set(pieces)) == len(pieces)


def test_orders_are_narrowed_to_a_platform_by_either_name(owner: Program, cast: Cast) -> None:
    world.order(world.connection(cast.store))
    shopee = world.order(world.connection(cast.store, name="Shopee", code="shopee"))
    for name in ("platform", "platformCode"):
        answer = owner.get("/api/marketplace/orders", {name: "shopee"})
        assert [order["id"] for order in answer.body["orders"]] == [str(shopee.pk)]
    assert len(owner.get("/api/marketplace/orders").body["orders"]) == 2
    both = owner.get("/api/marketplace/orders", {"platform": "ozon", "platformCode": "shopee"})
    assert both.status == 400 and both.body["errors"][0]["field"] == "platform"
    assert owner.get("/api/marketplace/orders", {"offset": 10_001}).status == 400


def test_a_packer_reads_no_amount_and_no_phone(packer: Program, owner: Program, cast: Cast) -> None:
    world.order(world.connection(cast.store), status="shipped")
    (seen,) = packer.get("/api/marketplace/orders").body["orders"]
    (whole,) = owner.get("/api/marketplace/orders").body["orders"]
    assert whole["totalAmount"] and "•" in whole["customerPhone"] and whole["items"][0]["unitPrice"]
    assert seen["totalAmount"] is seen["customerPhone"] is seen["items"][0]["unitPrice"] is None


def test_products_and_inventory_are_synced(owner: Program, cast: Cast, shop: Connection) -> None:
    """POST /api/marketplace/sync/products and /api/marketplace/sync/inventory"""
    log = started(owner.post("/api/marketplace/sync/products", {"connectionId": str(shop.pk), "full": True}))
    assert (log.sync_type, log.options) == ("products", {"full": True})
    executor.run_now(log)
    log.refresh_from_db()
    assert log.status == "completed" and log.total_records
    log = started(owner.post("/api/marketplace/sync/inventory", {"userId": str(cast.owner.pk), "platformCode": "ozon"}))
    assert (log.sync_type, log.connection) == ("inventory", shop)
    none = owner.post("/api/marketplace/sync/products", {"platformCode": "shopee"})
    assert (none.status, none.kind) == (422, PROBLEM)


def test_the_status_holds_the_measures_that_the_documents_name(owner: Program, cast: Cast, shop: Connection) -> None:
    """GET /api/marketplace/status"""
    answer = owner.get("/api/marketplace/status").body
    (told,) = answer["connections"]
    assert answer["status"] == "ok" and told["connectionId"] == str(shop.pk) and told["healthy"]
    shop.orders_read_at = timezone.now() - timedelta(minutes=16)
    shop.save()
    answer = owner.get("/api/marketplace/status").body
    (told,) = answer["connections"]
    assert answer["status"] == "attention" and told["alerts"] == ["order_import_lag"]
    assert 16 * 60 <= told["orderImportLagSeconds"] < 17 * 60


def test_pushes_that_came_are_listed(owner: Program, cast: Cast) -> None:
    """GET /api/marketplace/webhooks"""
    shop, now = world.connection(cast.store), timezone.now()
    for number in range(3):
        MarketplaceWebhook.objects.create(
            store=cast.store, connection=shop, event_key=str(number), topic="order", kind="TYPE_NEW_POSTING", body="{}",
            remote_ids=[f"46218733-{number}"], received_at=now + timedelta(seconds=number), due_at=now,
        )  # fmt: skip
    answer = owner.get("/api/marketplace/webhooks", {"limit": 2}).body
    assert [each["remoteIds"] for each in answer["webhooks"]] == [["46218733-2"], ["46218733-1"]]
    assert answer["hasMore"] and answer["webhooks"][0]["eventType"] == "TYPE_NEW_POSTING"
    assert not owner.get("/api/marketplace/webhooks", {"limit": 2, "offset": 2}).body["hasMore"]


@pytest.mark.parametrize(
    "path", ["platforms", "connections", "orders", "status", "webhooks"], ids=lambda each: f"/marketplace/{each}"
)
def test_another_user_is_404_and_ones_own_in_any_case_is_not(owner: Program, cast: Cast, path: str) -> None:
    for other in (str(cast.packer.pk), str(cast.stranger.pk), "1", "x"):
        answer = owner.get(f"/api/marketplace/{path}", {"userId": other})
        assert (answer.status, answer.kind) == (404, PROBLEM), other
    assert owner.get(f"/api/marketplace/{path}", {"userId": str(cast.owner.pk).upper()}).status == 200


@pytest.mark.parametrize("path", ["connections", "sync-orders", "sync/products", "sync/inventory"])
def test_nothing_is_done_in_another_users_name(owner: Program, cast: Cast, shop: Connection, path: str) -> None:
    calls = ApiCall.objects.count()
    sent = body(cast, userId=str(cast.packer.pk)) if path == "connections" else {
        "userId": str(cast.packer.pk), "connectionId": str(shop.pk),
    }  # fmt: skip
    assert owner.post(f"/api/marketplace/{path}", sent).status == 404
    assert not MarketplaceSyncLog.objects.exists() and ApiCall.objects.count() == calls


def test_a_key_sent_again_starts_nothing_twice(owner: Program, shop: Connection) -> None:
    sent = {"connectionId": str(shop.pk)}
    first = owner.post("/api/marketplace/sync-orders", sent, Idempotency_Key="k1")
    again = owner.post("/api/marketplace/sync-orders", sent, Idempotency_Key="k1")
    assert again.headers["Idempotent-Replayed"] and first.body == again.body
    assert MarketplaceSyncLog.objects.count() == 1
