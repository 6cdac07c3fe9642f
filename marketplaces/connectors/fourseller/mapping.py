"""4Seller's orders in our words: pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from marketplaces.canonical.orders import Address, Buyer, Order, OrderLine, Parcel
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.framework.errors import UnexpectedPayload
from marketplaces.framework.reading import (
    Json,
    find_moment,
    find_money,
    mapping,
    moment,
    money,
    needed_text,
    rows,
    text,
    whole,
)

#: Words of the assumed API and of the web application (contract section 5); any other is UNKNOWN.
STATUSES: Mapping[str, OrderStatus] = {
    "pending": OrderStatus.PENDING,
    "un_paid": OrderStatus.PENDING,
    "to_ship": OrderStatus.CONFIRMED,
    "processing": OrderStatus.PROCESSING,
    "in_process": OrderStatus.PROCESSING,
    "shipped": OrderStatus.SHIPPED,
    "delivered": OrderStatus.DELIVERED,
    "cancelled": OrderStatus.CANCELLED,
    "refunded": OrderStatus.REFUNDED,
    "partially_refunded": OrderStatus.PARTIALLY_REFUNDED,
}
ON_HOLD = "on_hold"
LEFT = (OrderStatus.SHIPPED, OrderStatus.DELIVERED)
HELD_UP = "4Seller, or the platform behind it, has put this order on hold."
#: A new order that carries one of these is paid.
PAID = ("paid_at", "payment_time", "paid_time")


def order(row: Json, *, currency: str = "") -> Order:
    """One order of a list or of its own call; `currency` is the shop's, where the order names none."""
    said = needed_text(row.get("status"), "status")
    word = said.lower()
    lines = _lines(row)
    shipping = mapping(row.get("shipping_address"), "shipping_address")
    billing = mapping(row.get("billing_address"), "billing_address")
    tracking = mapping(row.get("tracking"), "tracking")
    status = _status(word, row)
    updated_at = moment(row.get("updated_at"), "updated_at")
    return Order(
        remote_id=needed_text(row.get("id"), "id"),
        number=text(row.get("number"), "number") or needed_text(row.get("id"), "id"),
        status=status,
        remote_status=said,
        remote_substatus=text(row.get("channel"), "channel"),
        keeps_status=word == ON_HOLD,
        dispute=HELD_UP if word == ON_HOLD else "",
        currency=text(row.get("currency"), "currency") or needed_text(currency, "currency"),
        placed_at=moment(row.get("created_at"), "created_at"),
        updated_at=updated_at,
        paid_at=_paid_at(row),
        shipped_at=updated_at if status in LEFT else None,
        lines=lines,
        buyer=_buyer(row),
        shipping_address=_address(shipping, "shipping_address"),
        billing_address=_address(billing, "billing_address") if billing else None,
        subtotal=find_money(row.get("subtotal"), "subtotal"),
        shipping_cost=find_money(row.get("shipping"), "shipping") or Decimal(0),
        tax=find_money(row.get("tax"), "tax") or Decimal(0),
        discount=find_money(row.get("discount"), "discount") or Decimal(0),
        total=money(row.get("total"), "total"),
        carrier=text(tracking.get("carrier"), "tracking.carrier"),
        tracking_number=text(tracking.get("number"), "tracking.number"),
        parcels=_parcels(row, tracking),
        raw=row,
    )


def _status(word: str, row: Json) -> OrderStatus:
    """A new order that is paid is ready to be prepared; one on hold is told by what has happened to it so far."""
    if word == ON_HOLD:
        return _so_far(row)
    status = STATUSES.get(word, OrderStatus.UNKNOWN)
    return OrderStatus.CONFIRMED if status is OrderStatus.PENDING and _paid_at(row) else status


def _so_far(row: Json) -> OrderStatus:
    units = [
        (whole(each.get("quantity"), "items[].quantity"), fulfilled(each)) for each in rows(row.get("items"), "items")
    ]
    if units and all(sent >= ordered for ordered, sent in units):
        return OrderStatus.SHIPPED
    if any(sent for _, sent in units):
        return OrderStatus.PROCESSING
    return OrderStatus.CONFIRMED if _paid_at(row) else OrderStatus.PENDING


def fulfilled(item: Json) -> int:
    """Units of a line that have left."""
    return whole(item.get("fulfilled_quantity"), "items[].fulfilled_quantity", 0)


def line_ids(items: Sequence[Json]) -> list[str]:
    """Their number of each line; where they give none, the SKU, with its place where it is repeated."""
    found: list[str] = []
    for item in items:
        name = text(item.get("line_id"), "items[].line_id") or needed_text(item.get("sku"), "items[].sku")
        place = found.count(name) + sum(each.startswith(f"{name}#") for each in found)
        found.append(name if not place else f"{name}#{place + 1}")
    return found


def _paid_at(row: Json) -> datetime | None:
    return next((found for name in PAID if (found := find_moment(row.get(name), name))), None)


def _lines(row: Json) -> tuple[OrderLine, ...]:
    items = rows(row.get("items"), "items")
    if not items:
        raise UnexpectedPayload("items", row.get("items"))
    return tuple(_line(name, item) for name, item in zip(line_ids(items), items, strict=True))


def _line(name: str, item: Json) -> OrderLine:
    quantity = whole(item.get("quantity"), "items[].quantity")
    if quantity < 1:
        raise UnexpectedPayload("items[].quantity", quantity)
    price = money(item.get("unit_price"), "items[].unit_price")
    total = find_money(item.get("total"), "items[].total")
    sku = text(item.get("sku"), "items[].sku")
    return OrderLine(
        remote_id=name,
        title=text(item.get("name"), "items[].name") or sku,
        sku=sku,
        quantity=quantity,
        unit_price=price,
        discount=max(Decimal(0), price * quantity - total) if total is not None else Decimal(0),
    )


def _buyer(row: Json) -> Buyer:
    customer = mapping(row.get("customer"), "customer")
    return Buyer(
        name=text(customer.get("name"), "customer.name"),
        email=text(customer.get("email"), "customer.email"),
        phone=text(customer.get("phone"), "customer.phone"),
    )


def _address(given: Json, at: str) -> Address:
    def part(name: str) -> str:
        return text(given.get(name), f"{at}.{name}")

    company, line1, line2 = part("company"), part("line1"), part("line2")
    first, *more = [each for each in (company, line1, line2) if each] or [""]
    return Address(
        name=part("name"),
        phone=part("phone"),
        line1=first,
        line2=", ".join(more),
        city=part("city"),
        region=part("region"),
        postcode=part("postal_code"),
        country=part("country"),
    )


def _parcels(row: Json, tracking: Json) -> tuple[Parcel, ...]:
    """The newest parcel: an order tells no other, and no number of it but the one for tracking."""
    number = text(tracking.get("number"), "tracking.number")
    if not number:
        return ()
    items = rows(row.get("items"), "items")
    units = {name: fulfilled(item) for name, item in zip(line_ids(items), items, strict=True)}
    return (
        Parcel(
            remote_id=number,
            tracking_number=number,
            carrier=text(tracking.get("carrier"), "tracking.carrier"),
            lines={name: count for name, count in units.items() if count},
        ),
    )
