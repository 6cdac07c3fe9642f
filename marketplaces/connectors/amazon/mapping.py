"""Orders of Amazon to canonical ones: status tables first, then pure functions. An unknown word is UNKNOWN and kept."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from marketplaces.canonical.orders import Address, Buyer, Order, OrderLine, Parcel
from marketplaces.canonical.statuses import OrderStatus, Scheme
from marketplaces.framework.errors import UnexpectedPayload

from .places import PLACES, order_page
from .reading import Json, currency_of, find_moment, find_money, mapping, moment, needed_text, rows, text, whole

#: `fulfillment.fulfillmentStatus` (contract, section 11). Refunds are no state of an order at Amazon.
STATUSES: Mapping[str, OrderStatus] = {
    "PENDING_AVAILABILITY": OrderStatus.PENDING,  # a preorder whose day has not come
    "PENDING": OrderStatus.PENDING,  # not paid yet; prices are not told
    "UNSHIPPED": OrderStatus.CONFIRMED,
    "PARTIALLY_SHIPPED": OrderStatus.PROCESSING,
    "SHIPPED": OrderStatus.SHIPPED,
    "CANCELLED": OrderStatus.CANCELLED,  # two L
    "UNFULFILLABLE": OrderStatus.CANCELLED,
}
#: `fulfillment.fulfilledBy`; left out, it is the seller's own.
SCHEMES: Mapping[str, Scheme] = {
    "MERCHANT": Scheme.SELLER,
    "AMAZON": Scheme.MARKETPLACE,
    "": Scheme.SELLER,
}
#: Of a package. Only here does Amazon tell that something has arrived.
DELIVERED, CALLED_BACK = "DELIVERED", "CANCELLED"
#: What a buyer pays beside the goods; it is told as the cost of sending.
BESIDE = ("SHIPPING", "GIFT_WRAP", "COD_FEE", "DELIVERY_TIP", "OTHER")
OPEN = frozenset({OrderStatus.PENDING, OrderStatus.CONFIRMED, OrderStatus.PROCESSING})
BUYER = "BUYER"
CENTS = Decimal("0.0001")
NONE = Decimal(0)


def order(row: Json) -> Order:
    """One order, of the search or of its own call, with all parts that both are asked for."""
    number = needed_text(row.get("orderId"), "orderId")
    fulfillment = mapping(row.get("fulfillment"), "fulfillment")
    word = needed_text(fulfillment.get("fulfillmentStatus"), "fulfillment.fulfillmentStatus")
    by = text(fulfillment.get("fulfilledBy"), "fulfillment.fulfilledBy")
    packages, items = rows(row.get("packages"), "packages"), rows(row.get("orderItems"), "orderItems")
    proceeds = mapping(row.get("proceeds"), "proceeds")
    found = status(word, packages)
    lines = _lines(items, over=found is OrderStatus.CANCELLED)
    parcels, first = _parcels(packages), next(iter(packages), {})
    channel = mapping(row.get("salesChannel"), "salesChannel")
    return Order(
        remote_id=number,
        number=number,
        status=found,
        remote_status=word,
        currency=_currency(row, proceeds, items),
        placed_at=moment(row.get("createdTime"), "createdTime"),
        updated_at=moment(row.get("lastUpdatedTime"), "lastUpdatedTime"),
        ship_by=_latest(fulfillment),
        shipped_at=find_moment(first.get("shipTime"), "packages[].shipTime"),
        lines=lines,
        scheme=SCHEMES.get(by, Scheme.SELLER),
        remote_scheme=by,
        url=order_page(text(channel.get("marketplaceId"), "salesChannel.marketplaceId"), number),
        buyer=_buyer(mapping(row.get("buyer"), "buyer")),
        shipping_address=_address(mapping(row.get("recipient"), "recipient")),
        subtotal=_part(proceeds, "ITEM"),
        shipping_cost=_part(proceeds, *BESIDE) or NONE,
        tax=_part(proceeds, "TAX") or NONE,
        discount=abs(_part(proceeds, "DISCOUNT") or NONE),
        total=find_money(proceeds.get("grandTotal"), "proceeds.grandTotal"),
        shipping_method=text(fulfillment.get("fulfillmentServiceLevel"), "fulfillment.fulfillmentServiceLevel"),
        carrier=parcels[0].carrier if parcels else "",
        tracking_number=parcels[0].tracking_number if parcels else "",
        parcels=parcels,
        cancel_requested=found in OPEN and any(_is_asked(each) for each in items),
        cancel_reason=_cancel_reason(items),
        raw=row,
    )


def status(word: str, packages: Sequence[Json] = ()) -> OrderStatus:
    """The unified state; sent, it has arrived when every package that was not called back has."""
    found = STATUSES.get(word, OrderStatus.UNKNOWN)
    if found is not OrderStatus.SHIPPED:
        return found
    states = {text(mapping(each.get("packageStatus"), "packageStatus").get("status")) for each in packages}
    return OrderStatus.DELIVERED if states - {CALLED_BACK} == {DELIVERED} else found


def is_theirs(row: Json) -> bool:
    """Whether Amazon sends this order from its own warehouse."""
    by = text(mapping(row.get("fulfillment"), "fulfillment").get("fulfilledBy"), "fulfillment.fulfilledBy")
    return SCHEMES.get(by) is Scheme.MARKETPLACE


def _currency(row: Json, proceeds: Json, items: Sequence[Json]) -> str:
    """As the amounts say; a pending order has none, but its marketplace has one currency."""
    prices = [_price(each) for each in items]
    told = next(filter(None, map(currency_of, [proceeds.get("grandTotal"), *prices])), "")
    channel = mapping(row.get("salesChannel"), "salesChannel")
    place = PLACES.get(text(channel.get("marketplaceId"), "salesChannel.marketplaceId"))
    if not told and place is None:
        raise UnexpectedPayload("salesChannel.marketplaceId", channel.get("marketplaceId"))
    return told or (place.currency if place else "")


def _lines(items: Sequence[Json], *, over: bool) -> tuple[OrderLine, ...]:
    """A line of which nothing is ordered any more is left out, unless the whole order is over."""
    lines = tuple(_line(each, over=over) for each in items if over or _quantity(each))
    if not lines:
        raise UnexpectedPayload("orderItems", list(items))
    return lines


def _line(item: Json, *, over: bool) -> OrderLine:
    """`unitPrice` is of one unit; taxes and discounts of the whole line."""
    product, proceeds = mapping(item.get("product"), "product"), mapping(item.get("proceeds"), "proceeds")
    ordered = max(1, _quantity(item)) if over else _quantity(item)
    sku = text(product.get("sellerSku"), "product.sellerSku")
    return OrderLine(
        remote_id=needed_text(item.get("orderItemId"), "orderItems[].orderItemId"),
        title=text(product.get("title"), "product.title") or sku,
        quantity=ordered,
        unit_price=_unit_price(item, proceeds, ordered),
        sku=sku,
        remote_product_id=sku or text(product.get("asin"), "product.asin"),
        discount=abs(_part(proceeds, "DISCOUNT") or NONE),
        tax=_part(proceeds, "TAX") or NONE,
        cancelled_quantity=_cancelled(item, ordered),
    )


def _quantity(item: Json) -> int:
    count = whole(item.get("quantityOrdered"), "orderItems[].quantityOrdered")
    if count < 0:
        raise UnexpectedPayload("orderItems[].quantityOrdered", count)
    return count


def _unit_price(item: Json, proceeds: Json, quantity: int) -> Decimal:
    """As told, else the line's goods by its units; a pending order tells neither."""
    told = find_money(_price(item), "product.price.unitPrice")
    if told is not None:
        return told
    goods = _part(proceeds, "ITEM")
    return NONE if goods is None else (goods / quantity).quantize(CENTS).normalize() + NONE


