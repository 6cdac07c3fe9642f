"""The life of an assembly order: placed, cancelled, sold or given back, and what that does to stock."""

from __future__ import annotations

import random
import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.emulator import ControlError

from . import doors, stocks
from .cards import sku_of
from .times import written
from .vocabulary import BY_CLIENT, CANCEL, CANCELED, CONFIRM, DECLINED, NEW, SOLD, STEPS, WAITING

if TYPE_CHECKING:
    from .market import WildberriesEmulator

Order = dict[str, Any]
#: Warehouses whose orders go to Wildberries.
FBS = 1
FIRST_ORDER, FIRST_SALE = 13_800_001, 9_100_000_001
OFFICES = {123: "Казань", 124: "Новосибирск"}
COMMENTS = ("", "", "", "Упакуйте в плёнку, пожалуйста", "Подарок 🎁 без чека")


def place(
    market: WildberriesEmulator,
    seller: str,
    *,
    card: dict[str, Any],
    size: dict[str, Any],
    warehouse: dict[str, Any],
    at: datetime,
    dice: random.Random,
    basket: str = "",
    table: str = "orders",
) -> Order:
    """One unit of one size. It touches no stock; see `take`. Numbers are one row, whichever way an order goes."""
    number = market.state.table("orders").next_number(FIRST_ORDER)
    code = f"{dice.getrandbits(128):032x}"
    price = card["price"] * (100 - card["discount"])
    order: Order = {
        "id": number,
        "seller": seller,
        "rid": f"{code[:20]}.{number % 1000}.0",
        "orderUid": basket or f"{165_000_000 + number}_{code}",
        "placed": written(at),
        "changed": written(at),
        "warehouseId": warehouse["id"],
        "officeId": warehouse["officeId"],
        "supplyId": "",
        "nmId": card["nmID"],
        "chrtId": size["chrtID"],
        "article": card["vendorCode"],
        "sku": sku_of(card, size),
        "skus": size["skus"],
        "price": price,
        # What the buyer pays after Wildberries' own discount: kopecks that are no whole roubles.
        "finalPrice": price - price * dice.choice((0, 3, 7)) // 100,
        "cargoType": card["cargoType"],
        "crossBorderType": 0,
        "comment": dice.choice(COMMENTS),
        "requiredMeta": ["sgtin"] if card["needKiz"] else [],
        "optionalMeta": [],
        "meta": {},
        "supplierStatus": NEW,
        "wbStatus": WAITING,
    }
    return market.state.table(table).put(number, order)


def sell(market: WildberriesEmulator, seller: str, wish: dict[str, Any]) -> Order:
    """A buyer orders; of several units each is an order of its own in one basket. The first one is told."""
    dice = random.Random(f"{seller}:{len(market.state.table('orders'))}:{wish.get('seed', 0)}")
    basket = f"{dice.randrange(10**8, 10**9)}_{uuid.UUID(int=dice.getrandbits(128)).hex}"
    found = [
        _sold(market, seller, line, dice, basket, wish)
        for line in wish.get("lines") or [wish]
        for _ in range(int(line.get("quantity", 1)))
    ]
    return found[0]


def _sold(
    market: WildberriesEmulator,
    seller: str,
    line: dict[str, Any],
    dice: random.Random,
    basket: str,
    wish: dict[str, Any],
) -> Order:
    word = str(wish.get("scheme") or "")
    if word and word not in doors.KINDS:
        raise ControlError(f"There is no way of sending {word!r}. There are: {', '.join(doors.KINDS)}.")
    kind = doors.warehouse(market, seller, word)["deliveryType"] if word else FBS
    card, size, warehouse = _wanted(market, seller, str(line.get("sku") or ""), kind)
    order = place(
        market, seller, card=card, size=size, warehouse=warehouse, at=market.clock.now(), dice=dice, basket=basket,
        table=doors.TABLE if word else "orders",
    )  # fmt: skip
    if word:
        doors.dress(market, order, word, dice)
    if wish.get("marked"):
        order["requiredMeta"] = wish["marked"] if isinstance(wish["marked"], list) else ["sgtin"]
    order["optionalMeta"] = list(wish.get("markable") or ())
    take(market, order)
    return order


