"""Which connections publish, and what goes out with their files."""

from marketplaces.framework import registry
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.publication import Publication as Files
from marketplaces.models import Connection, OutboundChange

Kind = OutboundChange.Kind
SWITCHED = {
    Capability.PUSH_STOCK: "stock_out", Capability.PUSH_PRICE: "price_out", Capability.PUSH_PRODUCTS: "products_out",
}  # fmt: skip
#: The changes that a file holds the truth of.
KINDS = {Capability.PUSH_STOCK: Kind.STOCK, Capability.PUSH_PRICE: Kind.PRICE, Capability.PUSH_PRODUCTS: Kind.PRODUCT}
#: A file without either says nothing of a listing.
SAYS = frozenset({Capability.PUSH_STOCK, Capability.PUSH_PRICE})


def files_of(connection: Connection) -> Files | None:
    """What its marketplace takes as files; None where it takes none from a connection set up like this."""
    found = registry.connector_class(connection.marketplace.code).publication
    return found if found is not None and found.carried(connection.settings) else None


def by_file(connection: Connection, capability: Capability) -> bool:
    """Whether this goes out by file and not by a call."""
    files = files_of(connection)
    return files is not None and capability in files.carried(connection.settings)


def told_of(connection: Connection, files: Files) -> frozenset[Capability]:
    """What is switched on of what its files carry."""
    return frozenset(each for each in files.carried(connection.settings) if getattr(connection, SWITCHED[each]))


def is_published(connection: Connection, files: Files) -> bool:
    """Whether there is anything to publish: with neither stock nor prices switched on, nothing is sent anywhere."""
    return bool(told_of(connection, files) & SAYS)