def _price(item: Json) -> object:
    product = mapping(item.get("product"), "product")
    return mapping(product.get("price"), "product.price").get("unitPrice")


def _cancelled(item: Json, ordered: int) -> int:
    """Units of a line that somebody has cancelled: all that were not sent before."""
    if not mapping(mapping(item.get("cancellation"), "cancellation").get("cancellationExecution"), "execution"):
        return 0
    told = mapping(item.get("fulfillment"), "orderItems[].fulfillment")
    return max(0, ordered - whole(told.get("quantityFulfilled"), "quantityFulfilled", 0))


def _is_asked(item: Json) -> bool:
    told = mapping(item.get("cancellation"), "cancellation")
    asked = mapping(told.get("cancellationRequest"), "cancellation.cancellationRequest")
    return text(asked.get("requester"), "requester") == BUYER and not told.get("cancellationExecution")


def _cancel_reason(items: Iterable[Json]) -> str:
    """Why, in their words: of what was done, else of what was asked."""
    for name in ("cancellationExecution", "cancellationRequest"):
        for item in items:
            told = mapping(mapping(item.get("cancellation"), "cancellation").get(name), name)
            if reason := text(told.get("cancelReason"), f"{name}.cancelReason"):
                return reason
    return ""


def _part(proceeds: Json, *kinds: str) -> Decimal | None:
    """The sum of some kinds of proceeds; None where none of them is told."""
    found = [
        find_money(each.get("subtotal"), "proceeds.breakdowns[].subtotal")
        for each in rows(proceeds.get("breakdowns"), "proceeds.breakdowns")
        if text(each.get("type"), "proceeds.breakdowns[].type") in kinds
    ]
    amounts = [each for each in found if each is not None]
    return sum(amounts, NONE) if amounts else None


