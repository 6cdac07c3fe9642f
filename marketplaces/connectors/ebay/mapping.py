"""Orders of eBay to canonical ones: status tables first, then pure functions. An unknown word is UNKNOWN and kept."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from marketplaces.canonical.orders import Address, Buyer, Order, OrderLine, Parcel
from marketplaces.canonical.statuses import OrderStatus, Scheme
from marketplaces.framework.errors import UnexpectedPayload

from .reading import Json, find_moment, find_money, mapping, moment, money, needed_text, rows, text, whole

#: Three words make one state; the first of these tables that names a word decides (contract section 4).
CANCEL: Mapping[str, OrderStatus | None] = {
    "CANCELED": OrderStatus.CANCELLED,  # one L
    "IN_PROGRESS": None,  # the buyer asks; how far the order is, is told by the others
    "NONE_REQUESTED": None,
    "": None,
}
PAYMENT: Mapping[str, OrderStatus | None] = {
    "FULLY_REFUNDED": OrderStatus.REFUNDED,
    "PARTIALLY_REFUNDED": OrderStatus.PARTIALLY_REFUNDED,
    "PENDING": OrderStatus.PENDING,
    "FAILED": OrderStatus.PENDING,
    "PAID": None,
}
FULFILMENT: Mapping[str, OrderStatus] = {
    "FULFILLED": OrderStatus.SHIPPED,  # no word for delivered
    "IN_PROGRESS": OrderStatus.PROCESSING,
    "NOT_STARTED": OrderStatus.CONFIRMED,
}
ASKED, NOBODY_ASKED = "IN_PROGRESS", "NONE_REQUESTED"
CENTS = Decimal("0.0001")
#: Where a seller sees an order, whichever site it was sold at.
PAGE = "https://www.ebay.com/mesh/ord/details?orderid={number}"
#: A parcel without a tracking number is named by a short number that says nothing.
LONGEST_EMPTY_NAME = 4


def order(row: Json) -> Order:
    """One order, of the list or of its own call."""
    number = needed_text(row.get("orderId"), "orderId")
    prices = mapping(row.get("pricingSummary"), "pricingSummary")
    cancel = mapping(row.get("cancelStatus"), "cancelStatus")
    total = mapping(prices.get("total"), "pricingSummary.total")
    currency = needed_text(total.get("currency"), "pricingSummary.total.currency")
    lines = rows(row.get("lineItems"), "lineItems")
    start = next(iter(rows(row.get("fulfillmentStartInstructions"), "fulfillmentStartInstructions")), {})
    step = mapping(start.get("shippingStep"), "fulfillmentStartInstructions[0].shippingStep")
    words = _words(row, cancel)
    return Order(
        remote_id=number,
        number=number,
        status=status(*words),
        remote_status="/".join(words[1:]),
        remote_substatus="" if words[0] == NOBODY_ASKED else words[0],
        currency=currency,
        placed_at=moment(row.get("creationDate"), "creationDate"),
        updated_at=moment(row.get("lastModifiedDate"), "lastModifiedDate"),
        paid_at=_paid_at(row),
        ship_by=_ship_by(lines),
        lines=_lines(lines),
        scheme=_scheme(row),
        url=PAGE.format(number=number),
        remote_scheme=text(start.get("fulfillmentInstructionsType"), "fulfillmentInstructionsType"),
        buyer=_buyer(mapping(row.get("buyer"), "buyer")),
        shipping_address=_address(mapping(step.get("shipTo"), "shipTo"), note=text(step.get("shipToReferenceId"))),
        billing_address=_billing(row),
        subtotal=find_money(prices.get("priceSubtotal"), "pricingSummary.priceSubtotal"),
        shipping_cost=find_money(prices.get("deliveryCost"), "pricingSummary.deliveryCost") or Decimal(0),
        tax=sum((_tax(each) for each in lines), Decimal(0)),
        discount=_discount(prices),
        total=money(total, "pricingSummary.total"),
        fees=_kept(currency, row, lines),
        net=_in(currency, mapping(row.get("paymentSummary"), "paymentSummary").get("totalDueSeller"), "totalDueSeller"),
        shipping_method=text(step.get("shippingServiceCode"), "shippingServiceCode"),
        carrier=text(step.get("shippingCarrierCode"), "shippingCarrierCode"),
        parcels=_parcels(row),
        # A part of the money went back before all was sent: what is left must still be packed.
        keeps_status=words[1] == "PARTIALLY_REFUNDED" and words[2] in ("NOT_STARTED", "IN_PROGRESS"),
        cancel_requested=words[0] == ASKED,
        cancel_reason=_cancel_reason(cancel),
        buyer_note=text(row.get("buyerCheckoutNotes"), "buyerCheckoutNotes"),
        raw=row,
    )


def status(cancel: str, payment: str, fulfilment: str) -> OrderStatus:
    """The unified state of an order; a word that no table has makes it UNKNOWN."""
    if cancel not in CANCEL or payment not in PAYMENT or fulfilment not in FULFILMENT:
        return OrderStatus.UNKNOWN
    return CANCEL[cancel] or PAYMENT[payment] or FULFILMENT[fulfilment]


def _words(row: Json, cancel: Json) -> tuple[str, str, str]:
    return (
        text(cancel.get("cancelState"), "cancelStatus.cancelState"),
        needed_text(row.get("orderPaymentStatus"), "orderPaymentStatus"),
        needed_text(row.get("orderFulfillmentStatus"), "orderFulfillmentStatus"),
    )


def _lines(found: Sequence[Json]) -> tuple[OrderLine, ...]:
    if not found:
        raise UnexpectedPayload("lineItems", list(found))
    return tuple(_line(each) for each in found)


def _line(item: Json) -> OrderLine:
    """A line's cost is of all its units and before the discount. Listings made elsewhere may have no SKU."""
    quantity = whole(item.get("quantity"), "lineItems[].quantity")
    if quantity < 1:
        raise UnexpectedPayload("lineItems[].quantity", quantity)
    cost = money(item.get("lineItemCost"), "lineItems[].lineItemCost")
    reduced = find_money(item.get("discountedLineItemCost"), "lineItems[].discountedLineItemCost")
    sku = text(item.get("sku"), "lineItems[].sku")
    listing = text(item.get("legacyItemId"), "lineItems[].legacyItemId")
    variation = text(item.get("legacyVariationId"), "lineItems[].legacyVariationId")
    return OrderLine(
        remote_id=needed_text(item.get("lineItemId"), "lineItems[].lineItemId"),
        title=text(item.get("title"), "lineItems[].title") or sku,
        quantity=quantity,
        unit_price=_each(cost, quantity),
        sku=sku,
        remote_product_id=sku or listing,
        remote_variant_id="" if sku or variation == "0" else variation,
        discount=max(Decimal(0), cost - reduced) if reduced is not None else Decimal(0),
        tax=_tax(item),
    )


