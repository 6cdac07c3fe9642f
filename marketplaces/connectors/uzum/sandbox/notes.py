"""Delivery notes: where and when the seller brings accepted orders, and the note that puts them on their way."""

from __future__ import annotations

import base64
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from . import answers, orders
from .fields import UUID, Wrong, any_text, body, one_of, query, whole
from .labels import pdf
from .order_view import STOCK
from .sellers import API, SHOPS
from .settings import setting
from .statuses import NOTE_STATUSES, PACKING, PENDING_DELIVERY
from .times import moment, written

if TYPE_CHECKING:
    from .market import UzumEmulator

routes = Routes()
Note = dict[str, Any]
PER_PAGE = 20
NUMBERS_FROM = 120_000_000_000
FIRST_NOTE = 1_196_374
SLOT_HOURS = ((10, 13), (14, 18))
FIRST_POINT = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
POINTS: tuple[dict[str, Any], ...] = (
    {"uuid": FIRST_POINT, "address": "Toshkent, Sergeli tumani, Nilufar 77",
     "type": "DROP_OFF_POINT", "latitude": 41.22, "longitude": 69.22},
    {"uuid": "7d444840-9dc0-41d1-b245-5ffdce74fad2", "address": "Toshkent, Uchtepa tumani, Shirin 27",
     "type": "SORT_CENTER", "latitude": 41.29, "longitude": 69.17},
    {"uuid": "9b2b7b4a-6c3a-4b61-8f7e-0d8c6a1f5b11", "address": "Samarqand, Rudakiy 100",
     "type": "DROP_OFF_POINT", "latitude": 39.66, "longitude": 66.96},
)  # fmt: skip
NOTE_FIELDS = {"orderIds": list, "dropOffPointUuid": str, "timeSlotUuid": str, "sellerId": int}


@routes.get(f"{API}/v1/fbs/invoice/dop/drop-off-points")
def drop_off_points(market: UzumEmulator, request: Request) -> Answer:
    """Only for orders that are accepted and not in a note yet; the numbers are the seller's orders."""
    wanted = query(request, {"customerOrderIds!*": whole()})
    ready = all(_is_ready(market, request.account, number) for number in wanted["customerOrderIds"])
    points = POINTS[: setting(market, "points")] if ready else ()
    hours = {"monday": "09:00-18:00", "saturday": "10:00-15:00"}
    found = [{**point, "workingHours": hours, "dimensionalGroupIsLarge": False} for point in points]
    return answers.wrapped({"dropOffPoints": found}, market.clock.now())


def _is_ready(market: UzumEmulator, seller: str, number: int) -> bool:
    order = market.state.table("orders").find(number)
    return order is not None and order["shop"] in SHOPS[seller] and order["status"] == PACKING


@routes.get(f"{API}/v1/fbs/invoice/dop/time-slot")
def time_slots(market: UzumEmulator, request: Request) -> Answer:
    wanted = query(request, {"dopId!": any_text, "sellerOrderIds!*": whole()})
    if wanted["dopId"] not in {point["uuid"] for point in POINTS}:
        raise answers.refuse("seller-order-14", market.clock.now())
    slots = [slot_view(market, slot) for slot in slots_of(market, wanted["dopId"])]
    return answers.wrapped({"timeSlots": slots}, market.clock.now())


def slots_of(market: UzumEmulator, point: str) -> list[dict[str, str]]:
    """Two a day from tomorrow on, for three days; the same slot keeps its number."""
    midnight = (market.clock.now() + timedelta(hours=5)).replace(hour=0, minute=0, second=0, microsecond=0)
    found = []
    for day in range(1, 4):
        for first, last in SLOT_HOURS:
            begin, end = (midnight + timedelta(days=day, hours=hour - 5) for hour in (first, last))
            name = f"{point} {written(begin)}"
            uid = str(uuid.uuid5(uuid.NAMESPACE_OID, name))
            found.append({"uuid": uid, "timeFrom": written(begin), "timeTo": written(end)})
    return found


