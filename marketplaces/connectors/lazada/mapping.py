"""Lazada's orders in our words: tables first, then pure functions. The order has no state, only its items have."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from marketplaces.canonical.orders import Address, Buyer, Order, OrderLine, Parcel
from marketplaces.canonical.statuses import OrderStatus, Scheme
from marketplaces.connectors.lazada import countries, reading
from marketplaces.framework.errors import UnexpectedPayload

Json = Mapping[str, Any]

CANCELLED = "canceled"
#: Contract section 5.1, the least advanced first.
ITEM_STATUS = {
    "unpaid": OrderStatus.PENDING,
    "pending": OrderStatus.CONFIRMED,
    "topack": OrderStatus.CONFIRMED,
    "repacked": OrderStatus.CONFIRMED,
    "packed": OrderStatus.PROCESSING,
    "toship": OrderStatus.PROCESSING,
    "ready_to_ship": OrderStatus.READY_FOR_SHIPMENT,
    "shipped": OrderStatus.SHIPPED,
    "shipping": OrderStatus.SHIPPED,
    "failed": OrderStatus.SHIPPED,
    "failed_delivery": OrderStatus.SHIPPED,
    "lost": OrderStatus.SHIPPED,
    "lost_by_3pl": OrderStatus.SHIPPED,
    "damaged_by_3pl": OrderStatus.SHIPPED,
    "shipped_back": OrderStatus.SHIPPED,
    "shipped_back_failed": OrderStatus.SHIPPED,
    "package_scrapped": OrderStatus.SHIPPED,
    "delivered": OrderStatus.DELIVERED,
    "returned": OrderStatus.REFUNDED,
    "shipped_back_success": OrderStatus.REFUNDED,
    CANCELLED: OrderStatus.CANCELLED,
}
ADVANCE = (
    OrderStatus.PENDING,
    OrderStatus.CONFIRMED,
    OrderStatus.PROCESSING,
    OrderStatus.READY_FOR_SHIPMENT,
    OrderStatus.SHIPPED,
    OrderStatus.DELIVERED,
    OrderStatus.REFUNDED,
)
#: What went wrong on the way: the parcel stays shipped, and what becomes of it is settled at Lazada.
EXCEPTIONS = {
    "failed": "could not be delivered",
    "failed_delivery": "could not be delivered",
    "lost": "was lost",
    "lost_by_3pl": "was lost by the carrier",
    "damaged_by_3pl": "was damaged by the carrier",
    "shipped_back": "is on its way back to you",
    "shipped_back_failed": "could not be brought back to you",
    "package_scrapped": "was scrapped by the carrier",
}


def order(raw: Json, items: Sequence[Json]) -> Order:
    """One order with its items. An unlisted item status makes it UNKNOWN; another unknown form raises."""
    if not items:
        raise UnexpectedPayload("order_items", [])
    number = reading.identity(raw, "order_id")
    lines = order_lines(items)
    fee, voucher = reading.money(raw, "shipping_fee"), reading.money(raw, "voucher")
    price = reading.find_money(raw, "price")
    return Order(
        remote_id=number,
        number=reading.text(raw, "order_number") or number,
        status=order_status(items),
        remote_status=",".join(dict.fromkeys(sorted(_status(item) for item in items))),
        remote_substatus=",".join(sorted({reading.text(item, "return_status") for item in items} - {""})),
        currency=reading.needed_text(items[0], "currency"),
        placed_at=reading.moment(raw, "created_at"),
        updated_at=reading.moment(raw, "updated_at"),
        ship_by=min((due for item in items if (due := reading.find_moment(item, "sla_time_stamp"))), default=None),
        lines=lines,
        subtotal=price,
        shipping_cost=fee,
        discount=voucher,
        tax=sum((line.tax for line in lines), Decimal(0)),
        total=None if price is None else price - voucher + fee,
        scheme=_scheme(items),
        remote_scheme=",".join(sorted({reading.text(item, "shipping_type") for item in items} - {""})),
        buyer=_buyer(raw, items),
        shipping_address=address(reading.mapping(raw, "address_shipping")),
        billing_address=_billing(reading.mapping(raw, "address_billing")),
        shipping_method=_only(reading.text(item, "shipping_provider_type") for item in items),
        carrier=_only(reading.text(item, "shipment_provider") for item in items),
        tracking_number=_only(reading.text(item, "tracking_code") for item in items),
        warehouse_remote_id=_only(reading.text(item, "warehouse_code") for item in items),
        parcels=parcels(items),
        cancel_requested=any(reading.flag(item, "is_cancel_pending") for item in items),
        cancel_reason=_cancel_reason(items),
        dispute=dispute(items),
        buyer_note=reading.text(raw, "buyer_note") or reading.text(raw, "remarks"),
        raw={**raw, "order_items": list(items)},
    )


def order_status(items: Sequence[Json]) -> OrderStatus:
    """The least advanced of what is not cancelled; refunded only in part while something else was kept."""
    found = [ITEM_STATUS.get(_status(item), OrderStatus.UNKNOWN) for item in items]
    if OrderStatus.UNKNOWN in found:
        return OrderStatus.UNKNOWN
    alive = [status for status in found if status is not OrderStatus.CANCELLED]
    if not alive:
        return OrderStatus.CANCELLED
    least = min(alive, key=ADVANCE.index)
    # While a unit is still to be sent, that is what the order waits for, whatever came back of the others.
    on_its_way = ADVANCE.index(least) >= ADVANCE.index(OrderStatus.SHIPPED)
    if OrderStatus.REFUNDED in alive and least is not OrderStatus.REFUNDED and on_its_way:
        return OrderStatus.PARTIALLY_REFUNDED
    return least


def dispute(items: Sequence[Json]) -> str:
    """What went wrong with a parcel, in a sentence; empty where nothing did."""
    for item in items:
        if _status(item) in EXCEPTIONS:
            number = reading.text(item, "tracking_code") or reading.text(item, "package_id")
            what = EXCEPTIONS[_status(item)]
            return f"The parcel {number} {what}; look in Lazada Seller Center what becomes of it.".replace("  ", " ")
    return ""


def order_lines(items: Sequence[Json]) -> tuple[OrderLine, ...]:
    """One item is one unit: units of the same goods at the same price are one line."""
    groups: dict[tuple[str, str, Decimal], list[Json]] = {}
    for item in items:
        groups.setdefault(_goods(item), []).append(item)
    return tuple(_line(group) for group in groups.values())


def _goods(item: Json) -> tuple[str, str, Decimal]:
    price = reading.find_money(item, "item_price")
    if price is None:
        raise UnexpectedPayload("item_price", item.get("item_price"))
    return reading.text(item, "sku"), reading.text(item, "sku_id") or reading.text(item, "shop_sku"), price


def _line(units: Sequence[Json]) -> OrderLine:
    """Its id is that of its first unit: items never leave an order, so it stays."""
    first = min(units, key=lambda item: reading.whole(item, "order_item_id"))
    name, variation = reading.text(first, "name"), reading.text(first, "variation")
    return OrderLine(
        remote_id=reading.identity(first, "order_item_id"),
        title=f"{name}, {variation}" if variation and variation not in name else name,
        quantity=len(units),
        unit_price=_goods(first)[2],
        sku=reading.text(first, "sku"),
        remote_product_id=reading.text(first, "product_id") or _product_of(first),
        remote_variant_id=reading.text(first, "sku_id") or _sku_id_of(first),
        tax=sum((reading.money(item, "tax_amount") for item in units), Decimal(0)),
        image_url=reading.text(first, "product_main_image"),
        is_digital=reading.flag(first, "is_digital"),
        cancelled_quantity=sum(_status(item) == CANCELLED for item in units),
    )


def units_of(line_id: str, items: Sequence[Json]) -> list[Json]:
    """The items behind one of our lines, in the order of their numbers; empty where there is no such line."""
    groups: dict[tuple[str, str, Decimal], list[Json]] = {}
    for item in items:
        groups.setdefault(_goods(item), []).append(item)
    for units in groups.values():
        units.sort(key=lambda item: reading.whole(item, "order_item_id"))
        if reading.identity(units[0], "order_item_id") == line_id:
            return units
    return []


def _product_of(item: Json) -> str:
    """The shop SKU begins with the product's number: `2000001_TH-7000001`."""
    head = reading.text(item, "shop_sku").partition("_")[0]
    return head if head.isdecimal() else ""


