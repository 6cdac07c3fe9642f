"""What a connection's marketplace can be asked for, told to those who may not know connectors."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplaces.canonical.products import ProductCard
from marketplaces.framework import registry
from marketplaces.framework.base import Connector
from marketplaces.framework.capabilities import TELLS_PRODUCTS, Capability
from marketplaces.models import Connection

#: In the settings of a connection: buying costs money, so it is off until a person says so.
BUYS = "buys_keys"
#: What each capability lets a merchant do.
WHAT_IT_DOES = {
    Capability.TEST_CONNECTION: gettext_lazy("test a connection"),
    Capability.TOKEN: gettext_lazy("renew keys"),
    Capability.PULL_ORDERS: gettext_lazy("read orders"),
    Capability.ORDER_ITEMS: gettext_lazy("read an order again"),
    Capability.FOLLOW_ORDERS: gettext_lazy("ask how an open order stands"),
    Capability.PULL_PRODUCTS: gettext_lazy("read products"),
    Capability.RECEIVE_ORDERS: gettext_lazy("receive orders"),
    Capability.OFFER_CATALOGUE: gettext_lazy("sell what is in our catalogue"),
    Capability.PULL_STOCK: gettext_lazy("read stock"),
    Capability.PULL_PRICES: gettext_lazy("read prices"),
    Capability.PUSH_STOCK: gettext_lazy("send stock"),
    Capability.PUSH_PRICE: gettext_lazy("send prices"),
    Capability.PUSH_PRODUCTS: gettext_lazy("send products"),
    Capability.CHANGE_CARDS: gettext_lazy("change products"),
    Capability.CONFIRM_SHIPMENT: gettext_lazy("confirm shipments"),
    Capability.ACCEPT_ORDER: gettext_lazy("accept orders"),
    Capability.SUPPLY: gettext_lazy("hand orders over together"),
    Capability.TELL_ARRIVAL: gettext_lazy("say that a parcel arrived"),
    Capability.DISPATCH: gettext_lazy("confirm what is handed over together"),
    Capability.TELL_DIGITAL: gettext_lazy("say that keys were delivered"),
    Capability.CANCEL: gettext_lazy("cancel orders"),
    Capability.ANSWER_CANCELLATION: gettext_lazy("answer a wish to cancel"),
    Capability.REFUND: gettext_lazy("read returns"),
    Capability.CONFIRM_RETURN: gettext_lazy("give the money of a return back"),
    Capability.GIVE_REFUND: gettext_lazy("give money back without a return"),
    Capability.LABEL: gettext_lazy("fetch labels"),
    Capability.ANALYTICS: gettext_lazy("read its own figures"),
    Capability.PURCHASE: gettext_lazy("buy keys"),
    Capability.WEBHOOK: gettext_lazy("call us with its news"),
    Capability.REGISTER_WEBHOOK: gettext_lazy("set the address of its webhooks"),
    Capability.READ_QUEUE: gettext_lazy("read a queue of news"),
    Capability.LOST_WEBHOOKS: gettext_lazy("ask for lost webhooks"),
}


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
    words = {"marketplace": kind.name, "shop": connection.name, "what": WHAT_IT_DOES[what]}
    if what in kind.capabilities:
        return _("As %(shop)s is set up, there is no way to %(what)s. Look at its settings.") % words
    return _("%(marketplace)s gives no way to %(what)s.") % words


def sends_keys(connection: Connection | None, order_raw: Mapping[str, Any]) -> bool:
    """Whether its marketplace sends the keys of such an order to the buyer, once it is told them."""
    return connection is not None and able(connection, "tell_digital") and _kind(connection).sends_keys(order_raw)


def takes_key_links(connection: Connection | None) -> bool:
    """Whether it is told the links by which buyers open their keys."""
    return connection is not None and able(connection, "tell_digital") and _kind(connection).takes_key_links


def asks_for_arrival(connection: Connection, remote_scheme: str) -> bool:
    """Whether it is told what the buyer did with a parcel that goes this way."""
    return able(connection, Capability.TELL_ARRIVAL) and remote_scheme in _kind(connection).arrival_schemes


def asks_for_arrival_code(connection: Connection) -> bool:
    """Whether the buyer shows a code for that."""
    return _kind(connection).arrival_code


def schemes_without_supply(connection: Connection) -> frozenset[str]:
    """Ways of sending, in its words, whose orders are never put into a supply."""
    return _kind(connection).unlisted_schemes


def supplies(connection: Connection) -> bool:
    """Whether keys are bought there, so that its prices are our costs."""
    try:
        return Capability.PURCHASE in abilities_of(connection)
    except LookupError:
        return False


def buys_keys(connection: Connection) -> bool:
    """Whether keys are bought there for what the pool lacks."""
    return connection.settings.get(BUYS) == "on" and supplies(connection)


def takes_cards(connection: Connection) -> bool:
    """Whether products can be sent there at all: made, or at least changed."""
    return bool(TELLS_PRODUCTS & abilities_of(connection))


def has_own_categories(connection: Connection) -> bool:
    """Whether a new product needs a category of theirs, which no word of ours can be."""
    return _kind(connection).card_rules.own_categories


def has_own_attributes(connection: Connection) -> bool:
    """Whether a card may say characteristics there under names of theirs."""
    return _kind(connection).card_rules.own_attributes


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
