"""The life of an order: placed, accepted, moved, cancelled, and what each of these does to the stock."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.emulator import ControlError
from marketplaces.sandbox.people import buyer

from .statuses import (
    CANCELED,
    COMPLETED,
    CREATED,
    DBS,
    FBO,
    FBS,
    MOMENT_OF,
    MOMENTS,
    MONEY,
    PROCESSING,
    RETURNED,
    SELLER_SENDS,
    STATUSES,
    TO_WITHDRAW,
)
from .times import written

if TYPE_CHECKING:
    from .market import UzumEmulator

Order = dict[str, Any]
ACCEPT_TIME_OVER = "accept_time_over"
FIRST_ORDER, FIRST_ITEM = 50_000_001, 70_000_001
HOURS_TO_ACCEPT, HOURS_TO_DELIVER = 24, 72
FEE, COMMISSION_PERCENT = 5_000, 15


def place(
    market: UzumEmulator,
    shop: str,
    *,
    lines: list[dict[str, Any]],
    scheme: str,
    at: datetime,
    dice: random.Random,
    accept_by: datetime | None = None,
) -> Order:
    """A new order with lines `{"skuId", "quantity"}`. It touches no stock; see `take`."""
    number = market.state.table("orders").next_number(FIRST_ORDER)
    order: Order = {
        "id": number,
        "shop": shop,
        "scheme": scheme,
        "status": PROCESSING if scheme == FBO else CREATED,
        "placed": written(at),
        **dict.fromkeys(MOMENTS),
        "acceptUntil": written(accept_by or at + timedelta(hours=HOURS_TO_ACCEPT)),
        "deliverUntil": written((accept_by or at) + timedelta(hours=HOURS_TO_DELIVER)),
        "cancelReason": None,
        "marked": False,
        "identifiers": {},
        "note": None,
        "buyer": vars(buyer(dice, "UZ")),
        "comment": dice.choice(("", "", "Qoʻngʻiroq qiling", "Код домофона 12")),
        "items": [_item(market, shop, line) for line in lines],
    }
    return market.state.table("orders").put(number, order)


def _item(market: UzumEmulator, shop: str, line: dict[str, Any]) -> dict[str, Any]:
    sku = market.state.table("skus", shop)[line["skuId"]]
    kept = ("skuId", "productId", "sellerItemCode", "title", "price", "fullTitle")
    number = market.state.table("items").next_number(FIRST_ITEM)
    return {**{name: sku[name] for name in kept}, "id": number, "amount": int(line["quantity"]), "returned": 0}


def take(market: UzumEmulator, order: Order, *, times: int = 1) -> None:
    """The units leave what is for sale (or with `times=-1` come back to it)."""
    place = "fbo" if order["scheme"] == FBO else "amount"
    for item in order["items"]:
        sku = market.state.table("skus", order["shop"]).edit(item["skuId"])
        sku[place] = max(0, sku[place] - times * item["amount"])


def sell(market: UzumEmulator, shop: str, wish: dict[str, Any]) -> Order:
    """A buyer orders: refused when there is not enough for sale."""
    scheme = str(wish.get("scheme", FBS)).upper()
    if scheme not in (*SELLER_SENDS, FBO):
        raise ControlError("scheme is FBS, DBS or FBO.")
    lines = [_wanted(market, shop, scheme, line) for line in wish.get("lines") or [wish]]
    count = len(market.state.table("orders"))
    dice = random.Random(f"{shop}:{count}:{wish.get('seed', 0)}")
    order = place(market, shop, lines=lines, scheme=scheme, at=market.clock.now(), dice=dice)
    order["marked"] = bool(wish.get("marked"))
    take(market, order)
    if scheme != FBO:
        let_expire(market, order)
    return order


def let_expire(market: UzumEmulator, order: Order) -> None:
    """Uzum looks a second after the time to accept is over."""
    seconds = (datetime.fromisoformat(order["acceptUntil"]) - market.clock.now()).total_seconds()
    market.later(max(0.0, seconds) + 1, ACCEPT_TIME_OVER, number=str(order["id"]))


def _wanted(market: UzumEmulator, shop: str, scheme: str, line: dict[str, Any]) -> dict[str, Any]:
    skus = list(market.state.table("skus", shop).values())
    named = [sku for sku in skus if line.get("sku") in (None, "", sku["sellerItemCode"])]
    if not named:
        raise ControlError(f"This shop sells nothing with the code {line.get('sku')!r}.")
    sku = max(named, key=lambda each: for_sale(each, scheme))
    quantity = int(line.get("quantity", 1))
    if scheme != FBO and for_sale(sku, scheme) < quantity:
        raise ControlError("There is not enough of it for sale, so the marketplace takes no order.")
    return {"skuId": sku["skuId"], "quantity": quantity}


def for_sale(sku: dict[str, Any], scheme: str) -> int:
    """Units that a buyer can order now."""
    if sku["archived"] or sku["blocked"]:
        return 0
    if scheme == FBO:
        return int(sku["fbo"])
    linked = sku["dbsLinked"] if scheme == DBS else sku["fbsLinked"]
    return int(sku["amount"]) if linked else 0


def move(market: UzumEmulator, number: str, status: str) -> Order:
    """Uzum or the seller moves an order on; the moment of the step is kept."""
    order = market.state.table("orders").edit(number)
    known = MONEY if order["scheme"] == FBO else STATUSES
    if status not in known:
        raise ControlError(f"{order['scheme']} knows no status {status!r}. It knows: {', '.join(known)}.")
    now = written(market.clock.now())
    order["status"] = status
    name = "completedDate" if status == TO_WITHDRAW else MOMENT_OF.get(status)
    if name:
        order[name] = now
    if status == RETURNED:
        for item in order["items"]:
            item["returned"] = item["amount"]
    return order


def cancel(market: UzumEmulator, number: str, reason: str) -> Order:
    """The units are for sale again."""
    order = move(market, number, CANCELED)
    order["cancelReason"] = reason
    take(market, order, times=-1)
    return order


def give_back(market: UzumEmulator, number: str, units: int) -> Order:
    """A buyer sends some units of the first line back after the order was completed."""
    order = market.state.table("orders").edit(number)
    if order["status"] not in (COMPLETED, TO_WITHDRAW):
        raise ControlError("Only what was handed over can come back.")
    item = order["items"][0]
    item["returned"] = min(item["amount"], units)
    order["returnDate"] = written(market.clock.now())
    return order


def money(item: dict[str, Any]) -> dict[str, int]:
    """A row's amounts: what is withheld from it and what is left, for all its units together."""
    gross = item["price"] * item["amount"]
    commission = gross * COMMISSION_PERCENT // 100
    fee = FEE * item["amount"]
    return {"commission": commission, "logisticDeliveryFee": fee, "sellerProfit": gross - commission - fee}


def money_status(order: Order, item: dict[str, Any]) -> str:
    """What the money of a row is doing."""
    if order["scheme"] == FBO:
        return str(order["status"])
    if order["status"] in (CANCELED, RETURNED):
        return CANCELED
    if item["returned"]:
        return "PARTIALLY_CANCELLED"
    return TO_WITHDRAW if order["status"] == COMPLETED else PROCESSING
