"""What a connection's marketplace can be asked for, told to those who may not know connectors."""

from django.utils.translation import gettext as _

from marketplaces.framework import registry
from marketplaces.framework.capabilities import Capability
from marketplaces.models import Connection


def abilities_of(connection: Connection) -> frozenset[Capability]:
    """What its marketplace can do, as the connection is set up."""
    return registry.connector_class(connection.marketplace.code).able(connection.settings)


def able(connection: Connection | None, capability: str) -> bool:
    """Whether there is a call for this."""
    return connection is not None and Capability(capability) in abilities_of(connection)


def why_unable(connection: Connection, capability: Capability) -> str:
    """Whether the marketplace lacks it or only this connection's settings, as a sentence; "" when it can."""
    if capability in abilities_of(connection):
        return ""
    kind = registry.connector_class(connection.marketplace.code)
    words = {"marketplace": kind.name, "shop": connection.name, "what": capability.value.replace("_", " ")}
    if capability in kind.capabilities:
        return _("%(shop)s cannot do this as it is set up: %(what)s. Look at its settings.") % words
    return _("%(marketplace)s cannot do this: %(what)s.") % words
