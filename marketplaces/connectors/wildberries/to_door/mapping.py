"""An order to the door in canonical words: what every assembly order has, and who waits for it where and when."""

from dataclasses import replace
from datetime import date, datetime, time

from marketplaces.canonical.marks import MarkWish
from marketplaces.canonical.orders import Buyer, Order
from marketplaces.framework.errors import UnexpectedPayload

from .. import mapping as assembly
from ..reading import MOSCOW, Json, mapping, moment, text
from .ways import DBW, Way, word_of

#: Where what other calls told is kept in the row, so that it is told again by each later reading of the order.
STATUS, DATE, BUYER, COURIER = "status", "deliveryDate", "client", "courier"


def order(way: Way, row: Json, status: Json, lacking: tuple[MarkWish, ...]) -> Order:
    """`row` is of a list or as it was kept here, with what the calls beside it told."""
    found = assembly.order(row, status, lacking)
    buyer = buyer_of(mapping(row.get(BUYER) or {}, BUYER))
    return replace(
        found,
        remote_scheme=word_of(way, row),
        buyer=buyer,
        shipping_address=replace(found.shipping_address, name=buyer.name, phone=buyer.phone),
        ship_by=ship_by(way, row),
        shipping_method=window(row),
    )


def buyer_of(row: Json) -> Buyer:
    """The number is lent by Wildberries: a direct one, else one with an extension."""
    phone, extension = text(row.get("replacementPhone")), text(row.get("phoneCode"))
    if not phone and text(row.get("phone")):
        phone = text(row.get("phone")) + (f", {extension}" if extension not in ("", "0") else "")
    return Buyer(name=text(row.get("fullName")) or text(row.get("firstName")), phone=phone)


def ship_by(way: Way, row: Json) -> datetime | None:
    """When the courier comes; else the beginning of the time that the buyer chose, by when it has to be on its way.

    The chosen time names no zone. It is read as Moscow's, as times of Wildberries that name none are; of the two ends
    of the window the earlier one counts, for what leaves too early is not late.
    """
    courier = mapping(row.get(COURIER) or {}, COURIER)
    if way is DBW and courier.get("pTimeFrom"):
        return moment(courier.get("pTimeFrom"), "orders[].courierInfo.contacts.pTimeFrom")
    told = mapping(row.get(DATE) or {}, DATE)
    day, begins = text(told.get("dDate")), text(told.get("dTimeFrom"))
    if not day:
        return None
    try:
        return datetime.combine(date.fromisoformat(day), time.fromisoformat(begins or "00:00"), MOSCOW)
    except ValueError as error:
        raise UnexpectedPayload("orders[].dDate", f"{day} {begins}") from error


def window(row: Json) -> str:
    """The day and hours that the buyer chose, as they are told, and the car that fetches it."""
    told = mapping(row.get(DATE) or {}, DATE)
    hours = "–".join(text(told.get(name)) for name in ("dTimeFrom", "dTimeTo") if told.get(name))
    car = text(mapping(row.get(COURIER) or {}, COURIER).get("carNumber"))
    return " ".join(part for part in (text(told.get("dDate")), hours, car) if part)
