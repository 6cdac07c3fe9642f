"""Push settings of the app, and the messages no receiver took; contract section 9."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes
from marketplaces.sandbox.webhooks import BadReceiver

from .arguments import arguments
from .envelope import flat, success
from .errors import wrong
from .push import ALL_CODES

if TYPE_CHECKING:
    from .emulator import ShopeeEmulator

routes = Routes()

LOST_DAYS, LOST_PAGE, BLOCKED_LIMIT = 3, 100, 500
_EMPTY: dict[str, Any] = {"callback_url": "", "on": list(ALL_CODES), "blocked": []}

Document = dict[str, Any]


@routes.post("/api/v2/push/set_app_push_config", public=True)
def set_app_push_config(emulator: ShopeeEmulator, request: Request) -> Answer:
    """The address, which codes to send, and shops to leave out."""
    given = arguments(request)
    codes = set(given.get("set_push_config_on", ())) | set(given.get("set_push_config_off", ()))
    if codes - set(ALL_CODES):
        raise wrong("Wrong parameters, detail: there is no such push code.")
    blocked = given.get("blocked_shop_id_list", ())
    if len(blocked) > BLOCKED_LIMIT:
        raise wrong("Wrong parameters, detail: blocked_shop_id_list is over 500.")
    held = dict(config(emulator))
    held["on"] = sorted(
        (set(held["on"]) | set(given.get("set_push_config_on", ()))) - set(given.get("set_push_config_off", ()))
    )
    held["blocked"] = list(blocked) if "blocked_shop_id_list" in given else held["blocked"]
    if given.get("callback_url"):
        _register(emulator, given["callback_url"])
        held["callback_url"] = given["callback_url"]
    emulator.state.table("push_config").put("app", held)
    return success({"result": "SUCCESS"})


@routes.get("/api/v2/push/get_app_push_config", public=True)
def get_app_push_config(emulator: ShopeeEmulator, request: Request) -> Answer:
    """The settings as they are."""
    arguments(request)
    held = config(emulator)
    return success(
        {
            "callback_url": held["callback_url"],
            "live_push_status": "Normal",
            "blocked_shop_id": held["blocked"],
            "push_config_on_list": held["on"],
            "push_config_off_list": sorted(set(ALL_CODES) - set(held["on"])),
        }
    )


@routes.get("/api/v2/push/get_lost_push_message", public=True)
def get_lost_push_message(emulator: ShopeeEmulator, request: Request) -> Answer:
    """Up to 100 messages of the last three days that nobody took."""
    arguments(request)
    lost = _lost(emulator)
    page = lost[:LOST_PAGE]
    rows = [_lost_row(push["payload"]) for push in page]
    last = page[-1]["id"] if page else 0
    return success({"push_message_list": rows, "has_next_page": len(lost) > len(page), "last_message_id": last})


@routes.post("/api/v2/push/confirm_consumed_lost_push_message", public=True)
def confirm_consumed_lost_push_message(emulator: ShopeeEmulator, request: Request) -> Answer:
    """The messages up to this one were read."""
    last = arguments(request)["last_message_id"]
    if last > max((push["id"] for push in _lost(emulator)), default=0):
        raise wrong("Wrong parameters, detail: last_message_id is unknown.")
    emulator.state.table("push_consumed").put("app", {"last": last})
    return flat()


def config(emulator: ShopeeEmulator) -> Document:
    """The app's push settings; everything is on until somebody says otherwise."""
    return emulator.state.table("push_config").find("app") or _EMPTY


def wanted(emulator: ShopeeEmulator, payload: Document) -> bool:
    """Whether the settings let this message go out."""
    held = config(emulator)
    return payload["code"] in held["on"] and payload["shop_id"] not in held["blocked"]


def _register(emulator: ShopeeEmulator, url: str) -> None:
    previous = emulator.state.table("_receivers").find(url) or {}
    try:
        emulator.webhooks.register(url, key=previous.get("key", ""), account=previous.get("account", ""))
    except BadReceiver as error:
        raise wrong(f"callback_url is not reachable: {error}") from error


def _lost(emulator: ShopeeEmulator) -> list[Document]:
    seen = (emulator.state.table("push_consumed").find("app") or {"last": 0})["last"]
    oldest = emulator.now() - LOST_DAYS * 86400
    return [
        push
        for push in emulator.webhooks.outbox.values()
        if push["id"] > seen
        and push["status"] == "given up"
        and datetime.fromisoformat(push["at"]).timestamp() >= oldest
    ]


def _lost_row(payload: Document) -> Document:
    return {
        "shop_id": payload["shop_id"],
        "code": payload["code"],
        "timestamp": payload["timestamp"],
        "data": json.dumps(payload.get("data", {}), ensure_ascii=False),
    }
