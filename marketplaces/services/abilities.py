"""What a connection's marketplace can be asked for, told to those who may not know connectors."""

from marketplaces.framework import registry
from marketplaces.framework.capabilities import Capability
from marketplaces.models import Connection


def able(connection: Connection | None, capability: str) -> bool:
    """Whether its marketplace has a call for this."""
    if connection is None:
        return False
    return Capability(capability) in registry.connector_class(connection.marketplace.code).capabilities
