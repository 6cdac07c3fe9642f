"""Orders to canonical words: pure functions, the status tables first."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import ROUND_CEILING, Decimal

from marketplaces.canonical.orders import Address, Buyer, Order, OrderLine, Parcel
from marketplaces.canonical.statuses import OrderStatus, Scheme
from marketplaces.framework.errors import UnexpectedPayload

from . import marks
from .fees import billed
from .reading import MOSCOW, Json, currency_of, find_moment, find_money, mapping, needed_text, rows, text, whole

STATUSES: Mapping[str, OrderStatus] = {
    "PLACING": OrderStatus.PENDING,
    "RESERVED": OrderStatus.PENDING,
    "UNPAID": OrderStatus.PENDING,
    "PENDING": OrderStatus.PENDING,
    "PROCESSING": OrderStatus.CONFIRMED,  # the substatus tells more
    "DELIVERY": OrderStatus.SHIPPED,
    "PICKUP": OrderStatus.SHIPPED,  # waits at the pick-up point
    "DELIVERED": OrderStatus.DELIVERED,
    "CANCELLED": OrderStatus.CANCELLED,
    "PARTIALLY_RETURNED": OrderStatus.PARTIALLY_REFUNDED,
    "RETURNED": OrderStatus.REFUNDED,
}
#: What PROCESSING means; an unlisted substatus of it is still being prepared.
STAGES: Mapping[str, OrderStatus] = {
    "STARTED": OrderStatus.CONFIRMED,
    "PACKAGING": OrderStatus.PROCESSING,
    "READY_TO_SHIP": OrderStatus.READY_FOR_SHIPMENT,
    "SHIPPED": OrderStatus.SHIPPED,
}
PROCESSING, STARTED, PACKAGING, READY = "PROCESSING", "STARTED", "PACKAGING", "READY_TO_SHIP"
DBS = "DBS"
#: The Market sends these from its own warehouse.
THEIRS = frozenset({"FBY"})
#: What was not bought, or came back, of a line.
GONE_ITEMS = frozenset({"CANCELLED", "REJECTED"})
#: The Market's country names are words; what it sells in is known.
COUNTRIES: Mapping[str, str] = {
    "россия": "RU", "russia": "RU", "ru": "RU", "узбекистан": "UZ", "uzbekistan": "UZ", "uz": "UZ", "казахстан": "KZ",
    "беларусь": "BY", "белоруссия": "BY", "армения": "AM", "киргизия": "KG",
}  # fmt: skip
CENT = Decimal("0.01")
#: No shipment time told: the end of the shop's day.
DAY_END = time(23, 59)


def yandex_order(row: Json, buyer: Json | None = None, report: Json | None = None) -> Order:
    """One order as the list for the whole cabinet tells it; `buyer` and `report` are answers of calls of their own."""
    status, substatus = needed_text(row.get("status"), "status"), text(row.get("substatus"))
    model = text(row.get("programType"))
    placed = find_moment(row.get("creationDate"), "creationDate")
    if placed is None:
        raise UnexpectedPayload("creationDate", row.get("creationDate"))
    updated = find_moment(row.get("updateDate"), "updateDate") or placed
    delivery = mapping(row.get("delivery"), "delivery")
    prices = mapping(row.get("prices"), "prices")
    digital = text(delivery.get("type")) == "DIGITAL"
    lines = tuple(replace(_line(item), is_digital=digital) for item in rows(row.get("items"), "items"))
    shipping = _delivery_price(prices)
    goods = find_money(prices.get("payment"), "prices.payment")
    unified = status_of(status, substatus)
    tracks = [track for track in rows(delivery.get("tracks"), "delivery.tracks") if text(track.get("trackCode"))]
    return Order(
        remote_id=needed_text(row.get("orderId"), "orderId"),
        number=needed_text(row.get("orderId"), "orderId"),
        status=unified,
        remote_status=status,
        remote_substatus=substatus,
        currency=_currency(row),
        placed_at=placed,
        updated_at=updated,
        lines=lines,
        raw={**row, **{name: dict(told) for name, told in (("buyer", buyer), ("report", report)) if told}},
        scheme=Scheme.MARKETPLACE if model in THEIRS else Scheme.SELLER,
        remote_scheme=model,
        buyer=_buyer(mapping(buyer, "buyer")),
        shipping_address=_address(delivery, mapping(buyer, "buyer")),
        shipping_cost=shipping,
        total=None if goods is None else goods + shipping,
        fees=billed(report),
        paid_at=placed if text(row.get("paymentType")) == "PREPAID" and unified is not OrderStatus.PENDING else None,
        ship_by=_ship_by(delivery),
        delivered_at=updated if status == "DELIVERED" else None,
        shipping_method=text(delivery.get("type")),
        carrier=text(delivery.get("serviceName")),
        tracking_number=text(tracks[0].get("trackCode")) if tracks else "",
        warehouse_remote_id="",
        parcels=_parcels(delivery),
        cancel_requested=row.get("cancelRequested") is True,
        cancel_reason=substatus if status == "CANCELLED" else "",
        buyer_note=text(row.get("notes")),
    )


def status_of(status: str, substatus: str) -> OrderStatus:
    """The unified word; a status that no table lists is UNKNOWN, never a guess."""
    if status == PROCESSING:
        return STAGES.get(substatus, OrderStatus.PROCESSING)
    return STATUSES.get(status, OrderStatus.UNKNOWN)


def _currency(row: Json) -> str:
    """Of the order's sum; an order without any sum tells it in its lines."""
    holders = [mapping(row.get("prices"), "prices")]
    holders += [mapping(item.get("prices"), "items[].prices") for item in rows(row.get("items"), "items")]
    for prices in holders:
        for name in ("payment", "cashback", "subsidy"):
            if found := currency_of(prices.get(name)):
                return found
    raise UnexpectedPayload("prices.payment.currencyId", None)