def slot_view(market: UzumEmulator, slot: dict[str, str]) -> dict[str, Any]:
    return {name: moment(market, text) if name != "uuid" else text for name, text in slot.items()}


@routes.post(f"{API}/v1/fbs/invoice")
def create(market: UzumEmulator, request: Request) -> Answer:
    """All orders or none. A key that was used before gives the same note again."""
    given = _given(market, request)
    key = f"{request.account}:{given.get('idempotencyKey') or ''}"
    known = market.state.table("note_keys").find(key) if given.get("idempotencyKey") else None
    if known:
        return answers.wrapped(note_view(market, market.state.table("notes")[known["note"]]), market.clock.now())
    slot = _slot(market, given)
    for number in given["orderIds"]:
        if not _is_ready(market, request.account, number):
            raise answers.refuse("fbs-24-invoice-wrong-order-status", market.clock.now())
    note = _put(market, request.account, given, slot)
    if given.get("idempotencyKey"):
        market.state.table("note_keys").put(key, {"note": note["id"]})
    return answers.wrapped(note_view(market, note), market.clock.now())


def _given(market: UzumEmulator, request: Request) -> dict[str, Any]:
    given = body(request, needed=NOTE_FIELDS, allowed={"idempotencyKey": str})
    if not given["orderIds"] or not all(isinstance(number, int) for number in given["orderIds"]):
        raise Wrong("orderIds: a list of numbers is expected")
    if not all(UUID.fullmatch(given[name]) for name in ("dropOffPointUuid", "timeSlotUuid")):
        raise Wrong("dropOffPointUuid and timeSlotUuid are UUIDs")
    if str(given["sellerId"]) != request.account:
        raise answers.refuse("fbs-2-seller-access-denied", market.clock.now(), status=403)
    return given


def _slot(market: UzumEmulator, given: dict[str, Any]) -> dict[str, str]:
    if given["dropOffPointUuid"] not in {point["uuid"] for point in POINTS}:
        raise answers.refuse("seller-order-14", market.clock.now())
    for slot in slots_of(market, given["dropOffPointUuid"]):
        if slot["uuid"] == given["timeSlotUuid"]:
            return slot
    raise answers.refuse("seller-order-23", market.clock.now())


def _put(market: UzumEmulator, seller: str, given: dict[str, Any], slot: dict[str, str]) -> Note:
    number = market.state.table("notes").next_number(FIRST_NOTE)
    now = written(market.clock.now())
    note = {
        "id": number, "seller": seller, "status": "CREATED", "orders": given["orderIds"], "created": now,
        "updated": now, "point": given["dropOffPointUuid"], "slot": slot,
    }  # fmt: skip
    for order in given["orderIds"]:
        orders.move(market, str(order), PENDING_DELIVERY)["note"] = number
    return market.state.table("notes").put(number, note)


@routes.post(f"{API}/v1/fbs/invoice/dop/time-slot")
def move_note(market: UzumEmulator, request: Request) -> Answer:
    """The note that holds these orders goes to another point or time."""
    given = _given(market, request)
    slot = _slot(market, given)
    for note in list(market.state.table("notes").values()):
        if note["status"] == "CREATED" and set(note["orders"]) == set(given["orderIds"]):
            kept = market.state.table("notes").edit(note["id"])
            kept.update(point=given["dropOffPointUuid"], slot=slot, updated=written(market.clock.now()))
            return answers.wrapped(note_view(market, kept), market.clock.now())
    raise answers.refuse("seller-order-14", market.clock.now())


@routes.get(f"{API}/v1/fbs/invoice")
def note_list(market: UzumEmulator, request: Request) -> Answer:
    """Twenty a page; asking for another size is refused, so it is seen live."""
    wanted = query(request, {"statuses!*": one_of(*NOTE_STATUSES), "page": whole()})
    rows = [
        note
        for note in market.state.table("notes").values()
        if note["seller"] == request.account and note["status"] in wanted["statuses"]
    ]
    rows.sort(key=lambda note: -int(note["id"]))
    begin = wanted.get("page", 0) * PER_PAGE
    return answers.wrapped([note_view(market, note) for note in rows[begin : begin + PER_PAGE]], market.clock.now())


