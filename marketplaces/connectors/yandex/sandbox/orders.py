"""The life of an order: placed, moved, cut down, cancelled, and what each of these does to the shop's stock."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.emulator import ControlError
from marketplaces.sandbox.people import buyer

from . import pushes, stocks
from .cabinets import CURRENCIES, SHOP, SHOPS
from .times import kept
from .vocabulary import (
    CANCELLED,
    DBS,
    DIGITAL_WAYS,
    FBY,
    MARKET_DELIVERY,
    OWN_DELIVERY,
    PROCESSING,
    STARTED,
    SUBSTATUSES,
    holds_stock,
)

if TYPE_CHECKING:
    from .market import YandexEmulator

Order = dict[str, Any]
FIRST_ORDER, FIRST_ITEM, FIRST_SHIPMENT = 77_000_000_001, 90_000_001, 900_001
SILENT_AFTER = 48 * 3600
SILENCE = "cancellation_silence"


def find(market: YandexEmulator, number: str | int) -> Order | None:
    return market.state.table("orders").find(str(number))


def edit(market: YandexEmulator, number: str | int) -> Order:
    """A copy that will be kept, its moment of change set."""
    order = market.state.table("orders").edit(str(number))
    order["updated"] = kept(market.clock.now())
    return order


def place(
    market: YandexEmulator,
    shop: dict[str, Any],
    *,
    lines: list[dict[str, Any]],
    at: datetime,
    dice: random.Random,
    status: str = PROCESSING,
    substatus: str = STARTED,
    fake: bool = False,
    platform: str = "MARKET",
    digital: str = "",
) -> Order:
    """A new order with lines {"offerId", "count"}. It touches no stock; see `hold`."""
    table = market.state.table("orders")
    country = "UZ" if CURRENCIES[shop["cabinet"]] == "UZS" else "RU"
    order: Order = {
        "id": table.next_number(FIRST_ORDER),
        "shop": shop["id"],
        "cabinet": shop["cabinet"],
        "model": shop["model"],
        "status": status,
        "substatus": substatus,
        "created": kept(at),
        "updated": kept(at),
        "shipBy": kept(at + timedelta(hours=26)),
        "fake": fake,
        "platform": platform,
        "payment": dice.choice(("YANDEX", "SBP", "APPLE_PAY", "BNPL_TBYB")),
        "currency": CURRENCIES[shop["cabinet"]],
        "items": [_item(market, shop, line, dice) for line in lines],
        "deliveryPrice": "0" if dice.random() < 0.7 or shop["model"] != DBS else "299",
        "serviceId": OWN_DELIVERY if shop["model"] == DBS else MARKET_DELIVERY,
        "shipment": market.state.table("shipments").next_number(FIRST_SHIPMENT),
        "boxes": [],
        "tracks": [],
        "external": "",
        "buyer": vars(buyer(dice, country)),
        "buyerId": f"{dice.getrandbits(64):016x}",
        "notes": dice.choice(("", "", "", "Позвоните за час, домофон 17К", "Не звонить, оставить у двери")),
        "cancelRequested": False,
        "realDeliveryDate": "",
        "digital": digital,
    }
    return table.put(str(order["id"]), order)


def _item(market: YandexEmulator, shop: dict[str, Any], line: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    """Sums of the line: what the buyer pays, and of that price what points and the Market pay."""
    offer = market.state.table("offers", shop["cabinet"])[line["offerId"]]
    own = market.state.table("prices", shop["id"]).find(line["offerId"])
    worth = Decimal((own or offer)["price"]) * line["count"]
    points = (worth / 10).quantize(Decimal(1)) if dice.random() < 0.2 else Decimal(0)
    subsidy = (worth / 20).quantize(Decimal("0.01")) if dice.random() < 0.3 else Decimal(0)
    return {
        "id": market.state.table("items").next_number(FIRST_ITEM),
        "offerId": line["offerId"],
        "name": offer.get("name", line["offerId"]),
        "count": line["count"],
        "initial": line["count"],
        "payment": str(worth - points),
        "cashback": str(points),
        "subsidy": str(subsidy),
        "marks": _marks(line.get("marked")),
        "instances": [],
        "returned": 0,
    }


def _marks(wish: Any) -> list[str]:
    """Which codes each unit needs: those named, or that of Честный знак."""
    return list(wish) if isinstance(wish, list) else ["CIS"] if wish else []


def sell(market: YandexEmulator, wish: dict[str, Any]) -> Order:
    """A buyer orders through the shop: refused when there is not enough for sale."""
    shop = _shop_for(market, wish)
    lines = [_wanted(market, shop, line) for line in wish.get("lines") or [wish]]
    dice = random.Random(f"{shop['id']}:{len(market.state.table('orders'))}:{wish.get('seed', 0)}")
    order = place(
        market, shop, lines=lines, at=market.clock.now(), dice=dice, fake=bool(wish.get("fake")),
        platform=str(wish.get("platform", "MARKET")), digital=_way(wish),
    )  # fmt: skip
    hold(market, order)
    pushes.created(market, order)
    return order


def _way(wish: dict[str, Any]) -> str:
    """How a buyer gets what has no parcel: as named, by mail where it is only said to be digital."""
    wanted = wish.get("digital")
    way = "EMAIL" if wanted is True else str(wanted or "")
    if way and way not in DIGITAL_WAYS:
        raise ControlError(f"digital is true or one of {', '.join(DIGITAL_WAYS)}.")
    return way


def _shop_for(market: YandexEmulator, wish: dict[str, Any]) -> dict[str, Any]:
    model = str(wish.get("scheme") or (DBS if wish.get("digital") else "")).upper()
    by_model = {name: number for number, _, name in SHOPS["5001"]}
    number = str(wish.get("account") or by_model.get(model, SHOP if not model else ""))
    shop = market.state.table("shops").find(number)
    if shop is None:
        raise ControlError(f"There is no shop {number or model!r}. scheme is FBS, DBS or FBY.")
    return shop


def _wanted(market: YandexEmulator, shop: dict[str, Any], line: dict[str, Any]) -> dict[str, Any]:
    code, count = str(line.get("sku") or _most_of(market, shop)), int(line.get("quantity", 1))
    if code not in market.state.table("offers", shop["cabinet"]):
        raise ControlError(f"This shop has no SKU {code!r}.")
    stock = market.state.table("stocks", shop["id"]).find(code)
    if shop["model"] != FBY and (stock is None or stock["available"] < count):
        raise ControlError(f"There are not {count} of {code} for sale.")
    return {"offerId": code, "count": count, "marked": line.get("marked", False)}


def _most_of(market: YandexEmulator, shop: dict[str, Any]) -> str:
    """A buyer who names nothing takes what the shop has most of."""
    shelf = market.state.table("stocks", shop["id"])
    return max(shelf.keys(), key=lambda code: int(shelf[code]["available"]), default="")


def hold(market: YandexEmulator, order: Order, *, from_sale: bool = True) -> None:
    """Lays the order's units aside."""
    for item in order["items"]:
        stocks.move(
            market, order["shop"], item["offerId"], available=-item["count"] if from_sale else 0, frozen=item["count"]
        )


