"""Shopee's orders and returns in our words: tables first, then pure functions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from marketplaces.canonical.orders import Address, Buyer, Order, OrderLine, Parcel
from marketplaces.canonical.returns import Return, ReturnLine, ReturnStatus
from marketplaces.canonical.statuses import OrderStatus, Scheme
from marketplaces.connectors.shopee import reading
from marketplaces.framework.errors import UnexpectedPayload

Json = Mapping[str, Any]

#: Contract section 5.1. IN_CANCEL is in no row: it says that the buyer asked, not where the parcel is.
ORDER_STATUS = {
    "UNPAID": OrderStatus.PENDING,
    "PENDING": OrderStatus.PENDING,
    "INVOICE_PENDING": OrderStatus.CONFIRMED,
    "READY_TO_SHIP": OrderStatus.CONFIRMED,
    "PROCESSED": OrderStatus.READY_FOR_SHIPMENT,
    "RETRY_SHIP": OrderStatus.READY_FOR_SHIPMENT,
    "SHIPPED": OrderStatus.SHIPPED,
    "TO_CONFIRM_RECEIVE": OrderStatus.DELIVERED,
    "COMPLETED": OrderStatus.DELIVERED,
    "TO_RETURN": OrderStatus.DELIVERED,
    "CANCELLED": OrderStatus.CANCELLED,
}
CANCEL_ASKED = "IN_CANCEL"

#: What a package's state says about the order; states not listed say nothing.
PACKAGE_ARRANGED = frozenset({"LOGISTICS_REQUEST_CREATED", "LOGISTICS_PICKUP_RETRY", "LOGISTICS_PICKUP_FAILED"})
PACKAGE_GONE = frozenset(
    {"LOGISTICS_PICKUP_DONE", "LOGISTICS_DELIVERY_FAILED", "LOGISTICS_COD_REJECTED", "LOGISTICS_LOST"}
)
PACKAGE_DELIVERED = frozenset({"LOGISTICS_DELIVERY_DONE"})

SCHEMES = {"fulfilled_by_shopee": Scheme.MARKETPLACE}

RETURN_STATUS = {
    "REQUESTED": ReturnStatus.REQUESTED,
    "ACCEPTED": ReturnStatus.ACCEPTED,
    "PROCESSING": ReturnStatus.ACCEPTED,
    "JUDGING": ReturnStatus.DISPUTED,
    "SELLER_DISPUTE": ReturnStatus.DISPUTED,
    "REFUND_PAID": ReturnStatus.REFUNDED,
    "CANCELLED": ReturnStatus.CANCELLED,
    "CLOSED": ReturnStatus.CLOSED,
}
#: Contract section 6: accepted with an amount, the buyer is refunded. While PROCESSING the goods are on their way.
REFUNDED_RETURNS = frozenset({"ACCEPTED", "REFUND_PAID"})


def order(raw: Json) -> Order:
    """One order of get_order_detail. An unlisted status is UNKNOWN; any other unknown form raises UnexpectedPayload."""
    lines = order_lines(reading.rows(raw, "item_list"))
    packages = reading.rows(raw, "package_list")
    total = reading.find_money(raw, "total_amount")
    shipping, discount = _shipping_and_discount(raw, lines, total)
    return Order(
        remote_id=reading.needed_text(raw, "order_sn"),
        number=reading.needed_text(raw, "order_sn"),
        status=order_status(raw, packages),
        remote_status=reading.needed_text(raw, "order_status"),
        remote_substatus=",".join(sorted({reading.text(each, "logistics_status") for each in packages} - {""})),
        cancel_requested=raw.get("order_status") == CANCEL_ASKED,
        cancel_reason=reading.text(raw, "cancel_reason") or reading.text(raw, "buyer_cancel_reason"),
        currency=reading.needed_text(raw, "currency"),
        placed_at=reading.moment(raw, "create_time"),
        updated_at=reading.moment(raw, "update_time"),
        paid_at=reading.find_moment(raw, "pay_time"),
        ship_by=reading.find_moment(raw, "ship_by_date"),
        shipped_at=reading.find_moment(raw, "pickup_done_time"),
        lines=lines,
        total=total,
        shipping_cost=shipping,
        discount=discount,
        scheme=SCHEMES.get(reading.text(raw, "fulfillment_flag"), Scheme.SELLER),
        remote_scheme=reading.text(raw, "fulfillment_flag"),
        buyer=Buyer(remote_id=reading.text(raw, "buyer_user_id"), name=reading.text(raw, "buyer_username")),
        shipping_address=address(reading.mapping(raw, "recipient_address")),
        shipping_method=reading.text(raw, "checkout_shipping_carrier") or reading.text(raw, "shipping_carrier"),
        carrier=reading.text(raw, "shipping_carrier"),
        warehouse_remote_id=_only(place for row in reading.rows(raw, "item_list") for place in _places(row)),
        parcels=tuple(parcel(each, lines) for each in packages if reading.text(each, "package_number")),
        buyer_note=reading.text(raw, "message_to_seller"),
        raw=raw,
    )


def order_status(raw: Json, packages: Sequence[Json]) -> OrderStatus:
    """By the table; IN_CANCEL by its packages, and an order of which some packages are arranged is being processed."""
    remote = reading.needed_text(raw, "order_status")
    if remote == CANCEL_ASKED:
        return _status_of_packages(packages)
    if remote == "READY_TO_SHIP" and len(packages) > 1 and any(_has_begun(each) for each in packages):
        return OrderStatus.PROCESSING
    return ORDER_STATUS.get(remote, OrderStatus.UNKNOWN)


def _status_of_packages(packages: Sequence[Json]) -> OrderStatus:
    """Where the parcels stand; nothing is taken back while the buyer only asks to cancel."""
    begun = [each for each in packages if _has_begun(each)]
    if not begun:
        return OrderStatus.CONFIRMED
    if len(begun) < len(packages):
        return OrderStatus.PROCESSING
    under_way = all(each.get("logistics_status") not in PACKAGE_ARRANGED for each in packages)
    return OrderStatus.SHIPPED if under_way else OrderStatus.READY_FOR_SHIPMENT


def _has_begun(package: Json) -> bool:
    return package.get("logistics_status") in PACKAGE_ARRANGED | PACKAGE_GONE | PACKAGE_DELIVERED


def _shipping_and_discount(raw: Json, lines: Sequence[OrderLine], total: Decimal | None) -> tuple[Decimal, Decimal]:
    """What stands between the lines and the buyer's total.

    Shopee tells prices, fee and total, not the vouchers and subsidies between them: what the buyer paid less is the
    discount; what he paid more, where no fee is told, is the fee. A total that is exactly that of the units which are
    not cancelled needs no discount to explain it.
    """
    actual = reading.find_money(raw, "actual_shipping_fee")
    fee = actual if actual and raw.get("actual_shipping_fee_confirmed") else None
    fee = fee if fee is not None else reading.find_money(raw, "estimated_shipping_fee")
    goods = sum((line.unit_price * line.quantity for line in lines), Decimal(0))
    if not total:  # not paid, or nothing to pay: no sum to explain
        return fee or Decimal(0), Decimal(0)
    live = sum((line.unit_price * (line.quantity - line.cancelled_quantity) for line in lines), Decimal(0))
    if live != goods and total == live + (fee or Decimal(0)):
        return fee or Decimal(0), Decimal(0)
    if fee is None:
        fee = max(Decimal(0), total - goods)
    return fee, max(Decimal(0), goods + fee - total)


def order_lines(rows: Sequence[Json]) -> tuple[OrderLine, ...]:
    """All lines; the same goods may stand in several, by bundle or add-on deal.

    Should two rows agree in every id, the later one is numbered: an order is worth more than a perfect line id.
    """
    lines: dict[str, OrderLine] = {}
    for row in rows:
        line, number = order_line(row), 2
        name = line.remote_id
        while name in lines:
            name, number = f"{line.remote_id}-n{number}", number + 1
        lines[name] = replace(line, remote_id=name)
    return tuple(lines.values())


def line_id(row: Json) -> str:
    """Stable and unique in the order: item, model, order item (shared in a bundle), bundle group, add-on deal."""
    parts = [reading.whole(row, "item_id"), reading.whole(row, "model_id", default=0)]
    parts += [
        reading.whole(row, "order_item_id", default=parts[0]),
        reading.whole(row, "promotion_group_id", default=0),
    ]
    add_on = reading.whole(row, "add_on_deal_id", default=0)
    return "-".join(str(part) for part in [*parts, *([add_on] if add_on else [])])


def order_line(row: Json) -> OrderLine:
    name, model = reading.text(row, "item_name"), reading.text(row, "model_name")
    return OrderLine(
        remote_id=line_id(row),
        title=f"{name}, {model}" if model else name,
        quantity=reading.whole(row, "model_quantity_purchased"),
        unit_price=_unit_price(row),
        sku=reading.text(row, "model_sku") or reading.text(row, "item_sku"),
        remote_product_id=str(reading.whole(row, "item_id")),
        remote_variant_id=variant_id(row),
        image_url=reading.text(reading.mapping(row, "image_info"), "image_url"),
        cancelled_quantity=reading.whole(row, "cancelled_qty", default=0),
    )


def _unit_price(row: Json) -> Decimal:
    """The discounted price; inside a bundle deal Shopee writes 0 there, because the deal has no price per piece."""
    price = reading.find_money(row, "model_discounted_price")
    original = reading.find_money(row, "model_original_price")
    if price is None or (price == 0 and row.get("promotion_type") == "bundle_deal"):
        price = original
    if price is None:
        raise UnexpectedPayload("model_discounted_price", None)
    return price


def variant_id(row: Json) -> str:
    """Their model id; theirs is 0 where ours is empty: goods without variations."""
    model = reading.whole(row, "model_id", default=0)
    return str(model) if model else ""


def parcel(package: Json, lines: Sequence[OrderLine]) -> Parcel:
    """A package; its rows name goods without the add-on deal, so units are given to the fitting lines in turn."""
    open_units = {line.remote_id: line.quantity for line in lines}
    inside: dict[str, int] = {}
    for row in reading.rows(package, "item_list"):
        units = reading.whole(row, "model_quantity", default=0)
        for name in _lines_of(row, open_units):
            given = min(units, open_units[name])
            open_units[name] -= given
            units -= given
            if given:
                inside[name] = inside.get(name, 0) + given
    return Parcel(
        remote_id=reading.text(package, "package_number"),
        carrier=reading.text(package, "shipping_carrier"),
        lines=inside,
    )


def _lines_of(row: Json, names: Iterable[str]) -> list[str]:
    """The lines a package's row may mean; a row that does not name the order item names the goods, in any deal."""
    key = line_id(row)
    found = [each for each in names if each == key or each.startswith(f"{key}-")]
    if found or row.get("order_item_id"):
        return found
    goods = f"{reading.whole(row, 'item_id')}-{reading.whole(row, 'model_id', default=0)}-"
    return [each for each in names if each.startswith(goods)]


