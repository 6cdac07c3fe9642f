"""What happens in a store reaches the merchant's program: signed, once, and again until it is taken."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from core.models import NeedsYou, NotificationCursor, Store
from core.services import needs_you
from orders.models import OrderStatusHistory
from sync.models import WebhookDelivery, WebhookEndpoint
from sync.outgoing import couriers, endpoints, settling, spreading
from tests.dashboard import world
from tests.sync.outgoing.conftest import deliver, listening
from tests.sync.outgoing.receiver import Receiver, receiving

pytestmark = pytest.mark.django_db(transaction=True)
State = WebhookDelivery.State


def happen(store: Store, key: str = "cause") -> NeedsYou:
    """Something that is news."""
    return needs_you.raise_cause(
        store=store, kind=NeedsYou.Kind.REFUSED, cause_key=key, title="Price refused",
        said="buyer +7 843 555 12 18 wrote", fix="Enter another price; api_key=planted-secret-0123456789",
    )  # fmt: skip


def pass_by(seconds: float, *, rest: bool = True) -> None:
    """Time goes on: what is due later is due now."""
    for row in WebhookDelivery.objects.all():
        row.due_at -= timedelta(seconds=seconds)
        row.give_up_at -= timedelta(seconds=seconds)
        row.save()
    if rest:
        WebhookEndpoint.objects.update(rest_until=None)


def signed_right(endpoint: WebhookEndpoint, got: Any, secret: str = "") -> bool:
    """Computed here from the description alone."""
    key = base64.b64decode((secret or endpoint.secret).removeprefix("whsec_"))
    text = f"{got.headers['webhook-id']}.{got.headers['webhook-timestamp']}.".encode() + got.body
    wanted = base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()
    return f"v1,{wanted}" in got.headers["webhook-signature"].split(" ")


def test_what_happened_is_posted_once_signed_and_without_secrets(
    store: Store, endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    need = happen(store)
    deliver()
    deliver()
    (got,) = receiver.got
    assert got.said["kind"] == "needs_you.raised" and got.said["store"] == "atelier-lumen"
    assert got.id == got.said["id"] and got.said["subject"]["id"] == str(need.pk)
    assert got.said["subject"]["url"].endswith(f"/needs-you/{need.pk}/")
    assert got.said["data"]["title"] == "Price refused"
    assert b"planted-secret" not in got.body and b"555 12" not in got.body and b"55512" not in got.body
    assert signed_right(endpoint, got) and abs(time.time() - int(got.headers["webhook-timestamp"])) < 30
    assert got.headers["content-type"] == "application/json"
    (kept,) = WebhookDelivery.objects.all()
    assert (kept.state, kept.attempts, kept.last_status, str(kept.event_id)) == ("delivered", 1, 200, got.id)
    assert kept.tries[0]["answer"] == "ok" and kept.delivered_at
    endpoint.refresh_from_db()
    assert endpoint.arrived_at and endpoint.lease_owner is None


def test_an_order_is_told_with_its_number_and_where_to_read_it(
    store: Store, endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    shop = world.connection(store)
    order = world.order(shop)
    OrderStatusHistory.objects.create(
        order=order, from_status="", to_status="confirmed", changed_by="marketplace:ozon", created_at=timezone.now()
    )
    deliver()
    (got,) = receiver.got
    assert got.said["kind"] == "order.created" and got.said["data"]["number"] == order.number
    assert got.said["subject"] == {
        "type": "order", "id": str(order.pk), "url": f"http://127.0.0.1:8000/api/v1/orders/{order.pk}/",
    }  # fmt: skip
    assert order.customer_phone[-5:].encode() not in got.body and "Екатерина".encode() not in got.body


def test_only_the_kinds_that_are_wanted_only_of_its_store_and_only_from_its_beginning(
    store: Store, receiver: Receiver
) -> None:
    elsewhere = Store.objects.create(slug="elsewhere", name="Elsewhere")
    happen(store, "before")
    made = endpoints.make(store=store, name="ERP", url=receiver.url, kinds=["needs_you.raised"], by="N").endpoint
    happen(store, "wanted")
    happen(elsewhere, "foreign")
    needs_you.settle_cause(store=store, cause_key="before", how="done", by="N")
    deliver()
    assert [got.said["data"]["cause_key"] for got in receiver.got] == ["wanted"]
    assert WebhookDelivery.objects.get().endpoint == made


def test_where_nobody_listens_a_tick_is_two_queries(store: Store, django_assert_num_queries: Any) -> None:
    happen(store)
    with django_assert_num_queries(2):
        assert spreading.spread_what_is_new() == 0
    assert not NotificationCursor.objects.filter(reader=spreading.READER).exists()


def test_a_refused_event_comes_again_under_the_same_id_and_with_the_same_body(
    store: Store, endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    receiver.answer = lambda _got: (500, {}, b"out of order")
    happen(store)
    deliver()
    deliver()  # not due yet
    assert len(receiver.got) == 1
    (kept,) = WebhookDelivery.objects.all()
    assert (kept.state, kept.attempts, kept.last_status) == ("waiting", 1, 500) and "500" in kept.last_error
    receiver.answer = lambda _got: (204, {}, b"")
    pass_by(6)
    deliver()
    first, second = receiver.got
    assert first.id == second.id and first.body == second.body
    kept.refresh_from_db()
    assert (kept.state, [each["status"] for each in kept.tries]) == ("delivered", [500, 204])
    endpoint.refresh_from_db()
    assert (endpoint.failures, endpoint.rest_until) == (0, None)


def test_retry_after_is_obeyed(store: Store, endpoint: WebhookEndpoint, receiver: Receiver) -> None:
    receiver.answer = lambda _got: (429, {"Retry-After": "900"}, b"")
    happen(store)
    deliver()
    wait = WebhookDelivery.objects.get().due_at - timezone.now()
    assert timedelta(minutes=14) < wait <= timedelta(minutes=15)


def test_a_redirect_is_not_followed(store: Store, endpoint: WebhookEndpoint, receiver: Receiver) -> None:
    with receiving() as elsewhere:
        receiver.answer = lambda _got: (307, {"Location": elsewhere.url}, b"")
        happen(store)
        deliver()
        assert not elsewhere.got
    assert "redirect (307)" in WebhookDelivery.objects.get().last_error


def test_a_private_address_is_not_called_whatever_its_name_was_when_it_was_typed(
    store: Store, endpoint: WebhookEndpoint, receiver: Receiver, settings: Any
) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = False
    happen(store)
    deliver()
    assert not receiver.got
    assert "private network" in WebhookDelivery.objects.get().last_error


def test_an_answer_without_end_and_one_that_drips_do_not_hold_on(
    store: Store, endpoint: WebhookEndpoint, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.outgoing.sending.TOTAL", 0.5)
    receiver.slow = 60
    happen(store)
    began = time.monotonic()
    deliver()
    assert time.monotonic() - began < 30
    assert "longer than" in WebhookDelivery.objects.get().last_error
    receiver.slow, receiver.answer = 0, lambda _got: (200, {}, b"x" * 600_000)
    pass_by(6)
    deliver()
    assert "too long" in WebhookDelivery.objects.get().last_error


def test_a_slow_receiver_keeps_nobody_else_waiting(store: Store, receiver: Receiver) -> None:
    with receiving() as slow:
        slow.held.clear()
        listening(store, slow.url)
        listening(store, receiver.url)
        happen(store)
        spreading.spread_what_is_new()
        threads = (
            couriers.deliver_due()
        )  # the tick itself waits for nobody, else it would not come back before the slow one
        assert receiver.wait(1) and slow.wait(1)
        happen(store, "second")
        spreading.spread_what_is_new()
        for thread in couriers.deliver_due():
            thread.join(30)
        assert len(receiver.got) == 2 and len(slow.got) == 1
        assert any(thread.is_alive() for thread in threads)  # the first to the slow one is still on its way
        slow.held.set()
        for thread in threads:
            thread.join(30)


def test_a_failing_receiver_is_left_alone_and_one_event_it_cannot_take_blocks_no_other(
    store: Store, endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    receiver.answer = lambda got: (500 if got.said["data"]["cause_key"] == "poison" else 200, {}, b"")
    happen(store, "poison")
    happen(store, "good 1")
    happen(store, "good 2")
    deliver()
    assert len(receiver.got) == 1  # it failed: a rest first
    endpoint.refresh_from_db()
    assert endpoint.failures == 1 and endpoint.rest_until and not endpoint.lease_owner
    WebhookEndpoint.objects.update(rest_until=None)
    deliver()
    assert [got.said["data"]["cause_key"] for got in receiver.got] == ["poison", "good 1", "good 2"]
    assert WebhookDelivery.objects.filter(state="delivered").count() == 2


def test_after_a_day_it_is_given_up_the_endpoint_switched_off_and_a_person_told(
    store: Store, endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    receiver.answer = lambda _got: (503, {}, b"maintenance")
    happen(store)
    spreading.spread_what_is_new()
    hours = 0.0
    while WebhookDelivery.objects.get(kind="needs_you.raised", event_id=_first(receiver)).state == "waiting":
        deliver()
        wait = (WebhookDelivery.objects.earliest("created_at").due_at - timezone.now()).total_seconds()
        hours += max(wait, 0) / 3600
        pass_by(wait + 1)
        assert hours < 40
    assert 20 < hours < 30 and settling.MOST_FAILURES < len(receiver.got) < 20
    endpoint.refresh_from_db()
    assert not endpoint.is_active and "503" in endpoint.off_reason
    need = NeedsYou.objects.get(cause_key=settling.cause_of(endpoint), settled_at=None)
    assert "“ERP”" in need.title and need.said == "maintenance" and "send again" in need.fix
    assert not WebhookDelivery.objects.filter(state="waiting").exists()

    receiver.answer = lambda _got: (200, {}, b"")
    endpoints.change(endpoint, by="Nadia Weber", is_active=True)
    need.refresh_from_db()
    assert need.settled_at
    before = len(receiver.got)
    assert endpoints.send_all_again(endpoint) >= 1
    deliver()
    assert len(receiver.got) > before and receiver.got[before].id == receiver.got[0].id


def _first(receiver: Receiver) -> str:
    return receiver.got[0].id if receiver.got else str(WebhookDelivery.objects.get().event_id)


def test_gone_switches_it_off_at_once(store: Store, endpoint: WebhookEndpoint, receiver: Receiver) -> None:
    receiver.answer = lambda _got: (410, {}, b"")
    happen(store)
    deliver()
    endpoint.refresh_from_db()
    assert not endpoint.is_active and WebhookDelivery.objects.get(kind="needs_you.raised").state == "given_up"


def test_during_a_rotation_both_secrets_sign(store: Store, endpoint: WebhookEndpoint, receiver: Receiver) -> None:
    old = endpoint.secret
    new = endpoints.rotate(endpoint, by="Nadia Weber").secret
    endpoints.ping(endpoint)
    deliver()
    (got,) = receiver.got
    assert got.said["kind"] == "ping" and old != new
    assert signed_right(endpoint, got, old) and signed_right(endpoint, got, new)
    endpoint.previous_until = timezone.now()
    endpoint.save()
    endpoints.ping(endpoint)
    deliver()
    assert not signed_right(endpoint, receiver.got[1], old) and signed_right(endpoint, receiver.got[1], new)


def test_no_database_connection_is_held_while_a_receiver_is_waited_for(
    store: Store, endpoint: WebhookEndpoint, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor can there be a transaction: the thread that posts has no connection at that moment."""
    seen: list[Any] = []
    real = couriers.send

    def watched(*args: Any) -> Any:
        seen.append((connection.connection, connection.in_atomic_block))
        return real(*args)

    monkeypatch.setattr(couriers, "send", watched)
    happen(store)
    deliver()
    assert seen == [(None, False)]


def test_what_is_rolled_back_is_told_to_nobody(store: Store, endpoint: WebhookEndpoint, receiver: Receiver) -> None:
    with transaction.atomic():
        happen(store)
        transaction.set_rollback(True)
    deliver()
    assert not receiver.got and not WebhookDelivery.objects.exists()


def test_the_order_of_what_waits_is_kept_where_nothing_fails(
    store: Store, endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    for number in range(8):
        happen(store, f"cause {number}")
    deliver()
    assert [got.said["data"]["cause_key"] for got in receiver.got] == [f"cause {number}" for number in range(8)]