def _wanted(
    market: WildberriesEmulator, seller: str, sku: str, kind: int
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    offers = [
        (stocks.amount(market, seller, warehouse["id"], size["chrtID"]), card["nmID"], size["chrtID"], warehouse["id"])
        for card in market.state.table("cards", seller).values()
        for size in card["sizes"]
        if sku in ("", sku_of(card, size))
        for warehouse in market.state.table("warehouses", seller).values()
        if warehouse["deliveryType"] == kind
    ]
    if not offers:
        raise ControlError(f"This shop sells nothing with the code {sku!r}.")
    amount, number, size_id, warehouse_id = max(offers)
    if not amount:
        raise ControlError("There is not enough of it for sale, so the marketplace takes no order.")
    card = market.state.table("cards", seller)[number]
    size = next(each for each in card["sizes"] if each["chrtID"] == size_id)
    return card, size, market.state.table("warehouses", seller)[warehouse_id]


def take(market: WildberriesEmulator, order: Order, *, units: int = 1) -> None:
    """The unit leaves what is for sale (or with -1 comes back to it)."""
    seller, warehouse, size = order["seller"], order["warehouseId"], order["chrtId"]
    left = stocks.amount(market, seller, warehouse, size) - units
    stocks.put(market, seller, warehouse, size, max(0, left))


def move(market: WildberriesEmulator, number: str, status: str) -> Order:
    """Wildberries or the seller moves an order on; a sale and a return leave their rows in the statistics."""
    if status not in STEPS:
        raise ControlError(f"There is no step {status!r}. There are: {', '.join(STEPS)}.")
    order = market.state.table("orders").edit(number)
    order["supplierStatus"], order["wbStatus"] = STEPS[status]
    order["changed"] = written(market.clock.now())
    if order["wbStatus"] == SOLD:
        write_sale(market, order, "S", order["changed"])
    return order


def every(market: WildberriesEmulator) -> dict[str, Order]:
    """All orders by number, those to the door among them."""
    tables = (market.state.table("orders"), market.state.table(doors.TABLE))
    return {str(order["id"]): order for table in tables for order in table.values()}


def give_back(market: WildberriesEmulator, number: str) -> Order:
    """A buyer brings what was sold back to Wildberries' warehouse: told in the statistics only."""
    order = every(market)[number]
    if order["wbStatus"] != SOLD:
        raise ControlError("Only what was sold can come back.")
    write_sale(market, order, "R", written(market.clock.now()))
    return order


def write_sale(market: WildberriesEmulator, order: Order, letter: str, at: str) -> None:
    """One row of the sales feed."""
    number = market.state.table("sales").next_number(FIRST_SALE)
    row = {"saleID": f"{letter}{number}", "order": order["id"], "seller": order["seller"], "at": at}
    market.state.table("sales").put(row["saleID"], row)


def buyer_cancels(market: WildberriesEmulator, number: str) -> Order:
    """In the first hour while nothing was done, later only at the pickup point."""
    order = market.state.table("orders")[number]
    if order["supplierStatus"] == NEW:
        take(market, order, units=-1)
        return move(market, number, DECLINED)
    return move(market, number, BY_CLIENT)


def seller_cancels(market: WildberriesEmulator, number: str | int) -> None:
    """It leaves its supply by itself, and the unit is for sale again."""
    order = market.state.table("orders").edit(number)
    take(market, order, units=-1)
    order |= {"supplierStatus": CANCEL, "wbStatus": CANCELED, "supplyId": "", "changed": written(market.clock.now())}
    market.state.table("orders").put(number, order)


def can_cancel(order: Order) -> bool:
    return order["supplierStatus"] in (NEW, CONFIRM) and order["wbStatus"] == WAITING