def _line(item: Json) -> OrderLine:
    """What the buyer pays stands for all units together; a unit's price is rounded up and the rest taken off."""
    prices = mapping(item.get("prices"), "items[].prices")
    count = whole(item.get("count"), "items[].count")
    paid = find_money(prices.get("payment"), "items[].prices.payment") or Decimal(0)
    unit = unit_price(paid, count)
    return OrderLine(
        remote_id=needed_text(item.get("id"), "items[].id"),
        title=text(item.get("offerName")) or needed_text(item.get("offerId"), "items[].offerId"),
        quantity=max(count, 1),
        unit_price=unit,
        sku=needed_text(item.get("offerId"), "items[].offerId"),
        remote_product_id=needed_text(item.get("offerId"), "items[].offerId"),
        discount=unit * count - paid if count else Decimal(0),
        cancelled_quantity=max(_gone(item), 0 if count else 1),
        marks=marks.lacking(item),
    )


def unit_price(paid: Decimal, count: int) -> Decimal:
    """The price of one unit in whole kopecks, never less than its share."""
    return paid if count <= 1 else (paid / count).quantize(CENT, ROUND_CEILING)


def _gone(item: Json) -> int:
    statuses = rows(item.get("itemStatuses"), "items[].itemStatuses")
    return sum(
        whole(each.get("count"), "itemStatuses[].count") for each in statuses if text(each.get("status")) in GONE_ITEMS
    )


def _delivery_price(prices: Json) -> Decimal:
    delivery = mapping(prices.get("delivery"), "prices.delivery")
    return find_money(delivery.get("payment"), "prices.delivery.payment") or Decimal(0)


def _ship_by(delivery: Json) -> datetime | None:
    """Day and hour of the hand-over, in Moscow's time."""
    shipment = mapping(delivery.get("shipment"), "delivery.shipment")
    day = find_moment(shipment.get("shipmentDate"), "delivery.shipment.shipmentDate")
    if day is None:
        return None
    told = text(shipment.get("shipmentTime"))
    try:
        at = time.fromisoformat(told) if told else DAY_END
    except ValueError as error:
        raise UnexpectedPayload("delivery.shipment.shipmentTime", told) from error
    local = day.astimezone(MOSCOW)
    return (local + timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)).astimezone(day.tzinfo)


def _buyer(told: Json) -> Buyer:
    return Buyer(remote_id=text(told.get("id")), name=_name(told), phone=text(told.get("phone")))


def _name(told: Json) -> str:
    return " ".join(part for name in ("lastName", "firstName", "middleName") if (part := text(told.get(name))))


def _address(delivery: Json, buyer: Json) -> Address:
    """The door for couriers, else the pick-up point; where the Market delivers, it tells the city only."""
    holder = mapping(delivery.get("courier") or delivery.get("pickup"), "delivery.courier")
    told = mapping(holder.get("address"), "delivery.courier.address")
    region = mapping(holder.get("region"), "delivery.courier.region")
    street = [text(told.get("street")), text(told.get("house")), text(told.get("block"))]
    country = text(told.get("country"))
    return Address(
        name=_name(buyer),
        phone=text(buyer.get("phone")),
        line1=", ".join(part for part in street if part),
        line2=_inside(told),
        city=text(told.get("city")),
        region=text(told.get("district")) or text(region.get("name")),
        postcode=text(told.get("postcode")),
        country=COUNTRIES.get(country.lower(), country if len(country) == 2 else ""),
    )


def _inside(told: Json) -> str:
    words = (("entrance", "подъезд"), ("floor", "этаж"), ("apartment", "кв."), ("entryphone", "домофон"))
    return ", ".join(f"{word} {part}" for name, word in words if (part := text(told.get(name))))


def _parcels(delivery: Json) -> tuple[Parcel, ...]:
    return tuple(
        Parcel(remote_id=needed_text(box.get("boxId"), "boxesLayout[].boxId"), lines=_packed(box))
        for box in rows(delivery.get("boxesLayout"), "delivery.boxesLayout")
    )


def _packed(box: Json) -> dict[str, int]:
    """Whole units by line; a box with a part of one unit holds none."""
    items: Sequence[Json] = rows(box.get("items"), "boxesLayout[].items")
    units = {needed_text(each.get("id"), "items[].id"): whole(each.get("fullCount"), "fullCount", 0) for each in items}
    return {line: count for line, count in units.items() if count}
