"""Asks suppliers what can be spent there, every half an hour."""

from __future__ import annotations

import structlog
from django.utils import timezone

from fulfillment.models import SupplierBalance
from fulfillment.services.keys import balances
from marketplaces.framework import registry
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import AccountProblem, ConnectorError
from marketplaces.models import Connection
from marketplaces.services.abilities import supplies
from marketplaces.services.connectors import open_connector
from sync import accounts

log = structlog.get_logger("orion.keys")


def suppliers() -> list[Connection]:
    """Connections that work and sell keys."""
    codes = [kind.code for kind in registry.connectors() if Capability.PURCHASE in kind.capabilities]
    shops = Connection.objects.select_related("marketplace", "store").filter(
        marketplace__code__in=codes, status=Connection.Status.ACTIVE, deleted_at__isnull=True
    )
    return [shop for shop in shops.order_by("pk") if supplies(shop)]


def read_due() -> int:
    """Read those whose time has come; one that cannot be read keeps no other from it. How many were read."""
    return sum(read(shop) is not None for shop in suppliers())


def read(shop: Connection, *, at_once: bool = False) -> SupplierBalance | None:
    """Ask, keep and judge; None where it is not due, or could not be read. Never called inside a transaction."""
    now = timezone.now()
    if not balances.claim(shop, now=now, at_once=at_once):
        return None
    try:
        told = open_connector(shop).balance()
    except ConnectorError as error:
        balances.note_fault(shop, error)
        log.warning("balance_not_read", connection=str(shop.pk), error=error.kind)
        if isinstance(error, AccountProblem):
            accounts.stop(shop, error)
        return None
    return balances.keep(shop, told, now=timezone.now())
