"""Shipments of the dialect "platform" in our words: pure. A shipment is an order of ours, its pieces make the lines."""

from collections.abc import Mapping, Sequence

from marketplaces.canonical.orders import Address, Buyer, Order, OrderLine
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.framework.errors import UnexpectedPayload

from .reading import CURRENCY, Json, mapping, moment, needed_text, price, rows, text

UNCONFIRMED, AVAILABLE, UNAVAILABLE = "unconfirmed", "confirmed_available", "confirmed_unavailable"
RETURNED = "returned"
#: A shipment's state is derived from its pieces; a word that is not here makes the order UNKNOWN.
STATUSES: Mapping[str, OrderStatus] = {
    "unconfirmed": OrderStatus.PENDING,
    "confirmed": OrderStatus.CONFIRMED,
    "declined": OrderStatus.CANCELLED,
}
UNIT_STATES = frozenset({UNCONFIRMED, AVAILABLE, UNAVAILABLE, RETURNED})
#: Names are taken in the buyer's language, then in these.
LANGUAGES = ("fr", "de", "en")
#: Where the house number stands before the street.
NUMBER_FIRST = frozenset({"LU", "FR"})
GTIN_PARSERS = frozenset({"gtin14", "gtin13", "gtin12", "gtin8", "isbn13"})


def order(row: Json) -> Order:
    """One shipment. Nothing tells when it changed last, so the time of the order stands for that."""
    remote_id = needed_text(row.get("id"), "id")
    whole = mapping(row.get("order"), "order")
    said = needed_text(row.get("state"), "state")
    units = rows(row.get("inventoryUnits"), "inventoryUnits")
    placed = moment(whole.get("completedAt"), "order.completedAt")
    locale = text(whole.get("locale"), "order.locale").lower()
    lines, currency = _lines(units, locale)
    shipping = mapping(whole.get("shipAddress"), "order.shipAddress")
    billing = mapping(whole.get("billAddress"), "order.billAddress")
    status, word = _status(said, units)
    return Order(
        remote_id=remote_id,
        number=text(row.get("number"), "number") or remote_id,
        status=status,
        remote_status=word,
        currency=currency,
        placed_at=placed,
        updated_at=placed,
        paid_at=placed,
        lines=lines,
        maybe_sent=status == OrderStatus.CONFIRMED,
        buyer=_buyer(whole, shipping, billing),
        shipping_address=_address(shipping, "order.shipAddress"),
        billing_address=_address(billing, "order.billAddress") if billing else None,
        raw=row,
    )


def _status(said: str, units: Sequence[Json]) -> tuple[OrderStatus, str]:
    """What state and pieces together mean, and the word to keep."""
    states = [needed_text(each.get("state"), "inventoryUnits[].state") for each in units]
    odd = sorted({each for each in states if each not in UNIT_STATES})
    if odd or said not in STATUSES:
        return OrderStatus.UNKNOWN, said if said not in STATUSES else f"{said}: {', '.join(odd)}"
    kept = [each for each in states if each != UNAVAILABLE]
    if RETURNED in kept and said == "confirmed":
        whole = all(each == RETURNED for each in kept)
        return (OrderStatus.REFUNDED, "returned") if whole else (OrderStatus.PARTIALLY_REFUNDED, "partly returned")
    return STATUSES[said], said


# Lines ---------------------------------------------------------------------------------------------------------------
def grouped(units: Sequence[Json]) -> dict[str, list[Json]]:
    """The pieces of each line, by the line's id: one variant at one price. There is no quantity, pieces are counted."""
    keys: dict[tuple[str, str], str] = {}
    found: dict[str, list[Json]] = {}
    for unit in units:
        variant = mapping(unit.get("variant"), "inventoryUnits[].variant")
        number = needed_text(variant.get("id"), "inventoryUnits[].variant.id")
        cost = str(price(variant.get("price"), "inventoryUnits[].variant.price")[0].normalize())
        prices = sum(1 for known, _ in keys if known == number)
        line = keys.setdefault((number, cost), number if not prices else f"{number}#{prices + 1}")
        found.setdefault(line, []).append(unit)
    return found


def unit_ids(units: Sequence[Json], *, state: str = "") -> list[str]:
    """Their ids, of all or of those in one state."""
    return [
        needed_text(each.get("id"), "inventoryUnits[].id") for each in units if not state or each.get("state") == state
    ]


def _lines(units: Sequence[Json], locale: str) -> tuple[tuple[OrderLine, ...], str]:
    if not units:
        raise UnexpectedPayload("inventoryUnits", [])
    read = [_line(name, some, locale) for name, some in grouped(units).items()]
    currencies = {currency for _, currency in read}
    if len(currencies) > 1:
        raise UnexpectedPayload("inventoryUnits[].variant.price", ", ".join(sorted(currencies)))
    return tuple(line for line, _ in read), currencies.pop() if currencies else CURRENCY


def _line(name: str, units: Sequence[Json], locale: str) -> tuple[OrderLine, str]:
    variant = mapping(units[0].get("variant"), "inventoryUnits[].variant")
    sku = text(variant.get("sku"), "inventoryUnits[].variant.sku")
    cost, currency = price(variant.get("price"), "inventoryUnits[].variant.price")
    line = OrderLine(
        remote_id=name,
        title=title(variant, locale) or sku or name,
        quantity=len(units),
        unit_price=cost,
        sku=sku,
        gtin=_gtin(variant),
        # The feed's id is the SKU: only where there is none the line is known by their number.
        remote_product_id="" if sku else needed_text(variant.get("id"), "inventoryUnits[].variant.id"),
        cancelled_quantity=len(unit_ids(units, state=UNAVAILABLE)),
    )
    return line, currency


def title(variant: Json, locale: str) -> str:
    """What the goods are called in this language, else in the first that has a word; empty where none has."""
    product = mapping(variant.get("product"), "inventoryUnits[].variant.product")
    names = mapping(product.get("name"), "inventoryUnits[].variant.product.name")
    return next((found for each in (locale, *LANGUAGES) if (found := text(names.get(each)))), "")


def _gtin(variant: Json) -> str:
    trade = mapping(variant.get("tradeId"), "inventoryUnits[].variant.tradeId")
    known = text(trade.get("parser")) in GTIN_PARSERS
    return text(trade.get("number"), "inventoryUnits[].variant.tradeId.number") if known else ""


# People --------------------------------------------------------------------------------------------------------------
def _buyer(whole: Json, shipping: Json, billing: Json) -> Buyer:
    return Buyer(
        name=_name(billing) or _name(shipping),
        email=text(whole.get("email"), "order.email"),
        phone=text(shipping.get("phone")) or text(billing.get("phone")),
    )


def _name(address: Json) -> str:
    return " ".join(part for name in ("firstName", "lastName") if (part := text(address.get(name), name)))


def _address(given: Json, at: str) -> Address:
    def part(name: str) -> str:
        return text(given.get(name), f"{at}.{name}")

    country = mapping(given.get("country"), f"{at}.country")
    code = text(country.get("iso"), f"{at}.country.iso").upper()
    house = [part("streetNumber"), part("streetName")]
    street = ", ".join(filter(None, house)) if code in NUMBER_FIRST else " ".join(filter(None, reversed(house)))
    first, *more = [each for each in (part("company"), street) if each] or [""]
    return Address(
        name=_name(given), phone=part("phone"), line1=first, line2=", ".join(more), city=part("city"),
        postcode=part("zipCode"), country=code,
    )  # fmt: skip
