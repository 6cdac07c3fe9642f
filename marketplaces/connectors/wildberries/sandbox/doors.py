"""Orders that are brought to the buyer's door: by the seller (DBS) or by Wildberries' own courier (DBW)."""

from __future__ import annotations

import random
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.emulator import ControlError

from . import orders, stocks
from .times import written
from .vocabulary import (
    BY_CLIENT,
    CANCEL,
    CANCELED,
    COMPLETE,
    CONFIRM,
    DECLINED,
    MISSED,
    NEW,
    PICKUP,
    POSTPONED,
    SOLD,
    WAITING,
)

if TYPE_CHECKING:
    from .market import WildberriesEmulator

Order = dict[str, Any]
TABLE = "door orders"
DBS, DBW = "dbs", "dbw"
DELIVER, RECEIVE, REJECT, CANCEL_MISSED = "deliver", "receive", "reject", "cancel_missed_call"
#: Ways of sending and the kind of warehouse that sells so.
KINDS = {"dbs": 2, "edbs": 6, "dbsPickupPoint": 2, "dbw": 3}
ENDS = frozenset({RECEIVE, REJECT, CANCEL, CANCEL_MISSED})
#: What the control desk may move an order to; `left` is what each way calls an order that is on its way.
STEPS = {
    "new": (NEW, WAITING),
    "confirm": (CONFIRM, WAITING),
    "deliver": ("", WAITING),
    "complete": ("", WAITING),
    "postponed_delivery": ("", POSTPONED),
    "ready_for_pickup": ("", PICKUP),
    "receive": (RECEIVE, SOLD),
    "sold": (RECEIVE, SOLD),
    "reject": (REJECT, BY_CLIENT),
    "cancel": (CANCEL, CANCELED),
    "declined_by_client": (CANCEL, DECLINED),
    "cancel_missed_call": (CANCEL_MISSED, MISSED),
}
UNITS = 9
STREETS = ("51-я улица Арабкира, д. 10А, кв. 42", "ул. Баумана, д. 5", "Невский проспект, д. 28, кв. 7")
BUYERS = (("Иван", "Иванов Иван Иванович"), ("Айгуль", "Сафина Айгуль Ренатовна"), ("Łucja", "Nowak Łucja"))


def warehouse(market: WildberriesEmulator, seller: str, word: str) -> dict[str, Any]:
    """Where such orders are packed; opened with the first one, with units of every size."""
    table = market.state.table("warehouses", seller)
    kind = KINDS[word]
    found = next((row for row in table.values() if row["deliveryType"] == kind), None)
    if found is not None:
        return found
    row: dict[str, Any] = {
        "id": max((int(each["id"]) for each in table.values()), default=658_433) + 1,
        "name": f"Склад {word}",
        "officeId": 0,
        "cargoType": 1,
        "deliveryType": kind,
        "isDeleting": False,
        "isProcessing": False,
    }
    for card in market.state.table("cards", seller).values():
        for size in card["sizes"]:
            stocks.put(market, seller, row["id"], size["chrtID"], 1 if card["needKiz"] else UNITS)
    return table.put(row["id"], row)


def dress(market: WildberriesEmulator, order: Order, word: str, dice: random.Random) -> None:
    """Who waits for it, where and when, and the code that the buyer shows at the door."""
    first, whole = dice.choice(BUYERS)
    day = market.clock.now() + timedelta(days=2)
    order |= {
        "deliveryType": word,
        "way": DBW if word == DBW else DBS,
        "groupId": str(uuid.UUID(int=dice.getrandbits(128))),
        "fullAddress": f"Республика Татарстан, г. Казань, {dice.choice(STREETS)}",
        "buyer": {"firstName": first, "fullName": whole},
        "dDate": day.strftime("%Y-%m-%d"),
        "courierAt": written(day),
        "code": f"{dice.randrange(10**6):06d}",
    }


def of(market: WildberriesEmulator, seller: str, way: str) -> list[Order]:
    return [order for order in market.state.table(TABLE).values() if (order["seller"], order["way"]) == (seller, way)]


def find(market: WildberriesEmulator, seller: str, way: str, number: Any) -> Order | None:
    """The order, if it is this seller's and goes this way."""
    order = market.state.table(TABLE).find(number)
    return order if order is not None and (order["seller"], order["way"]) == (seller, way) else None


def left(way: str) -> str:
    """What an order is called that is on its way."""
    return COMPLETE if way == DBW else DELIVER


def step(market: WildberriesEmulator, order: Order, supplier: str, wb: str) -> Order:
    """From now on it stands so; what was sold leaves a row in the statistics, what will not be is for sale again."""
    kept = market.state.table(TABLE).edit(order["id"])
    if supplier == CANCEL and kept["supplierStatus"] in (NEW, CONFIRM):
        orders.take(market, kept, units=-1)
    kept |= {"supplierStatus": supplier, "wbStatus": wb, "changed": written(market.clock.now())}
    if wb == SOLD:
        orders.write_sale(market, kept, "S", kept["changed"])
    return market.state.table(TABLE).put(kept["id"], kept)


def move(market: WildberriesEmulator, number: str, status: str) -> Order:
    if status not in STEPS:
        raise ControlError(f"There is no step {status!r}. There are: {', '.join(STEPS)}.")
    order = market.state.table(TABLE)[number]
    supplier, wb = STEPS[status]
    return step(market, order, supplier or left(order["way"]), wb)


def buyer_cancels(market: WildberriesEmulator, number: str) -> Order:
    """In the first hour while nothing was done, later only at the door."""
    new = market.state.table(TABLE)[number]["supplierStatus"] == NEW
    return move(market, number, DECLINED if new else REJECT)
