"""Orders of the API before 2026 to canonical ones. Its amounts are of whole lines, and some of its truths are text."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from marketplaces.canonical.orders import Address, Buyer, Order, OrderLine
from marketplaces.canonical.statuses import OrderStatus, Scheme
from marketplaces.framework import reading
from marketplaces.framework.errors import UnexpectedPayload

from .places import PLACES, order_page
from .reading import Json, find_moment, mapping, moment, needed_text, rows, text, whole

STATUSES: Mapping[str, OrderStatus] = {
    "PendingAvailability": OrderStatus.PENDING,
    "Pending": OrderStatus.PENDING,
    "Unshipped": OrderStatus.CONFIRMED,
    "PartiallyShipped": OrderStatus.PROCESSING,
    "Shipped": OrderStatus.SHIPPED,
    "InvoiceUnconfirmed": OrderStatus.SHIPPED,
    "Canceled": OrderStatus.CANCELLED,  # one L
    "Unfulfillable": OrderStatus.CANCELLED,
}
SCHEMES: Mapping[str, Scheme] = {"MFN": Scheme.SELLER, "AFN": Scheme.MARKETPLACE, "": Scheme.SELLER}
#: Of parcels that Amazon fetches itself.
ARRIVED = "Delivered"
OPEN = frozenset({OrderStatus.PENDING, OrderStatus.CONFIRMED, OrderStatus.PROCESSING})
CENTS = Decimal("0.0001")
NONE = Decimal(0)


def order(row: Json) -> Order:
    """One order with its lines under OrderItems."""
    number, word = (
        needed_text(row.get("AmazonOrderId"), "AmazonOrderId"),
        needed_text(row.get("OrderStatus"), "OrderStatus"),
    )
    channel, items = (
        text(row.get("FulfillmentChannel"), "FulfillmentChannel"),
        rows(row.get("OrderItems"), "OrderItems"),
    )
    found, total = _status(word, row), mapping(row.get("OrderTotal"), "OrderTotal")
    lines = _lines(items, over=found is OrderStatus.CANCELLED)
    return Order(
        remote_id=number,
        number=number,
        status=found,
        remote_status=word,
        remote_substatus=text(row.get("EasyShipShipmentStatus"), "EasyShipShipmentStatus"),
        currency=_currency(row, total),
        placed_at=moment(row.get("PurchaseDate"), "PurchaseDate"),
        updated_at=moment(row.get("LastUpdateDate"), "LastUpdateDate"),
        ship_by=find_moment(row.get("LatestShipDate"), "LatestShipDate"),
        lines=lines,
        scheme=SCHEMES.get(channel, Scheme.SELLER),
        remote_scheme=channel,
        url=order_page(text(row.get("MarketplaceId"), "MarketplaceId"), number),
        buyer=_buyer(mapping(row.get("BuyerInfo"), "BuyerInfo")),
        shipping_address=_address(mapping(row.get("ShippingAddress"), "ShippingAddress")),
        shipping_cost=_sum(items, "ShippingPrice"),
        tax=_sum(items, "ItemTax") + _sum(items, "ShippingTax"),
        discount=_sum(items, "PromotionDiscount") + _sum(items, "ShippingDiscount"),
        total=_amount(total, "OrderTotal") if total else None,
        shipping_method=text(row.get("ShipServiceLevel"), "ShipServiceLevel"),
        cancel_requested=found in OPEN and any(_is_asked(each) for each in items),
        cancel_reason=_cancel_reason(items),
        raw=row,
    )


def _status(word: str, row: Json) -> OrderStatus:
    found = STATUSES.get(word, OrderStatus.UNKNOWN)
    arrived = text(row.get("EasyShipShipmentStatus"), "EasyShipShipmentStatus") == ARRIVED
    return OrderStatus.DELIVERED if found is OrderStatus.SHIPPED and arrived else found


def _currency(row: Json, total: Json) -> str:
    """A pending order has no amount, but its marketplace has one currency."""
    told = text(total.get("CurrencyCode"), "OrderTotal.CurrencyCode")
    place = PLACES.get(text(row.get("MarketplaceId"), "MarketplaceId"))
    if not told and place is None:
        raise UnexpectedPayload("MarketplaceId", row.get("MarketplaceId"))
    return told or (place.currency if place else "")


def _lines(items: Sequence[Json], *, over: bool) -> tuple[OrderLine, ...]:
    """A line of which nothing is ordered any more is left out, unless the whole order is over."""
    counts = [(each, whole(each.get("QuantityOrdered"), "OrderItems[].QuantityOrdered")) for each in items]
    lines = tuple(_line(each, max(1, count) if over else count) for each, count in counts if over or count > 0)
    if not lines:
        raise UnexpectedPayload("OrderItems", list(items))
    return lines


def _line(item: Json, quantity: int) -> OrderLine:
    sku, price = text(item.get("SellerSKU"), "OrderItems[].SellerSKU"), _find_amount(item, "ItemPrice")
    return OrderLine(
        remote_id=needed_text(item.get("OrderItemId"), "OrderItems[].OrderItemId"),
        title=text(item.get("Title"), "OrderItems[].Title") or sku,
        quantity=quantity,
        unit_price=NONE if price is None else _each(price, quantity),
        sku=sku,
        remote_product_id=sku or text(item.get("ASIN"), "OrderItems[].ASIN"),
        discount=_find_amount(item, "PromotionDiscount") or NONE,
        tax=_find_amount(item, "ItemTax") or NONE,
    )


def _each(price: Decimal, quantity: int) -> Decimal:
    """The price of one unit; what cannot be divided evenly is rounded to the smallest unit that is kept here."""
    return price if quantity == 1 else (price / quantity).quantize(CENTS)


def _sum(items: Sequence[Json], name: str) -> Decimal:
    return sum((_find_amount(each, name) or NONE for each in items), NONE)


def _find_amount(item: Json, name: str) -> Decimal | None:
    told = item.get(name)
    return None if told is None else _amount(mapping(told, name), name)


def _amount(told: Json, name: str) -> Decimal:
    return reading.money(told.get("Amount"), f"{name}.Amount")


def _is_asked(item: Json) -> bool:
    """The truth of it is the text “true”."""
    told = mapping(item.get("BuyerRequestedCancel"), "BuyerRequestedCancel")
    return _text_of(told.get("IsBuyerRequestedCancel")) == "true"


def _text_of(value: Any) -> str:
    """Also where it comes as a real truth value."""
    return str(value).lower()


def _cancel_reason(items: Sequence[Json]) -> str:
    told = (mapping(each.get("BuyerRequestedCancel"), "BuyerRequestedCancel") for each in items)
    return next(filter(None, (text(each.get("BuyerCancelReason"), "BuyerCancelReason") for each in told)), "")


def _buyer(told: Json) -> Buyer:
    return Buyer(name=text(told.get("BuyerName"), "BuyerName"), email=text(told.get("BuyerEmail"), "BuyerEmail"))


def _address(told: Json) -> Address:
    """Only city, region, code and country without a token for personal data."""

    def field(name: str) -> str:
        return text(told.get(name), f"ShippingAddress.{name}")

    return Address(
        name=", ".join(filter(None, (field("Name"), field("CompanyName")))),
        phone=field("Phone"),
        line1=field("AddressLine1"),
        line2=", ".join(filter(None, (field("AddressLine2"), field("AddressLine3"), field("District")))),
        city=field("City") or field("Municipality"),
        region=field("StateOrRegion"),
        postcode=field("PostalCode"),
        country=field("CountryCode"),
    )