def address(raw: Json) -> Address:
    """As Shopee shows it, masks included."""
    parts = [reading.text(raw, name) for name in ("town", "district")]
    return Address(
        name=reading.text(raw, "name"),
        phone=reading.text(raw, "phone"),
        line1=reading.text(raw, "full_address"),
        line2=", ".join(part for part in parts if part),
        city=reading.text(raw, "city"),
        region=reading.text(raw, "state"),
        postcode=reading.text(raw, "zipcode"),
        country=reading.text(raw, "region"),
    )


def order_return(raw: Json) -> Return:
    """One entry of get_return_list."""
    remote = reading.needed_text(raw, "status")
    amount = reading.find_money(raw, "refund_amount")
    accepted, needs_parcel = remote in REFUNDED_RETURNS, bool(raw.get("needs_logistics"))
    return Return(
        remote_id=reading.needed_text(raw, "return_sn"),
        order_remote_id=reading.text(raw, "order_sn"),
        status=RETURN_STATUS.get(remote, ReturnStatus.UNKNOWN),
        remote_status=remote,
        reason=reading.text(raw, "reason"),
        buyer_note=reading.text(raw, "text_reason"),
        refund_amount=amount,
        refund_given=accepted and bool(amount),
        came_back=accepted and needs_parcel,
        currency=reading.text(raw, "currency"),
        needs_parcel=needs_parcel,
        tracking_number=reading.text(raw, "tracking_number"),
        created_at=reading.moment(raw, "create_time"),
        updated_at=reading.moment(raw, "update_time"),
        answer_by=reading.find_moment(raw, "due_date"),
        lines=tuple(return_line(row) for row in reading.rows(raw, "item")),
        raw=raw,
    )


def return_line(row: Json) -> ReturnLine:
    return ReturnLine(
        remote_product_id=str(reading.whole(row, "item_id")),
        remote_variant_id=variant_id(row),
        sku=reading.text(row, "variation_sku") or reading.text(row, "item_sku"),
        title=reading.text(row, "name"),
        quantity=reading.whole(row, "amount"),
    )


def _places(row: Json) -> Sequence[str]:
    """Where the goods lie: text in the field list, a list of texts in older answers."""
    if isinstance(row.get("product_location_id"), list):
        return reading.names(row, "product_location_id")
    return (reading.text(row, "product_location_id"),)


def _only(values: Iterable[str]) -> str:
    """The one value they all have, else empty."""
    found = set(values)
    return found.pop() if len(found) == 1 else ""
