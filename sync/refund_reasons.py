"""The reasons for which a marketplace takes a refund by the seller: its own list, asked when somebody wants one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.errors import DomainError
from marketplaces.canonical.refunds import RefundReason
from marketplaces.framework.errors import ConnectorError
from marketplaces.services.connectors import open_connector
from orders.models import MarketplaceOrder, Order


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundReasons:
    """What may be chosen; or the error that says why nothing can be."""

    found: Sequence[RefundReason] = ()
    error: ConnectorError | None = None


def refund_reasons_for(order: Order) -> RefundReasons:
    """Ask the marketplace. Never called inside a transaction: it may be a remote call."""
    remote = MarketplaceOrder.objects.filter(order=order, replaced_by_split=False).order_by("created_at").first()
    if order.connection is None or remote is None:
        return RefundReasons()
    try:
        connector = open_connector(order.connection)
        return RefundReasons(found=list(connector.refund_reasons(remote.marketplace_order_id)))
    except ConnectorError as error:
        return RefundReasons(error=error)


def chosen_refund_reason(order: Order, *, code: str, message: str) -> RefundReason:
    """The reason of this code. Raises DomainError for one that there is not, or that must be explained and is not.

    Raises the ConnectorError that keeps the marketplace from naming its reasons.
    """
    reasons = refund_reasons_for(order)
    if reasons.error is not None:
        raise reasons.error
    known = {reason.code: reason for reason in reasons.found}
    if code not in known:
        words = {"code": code, "known": ", ".join(known) or "–"}
        raise DomainError(
            _("The marketplace knows no reason “%(code)s” for a refund. Its reasons: %(known)s.") % words,
            field="reason",
        )
    if known[code].needs_message and not message.strip():
        raise DomainError(
            _("“%(reason)s” must be explained. Enter a sentence.") % {"reason": known[code].title}, field="message"
        )
    return known[code]
