"""Postings to canonical orders: pure functions, the status tables first."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from marketplaces.canonical.orders import Address, Buyer, Order, OrderLine, Parcel
from marketplaces.canonical.statuses import OrderStatus, Scheme
from marketplaces.framework.errors import UnexpectedPayload

from .reading import Json, find_moment, find_money, listed, mapping, money, needed_text, rows, text, whole

STATUSES: Mapping[str, OrderStatus] = {
    "awaiting_registration": OrderStatus.PENDING,
    "awaiting_verification": OrderStatus.PENDING,
    "awaiting_approve": OrderStatus.PENDING,
    "acceptance_in_progress": OrderStatus.PENDING,
    "awaiting_packaging": OrderStatus.CONFIRMED,
    "awaiting_deliver": OrderStatus.READY_FOR_SHIPMENT,
    "sent_by_seller": OrderStatus.SHIPPED,
    "driver_pickup": OrderStatus.SHIPPED,
    "delivering": OrderStatus.SHIPPED,
    "delivered": OrderStatus.DELIVERED,
    "cancelled": OrderStatus.CANCELLED,
    "cancelled_from_split_pending": OrderStatus.CANCELLED,
    "not_accepted": OrderStatus.PROCESSING,
    "arbitration": OrderStatus.PROCESSING,
    "client_arbitration": OrderStatus.PROCESSING,
}

#: What a person has to settle at Ozon before the posting goes on.
DISPUTES: Mapping[str, str] = {
    "not_accepted": "Ozon did not take the parcel in at its sorting centre",
    "arbitration": "Ozon looks into what became of the parcel",
    "client_arbitration": "The buyer disputes the delivery and Ozon looks into it",
}

#: The posting lives on only in the postings that it was split into.
SPLIT = "cancelled_from_split_pending"
FBS, RFBS, FBO = "fbs", "rfbs", "fbo"

#: Who carries the parcel tells FBS from rFBS; the posting itself does not.
SCHEMES: Mapping[str, str] = {
    "ozon": FBS, "hybryd": FBS, "aggregator": RFBS, "3pl_tracking": RFBS, "non_integrated": RFBS,
}  # fmt: skip

#: From here on there is a parcel.
PACKED = frozenset({OrderStatus.READY_FOR_SHIPMENT, OrderStatus.SHIPPED, OrderStatus.DELIVERED})

#: Currency of accounts that do not say: the documented default of price calls.
DEFAULT_CURRENCY = "RUB"
ZERO = Decimal(0)


def status_word(value: object) -> str:
    """Their status; one value is printed with a blank in one place and with an underscore in another."""
    return text(value, "status").replace(" ", "_")


def fbs_order(posting: Json, *, currency: str = "") -> Order:
    """An FBS or rFBS posting, from the lists or from the single read."""
    return _order(posting, scheme=Scheme.SELLER, remote_scheme=remote_scheme(posting), currency=currency)


def fbo_order(posting: Json, *, currency: str = "") -> Order:
    """A posting that Ozon sends from its own warehouse."""
    return _order(posting, scheme=Scheme.MARKETPLACE, remote_scheme=FBO, currency=currency)


def remote_scheme(posting: Json) -> str:
    """fbs or rfbs."""
    by_carrier = SCHEMES.get(text(posting.get("tpl_integration_type")).lower())
    if by_carrier:
        return by_carrier
    return RFBS if text(posting.get("delivery_schema")).lower() == RFBS else FBS


def line_ids(products: Sequence[Json]) -> list[str]:
    """The SKU of each row as text, made unique within the posting where a SKU is repeated (…, "123#2")."""
    seen: dict[str, int] = {}
    found = []
    for number, product in enumerate(products):
        sku = _sku(product, f"products[{number}].sku")
        seen[sku] = seen.get(sku, 0) + 1
        found.append(sku if seen[sku] == 1 else f"{sku}#{seen[sku]}")
    return found


def quantities(posting: Json) -> dict[str, int]:
    """Units per line id."""
    products = rows(posting.get("products"), "products")
    counted = zip(line_ids(products), products, strict=True)
    return {line: whole(product.get("quantity"), "products[].quantity") for line, product in counted}


def _order(posting: Json, *, scheme: Scheme, remote_scheme: str, currency: str) -> Order:
    number = needed_text(posting.get("posting_number"), "posting_number")
    remote_status = needed_text(status_word(posting.get("status")), "status")
    status = STATUSES.get(remote_status, OrderStatus.UNKNOWN)
    products = rows(posting.get("products"), "products")
    finance = mapping(posting.get("financial_data"), "financial_data")
    method = mapping(posting.get("delivery_method"), "delivery_method")
    analytics = mapping(posting.get("analytics_data"), "analytics_data")
    lines = _lines(products)
    carrier = text(method.get("tpl_provider")) or text(analytics.get("tpl_provider"))
    tracking = text(posting.get("tracking_number"))
    fees, net = _fees(finance)
    return Order(
        remote_id=number,
        number=number,
        status=status,
        remote_status=remote_status,
        remote_substatus=text(posting.get("substatus")).replace(" ", "_"),
        currency=_currency(products, finance) or currency or DEFAULT_CURRENCY,
        placed_at=_placed_at(posting),
        updated_at=_updated_at(posting),
        lines=lines,
        raw=posting,
        scheme=scheme,
        remote_scheme=remote_scheme,
        buyer=_buyer(posting),
        shipping_address=_address(posting, analytics),
        fees=fees,
        net=net,
        ship_by=find_moment(posting.get("shipment_date"), "shipment_date"),
        shipped_at=_shipped_at(posting),
        shipping_method=text(method.get("name")) or text(analytics.get("delivery_type")),
        carrier=carrier,
        tracking_number=tracking,
        warehouse_remote_id=text(method.get("warehouse_id")) or text(analytics.get("warehouse_id")),
        parcels=_parcels(number, status, lines, tracking, carrier),
        parent_remote_id=text(posting.get("parent_posting_number")),
        replaced_by_split=remote_status == SPLIT,
        cancel_reason=_cancel_reason(posting, status),
        dispute=DISPUTES.get(remote_status, ""),
        buyer_note=_buyer_note(posting),
        url=f"https://seller.ozon.ru/app/postings/{FBO if remote_scheme == FBO else FBS}?postingDetails={number}",
    )


def _lines(products: Sequence[Json]) -> tuple[OrderLine, ...]:
    ids = line_ids(products)
    return tuple(
        _line(line, product, f"products[{at}]") for at, (line, product) in enumerate(zip(ids, products, strict=True))
    )


def _line(remote_id: str, product: Json, path: str) -> OrderLine:
    """A line without product id: postings know only the SKU, which is another number than a product's id."""
    quantity = whole(product.get("quantity"), f"{path}.quantity")
    if quantity < 0:
        raise UnexpectedPayload(f"{path}.quantity", quantity)
    offer = text(product.get("offer_id")) or text(product.get("product_offer_id"))
    return OrderLine(
        remote_id=remote_id,
        title=text(product.get("name")) or text(product.get("product_name")) or offer or remote_id,
        quantity=quantity,
        unit_price=money(product.get("price"), f"{path}.price"),
        sku=offer,
        is_digital=bool(listed(product.get("digital_codes"), f"{path}.digital_codes")),
    )


