"""The reasons for which a marketplace lets an order be cancelled: its own list, asked when somebody wants to cancel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marketplaces.canonical.shipments import CancelReason
from marketplaces.framework.errors import ConnectorError
from marketplaces.services.connectors import open_connector
from orders.models import MarketplaceOrder, Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """What may be chosen; or the error that says why nothing can be."""

    found: Sequence[CancelReason] = ()
    error: ConnectorError | None = None


def reasons_for(order: Order) -> Reasons:
    """Ask the marketplace. Never called inside a transaction: it is a remote call."""
    remote = MarketplaceOrder.objects.filter(order=order, replaced_by_split=False).order_by("created_at").first()
    if order.connection is None or remote is None:
        return Reasons(found=[CancelReason(code="seller", title="Cancelled by the seller")])
    try:
        connector = open_connector(order.connection)
        return Reasons(found=list(connector.cancel_reasons(remote.marketplace_order_id)))
    except ConnectorError as error:
        return Reasons(error=error)
