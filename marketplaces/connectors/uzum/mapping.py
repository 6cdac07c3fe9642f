"""Orders that the seller sends (FBS, DBS) to canonical words: pure functions, the status tables first."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from marketplaces.canonical.orders import Address, Buyer, Order, OrderLine, Parcel
from marketplaces.canonical.statuses import OrderStatus, Scheme
from marketplaces.framework.errors import UnexpectedPayload

from .account import COUNTRY, CURRENCY
from .reading import Json, find_moment, find_money, mapping, needed_text, rows, text, whole

#: In the order of an order's life, which only goes forward.
STATUSES: Mapping[str, OrderStatus] = {
    "CREATED": OrderStatus.PENDING,
    "PACKING": OrderStatus.PROCESSING,
    "PENDING_DELIVERY": OrderStatus.READY_FOR_SHIPMENT,
    "DELIVERING": OrderStatus.SHIPPED,
    "ACCEPTED_AT_DP": OrderStatus.SHIPPED,
    "DELIVERED": OrderStatus.SHIPPED,  # at Uzum, not with the buyer
    "DELIVERED_TO_CUSTOMER_DELIVERY_POINT": OrderStatus.SHIPPED,
    "COMPLETED": OrderStatus.DELIVERED,
    "PENDING_CANCELLATION": OrderStatus.CANCELLED,  # not yet; see `_pending_cancellation`
    "CANCELED": OrderStatus.CANCELLED,
    "RETURNED": OrderStatus.REFUNDED,
}
CREATED, COMPLETED, CANCELLING = "CREATED", "COMPLETED", "PENDING_CANCELLATION"

#: What a row's money is doing tells of a row that is gone.
ROW_GONE, ROW_SHRUNK = "CANCELED", "PARTIALLY_CANCELLED"

#: How far an order came, by the moments it has; the last one that is there counts.
STEPS: Mapping[str, OrderStatus] = {
    "acceptedDate": OrderStatus.PROCESSING,
    "invoiceNumber": OrderStatus.READY_FOR_SHIPMENT,
    "deliveringDate": OrderStatus.SHIPPED,
}
MOMENTS = (
    "dateCreated", "acceptedDate", "deliveringDate", "deliveryDate", "deliveredToDeliveryPointDate", "completedDate",
    "dateCancelled", "returnDate",
)  # fmt: skip
#: From here on the parcel is known to Uzum.
IN_NOTE = frozenset({OrderStatus.READY_FOR_SHIPMENT, OrderStatus.SHIPPED, OrderStatus.DELIVERED})
DBS = "DBS"
ZERO = Decimal(0)


def seller_order(row: Json) -> Order:
    """An FBS or DBS order, from the list or from the single read."""
    number = needed_text(row.get("id"), "id")
    remote_status = needed_text(row.get("status"), "status")
    items = rows(row.get("orderItems"), "orderItems")
    status = status_of(row, items)
    lines = lines_of(items, gone=status is not OrderStatus.CANCELLED)
    fees, net = fees_of(items)
    return Order(
        remote_id=number,
        number=number,
        status=status,
        remote_status=remote_status,
        currency=CURRENCY,
        placed_at=placed_at(row),
        updated_at=max(moments(row)),
        lines=lines,
        raw=row,
        scheme=Scheme.SELLER,
        remote_scheme=text(row.get("scheme")),
        buyer=_buyer(row),
        shipping_address=_address(row),
        total=find_money(row.get("price"), "price"),
        fees=fees,
        net=net,
        ship_by=_ship_by(row, remote_status),
        shipped_at=find_moment(row.get("deliveringDate"), "deliveringDate"),
        delivered_at=find_moment(row.get("completedDate"), "completedDate"),
        shipping_method=text(mapping(row.get("dropOffPoint"), "dropOffPoint").get("address")),
        parcels=_parcels(number, status, lines),
        cancel_requested=remote_status == CANCELLING,
        cancel_reason=text(row.get("cancelReason")),
        buyer_note=text(mapping(row.get("deliveryInfo"), "deliveryInfo").get("deliveryComment")),
    )


def status_of(row: Json, items: Sequence[Json]) -> OrderStatus:
    """Their word by the table; what came back of a completed order says more than the word."""
    word = text(row.get("status"))
    if word == CANCELLING:
        return _pending_cancellation(row)
    if word == COMPLETED:
        return completed(items)
    return STATUSES.get(word, OrderStatus.UNKNOWN)


def completed(items: Sequence[Json]) -> OrderStatus:
    """Delivered, unless some or all of it came back."""
    units = sum(whole(item.get("amount"), "orderItems[].amount", default=0) for item in items)
    back = sum(whole(item.get("amountReturns"), "orderItems[].amountReturns", default=0) for item in items)
    if back and back >= units:
        return OrderStatus.REFUNDED
    if back or any(text(item.get("status")) == ROW_SHRUNK for item in items):
        return OrderStatus.PARTIALLY_REFUNDED
    return OrderStatus.DELIVERED


def _pending_cancellation(row: Json) -> OrderStatus:
    """Nothing is cancelled yet: the order is held where it stands, and its goods stay reserved, until Uzum says so."""
    found = OrderStatus.PENDING
    for name, status in STEPS.items():
        if row.get(name):
            found = status
    return found


def placed_at(row: Json) -> datetime:
    """When the buyer ordered."""
    moment = find_moment(row.get("dateCreated"), "dateCreated")
    if moment is None:
        raise UnexpectedPayload("dateCreated", row.get("dateCreated"))
    return moment


def moments(row: Json) -> list[datetime]:
    """All that is known to have happened; Uzum does not tell when an order last changed."""
    return [moment for name in MOMENTS if (moment := find_moment(row.get(name), name)) is not None]


def fees_of(items: Sequence[Json]) -> tuple[Decimal | None, Decimal | None]:
    """Commission with delivery, and what is paid out; zeros are of an order that Uzum has not reckoned."""
    fees = _summed(items, "commission") + _summed(items, "logisticDeliveryFee")
    net = _summed(items, "sellerProfit")
    return (fees, net) if fees or net else (None, None)


def _summed(items: Sequence[Json], name: str) -> Decimal:
    return sum((find_money(item.get(name), f"orderItems[].{name}") or ZERO for item in items), ZERO)


def lines_of(items: Sequence[Json], *, gone: bool) -> tuple[OrderLine, ...]:
    return tuple(_line(item, f"orderItems[{at}]", gone=gone) for at, item in enumerate(items))


def _line(item: Json, path: str, *, gone: bool) -> OrderLine:
    """A row. `gone`: one that was cancelled alone, in an order that lives on, is told as cancelled."""
    quantity = whole(item.get("amount"), f"{path}.amount")
    if quantity < 0:
        raise UnexpectedPayload(f"{path}.amount", quantity)
    quantity, cancelled = units_of(item, quantity, gone=gone)
    sku = sku_of(item)
    remote_id = needed_text(item.get("id"), f"{path}.id")
    return OrderLine(
        remote_id=remote_id,
        title=text(item.get("productTitle")) or sku or remote_id,
        quantity=quantity,
        unit_price=price_of(item, path),
        sku=sku,
        gtin=text(item.get("barcode"), f"{path}.barcode"),
        remote_product_id=text(item.get("productId")),
        remote_variant_id=text(item.get("skuId")),
        cancelled_quantity=cancelled,
    )


def units_of(item: Json, quantity: int, *, gone: bool) -> tuple[int, int]:
    """Ordered and cancelled units. A cancelled row is left with no units: how many it had is told nowhere, so one."""
    if quantity == 0:
        back = whole(item.get("amountReturns"), "orderItems[].amountReturns", default=0)
        return (back, 0) if back else (1, 1)
    return quantity, quantity if gone and text(item.get("status")) == ROW_GONE else 0


def sku_of(item: Json) -> str:
    """The seller's own code; sales carry it in a field that elsewhere names the variant."""
    return text(item.get("sellerSkuCode")) or text(item.get("skuTitle")) or text(item.get("skuId"))


