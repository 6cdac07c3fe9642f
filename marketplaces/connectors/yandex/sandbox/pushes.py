"""What the Market tells a receiver: hints without a signature and without a number of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .times import iso, kept

if TYPE_CHECKING:
    from .market import YandexEmulator


def ping(market: YandexEmulator) -> dict[str, Any]:
    return {"notificationType": "PING", "time": _now(market)}


def created(market: YandexEmulator, order: dict[str, Any]) -> None:
    _send(market, order, "ORDER_CREATED", items=_items(order), createdAt=iso(order["created"]))


def cancelled(market: YandexEmulator, order: dict[str, Any]) -> None:
    _send(market, order, "ORDER_CANCELLED", items=_items(order), cancelledAt=iso(order["updated"]))


def status_updated(market: YandexEmulator, order: dict[str, Any]) -> None:
    news = {"status": order["status"], "substatus": order["substatus"], "updatedAt": iso(order["updated"])}
    _send(market, order, "ORDER_STATUS_UPDATED", **news)


def updated(market: YandexEmulator, order: dict[str, Any]) -> None:
    _send(market, order, "ORDER_UPDATED", updateType="SHIPMENT_DATE_UPDATED", updatedAt=iso(order["updated"]))


def cancellation_requested(market: YandexEmulator, order: dict[str, Any]) -> None:
    _send(market, order, "ORDER_CANCELLATION_REQUEST", requestedAt=_now(market))


def return_created(market: YandexEmulator, order: dict[str, Any], returned: dict[str, Any]) -> None:
    items = [{"offerId": row["offerId"], "count": row["count"]} for row in returned["items"]]
    told = {"returnId": returned["id"], "returnType": returned["kind"], "items": items}
    _send(market, order, "ORDER_RETURN_CREATED", **told, createdAt=iso(returned["created"]))


def return_updated(market: YandexEmulator, order: dict[str, Any], returned: dict[str, Any]) -> None:
    statuses = {"shipmentStatus": returned["way"]}
    if returned["refund"]:
        statuses["refundStatus"] = returned["refund"]
    told = {"returnId": returned["id"], "statuses": statuses}
    _send(market, order, "ORDER_RETURN_STATUS_UPDATED", **told, updatedAt=iso(returned["updated"]))


def _send(market: YandexEmulator, order: dict[str, Any], kind: str, **news: Any) -> None:
    head = {"notificationType": kind, "orderId": order["id"], "campaignId": int(order["shop"])}
    market.webhooks.send(head | news, account=order["shop"])


def _items(order: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"offerId": item["offerId"], "count": item["count"]} for item in order["items"]]


def _now(market: YandexEmulator) -> str:
    return iso(kept(market.clock.now()))
