"""Pushes: signed bytes on the wire, what each step sends, settings, and messages nobody took."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from .hub import Hub
from .test_orders import wish
from .test_tokens import LINK, consent

KEY = "5f1d2c3b4a596877a0b1c2d3e4f50617"


@dataclass
class Receiver:
    """A hub's door on loopback: what came, and what it answers."""

    url: str = ""
    status: int = 204
    reply: bytes = b""
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def messages(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.came]


@pytest.fixture
def door() -> Iterator[Receiver]:
    door = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            door.came.append((dict(self.headers), body))
            self.send_response(door.status)
            self.send_header("Content-Length", str(len(door.reply)))
            self.end_headers()
            self.wfile.write(door.reply)

        def log_message(self, *words: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    door.url = f"http://127.0.0.1:{server.server_address[1]}/hooks/shopee/t0ken/"
    yield door
    server.shutdown()
    server.server_close()


def listen(hub: Hub, door: Receiver, **more: Any) -> None:
    hub.control("webhook", {"url": door.url} | more)


def deliver(hub: Hub) -> None:
    hub.control("deliver", {})


def test_a_new_order_is_pushed_with_a_signature_that_fits(hub: Hub, door: Receiver) -> None:
    from wirecheck.webhooks import WebhookChecker

    listen(hub, door)
    number = hub.sell(**wish(hub))
    deliver(hub)
    headers, body = door.came[0]
    assert WebhookChecker("shopee", secret=KEY, url=door.url).check(headers, body) == []
    message = json.loads(body)
    assert (message["code"], message["shop_id"]) == (3, 220033445)
    assert (message["data"]["ordersn"], message["data"]["status"]) == (number, "READY_TO_SHIP")


def test_another_key_signs_when_it_was_registered(hub: Hub, door: Receiver) -> None:
    from wirecheck.webhooks import WebhookChecker

    listen(hub, door, key="another")
    hub.sell(**wish(hub))
    deliver(hub)
    headers, body = door.came[0]
    assert WebhookChecker("shopee", secret="another", url=door.url).check(headers, body) == []
    assert WebhookChecker("shopee", secret=KEY, url=door.url).check(headers, body) != []


def test_every_step_of_an_order_is_told(hub: Hub, door: Receiver, at_noon: int) -> None:
    listen(hub, door)
    number = hub.sell(**wish(hub))
    hub.post("logistics/ship_order", {"order_sn": number, "dropoff": {}})
    hub.control("clock", {"advance": 4})
    hub.control("clock", {"advance": 120})
    deliver(hub)
    told = sorted((m["timestamp"], m["code"], m["data"].get("status", "")) for m in door.messages())
    assert [(code, status) for _, code, status in told] == [
        (3, "PROCESSED"),
        (3, "READY_TO_SHIP"),
        (4, ""),
        (3, "SHIPPED"),
    ]
    assert {m["data"]["ordersn"] for m in door.messages()} == {number}


def test_a_held_stock_is_told(hub: Hub, door: Receiver) -> None:
    listen(hub, door)
    chosen = wish(hub)
    hub.control("reserve", {"sku": chosen["sku"], "quantity": 6})
    deliver(hub)
    assert [m["code"] for m in door.messages()] == [8]


def test_a_receiver_that_writes_back_is_asked_again(hub: Hub, door: Receiver) -> None:
    door.reply, door.status = b"ok", 200
    listen(hub, door)
    hub.sell(**wish(hub))
    deliver(hub)
    refused = len(door.came)
    door.reply = b""
    deliver(hub)
    deliver(hub)
    assert len(door.came) == refused + 1


def test_lost_messages_can_be_read_and_confirmed(hub: Hub, door: Receiver) -> None:
    door.status = 500
    listen(hub, door)
    numbers = [hub.sell(**wish(hub)) for _ in range(2)]
    for _ in range(4):
        deliver(hub)
    lost = hub.get("push/get_lost_push_message", public=True)["response"]
    assert [json.loads(row["data"])["ordersn"] for row in lost["push_message_list"]] == numbers
    last = {"last_message_id": lost["last_message_id"]}
    assert hub.post("push/confirm_consumed_lost_push_message", last, public=True)["error"] == ""
    assert hub.get("push/get_lost_push_message", public=True)["response"]["push_message_list"] == []
    assert hub.post("push/confirm_consumed_lost_push_message", last, public=True)["error"] == "error_param"


def test_lost_messages_are_kept_three_days(hub: Hub, door: Receiver) -> None:
    door.status = 500
    listen(hub, door)
    hub.sell(**wish(hub))
    for _ in range(4):
        deliver(hub)
    hub.control("clock", {"advance": 3 * 86400 + 1})
    assert hub.get("push/get_lost_push_message", public=True)["response"]["push_message_list"] == []


def test_the_settings_say_where_and_what(hub: Hub, door: Receiver) -> None:
    body = {"callback_url": door.url, "set_push_config_off": [3], "set_push_config_on": [4]}
    assert hub.post("push/set_app_push_config", body, public=True)["response"] == {"result": "SUCCESS"}
    told = hub.get("push/get_app_push_config", public=True)["response"]
    assert (told["callback_url"], 3 in told["push_config_off_list"]) == (door.url, True)
    hub.sell(**wish(hub))
    deliver(hub)
    assert door.came == []
    hub.post("push/set_app_push_config", {"set_push_config_on": [3]}, public=True)
    hub.sell(**wish(hub))
    deliver(hub)
    assert len(door.came) == 1


def test_a_blocked_shop_is_not_told(hub: Hub, door: Receiver) -> None:
    body = {"callback_url": door.url, "blocked_shop_id_list": [220033445]}
    hub.post("push/set_app_push_config", body, public=True)
    hub.sell(**wish(hub))
    deliver(hub)
    assert door.came == []


@pytest.mark.parametrize(
    "body",
    [
        {"callback_url": "https://hub.example.com/hooks"},
        {"set_push_config_on": [99]},
        {"set_push_config_on": ["3"]},
        {"blocked_shop_id_list": list(range(501))},
        {"url": "x"},
    ],
)
def test_wrong_settings_are_refused(hub: Hub, body: dict[str, Any]) -> None:
    assert hub.post("push/set_app_push_config", body, public=True)["error"] == "error_param"


def test_messages_can_come_twice(hub: Hub, door: Receiver) -> None:
    listen(hub, door)
    hub.control("faults", {"kind": "duplicate_webhooks", "times": 1})
    hub.sell(**wish(hub))
    deliver(hub)
    assert len(door.came) == 2
    assert door.came[0][1] == door.came[1][1]


@pytest.mark.parametrize(("path", "code"), [(LINK, 1), ("/api/v2/shop/cancel_auth_partner", 2)])
def test_an_authorisation_given_or_taken_back_is_told_in_the_form_of_all_messages(
    hub: Hub, door: Receiver, path: str, code: int
) -> None:
    listen(hub, door)
    consent(hub, path=path)
    deliver(hub)
    (message,) = door.messages()
    assert set(message) == {"data", "shop_id", "code", "timestamp"}
    assert (message["code"], message["shop_id"], message["data"]["shop_id"]) == (code, 220033445, 220033445)
