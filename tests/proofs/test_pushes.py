"""Pushes at the real address: forged, torn, stale ones refused, duplicates acknowledged once, strays re-addressed."""

import hashlib
import hmac
import json
import logging
import time
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from config import logs
from core.models import Store
from core.services.stores import open_store
from marketplaces.models import Connection
from marketplaces.services import connectors, credentials
from marketplaces.services.connect import connect
from marketplaces.services.trial import Tested
from sync.models import MarketplaceWebhook, WebhookTally
from sync.webhooks import MOST_BYTES

pytestmark = pytest.mark.django_db
OZONS_NETWORK = "195.34.21.7"
KEY = "push-key-of-the-app-0123456789"
OZON = {"message_type": "TYPE_NEW_POSTING", "posting_number": "46218733-0001-1", "seller_id": 1001, "products": []}


@pytest.fixture
def shop_owner() -> Store:
    return open_store(slug="lumen", name="Atelier Lumen", owner_email="owner@lumen.example").store


def shop(store: Store, code: str, account: str, **values: str) -> Connection:
    """Connected without a call."""
    return connect(store=store, code=code, name=f"{code} {account}", tested=Tested(code=code, values=values))


@pytest.fixture
def ozon(shop_owner: Store) -> Connection:
    return shop(shop_owner, "ozon", "1001", client_id="1001", api_key="key-of-ozon-1001")


def shopee_shop(store: Store, shop_id: str, push_key: str = KEY) -> Connection:
    return shop(
        store, "shopee", shop_id, partner_id="1000001", partner_key="partner-key-0123456789", shop_id=shop_id,
        push_key=push_key,
    )  # fmt: skip


@pytest.fixture
def shopee(shop_owner: Store) -> Connection:
    return shopee_shop(shop_owner, "220033445")


def address(connection: Connection) -> str:
    return f"/hooks/{connection.marketplace.code}/{connection.webhook_token}/"


def from_ozon(connection: Connection, body: Any, *, ip: str = OZONS_NETWORK) -> HttpResponse:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Client().post(address(connection), data=raw, content_type="application/json", REMOTE_ADDR=ip)


def from_shopee(
    connection: Connection, *, age: float = 0.0, key: str = KEY, shop_id: int = 220033445, order: str = "2611201",
    change: bytes = b"", tear: int = 0,
) -> HttpResponse:  # fmt: skip
    message = {
        "code": 3, "shop_id": shop_id, "timestamp": int(time.time() - age),
        "data": {"ordersn": order, "status": "READY_TO_SHIP", "items": []},
    }  # fmt: skip
    body = json.dumps(message).encode()
    text = f"{settings.PUBLIC_URL}{address(connection)}".encode() + b"|" + body
    signature = hmac.new(key.encode(), text, hashlib.sha256).hexdigest()
    sent = (body[: len(body) - tear] if tear else body) + change
    headers = {"Authorization": signature}
    return Client().post(address(connection), data=sent, content_type="application/json", headers=headers)


def kept() -> list[MarketplaceWebhook]:
    return list(MarketplaceWebhook.objects.all())


def refused() -> int:
    return sum(WebhookTally.objects.values_list("count", flat=True))


def test_a_good_push_is_stored_and_answered_as_ozon_expects(ozon: Connection) -> None:
    answer = from_ozon(ozon, OZON)
    assert (answer.status_code, json.loads(answer.content)) == (200, {"result": True})
    (row,) = kept()
    assert (row.connection, row.remote_ids, row.status) == (ozon, ["46218733-0001-1"], "received")


def test_ozons_ping_hears_who_answers_and_leaves_no_row(ozon: Connection) -> None:
    answer = from_ozon(ozon, {"message_type": "TYPE_PING", "time": "2026-11-20T08:00:00Z"})
    assert answer.status_code == 200 and {"version", "name", "time"} <= set(json.loads(answer.content))
    assert not kept()


