"""Notifications: a ping first, an event for each change, sent again until three keys come back."""

from __future__ import annotations

from tests.conftest import shared
from tests.marketplaces.sandbox.receiver import Receiver

from .hub import DBS_SHOP, Hub

GOOD = {"version": "1.0.0", "name": "my-hub", "time": "2026-10-01T10:00:00Z"}


def test_a_ping_comes_first_and_then_each_change(hub: Hub, receiver: Receiver) -> None:
    receiver.reply = GOOD
    hub.control("webhook", {"url": receiver.url})
    number = hub.sell(scheme="DBS")
    hub.step(number, "DELIVERY", shop=DBS_SHOP)
    hub.control("ask_to_cancel", {"order": str(number)})
    hub.control("return", {"order": str(number)})
    hub.control("deliver", {})
    kinds = [each["notificationType"] for each in receiver.heard]
    assert kinds == [
        "PING", "ORDER_CREATED", "ORDER_STATUS_UPDATED", "ORDER_CANCELLATION_REQUEST", "ORDER_RETURN_CREATED",
    ]  # fmt: skip
    shared("tools/wirecheck")
    from wirecheck.model import Headers
    from wirecheck.webhooks import WebhookChecker

    checker = WebhookChecker("yandex", url=receiver.url)
    assert [v for headers, body in receiver.raw for v in checker.check(Headers(headers), body)] == []


def test_the_answer_of_another_marketplace_is_none(hub: Hub, receiver: Receiver) -> None:
    hub.control("webhook", {"url": receiver.url})
    hub.control("deliver", {})
    waiting = hub.control("state?products=0&orders=0", method="GET")["webhooks"]
    assert [each["status"] for each in waiting] == ["waiting"]
