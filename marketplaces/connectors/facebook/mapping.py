"""Former orders in our words: pure. Their API ended on 27 October 2026; what was received before stays readable."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any

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

#: COMPLETED says only that nothing is open; what became of the order is told by its parcels, cancellations, refunds.
STATUSES: Mapping[str, OrderStatus] = {
    "FB_PROCESSING": OrderStatus.PENDING,
    "CREATED": OrderStatus.CONFIRMED,
    "IN_PROGRESS": OrderStatus.PROCESSING,
}
CREATED, IN_PROGRESS, COMPLETED = "CREATED", "IN_PROGRESS", "COMPLETED"
#: Buyers write to these; the address is lent.
RELAY_HOST = "marketplace.facebook.com"


def order(row: Json) -> Order:
    """One order with everything that was asked for of it."""
    lines = _lines(row)
    sums = mapping(row.get("estimated_payment_details"), "estimated_payment_details")
    parcels = _parcels(row)
    subtotal = mapping(sums.get("subtotal"), "estimated_payment_details.subtotal")
    created = moment(row.get("created"), "created")
    last = parcels[-1] if parcels else None
    number = needed_text(row.get("id"), "id")
    return Order(
        remote_id=number,
        number=number,
        status=status(row, lines),
        remote_status=state(row),
        currency=_currency(row),
        placed_at=created,
        updated_at=find_moment(row.get("last_updated"), "last_updated") or created,
        lines=lines,
        raw=row,
        buyer=_buyer(row),
        shipping_address=_address(row),
        subtotal=_amount(subtotal.get("items"), "estimated_payment_details.subtotal.items"),
        shipping_cost=_amount(subtotal.get("shipping"), "estimated_payment_details.subtotal.shipping") or Decimal(0),
        tax=_amount(sums.get("tax"), "estimated_payment_details.tax") or Decimal(0),
        total=_amount(sums.get("total_amount"), "estimated_payment_details.total_amount"),
        ship_by=_end_of(row.get("ship_by_date")),
        shipping_method=text(mapping(row.get("selected_shipping_option"), "selected_shipping_option").get("name")),
        carrier=last.carrier if last else "",
        tracking_number=last.tracking_number if last else "",
        parcels=parcels,
        cancel_reason=_reason(row),
    )


def state(row: Json) -> str:
    """Their own word."""
    inner = mapping(row.get("order_status"), "order_status")
    return needed_text(inner.get("state"), "order_status.state")


def status(row: Json, lines: Sequence[OrderLine]) -> OrderStatus:
    """A completed order that tells of no parcel, cancellation or refund is unknown, not guessed."""
    word = state(row)
    if word != COMPLETED:
        return STATUSES.get(word, OrderStatus.UNKNOWN)
    if all(line.cancelled_quantity >= line.quantity for line in lines):
        return OrderStatus.CANCELLED
    back = refunded(row)
    if back > 0:
        total = _amount(_total(row), "estimated_payment_details.total_amount")
        return OrderStatus.REFUNDED if total is not None and back >= total else OrderStatus.PARTIALLY_REFUNDED
    return OrderStatus.SHIPPED if edge(row, "shipments") else OrderStatus.UNKNOWN


def refunded(row: Json) -> Decimal:
    """What was given back so far."""
    found = [refund(each) for each in edge(row, "refunds")]
    return sum(found, Decimal(0))


def refund(each: Json) -> Decimal:
    """One amount, or a total among its parts."""
    given = mapping(each.get("refund_amount"), "refunds[].refund_amount")
    inner = given if "amount" in given else mapping(given.get("total"), "refunds[].refund_amount.total")
    return money(inner.get("amount"), "refunds[].refund_amount.amount")


def edge(row: Json, name: str) -> Sequence[Json]:
    """The things that hang on an order, as an edge gives them."""
    return rows(mapping(row.get(name), name).get("data"), f"{name}.data")


def open_units(row: Json) -> dict[str, int]:
    """Pieces of each line that are neither sent nor cancelled."""
    gone = _counted(row, "shipments"), _counted(row, "cancellations")
    return {
        name: whole(each.get("quantity"), "items[].quantity") - sum(count.get(name, 0) for count in gone)
        for name, each in _items(row).items()
    }


def _items(row: Json) -> dict[str, Json]:
    return {needed_text(each.get("id"), "items[].id"): each for each in edge(row, "items")}


def _counted(row: Json, name: str) -> dict[str, int]:
    """Pieces by line, over all parcels or all cancellations."""
    found: dict[str, int] = {}
    for each in edge(row, name):
        for line, count in _inside(row, each, name).items():
            found[line] = found.get(line, 0) + count
    return found


def _inside(row: Json, each: Json, name: str) -> dict[str, int]:
    """Lines are named by their number, or by the SKU alone."""
    items = _items(row)
    by_sku = {text(item.get("retailer_id")): number for number, item in items.items()}
    found: dict[str, int] = {}
    for inner in edge(each, "items"):
        number = text(inner.get("item_id")) or text(inner.get("id"))
        line = number if number in items else by_sku.get(text(inner.get("retailer_id")), "")
        if line:
            found[line] = found.get(line, 0) + whole(inner.get("quantity"), f"{name}[].items[].quantity", 0)
    return found


def _lines(row: Json) -> tuple[OrderLine, ...]:
    cancelled = _counted(row, "cancellations")
    found = tuple(_line(number, item, cancelled.get(number, 0)) for number, item in _items(row).items())
    if not found:
        raise UnexpectedPayload("items", row.get("items"))
    return found


def _line(number: str, item: Json, cancelled: int) -> OrderLine:
    quantity = whole(item.get("quantity"), "items[].quantity")
    if quantity < 1:
        raise UnexpectedPayload("items[].quantity", quantity)
    sku = text(item.get("retailer_id"), "items[].retailer_id")
    price = mapping(item.get("price_per_unit"), "items[].price_per_unit")
    return OrderLine(
        remote_id=number,
        title=text(item.get("product_name"), "items[].product_name") or sku,
        sku=sku,
        quantity=quantity,
        unit_price=money(price.get("amount"), "items[].price_per_unit.amount"),
        remote_product_id=text(item.get("product_id"), "items[].product_id"),
        cancelled_quantity=min(quantity, cancelled),
    )


def _parcels(row: Json) -> tuple[Parcel, ...]:
    return tuple(
        Parcel(
            remote_id=needed_text(each.get("id"), "shipments[].id"),
            tracking_number=text(each.get("tracking_number"), "shipments[].tracking_number"),
            carrier=text(each.get("carrier"), "shipments[].carrier"),
            lines=_inside(row, each, "shipments"),
        )
        for each in edge(row, "shipments")
    )


def _currency(row: Json) -> str:
    first = next(iter(_items(row).values()), {})
    for place in (_total(row), first.get("price_per_unit")):
        found = text(mapping(place, "currency").get("currency"), "currency")
        if found:
            return found
    raise UnexpectedPayload("estimated_payment_details.total_amount.currency", None)


def _total(row: Json) -> Any:
    return mapping(row.get("estimated_payment_details"), "estimated_payment_details").get("total_amount")


def _amount(value: Any, path: str) -> Decimal | None:
    return find_money(mapping(value, path).get("amount"), f"{path}.amount")


def _buyer(row: Json) -> Buyer:
    given = mapping(row.get("buyer_details"), "buyer_details")
    return Buyer(name=text(given.get("name")), email=text(given.get("email")))


def _address(row: Json) -> Address:
    given = mapping(row.get("shipping_address"), "shipping_address")

    def part(name: str) -> str:
        return text(given.get(name), f"shipping_address.{name}")

    return Address(
        name=part("name"),
        line1=part("street1"),
        line2=part("street2"),
        city=part("city"),
        region=part("state"),
        postcode=part("postal_code"),
        country=part("country"),
    )


def _reason(row: Json) -> str:
    for each in edge(row, "cancellations"):
        reason = mapping(each.get("cancel_reason"), "cancellations[].cancel_reason")
        return text(reason.get("reason_description")) or text(reason.get("reason_code"))
    return ""


def _end_of(value: Any) -> datetime | None:
    """They name a day; all of it may be used."""
    day = find_moment(value, "ship_by_date")
    return None if day is None else datetime.combine(day.date(), time(23, 59, 59), tzinfo=UTC)