def _sku_id_of(item: Json) -> str:
    tail = reading.text(item, "shop_sku").rpartition("-")[2]
    return tail if tail.isdecimal() else ""


def parcels(items: Sequence[Json]) -> tuple[Parcel, ...]:
    """Packages that items are in, with the units of our lines."""
    lines = {line.remote_id: units_of(line.remote_id, items) for line in order_lines(items)}
    found: dict[str, Json] = {}
    for item in items:
        name = reading.text(item, "package_id")
        if name and _status(item) != CANCELLED:
            found.setdefault(name, item)
    return tuple(
        Parcel(
            remote_id=name,
            tracking_number=reading.text(item, "tracking_code"),
            carrier=reading.text(item, "shipment_provider"),
            lines={
                line: count
                for line, units in lines.items()
                if (count := sum(reading.text(unit, "package_id") == name for unit in units))
            },
        )
        for name, item in found.items()
    )


def _scheme(items: Sequence[Json]) -> Scheme:
    """Theirs only where Lazada sends every unit: one that we send must be reserved here."""
    return Scheme.MARKETPLACE if all(reading.flag(item, "is_fbl") for item in items) else Scheme.SELLER


def _cancel_reason(items: Sequence[Json]) -> str:
    reasons = (
        reading.text(item, "reason_detail") or reading.text(item, "reason")
        for item in items
        if _status(item) == CANCELLED
    )
    return next((reason for reason in reasons if reason), "")


def _buyer(raw: Json, items: Sequence[Json]) -> Buyer:
    names = [reading.text(raw, f"customer_{part}_name") for part in ("first", "last")]
    return Buyer(
        remote_id=_only(reading.text(item, "buyer_id") for item in items),
        name=" ".join(name for name in names if name),
        phone=reading.text(reading.mapping(raw, "address_shipping"), "phone"),
    )


def _billing(raw: Json) -> Address | None:
    return address(raw) if raw else None


def address(raw: Json) -> Address:
    """As Lazada shows it, stars included. Its third line is the region, its fourth the city, its fifth the postcode."""
    names = [reading.text(raw, name) for name in ("first_name", "last_name")]
    district = reading.text(raw, "addressDistrict") or reading.text(raw, "addressDsitrict")
    country = reading.text(raw, "country")
    return Address(
        name=" ".join(name for name in names if name),
        phone=reading.text(raw, "phone") or reading.text(raw, "phone2"),
        line1=reading.text(raw, "address1"),
        line2=", ".join(part for part in (reading.text(raw, "address2"), district) if part),
        city=reading.text(raw, "city") or reading.text(raw, "address4"),
        region=reading.text(raw, "address3"),
        postcode=reading.text(raw, "post_code") or reading.text(raw, "address5"),
        country=countries.NAMES.get(country.lower(), country),
    )


def _status(item: Json) -> str:
    return reading.needed_text(item, "status")


def _only(values: Iterable[str]) -> str:
    """The one value that is told, else empty."""
    found = set(values) - {""}
    return found.pop() if len(found) == 1 else ""
