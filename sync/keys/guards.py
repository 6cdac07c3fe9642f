"""What a supplier offers, against what the buyer paid and where he lives: only what a person would buy is bought."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from fulfillment.models import SupplierOrder
from marketplaces.canonical.purchases import Offer
from orders.models import OrderItem

#: "The rest of the world" is not among them: it leaves some countries out and does not say which.
EVERYWHERE = frozenset({"worldwide", "global", "multi"})
EUROPE = frozenset({"eu", "europe", "european union"})
UNION = frozenset({
    "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT", "LU", "MT",
    "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE",
})  # fmt: skip


class Refused(Exception):
    """A person has to agree first; str() says to what, `fix` what to do."""

    def __init__(self, said: str, fix: str) -> None:
        super().__init__(said)
        self.fix = fix


def agreed_cost(row: SupplierOrder, offer: Offer) -> Decimal:
    """What one piece may cost now. Raises Refused where there are too few, it costs too much, or works elsewhere."""
    cost = offer.find_cost(row.quantity)
    if offer.quantity < row.quantity:
        raise Refused(
            _("%(left)d are left there, %(wanted)d are wanted.") % {"left": offer.quantity, "wanted": row.quantity},
            _("Load keys of your own, or try again when there are more."),
        )
    if cost is None:
        raise Refused(_("It has no price for %d pieces.") % row.quantity, _("Look at the product there."))
    if not row.agreed:
        _check_cost(row, cost, offer.currency)
        _check_region(row, offer)
    return cost


def _check_cost(row: SupplierOrder, cost: Decimal, currency: str) -> None:
    """Never above what the buyer pays; in another currency, never a tenth above the cost that is known in this one.

    Nothing is converted, and numbers of two currencies are never compared: without such a cost a person agrees.
    """
    item = row.order_item
    if item.order.currency == currency:
        most = item.unit_price
        words = _("It costs %(cost)s %(currency)s there, and was sold for %(most)s.")
    else:
        last = _known_cost(item, currency)
        if last is None:
            said = _(
                "It costs %(cost)s %(currency)s there, and was sold in %(sold)s: nothing says which of them is more."
            )
            raise Refused(
                said % {"cost": f"{cost:.2f}", "currency": currency, "sold": item.order.currency},
                _("Agree to the price, or say in %s what the product may cost.") % currency,
            )
        most, words = (
            last * Decimal("1.1"),
            _("It costs %(cost)s %(currency)s there; a tenth over its cost is %(most)s."),
        )
    if cost > most:
        said = words % {"cost": f"{cost:.2f}", "currency": currency, "most": f"{most:.2f}"}
        raise Refused(said, _("Agree to the price, or load a key of your own."))


def _known_cost(item: OrderItem, currency: str) -> Decimal | None:
    """Only where it is kept in that money; `key_offers` of the tables says the same."""
    variant = item.variant
    if variant is None or (variant.currency or item.order.store.currency) != currency:
        return None
    return variant.cost


def _check_region(row: SupplierOrder, offer: Offer) -> None:
    """A key that does not work where the buyer lives is paid for and worth nothing.

    An order of digital goods alone may name no country at all: then only a key that works everywhere is bought unasked.
    """
    country = _country(row)
    if works_in(offer.regions, country):
        return
    note = f" ({offer.region_note})" if offer.region_note else ""
    words = {"regions": ", ".join(offer.regions) + note, "country": country}
    told = _("It works in %(regions)s, and the buyer is in %(country)s.")
    unknown = _("It works in %(regions)s, and the order does not say which country the buyer is in.")
    raise Refused(
        (told if country else unknown) % words, _("Ask the buyer, then agree; or load a key that works there.")
    )


def works_in(regions: Iterable[str], country: str) -> bool:
    """Whether a key of these regions works in a country; `key_works_in` of the tables says the same."""
    words = {word.strip().casefold() for word in regions}
    everywhere = not words or words & EVERYWHERE or country.casefold() in words
    return bool(everywhere or (words & EUROPE and country in UNION))


def _country(row: SupplierOrder) -> str:
    order = row.order_item.order
    for address in (order.shipping_address, order.billing_address):
        if address and address.get("country"):
            return str(address["country"]).upper()
    return ""