def _sku(product: Json, path: str) -> str:
    """The Ozon SKU; one printed example calls it product_id."""
    return needed_text(product.get("sku") or product.get("product_id"), path)


def _currency(products: Sequence[Json], finance: Json) -> str:
    """The one currency of the lines; two in one posting could not be summed."""
    found = {_line_currency(product) for product in products} - {""}
    if len(found) > 1:
        raise UnexpectedPayload("products[].price.currency", sorted(found))
    if found:
        return found.pop()
    told = rows(finance.get("products"), "financial_data.products")
    return next((text(row["currency_code"]) for row in told if row.get("currency_code")), "")


def _line_currency(product: Json) -> str:
    price = product.get("price")
    inside = text(price.get("currency")) if isinstance(price, Mapping) else ""
    return inside or text(product.get("currency_code")) or text(product.get("currency"))


def _fees(finance: Json) -> tuple[Decimal | None, Decimal | None]:
    """Commission and payout; both are zero until Ozon has reckoned, which is not yet an answer."""
    told = rows(finance.get("products"), "financial_data.products")
    fees = sum((_commission(row) for row in told), ZERO)
    net = sum((find_money(row.get("payout"), "financial_data.products[].payout") or ZERO for row in told), ZERO)
    return (fees, net) if fees or net else (None, None)