def _each(cost: Decimal, quantity: int) -> Decimal:
    """The price of one unit; what cannot be divided evenly is rounded to the smallest unit that is kept here."""
    price = cost / quantity
    return (
        price if price * quantity == cost and price == price.quantize(CENTS) else price.quantize(CENTS, ROUND_HALF_UP)
    )


def _tax(item: Json) -> Decimal:
    """What the seller owes and what eBay collects and pays itself; both are in the total that we ask for."""
    owed = (money(each.get("amount"), "taxes[].amount") for each in rows(item.get("taxes"), "taxes"))
    return sum(owed, Decimal(0)) + _collected(item)


def _collected(item: Json) -> Decimal:
    """Taxes that the buyer pays and eBay hands on: they never reach the seller."""
    told = rows(item.get("ebayCollectAndRemitTaxes"), "ebayCollectAndRemitTaxes")
    return sum((money(each.get("amount"), "ebayCollectAndRemitTaxes[].amount") for each in told), Decimal(0))


def _kept(currency: str, row: Json, lines: Sequence[Json]) -> Decimal | None:
    """What of the total stays at eBay: its fee, and the taxes that it hands on. So total less fees is the payout."""
    fee = _in(currency, row.get("totalMarketplaceFee"), "totalMarketplaceFee")
    return None if fee is None else fee + sum(map(_collected, lines), Decimal(0))


