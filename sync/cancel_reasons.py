"""The reasons for which a marketplace lets an order be cancelled: its own list, asked when somebody wants to cancel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.errors import DomainError
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


def chosen(order: Order, *, code: str, message: str) -> CancelReason:
    """The reason of this code. Raises DomainError for one that there is not, or that must be explained and is not.

    Raises the ConnectorError that keeps the marketplace from naming its reasons.
    """
    reasons = reasons_for(order)
    if reasons.error is not None:
        raise reasons.error
    known = {reason.code: reason for reason in reasons.found}
    if code not in known:
        words = {"code": code, "known": ", ".join(known) or "–"}
        raise DomainError(
            _("The marketplace knows no reason “%(code)s” for this order. Its reasons: %(known)s.") % words,
            field="reason",
        )
    if known[code].needs_message and not message.strip():
        words = {"reason": known[code].title}
        raise DomainError(_("“%(reason)s” must be explained. Enter a sentence.") % words, field="message")
    return known[code]