@pytest.mark.parametrize(
    ("body", "ip"),
    [
        (OZON, "203.0.113.9"),
        (json.dumps(OZON).encode()[:-9], OZONS_NETWORK),
        (b"", OZONS_NETWORK),
        (b"\xff\xfe\x00", OZONS_NETWORK),
        ([1, 2], OZONS_NETWORK),
        ({**OZON, "seller_id": 9999}, OZONS_NETWORK),
        ({"message_type": "TYPE_NEW_POSTING"}, OZONS_NETWORK),
        (b"{" + b" " * 300_000 + b"}", OZONS_NETWORK),
        (b"[" * 100_000, OZONS_NETWORK),
    ],
    ids=["elsewhere", "torn", "empty", "no text", "no object", "another seller", "no number", "too long", "too deep"],
)
def test_what_is_not_ozons_is_refused_and_only_counted(ozon: Connection, body: Any, ip: str) -> None:
    answer = from_ozon(ozon, body, ip=ip)
    assert answer.status_code in (400, 403) and "error" in json.loads(answer.content)
    assert not kept() and refused() == 1


def test_a_forwarded_address_is_not_believed_without_a_known_proxy(ozon: Connection) -> None:
    answer = Client().post(
        address(ozon), data=json.dumps(OZON).encode(), content_type="application/json", REMOTE_ADDR="203.0.113.9",
        headers={"X-Forwarded-For": OZONS_NETWORK},
    )  # fmt: skip
    assert answer.status_code == 403 and not kept()


