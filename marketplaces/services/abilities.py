"""What a connection's marketplace can be asked for, told to those who may not know connectors."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from marketplaces.canonical.products import ProductCard
from marketplaces.framework import registry
from marketplaces.framework.base import Connector
from marketplaces.framework.capabilities import TELLS_PRODUCTS, Capability
from marketplaces.models import Connection


def abilities_of(connection: Connection) -> frozenset[Capability]:
    """What its marketplace can do, as the connection is set up."""
    return _kind(connection).able(connection.settings)


def able(connection: Connection | None, capability: str) -> bool:
    """Whether there is a call for this; nothing can be asked of a marketplace whose connector is gone."""
    if connection is None or connection.marketplace.code not in registry.codes():
        return False
    return Capability(capability) in abilities_of(connection)


def why_unable(connection: Connection, any_of: Collection[Capability]) -> str:
    """Whether the marketplace lacks it or only this connection's settings, as a sentence; "" when it can.

    Any one of them will do: some marketplaces take whole products, others only changes of those they have.
    """
    if abilities_of(connection).intersection(any_of):
        return ""
    kind = _kind(connection)
    what = next(iter(kind.capabilities.intersection(any_of)), max(any_of))
    words = {"marketplace": kind.name, "shop": connection.name, "what": what.value.replace("_", " ")}
    if what in kind.capabilities:
        return _("%(shop)s cannot do this as it is set up: %(what)s. Look at its settings.") % words
    return _("%(marketplace)s cannot do this: %(what)s.") % words


def supplies(connection: Connection) -> bool:
    """Whether keys are bought there, so that its prices are our costs."""
    try:
        return Capability.PURCHASE in abilities_of(connection)
    except LookupError:
        return False


def takes_cards(connection: Connection) -> bool:
    """Whether products can be sent there at all: made, or at least changed."""
    return bool(TELLS_PRODUCTS & abilities_of(connection))


def has_own_categories(connection: Connection) -> bool:
    """Whether a new product needs a category of theirs, which no word of ours can be."""
    return _kind(connection).card_rules.own_categories


def figures_zone(connection: Connection) -> str:
    """Whose days its own figures are counted by; UTC when its connector is gone and its figures are still shown."""
    return _kind(connection).figures_zone if connection.marketplace.code in registry.codes() else "UTC"


def figures_of_cards(connection: Connection) -> bool:
    """Whether its own figures are of whole cards, all variants of one together."""
    known = connection.marketplace.code in registry.codes()
    return known and _kind(connection).figures_of_cards


def figure_tellers() -> list[str]:
    """Names of the marketplaces that tell figures of their own."""
    return sorted(kind.name for kind in registry.connectors() if Capability.ANALYTICS in kind.capabilities)


def lacks_of(connection: Connection, card: ProductCard) -> list[tuple[str, int]]:
    """Fields that keep a card from being taken there; 0 for what is missing, else the limit that it is over."""
    return [(lack.field, lack.limit) for lack in _kind(connection).card_rules.lacks(card)]


def _kind(connection: Connection) -> type[Connector]:
    return registry.connector_class(connection.marketplace.code)