def _latest(fulfillment: Json) -> datetime | None:
    window = mapping(fulfillment.get("shipByWindow"), "fulfillment.shipByWindow")
    return find_moment(window.get("latestDateTime"), "fulfillment.shipByWindow.latestDateTime")


def _buyer(told: Json) -> Buyer:
    """The address is one that Amazon lends."""
    return Buyer(
        name=text(told.get("buyerName"), "buyer.buyerName"), email=text(told.get("buyerEmail"), "buyer.buyerEmail")
    )


def _address(recipient: Json) -> Address:
    """Three lines become two; how to find the door is a note."""
    told = mapping(recipient.get("deliveryAddress"), "recipient.deliveryAddress")
    wish = mapping(recipient.get("deliveryPreference"), "recipient.deliveryPreference")

    def field(name: str) -> str:
        return text(told.get(name), f"recipient.deliveryAddress.{name}")

    second = (field("addressLine2"), field("addressLine3"), field("districtOrCounty"))
    name = ", ".join(filter(None, (field("name"), field("companyName"))))
    return Address(
        name=name,
        phone=field("phone"),
        line1=field("addressLine1"),
        line2=", ".join(filter(None, second)),
        city=field("city") or field("municipality"),
        region=field("stateOrRegion"),
        postcode=field("postalCode"),
        country=field("countryCode"),
        note="; ".join(filter(None, (text(wish.get("dropOffLocation")), text(wish.get("addressInstruction"))))),
    )


def _parcels(packages: Sequence[Json]) -> tuple[Parcel, ...]:
    return tuple(
        Parcel(
            remote_id=needed_text(each.get("packageReferenceId"), "packages[].packageReferenceId"),
            tracking_number=text(each.get("trackingNumber"), "packages[].trackingNumber"),
            carrier=text(each.get("carrier"), "packages[].carrier"),
            lines={
                needed_text(row.get("orderItemId"), "packageItems[].orderItemId"): whole(
                    row.get("quantity"), "packageItems[].quantity", 0
                )
                for row in rows(each.get("packageItems"), "packages[].packageItems")
            },
        )
        for each in packages
    )