def _discount(prices: Json) -> Decimal:
    """Discounts are told as negative amounts; one of the postage counts as well."""
    parts = (find_money(prices.get(name), f"pricingSummary.{name}") for name in ("priceDiscount", "deliveryDiscount"))
    return -sum((part for part in parts if part is not None), Decimal(0))


def _in(currency: str, value: object, path: str) -> Decimal | None:
    """An amount, unless it is told in another currency than the order."""
    amount = mapping(value, path)
    return find_money(value, path) if text(amount.get("currency"), path) == currency else None


def _paid_at(row: Json) -> datetime | None:
    payments = rows(mapping(row.get("paymentSummary"), "paymentSummary").get("payments"), "payments")
    dates = [
        find_moment(each.get("paymentDate"), "payments[].paymentDate")
        for each in payments
        if text(each.get("paymentStatus"), "payments[].paymentStatus") == "PAID"
    ]
    return min((each for each in dates if each is not None), default=None)


def _ship_by(lines: Sequence[Json]) -> datetime | None:
    """The earliest of the lines' dates."""
    told = [mapping(each.get("lineItemFulfillmentInstructions"), "lineItemFulfillmentInstructions") for each in lines]
    dates = [find_moment(each.get("shipByDate"), "shipByDate") for each in told]
    return min((each for each in dates if each is not None), default=None)


def _scheme(row: Json) -> Scheme:
    """eBay's fulfilment programme sends by itself; parcels for its hubs are still sent by the seller."""
    program = mapping(mapping(row.get("program"), "program").get("fulfillmentProgram"), "fulfillmentProgram")
    return Scheme.MARKETPLACE if text(program.get("fulfilledBy"), "fulfilledBy") == "EBAY" else Scheme.SELLER


def _buyer(told: Json) -> Buyer:
    contact = mapping(told.get("buyerRegistrationAddress"), "buyerRegistrationAddress")
    return Buyer(
        remote_id=text(told.get("username"), "buyer.username"),
        name=text(contact.get("fullName"), "buyer.fullName"),
        email=text(contact.get("email"), "buyer.email"),
        phone=_phone(contact),
    )


def _billing(row: Json) -> Address | None:
    contact = mapping(row.get("buyer"), "buyer").get("buyerRegistrationAddress")
    return _address(mapping(contact, "buyerRegistrationAddress")) if contact else None


def _address(contact: Json, *, note: str = "") -> Address:
    """Names, streets and phones fade with the age of an order: what is not there is empty."""
    place = mapping(contact.get("contactAddress"), "contactAddress")

    def part(name: str) -> str:
        return text(place.get(name), f"contactAddress.{name}")

    company = text(contact.get("companyName"), "companyName")
    first, *more = [each for each in (company, part("addressLine1"), part("addressLine2")) if each] or [""]
    return Address(
        name=text(contact.get("fullName"), "fullName"),
        phone=_phone(contact),
        email=text(contact.get("email"), "email"),
        line1=first,
        line2=", ".join(more),
        city=part("city"),
        region=part("stateOrProvince"),
        postcode=part("postalCode"),
        country=part("countryCode"),
        note=note,
    )


def _phone(contact: Json) -> str:
    """Some sellers are told a 0 in place of a number."""
    number = text(mapping(contact.get("primaryPhone"), "primaryPhone").get("phoneNumber"), "phoneNumber")
    return "" if number == "0" else number


def _cancel_reason(cancel: Json) -> str:
    """Only an order's own call tells it."""
    requests = rows(cancel.get("cancelRequests"), "cancelRequests")
    return text(requests[-1].get("cancelReason"), "cancelReason") if requests else ""


def _parcels(row: Json) -> tuple[Parcel, ...]:
    """Only the ends of their addresses are told with an order: the tracking number, where there is one."""
    hrefs = row.get("fulfillmentHrefs") or []
    if not isinstance(hrefs, list):
        raise UnexpectedPayload("fulfillmentHrefs", hrefs)
    names = [text(each, "fulfillmentHrefs[]").rstrip("/").rpartition("/")[2] for each in hrefs]
    return tuple(
        Parcel(remote_id=name, tracking_number="" if _says_nothing(name) else name)
        for name in dict.fromkeys(names)
        if name
    )


def _says_nothing(name: str) -> bool:
    return name.isdigit() and len(name) <= LONGEST_EMPTY_NAME
