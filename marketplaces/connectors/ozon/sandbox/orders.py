"""The life of a posting: placed, moved, split, cancelled, and what each of these does to the shelves."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.emulator import ControlError
from marketplaces.sandbox.people import buyer

from . import pushes, shelves
from .statuses import CANCELLED, FBO, FBO_SUBSTATUSES, HOLDS_STOCK, REASONS, RFBS, SUBSTATUSES
from .times import fine, plain

if TYPE_CHECKING:
    from .marketplace import OzonEmulator

Posting = dict[str, Any]
FIRST_ORDER_ID = 24_107_330_000
FIRST_CUSTOMER_ID = 3_100_400_000


def find_posting(shop: OzonEmulator, account: str, number: str) -> Posting | None:
    return shop.state.table("postings", account).find(number)


def edit_posting(shop: OzonEmulator, account: str, number: str) -> Posting:
    """A copy that will be kept, its moment of change set."""
    posting = shop.state.table("postings", account).edit(number)
    posting["changed_at"] = fine(shop.clock.now())
    return posting


def place(
    shop: OzonEmulator,
    account: str,
    *,
    lines: list[dict[str, Any]],
    scheme: str,
    warehouse_id: int,
    at: datetime,
    dice: random.Random,
    status: str = "awaiting_packaging",
    ship_by: datetime | None = None,
) -> Posting:
    """A new posting with lines `{"product_id", "quantity"}`. It touches no shelf; see `hold`."""
    order = shop.state.table("orders", account).next_number(1)
    person = buyer(dice, "RU")
    order_number = f"{52_000_000 + dice.randrange(9_000_000):08d}-{order:04d}"
    ship_by = ship_by or at + timedelta(hours=24)
    posting: Posting = {
        "posting_number": f"{order_number}-1",
        "parent_posting_number": "",
        "order_id": FIRST_ORDER_ID + order,
        "order_number": order_number,
        "scheme": scheme,
        "status": status,
        "substatus": "",
        "previous_substatus": "posting_split_pending",
        "in_process_at": plain(at),
        "shipment_date": plain(ship_by),
        "delivering_date": None,
        "delivered_at": None,
        "packed_at": None,
        "changed_at": fine(at),
        "tracking_number": "",
        "warehouse_id": warehouse_id,
        "lines": [_line(shop, account, line) for line in lines],
        "customer_id": FIRST_CUSTOMER_ID + order,
        "buyer": vars(person),
        "payment": dice.choice(("by card online", "Ozon Bank card", "Faster payment system", "SberPay")),
        "premium": dice.random() < 0.3,
        "cancellation": None,
    }
    posting["substatus"] = substatuses(posting)[status][0]
    if scheme != FBO and not _is_own(posting):
        posting["tracking_number"] = posting["posting_number"]
    return shop.state.table("postings", account).put(posting["posting_number"], posting)


def _line(shop: OzonEmulator, account: str, line: dict[str, Any]) -> dict[str, Any]:
    product = shop.state.table("products", account)[line["product_id"]]
    kept = ("product_id", "sku", "offer_id", "name", "price", "old_price", "weight", "color")
    return {**{name: product[name] for name in kept}, "quantity": line["quantity"]}


def _is_own(posting: Posting) -> bool:
    return bool(posting["scheme"] == RFBS)


def substatuses(posting: Posting) -> dict[str, tuple[str, ...]]:
    return FBO_SUBSTATUSES if posting["scheme"] == FBO else SUBSTATUSES


def hold(shop: OzonEmulator, account: str, posting: Posting, *, times: int = 1, present: int = 0) -> None:
    """Reserves the posting's units on its shelf (or gives them back with `times=-1`)."""
    if posting["scheme"] == FBO:
        return
    for line in posting["lines"]:
        shelves.change(
            shop,
            account,
            line["product_id"],
            posting["warehouse_id"],
            reserved=times * line["quantity"],
            present=present * line["quantity"],
        )


def sell(shop: OzonEmulator, account: str, wish: dict[str, Any]) -> Posting:
    """A buyer orders through the shop: refused when no warehouse has everything for sale."""
    scheme = str(wish.get("scheme", "FBS")).upper()
    if scheme not in ("FBS", RFBS, FBO):
        raise ControlError("scheme is FBS, RFBS or FBO.")
    lines = [_wanted(shop, account, scheme, line) for line in wish.get("lines") or [wish]]
    warehouse = _warehouse_for(shop, account, scheme, lines, wish.get("warehouse_id"))
    dice = random.Random(f"{account}:{len(shop.state.table('postings', account))}:{wish.get('seed', 0)}")
    posting = place(shop, account, lines=lines, scheme=scheme, warehouse_id=warehouse, at=shop.clock.now(), dice=dice)
    hold(shop, account, posting)
    pushes.new_posting(shop, account, posting)
    return posting


def _wanted(shop: OzonEmulator, account: str, scheme: str, line: dict[str, Any]) -> dict[str, Any]:
    named = line.get("sku")
    product = shop.find_product(account, offer_id=named) if named else _best_stocked(shop, account, scheme)
    if product is None:
        raise ControlError(f"This shop sells nothing with the article {line.get('sku')!r}.")
    return {"product_id": product["product_id"], "quantity": int(line.get("quantity", 1))}


def _best_stocked(shop: OzonEmulator, account: str, scheme: str) -> dict[str, Any] | None:
    """What a buyer who names nothing takes: whatever there is most of in one warehouse that serves the scheme."""
    served = shelves.warehouses(scheme)
    free = {
        number: max(shelves.available(shop, account, int(number), warehouse) for warehouse in served)
        for number in list(shop.state.table("products", account).keys())
    }
    return shop.state.table("products", account).find(max(free, key=lambda number: free[number], default=""))