def test_behind_our_proxy_the_address_it_saw_counts_and_no_other(ozon: Connection, settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1
    given = {"data": json.dumps(OZON).encode(), "content_type": "application/json", "REMOTE_ADDR": "172.18.0.1"}
    forged = Client().post(address(ozon), **given, headers={"X-Forwarded-For": f"{OZONS_NETWORK}, 203.0.113.9"})
    assert forged.status_code == 403 and not kept()
    garbage = Client().post(address(ozon), **given, headers={"X-Forwarded-For": "unknown"})
    assert garbage.status_code == 403 and not kept()
    good = Client().post(address(ozon), **given, headers={"X-Forwarded-For": f"10.0.0.1, {OZONS_NETWORK}"})
    assert good.status_code == 200 and len(kept()) == 1


def test_of_an_endless_body_no_more_is_read_than_a_push_may_have(ozon: Connection) -> None:
    answer = from_ozon(ozon, b" " * (MOST_BYTES * 20))
    assert answer.status_code in (400, 403) and refused() == 1


def test_the_secret_part_of_the_address_is_in_no_log_line(ozon: Connection, capsys: pytest.CaptureFixture[str]) -> None:
    made, log = logs.handler(), logging.getLogger("django.request")
    log.addHandler(made)
    try:
        from_ozon(ozon, OZON, ip="203.0.113.9")
        Client().get(f"{address(ozon)}?code=one-time-code-of-a-sign-in-1")
    finally:
        log.removeHandler(made)
    shown = capsys.readouterr().err
    assert "/hooks/ozon/[hidden]" in shown
    assert ozon.webhook_token not in shown and "one-time-code" not in shown


def test_a_good_push_of_shopee_is_stored_and_answered_with_nothing(shopee: Connection) -> None:
    answer = from_shopee(shopee)
    assert (answer.status_code // 100, answer.content) == (2, b"")
    assert [row.remote_ids for row in kept()] == [["2611201"]]


@pytest.mark.parametrize(
    "wrong",
    [{"key": "guessed"}, {"key": ""}, {"change": b" "}, {"tear": 5}, {"age": 7 * 3600}, {"age": -2 * 3600}],
    ids=["forged", "unsigned", "changed", "torn", "stale", "from the future"],
)
def test_what_shopee_did_not_sign_now_is_refused_and_only_counted(shopee: Connection, wrong: dict[str, Any]) -> None:
    assert from_shopee(shopee, **wrong).status_code == 403
    assert not kept() and refused() == 1


@pytest.mark.parametrize("code", ["ozon", "shopee"])
def test_a_duplicate_is_acknowledged_and_kept_once(
    code: str, ozon: Connection, shopee: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = time.time()
    monkeypatch.setattr(time, "time", lambda: moment)
    answers = [from_ozon(ozon, OZON) if code == "ozon" else from_shopee(shopee) for _ in range(3)]
    assert [answer.status_code // 100 for answer in answers] == [2, 2, 2]
    (row,) = kept()
    assert row.duplicates == 2


def test_a_push_for_another_shop_of_the_app_goes_to_that_shop(shopee: Connection, shop_owner: Store) -> None:
    other = shopee_shop(shop_owner, "220077889")
    assert from_shopee(shopee, shop_id=220077889).status_code // 100 == 2
    assert [row.connection for row in kept()] == [other]


def test_a_push_for_another_shop_whose_key_does_not_fit_is_refused(shopee: Connection, shop_owner: Store) -> None:
    shopee_shop(shop_owner, "220077889", push_key="another-key-0123456789")
    assert from_shopee(shopee, shop_id=220077889).status_code == 403
    assert not kept() and refused() == 1


def test_a_push_never_reaches_the_same_shop_of_another_store(shopee: Connection) -> None:
    other = open_store(slug="other", name="Other", owner_email="other@lumen.example").store
    shopee_shop(other, "220077889")
    from_shopee(shopee, shop_id=220077889)
    assert [row.store for row in kept()] == [shopee.store]


def test_during_a_rotation_both_keys_are_good_and_a_third_is_not(shopee: Connection) -> None:
    kind = connectors.registry.connector_class("shopee")
    values = {**credentials.read(shopee, kind), "push_key": "the-new-key-0123456789"}
    credentials.save(shopee, kind, values)
    answers = [from_shopee(shopee, key=key, order=key) for key in (KEY, "the-new-key-0123456789", "a-third-key")]
    assert [answer.status_code // 100 for answer in answers] == [2, 2, 4]


@pytest.mark.parametrize("path", ["/hooks/ozon/nobody/", "/hooks/nowhere/{token}/", "/hooks/shopee/{token}/"])
def test_an_address_of_nobody_is_404(ozon: Connection, path: str) -> None:
    answer = Client().post(path.format(token=ozon.webhook_token), data=b"{}", content_type="application/json")
    assert answer.status_code == 404 and not kept() and refused() == 0


def test_a_disconnected_shop_hears_nothing(ozon: Connection) -> None:
    Connection.objects.filter(pk=ozon.pk).update(status=Connection.Status.DISCONNECTED)
    assert from_ozon(ozon, OZON).status_code == 404 and not kept()


def test_looking_at_the_address_changes_nothing(ozon: Connection, shopee: Connection) -> None:
    for connection in (ozon, shopee):
        assert Client().get(address(connection)).status_code in (400, 403, 405)
    assert not kept()


@pytest.mark.parametrize("number", ["46218733-\x00-1", "46218733-\ud83d-1", "x" * 5000])
def test_a_push_with_what_no_column_holds_is_no_fault_of_ours(ozon: Connection, number: str) -> None:
    answer = from_ozon(ozon, OZON | {"posting_number": number})
    assert answer.status_code < 500
    assert from_ozon(ozon, OZON).status_code == 200


def test_a_push_for_a_shop_that_is_disconnected_is_still_acknowledged(shop_owner: Store, shopee: Connection) -> None:
    """Shopee switches a receiver off that refuses; all shops of an app push to one address."""
    from marketplaces.services.connect import disconnect

    other = shopee_shop(shop_owner, "990011")
    disconnect(other)
    assert from_shopee(shopee, shop_id=990011).status_code == 200
    assert not MarketplaceWebhook.objects.filter(connection=other).exists()