def set_status(market: YandexEmulator, number: str | int, status: str, substatus: str, *, tell: bool = True) -> Order:
    """Moves the order, its units with it, and tells the receivers."""
    before = market.state.table("orders")[str(number)]
    held = holds_stock(before["status"], before["substatus"])
    order = edit(market, number)
    order["status"], order["substatus"] = status, substatus
    if held and not holds_stock(status, substatus):
        back = 1 if status == CANCELLED else 0
        for item in order["items"]:
            stocks.move(market, order["shop"], item["offerId"], available=back * item["count"], frozen=-item["count"])
    if status == CANCELLED:
        order["cancelRequested"] = False
    if tell:
        (pushes.cancelled if status == CANCELLED else pushes.status_updated)(market, order)
    return order


def move(market: YandexEmulator, number: str, status: str, substatus: str) -> Order:
    """The Market moves an order; `status` may also name the substatus, as in PROCESSING/SHIPPED."""
    word, _, detail = status.partition("/")
    if find(market, number) is None:
        raise ControlError(f"There is no order {number!r}.")
    if word not in SUBSTATUSES and word != "UNKNOWN":
        raise ControlError(f"There is no status {word!r}. There are: {', '.join(SUBSTATUSES)}.")
    return set_status(market, number, word, substatus or detail or SUBSTATUSES.get(word, ("UNKNOWN",))[0])


def shrink(market: YandexEmulator, number: str | int, counts: dict[int, int]) -> Order:
    """Fewer units: the buyer pays for what is left, the others are for sale again."""
    order = edit(market, number)
    for item in order["items"]:
        left = counts.get(item["id"], 0)
        gone = item["count"] - left
        if gone <= 0:
            continue
        for name in ("payment", "cashback", "subsidy"):
            share = Decimal(item[name]) * left / item["count"]
            item[name] = str(share.quantize(Decimal("0.01")))
        item["count"] = left
        stocks.move(market, order["shop"], item["offerId"], available=gone, frozen=-gone)
    order["items"] = [item for item in order["items"] if item["count"]]
    return order


def request_cancellation(market: YandexEmulator, number: str) -> Order:
    """The buyer of a DBS order on its way wants it cancelled; whoever says nothing for 48 hours agrees."""
    if find(market, number) is None:
        raise ControlError(f"There is no order {number!r}.")
    order = edit(market, number)
    order["cancelRequested"] = True
    market.later(SILENT_AFTER, SILENCE, number=str(number))
    pushes.cancellation_requested(market, order)
    return order
