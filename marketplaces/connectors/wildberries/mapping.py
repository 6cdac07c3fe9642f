"""Assembly orders to canonical words: pure functions, the status tables first."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from marketplaces.canonical.marks import MarkWish
from marketplaces.canonical.orders import Address, Order, OrderLine, Parcel
from marketplaces.canonical.statuses import OrderStatus, Scheme
from marketplaces.framework.errors import UnexpectedPayload

from . import marks
from .reading import Json, find_minor, identifier, listed, moment, needed_text, text, whole

#: What the seller did.
SUPPLIER: Mapping[str, OrderStatus] = {
    "new": OrderStatus.PENDING,  # until it is in a supply the buyer may still cancel
    "confirm": OrderStatus.PROCESSING,  # in a supply
    "complete": OrderStatus.SHIPPED,
    "cancel": OrderStatus.CANCELLED,
    "cancel_carrier": OrderStatus.CANCELLED,
    "cancel_missed_call": OrderStatus.CANCELLED,  # the courier did not reach the buyer
    "deliver": OrderStatus.SHIPPED,  # the four of sellers who bring it themselves
    "receive": OrderStatus.DELIVERED,
    "reject": OrderStatus.CANCELLED,
    "prepare": OrderStatus.READY_FOR_SHIPMENT,  # ready to be fetched at the seller's
}
#: What became of it at Wildberries. None: it says nothing, so the seller's word counts.
WB: Mapping[str, OrderStatus | None] = {
    "waiting": None,
    "sorted": OrderStatus.SHIPPED,
    "sent_to_carrier": OrderStatus.SHIPPED,
    "accepted_by_carrier": OrderStatus.SHIPPED,
    "postponed_delivery": OrderStatus.SHIPPED,
    "ready_for_pickup": OrderStatus.SHIPPED,
    "sold": OrderStatus.DELIVERED,
    "canceled": OrderStatus.CANCELLED,
    "canceled_by_client": OrderStatus.CANCELLED,  # refused at the pickup point; the goods come back
    "declined_by_client": OrderStatus.CANCELLED,
    "defect": OrderStatus.CANCELLED,
    "canceled_by_carrier": OrderStatus.CANCELLED,
    "canceled_by_missed_call": OrderStatus.CANCELLED,
}
CANCEL_REASONS: Mapping[str, str] = {
    "canceled": "Cancelled by the seller or by Wildberries",
    "canceled_by_client": "The buyer did not take it at the pickup point",
    "declined_by_client": "The buyer cancelled before it was confirmed",
    "defect": "Cancelled because of a defect",
    "canceled_by_carrier": "Cancelled by the carrier",
    "canceled_by_missed_call": "The buyer could not be reached",
}
#: ISO 4217 numbers of the countries that it sells in.
CURRENCIES: Mapping[int, str] = {
    643: "RUB", 933: "BYN", 398: "KZT", 417: "KGS", 51: "AMD", 860: "UZS", 944: "AZN", 981: "GEL", 972: "TJS",
    949: "TRY", 156: "CNY", 840: "USD", 978: "EUR", 784: "AED",
}  # fmt: skip
IN_SUPPLY = frozenset({OrderStatus.PROCESSING, OrderStatus.SHIPPED, OrderStatus.DELIVERED})
UNIT = 1


def order(row: Json, status: Json, lacking: tuple[MarkWish, ...] | None = None) -> Order:
    """One unit of one size. `row` is of a list, `status` of the call that tells where it stands.

    `lacking` are the codes that it still needs, None where that is told by the row or by nothing.
    """
    number = identifier(row.get("id"), "orders[].id")
    supplier = needed_text(status.get("supplierStatus"), "orders[].supplierStatus")
    wb = text(status.get("wbStatus"), "orders[].wbStatus")
    known = status_of(supplier, wb)
    line = replace(line_of(row), marks=lacking if lacking is not None else marks.of_new(row))
    placed = placed_at(row)
    return Order(
        remote_id=number,
        number=number,
        status=known,
        remote_status=supplier,
        remote_substatus=wb,
        currency=currency_of(row),
        placed_at=placed,
        # Wildberries tells no moment of a change.
        updated_at=placed,
        lines=(line,),
        raw={**row, "status": dict(status)},
        scheme=Scheme.SELLER,
        remote_scheme=text(row.get("deliveryType")),
        shipping_address=address_of(row),
        # Without the discounts that Wildberries bears: what the buyer pays in the end is told of new orders only.
        total=line.unit_price,
        shipping_method=", ".join(text(office) for office in listed(row.get("offices"), "orders[].offices")),
        warehouse_remote_id=text(row.get("warehouseId")),
        parcels=(Parcel(remote_id=number, lines={line.remote_id: UNIT}),) if known in IN_SUPPLY else (),
        cancel_reason=CANCEL_REASONS.get(wb, "") if known is OrderStatus.CANCELLED else "",
        buyer_note=text(row.get("comment")),
    )


def status_of(supplier: str, wb: str) -> OrderStatus:
    """The end state is Wildberries' word, what lies before is the seller's; one unknown word makes it unknown."""
    if supplier not in SUPPLIER or (wb and wb not in WB):
        return OrderStatus.UNKNOWN
    return WB.get(wb) or SUPPLIER[supplier]


def line_of(row: Json) -> OrderLine:
    """The number of the order is that of its only line, too."""
    price = find_minor(row.get("price"), "orders[].price")
    if price is None:
        raise UnexpectedPayload("orders[].price", row.get("price"))
    article = text(row.get("article"), "orders[].article")
    product = identifier(row.get("nmId"), "orders[].nmId")
    return OrderLine(
        remote_id=identifier(row.get("id"), "orders[].id"),
        title="",  # an order names its article only
        quantity=UNIT,
        unit_price=price,
        sku=article,
        gtin=gtin_of([text(code) for code in listed(row.get("skus"), "orders[].skus")]),
        remote_product_id=product,
        remote_variant_id=identifier(row.get("chrtId"), "orders[].chrtId"),
    )


def gtin_of(barcodes: list[str]) -> str:
    """The first that is a real one: those that begin with 2 are made by Wildberries or by the shop."""
    real = [code for code in barcodes if code.isdigit() and len(code) in (8, 12, 13, 14) and not code.startswith("2")]
    return real[0] if real else ""


def placed_at(row: Json) -> datetime:
    return moment(row.get("createdAt"), "orders[].createdAt")


def currency_of(row: Json) -> str:
    """By its number; one that no table lists is refused, for an amount without its currency is no amount."""
    code = whole(row.get("currencyCode"), "orders[].currencyCode")
    if code not in CURRENCIES:
        raise UnexpectedPayload("orders[].currencyCode", code)
    return CURRENCIES[code]


def address_of(row: Json) -> Address:
    """Only where the seller brings it himself; else Wildberries hides it."""
    told = row.get("address")
    return Address(line1=text(told.get("fullAddress"))) if isinstance(told, Mapping) else Address()