def _commission(row: Json) -> Decimal:
    inside = mapping(row.get("commission"), "financial_data.products[].commission").get("amount")
    amount = row.get("commission_amount") if inside is None else inside
    return find_money(amount, "financial_data.products[].commission.amount") or ZERO


def _placed_at(posting: Json) -> datetime:
    """When it was placed; an order paid late has no `in_process_at` yet."""
    for name in ("in_process_at", "created_at", "shipment_date", "delivering_date"):
        moment = find_moment(posting.get(name), name)
        if moment is not None:
            return moment
    raise UnexpectedPayload("in_process_at", posting.get("in_process_at"))


def _updated_at(posting: Json) -> datetime:
    """The latest thing known to have happened: Ozon does not tell when a posting last changed."""
    names = ("in_process_at", "created_at", "delivering_date", "fact_delivery_date", "pickup_code_verified_at")
    moments = [find_moment(posting.get(name), name) for name in names]
    return max((moment for moment in moments if moment is not None), default=None) or _placed_at(posting)


def _shipped_at(posting: Json) -> datetime | None:
    names = ("delivering_date", "fact_delivery_date")
    return next((moment for name in names if (moment := find_moment(posting.get(name), name))), None)


def _buyer(posting: Json) -> Buyer:
    """Filled for rFBS only; Ozon hides FBS buyers."""
    customer = mapping(posting.get("customer"), "customer")
    remote_id = text(customer.get("customer_id"))
    return Buyer(
        remote_id="" if remote_id == "0" else remote_id,
        name=text(customer.get("name")),
        email=text(customer.get("customer_email")),
        phone=text(customer.get("phone")),
    )


def _address(posting: Json, analytics: Json) -> Address:
    customer = mapping(posting.get("customer"), "customer")
    addressee = mapping(posting.get("addressee"), "addressee")
    place = mapping(customer.get("address"), "customer.address")
    return Address(
        name=text(addressee.get("name")) or text(customer.get("name")),
        phone=text(addressee.get("phone")) or text(customer.get("phone")),
        email=text(customer.get("customer_email")),
        line1=text(place.get("address_tail")),
        line2=text(place.get("provider_pvz_code")),
        city=text(place.get("city")) or text(analytics.get("city")),
        region=text(place.get("region")) or text(analytics.get("region")),
        postcode=text(place.get("zip_code")),
        country=text(place.get("country")),
        note=text(place.get("comment")),
    )


def _buyer_note(posting: Json) -> str:
    customer = mapping(posting.get("customer"), "customer")
    return text(mapping(customer.get("address"), "customer.address").get("comment"))


def _parcels(
    number: str, status: OrderStatus, lines: Sequence[OrderLine], tracking: str, carrier: str
) -> tuple[Parcel, ...]:
    """A posting is one parcel, once it is packed."""
    if status not in PACKED:
        return ()
    inside = {line.remote_id: line.quantity for line in lines}
    return (Parcel(remote_id=number, tracking_number=tracking, carrier=carrier, lines=inside),)


def _cancel_reason(posting: Json, status: OrderStatus) -> str:
    if status is not OrderStatus.CANCELLED:
        return ""
    return text(mapping(posting.get("cancellation"), "cancellation").get("cancel_reason"))


def depth_first(orders: Sequence[Order]) -> list[Order]:
    """The same orders, those split from another of them before it; otherwise in their order."""
    parents = {order.remote_id: order.parent_remote_id for order in orders}
    return sorted(orders, key=lambda order: -_depth(order.remote_id, parents))


def _depth(remote_id: str, parents: Mapping[str, str]) -> int:
    depth, seen = 0, {remote_id}
    parent = parents.get(remote_id, "")
    while parent in parents and parent not in seen:
        seen.add(parent)
        depth, parent = depth + 1, parents[parent]
    return depth
