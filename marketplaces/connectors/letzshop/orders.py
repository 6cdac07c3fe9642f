"""Orders of the dialect "seed" in our words: pure."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from marketplaces.canonical.orders import Address, Buyer, Order, OrderLine, Parcel
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.framework.errors import UnexpectedPayload

from .reading import CURRENCY, Json, amount, find_moment, mapping, moment, needed_text, price, rows, text, whole

#: REFUNDED is in the team's table and not in its code; any other word is UNKNOWN.
STATUSES: Mapping[str, OrderStatus] = {
    "PENDING": OrderStatus.PENDING,
    "PAID": OrderStatus.CONFIRMED,
    "PROCESSING": OrderStatus.PROCESSING,
    "SHIPPED": OrderStatus.SHIPPED,
    "DELIVERED": OrderStatus.DELIVERED,
    "CANCELLED": OrderStatus.CANCELLED,
    "REFUNDED": OrderStatus.REFUNDED,
}


def order(row: Json) -> Order:
    """One order."""
    said = needed_text(row.get("status"), "status")
    totals = mapping(row.get("totals"), "totals")
    sent = mapping(row.get("fulfillment"), "fulfillment")
    lines = _lines(row)
    address = mapping(row.get("shippingAddress"), "shippingAddress")
    buyer = _buyer(row)
    return Order(
        remote_id=needed_text(row.get("id"), "id"),
        number=text(row.get("orderNumber"), "orderNumber") or needed_text(row.get("id"), "id"),
        status=STATUSES.get(said, OrderStatus.UNKNOWN),
        remote_status=said,
        currency=text(totals.get("currency"), "totals.currency") or CURRENCY,
        placed_at=moment(row.get("createdAt"), "createdAt"),
        updated_at=moment(row.get("updatedAt"), "updatedAt"),
        lines=lines,
        buyer=buyer,
        shipping_address=_address(address, buyer),
        subtotal=amount(totals.get("subtotal"), "totals.subtotal"),
        shipping_cost=amount(totals.get("shipping"), "totals.shipping") or Decimal(0),
        tax=amount(totals.get("tax"), "totals.tax") or Decimal(0),
        total=price(totals.get("total"), "totals.total")[0],
        shipped_at=find_moment(sent.get("shippedAt"), "fulfillment.shippedAt"),
        tracking_number=text(sent.get("trackingNumber"), "fulfillment.trackingNumber"),
        carrier=text(sent.get("carrier"), "fulfillment.carrier"),
        parcels=_parcels(sent, lines),
        raw=row,
    )


def _lines(row: Json) -> tuple[OrderLine, ...]:
    items = rows(row.get("items"), "items")
    if not items:
        raise UnexpectedPayload("items", row.get("items"))
    return tuple(_line(name, item) for name, item in zip(line_ids(items), items, strict=True))


def line_ids(items: Sequence[Json]) -> list[str]:
    """The product's id, with its place where it is repeated: lines have no id of their own."""
    found: list[str] = []
    for item in items:
        product = mapping(item.get("product"), "items[].product")
        name = needed_text(product.get("id"), "items[].product.id")
        place = found.count(name) + sum(each.startswith(f"{name}#") for each in found)
        found.append(name if not place else f"{name}#{place + 1}")
    return found


def _line(name: str, item: Json) -> OrderLine:
    product = mapping(item.get("product"), "items[].product")
    quantity = whole(item.get("quantity"), "items[].quantity")
    if quantity < 1:
        raise UnexpectedPayload("items[].quantity", quantity)
    cost = price(item.get("unitPrice"), "items[].unitPrice")[0]
    total = amount(item.get("totalPrice"), "items[].totalPrice")
    sku = text(product.get("sku"), "items[].product.sku")
    return OrderLine(
        remote_id=name,
        title=text(product.get("name"), "items[].product.name") or sku or name,
        quantity=quantity,
        unit_price=cost,
        sku=sku,
        remote_product_id="" if sku else needed_text(product.get("id"), "items[].product.id"),
        discount=max(Decimal(0), cost * quantity - total) if total is not None else Decimal(0),
    )


def _buyer(row: Json) -> Buyer:
    customer = mapping(row.get("customer"), "customer")
    names = [text(customer.get(name), f"customer.{name}") for name in ("firstName", "lastName")]
    return Buyer(
        name=" ".join(filter(None, names)),
        email=text(customer.get("email"), "customer.email"),
        phone=text(customer.get("phone"), "customer.phone"),
    )


def _address(given: Json, buyer: Buyer) -> Address:
    def part(name: str) -> str:
        return text(given.get(name), f"shippingAddress.{name}")

    return Address(
        name=buyer.name, phone=buyer.phone, line1=part("street"), city=part("city"), postcode=part("postalCode"),
        country=part("country").upper(),
    )  # fmt: skip


def _parcels(sent: Json, lines: Sequence[OrderLine]) -> tuple[Parcel, ...]:
    """One order is one parcel, known by its number."""
    number = text(sent.get("trackingNumber"), "fulfillment.trackingNumber")
    if not number:
        return ()
    carrier = text(sent.get("carrier"), "fulfillment.carrier")
    units = {line.remote_id: line.quantity for line in lines}
    return (Parcel(remote_id=number, tracking_number=number, carrier=carrier, lines=units),)