def price_of(item: Json, path: str) -> Decimal:
    """The price of one unit, under any of the names it was seen with."""
    for name in ("sellerPrice", "sellPrice", "price"):
        amount = find_money(item.get(name), f"{path}.{name}")
        if amount is not None:
            return amount
    raise UnexpectedPayload(f"{path}.sellerPrice", None)


def _ship_by(row: Json, remote_status: str) -> datetime | None:
    """The next deadline: to accept it, then to bring it."""
    name = "acceptUntil" if remote_status == CREATED else "deliverUntil"
    return find_moment(row.get(name), name)


def _buyer(row: Json) -> Buyer:
    """Told for DBS; of FBS Uzum hides the buyer."""
    told = mapping(row.get("deliveryInfo"), "deliveryInfo")
    return Buyer(name=text(told.get("customerFullname")), phone=text(told.get("customerPhone")))


def _address(row: Json) -> Address:
    told = mapping(row.get("deliveryInfo"), "deliveryInfo")
    if not told:
        return Address()
    return Address(
        name=text(told.get("customerFullname")),
        phone=text(told.get("customerPhone")),
        line1=text(told.get("deliveryAddress")),
        country=COUNTRY,
        note=text(told.get("deliveryComment")),
    )


def _parcels(number: str, status: OrderStatus, lines: Sequence[OrderLine]) -> tuple[Parcel, ...]:
    """An order is one parcel, once it is in a delivery note; there are no tracking numbers."""
    if status not in IN_NOTE:
        return ()
    return (Parcel(remote_id=number, lines={line.remote_id: line.quantity for line in lines}),)
