"""What Ozon tells a receiver. States are the push words (`posting_*`), not the API's statuses; nothing is signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .statuses import FBO
from .times import fine, shifted

if TYPE_CHECKING:
    from .marketplace import OzonEmulator


def ping(shop: OzonEmulator) -> dict[str, Any]:
    return {"message_type": "TYPE_PING", "time": fine(shop.clock.now())}


def new_posting(shop: OzonEmulator, account: str, posting: dict[str, Any]) -> None:
    if posting["scheme"] == FBO:
        _fbo(shop, account, "TYPE_FBO_POSTING_NEW", posting, {})
        return
    payload = {
        "message_type": "TYPE_NEW_POSTING",
        "posting_number": posting["posting_number"],
        "products": _products(posting),
        "in_process_at": posting["in_process_at"],
        "warehouse_id": posting["warehouse_id"],
        "shipment_date": posting["shipment_date"],
        "tpl_integration_type": "non_integrated" if posting["scheme"] == "RFBS" else "ozon",
        "is_express": False,
        "tracking_number": posting["tracking_number"],
        "delivery_date_begin": shifted(posting["shipment_date"], days=2),
        "delivery_date_end": shifted(posting["shipment_date"], days=3),
        "seller_id": int(account),
    }
    shop.webhooks.send(payload, account=account)


def state_changed(shop: OzonEmulator, account: str, posting: dict[str, Any]) -> None:
    news = {"new_state": push_state(posting), "changed_state_date": posting["changed_at"]}
    if posting["scheme"] == FBO:
        _fbo(shop, account, "TYPE_FBO_POSTING_STATE_CHANGED", posting, news)
        return
    payload = {"message_type": "TYPE_STATE_CHANGED", "posting_number": posting["posting_number"], **news}
    shop.webhooks.send(payload | _place(account, posting), account=account)


def cancelled(shop: OzonEmulator, account: str, posting: dict[str, Any], *, old_state: str) -> None:
    reason = posting["cancellation"] or {"cancel_reason_id": 0, "cancel_reason": "split"}
    news = {
        "products": _products(posting),
        "old_state": old_state,
        "new_state": "posting_canceled",
        "changed_state_date": posting["changed_at"],
        "reason": {"id": reason["cancel_reason_id"], "message": reason["cancel_reason"]},
    }
    if posting["scheme"] == FBO:
        _fbo(shop, account, "TYPE_FBO_POSTING_CANCELLED", posting, news)
        return
    payload = {"message_type": "TYPE_POSTING_CANCELLED", "posting_number": posting["posting_number"], **news}
    shop.webhooks.send(payload | _place(account, posting), account=account)


def stocks_changed(shop: OzonEmulator, account: str, rows: list[dict[str, Any]]) -> None:
    products = shop.state.table("products", account)
    items: dict[int, dict[str, Any]] = {}
    for row in rows:
        stock = {name: row[name] for name in ("warehouse_id", "present", "reserved")}
        sku = products[row["product_id"]]["sku"]
        item = {"product_id": row["product_id"], "sku": sku, "updated_at": row["updated_at"], "stocks": []}
        items.setdefault(row["product_id"], item)["stocks"].append(stock)
    payload = {"message_type": "TYPE_STOCKS_CHANGED", "seller_id": int(account), "items": list(items.values())}
    shop.webhooks.send(payload, account=account)


def push_state(posting: dict[str, Any]) -> str:
    """The push word for where a posting is; `ship_failed` and a split have none of their own."""
    return str(posting["substatus"]) if posting["substatus"].startswith("posting_") else "posting_created"


def _products(posting: dict[str, Any]) -> list[dict[str, Any]]:
    return [{name: line[name] for name in ("sku", "offer_id", "quantity")} for line in posting["lines"]]


def _place(account: str, posting: dict[str, Any]) -> dict[str, Any]:
    return {"warehouse_id": posting["warehouse_id"], "seller_id": int(account)}


def _fbo(shop: OzonEmulator, account: str, kind: str, posting: dict[str, Any], news: dict[str, Any]) -> None:
    number = shop.state.table("fbo_pushes", account).next_number()
    payload = {
        "message_type": kind,
        "uuid": f"0f6e2c1a-0000-4000-8000-{number:012d}",
        "posting_number": posting["posting_number"],
        "products": _products(posting),
        "in_process_at": posting["in_process_at"],
        "seller_id": int(account),
    }
    shop.webhooks.send(payload | news, account=account)
