"""What Ozon tells a hub, held against the push schemas; nothing is signed."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from marketplaces.sandbox.server import running
from tests.marketplaces.sandbox.receiver import Receiver

from .hub import Hub


@pytest.fixture
def ear(hub: Hub, receiver: Receiver) -> Receiver:
    """Registered, and greeted with a ping."""
    receiver.reply = {"version": "1.0", "name": "hub", "time": "2026-10-20T12:00:01Z"}
    hub.control("webhook", {"url": receiver.url})
    assert receiver.wait_for(len)[0]["message_type"] == "TYPE_PING"
    receiver.reply = {"result": True}
    return receiver


def of_type(heard: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [push for push in heard if push["message_type"] == f"TYPE_{kind}"]


def test_the_life_of_a_posting_is_told_in_the_words_of_the_push_documents(hub: Hub, ear: Receiver) -> None:
    from wirecheck.model import Headers
    from wirecheck.webhooks import WebhookChecker

    number = hub.sell()
    hub.ship(number)
    hub.wait()
    hub.control("cancel", {"order": number})
    heard = ear.wait_for(lambda heard: len(of_type(heard, "POSTING_CANCELLED")) == 1)
    assert of_type(heard, "NEW_POSTING")[0]["posting_number"] == number
    assert of_type(heard, "STATE_CHANGED")[0]["new_state"] == "posting_transferring_to_delivery"
    ended = of_type(heard, "POSTING_CANCELLED")[0]
    assert (ended["old_state"], ended["new_state"]) == ("posting_transferring_to_delivery", "posting_canceled")
    checker = WebhookChecker("ozon")
    for headers, body in ear.raw:
        assert checker.check(Headers(headers.items()), body) == []


def test_a_pushed_stock_is_told_back(hub: Hub, ear: Receiver) -> None:
    hub.push_stock(("ORI-LMP-BRS", 4))
    push = of_type(ear.wait_for(lambda heard: of_type(heard, "STOCKS_CHANGED") != []), "STOCKS_CHANGED")[0]
    stock = push["items"][0]["stocks"][0]
    assert stock["present"] - stock["reserved"] == 4


def test_a_split_is_told_as_an_end_and_two_beginnings(hub: Hub, ear: Receiver) -> None:
    hub.push_stock(("ORI-LMP-BRS", 4))
    number = hub.sell(quantity=2)
    children = hub.control("split", {"order": number})["children"]
    heard = ear.wait_for(lambda heard: len(of_type(heard, "NEW_POSTING")) == 3)
    assert of_type(heard, "POSTING_CANCELLED")[0]["posting_number"] == number
    told = [push["posting_number"] for push in of_type(heard, "NEW_POSTING")]
    assert told == [number, *(child["id"] for child in children)]


def test_an_ozon_warehouse_sale_has_a_uuid_of_its_own(hub: Hub, ear: Receiver) -> None:
    hub.sell(scheme="FBO")
    push = of_type(ear.wait_for(lambda heard: of_type(heard, "FBO_POSTING_NEW") != []), "FBO_POSTING_NEW")[0]
    assert len(push["uuid"]) == 36


def test_a_reply_other_than_result_true_is_no_acknowledgement(hub: Hub, ear: Receiver) -> None:
    ear.reply = {"ok": True}
    hub.sell()
    ear.wait_for(lambda heard: of_type(heard, "NEW_POSTING") != [])
    time.sleep(0.2)
    assert hub.control("state?orders=0&products=0", method="GET")["webhooks"][-1]["status"] == "waiting"
    ear.reply = {"result": True}
    hub.control("deliver", {})
    assert hub.control("state?orders=0&products=0", method="GET")["webhooks"][-1]["status"] == "accepted"


def test_another_accounts_news_is_not_told(hub: Hub, receiver: Receiver) -> None:
    hub.control("webhook", {"url": receiver.url, "account": "1002"})
    hub.sell()
    hub.control("deliver", {})
    assert of_type(receiver.heard, "NEW_POSTING") == []


def test_a_restart_keeps_orders_stock_and_key(tmp_path: Path, hub: Hub) -> None:
    with running(tmp_path, codes=["ozon"]) as server:
        first = Hub(server.url, hub.checker)
        number = first.sell()
        assert first.push_stock(("ORI-CND-LMG", 11))[0]["updated"]
        first.ship(number)
    with running(tmp_path, codes=["ozon"]) as server:
        second = Hub(server.url, hub.checker)
        second.wait()
        assert second.posting(number)["status"] == "awaiting_deliver"
        stock = second.stock_of("ORI-CND-LMG")
        assert stock["present"] - stock["reserved"] == 11
