"""Messages: signed over bytes in which every letter beyond ASCII is escaped."""

from __future__ import annotations

import hashlib
import hmac

from tests.marketplaces.sandbox.receiver import Receiver

from .hub import APP_SECRET, PAGE, Hub


def test_a_change_is_signed_over_its_escaped_bytes(hub: Hub, receiver: Receiver) -> None:
    hub.control("webhook", {"url": receiver.url})
    hub.control("happen", {"value": {"item": "post", "message": "ширą"}})
    hub.control("deliver")
    receiver.wait_for(lambda heard: len(heard) == 1)
    ((told, body),) = receiver.raw
    assert body.isascii() and rb"\u0448" in body
    digest = hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
    headers = {name.lower(): text for name, text in told.items()}
    assert headers["x-hub-signature-256"] == f"sha256={digest}"
    assert headers["x-hub-signature"].startswith("sha1=")
    assert PAGE.encode() in body


def test_a_sale_is_not_told(former: Hub, receiver: Receiver) -> None:
    former.control("webhook", {"url": receiver.url})
    former.sell()
    assert former.control("deliver")["tried"] == 0