@routes.get(API + "/v1/fbs/invoice/{note}")
def one_note(market: UzumEmulator, request: Request) -> Answer:
    return answers.wrapped(note_view(market, _find(market, request)), market.clock.now())


@routes.get(API + "/v1/fbs/invoice/{note}/orders")
def orders_of(market: UzumEmulator, request: Request) -> Answer:
    note = _find(market, request)
    return answers.wrapped([{"orderId": number} for number in note["orders"]], market.clock.now())


@routes.get(API + "/v1/fbs/invoice/{note}/print")
def act(market: UzumEmulator, request: Request) -> Answer:
    note = _find(market, request)
    sheet = pdf([[str(number_of(note)), *(str(number) for number in note["orders"])]])
    return answers.wrapped({"document": base64.b64encode(sheet).decode()}, market.clock.now())


@routes.post(API + "/v1/fbs/invoice/{note}/update-content")
def take_out(market: UzumEmulator, request: Request) -> Answer:
    note, names = _find(market, request), ("sellerId", "invoiceId", "customerOrderId")
    given = body(request, needed=dict.fromkeys(names, int), allowed={"idempotencyKey": str})
    number = given["customerOrderId"]
    if number not in note["orders"]:
        raise answers.refuse("fbs-21-invoice-item-not-found", market.clock.now(), status=404)
    kept = market.state.table("notes").edit(note["id"])
    kept["orders"] = [each for each in kept["orders"] if each != number]
    _back(market, [number])
    return answers.wrapped({"id": note["id"], "customerOrderId": number}, market.clock.now())


@routes.post(API + "/v1/fbs/invoice/{note}/cancel")
def cancel(market: UzumEmulator, request: Request) -> Answer:
    note = _find(market, request)
    if note["status"] != "CREATED":
        raise answers.refuse("seller-order-23", market.clock.now())
    market.state.table("notes").edit(note["id"])["status"] = "CANCELLED"
    _back(market, note["orders"])
    return answers.wrapped({}, market.clock.now())


def _back(market: UzumEmulator, numbers: list[int]) -> None:
    """Orders that are in no note any more are to be packed and brought anew."""
    for number in numbers:
        if market.state.table("orders")[number]["status"] == PENDING_DELIVERY:
            orders.move(market, str(number), PACKING)["note"] = None


def _find(market: UzumEmulator, request: Request) -> Note:
    note = market.state.table("notes").find(request.params["note"])
    if note is None or note["seller"] != request.account:
        raise answers.refuse("fbs-invoice-01", market.clock.now(), status=404)
    return note


def number_of(note: Note) -> int:
    return NUMBERS_FROM + int(note["id"])


def short_point(uid: str) -> dict[str, Any]:
    point = next(point for point in POINTS if point["uuid"] == uid)
    return {name: point[name] for name in ("uuid", "address", "type")}


def note_view(market: UzumEmulator, note: Note) -> dict[str, Any]:
    table = market.state.table("orders")
    price = sum(item["price"] * item["amount"] for number in note["orders"] for item in table[number]["items"])
    accepted = note["status"] == "ACCEPTED"
    return {
        "id": note["id"],
        "number": number_of(note),
        "status": {"value": note["status"], "text": NOTE_STATUSES[note["status"]], "color": "#7000FF"},
        "fullPrice": price,
        "acceptedPrice": price if accepted else 0,
        "numberOrders": len(note["orders"]),
        "numberAcceptedOrders": len(note["orders"]) if accepted else 0,
        "stock": STOCK,
        "dateCreated": moment(market, note["created"]),
        "dateUpdated": moment(market, note["updated"]),
        "timeSlot": slot_view(market, note["slot"]),
        "dropOffPoint": short_point(note["point"]),
    }