def _warehouse_for(
    shop: OzonEmulator, account: str, scheme: str, lines: list[dict[str, Any]], asked: int | None
) -> int:
    if scheme == FBO:
        return 0
    for warehouse in [int(asked)] if asked else shelves.warehouses(scheme):
        if all(shelves.available(shop, account, line["product_id"], warehouse) >= line["quantity"] for line in lines):
            return warehouse
    raise ControlError("No warehouse has enough of it for sale, so the marketplace takes no order.")


def set_status(shop: OzonEmulator, account: str, number: str, status: str, substatus: str | None = None) -> Posting:
    """Moves a posting, lets the shelves follow, and tells the receivers."""
    posting = edit_posting(shop, account, number)
    known = substatuses(posting)
    if status not in known:
        raise ControlError(f"{posting['scheme']} knows no status {status!r}. It knows: {', '.join(known)}.")
    before = dict(posting)
    posting["previous_substatus"] = posting["substatus"]
    posting["status"], posting["substatus"] = status, substatus or known[status][0]
    _let_shelves_follow(shop, account, before, posting)
    now = plain(shop.clock.now())
    if status in ("delivering", "driver_pickup", "sent_by_seller") and not posting["delivering_date"]:
        posting["delivering_date"] = now
    if status == "delivered":
        posting["delivered_at"] = now
    if status == "awaiting_deliver" and not posting["packed_at"]:
        posting["packed_at"] = fine(shop.clock.now())
    if status in CANCELLED:
        pushes.cancelled(shop, account, posting, old_state=before["substatus"])
    elif posting["substatus"] != before["substatus"]:
        pushes.state_changed(shop, account, posting)
    return posting


def _let_shelves_follow(shop: OzonEmulator, account: str, before: Posting, after: Posting) -> None:
    held, holds = before["status"] in HOLDS_STOCK, after["status"] in HOLDS_STOCK
    if held == holds or after["status"] == "cancelled_from_split_pending":
        return
    if holds:
        hold(shop, account, after)
    else:
        # cancelled: the units are for sale again; anything else: they have left the warehouse
        hold(shop, account, after, times=-1, present=0 if after["status"] == "cancelled" else -1)


def cancel(
    shop: OzonEmulator, account: str, number: str, *, reason_id: int, message: str = "", by: str = "seller"
) -> Posting:
    posting = edit_posting(shop, account, number)
    words = {"seller": "Seller", "client": "Client", "ozon": "Ozon", "system": "System", "delivery": "Delivery"}
    posting["cancellation"] = {
        "cancel_reason_id": reason_id,
        "cancel_reason": message or REASONS[reason_id][0],
        "cancellation_type": by,
        "cancellation_initiator": words[by],
        "cancelled_after_ship": posting["status"] not in HOLDS_STOCK,
        "affect_cancellation_rating": by == "seller",
    }
    return set_status(shop, account, number, "cancelled")


def take_out(shop: OzonEmulator, account: str, number: str, taken: Mapping[int, int]) -> None:
    """Units of some Ozon SKUs leave an open posting; the shelf may sell them again."""
    posting = edit_posting(shop, account, number)
    kept = []
    for line in posting["lines"]:
        units = min(line["quantity"], taken.get(line["sku"], 0))
        if units:
            shelves.change(shop, account, line["product_id"], posting["warehouse_id"], reserved=-units)
        if line["quantity"] > units:
            kept.append({**line, "quantity": line["quantity"] - units})
    posting["lines"] = kept


def child_numbers(shop: OzonEmulator, account: str, posting: Posting, count: int) -> list[str]:
    """The numbers that the parts of a posting will have: the order's next free ones."""
    taken = shop.state.table("postings", account)
    place = 1
    numbers: list[str] = []
    while len(numbers) < count:
        place += 1
        number = f"{posting['order_number']}-{place}"
        if number not in taken:
            numbers.append(number)
    return numbers


def split(
    shop: OzonEmulator, account: str, number: str, parts: list[list[dict[str, Any]]], *, status: str
) -> list[Posting]:
    """Puts the lines of a posting into new ones; the parent is closed without giving anything back to the shelf."""
    parent = shop.state.table("postings", account)[number]
    numbers = child_numbers(shop, account, parent, len(parts))
    set_status(shop, account, number, "cancelled_from_split_pending")
    children = []
    for child_number, lines in zip(numbers, parts, strict=True):
        child = dict(parent) | {
            "posting_number": child_number,
            "parent_posting_number": number,
            "status": status,
            "substatus": SUBSTATUSES[status][0],
            "previous_substatus": parent["substatus"],
            "changed_at": fine(shop.clock.now()),
            "packed_at": fine(shop.clock.now()) if status == "awaiting_deliver" else None,
            "tracking_number": "" if _is_own(parent) else child_number,
            "lines": lines,
        }
        children.append(shop.state.table("postings", account).put(child_number, child))
        pushes.new_posting(shop, account, child)
    return children


def take_from_lines(posting: Posting, wanted: list[tuple[int, int]]) -> list[dict[str, Any]]:
    """Lines for so many of each Ozon SKU, cut out of the posting's own."""
    by_sku = {line["sku"]: line for line in posting["lines"]}
    return [{**by_sku[sku], "quantity": quantity} for sku, quantity in wanted]
