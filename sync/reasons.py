"""A marketplace's own list of reasons, asked when somebody wants to cancel or to give money back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from core.errors import DomainError
from marketplaces.canonical.refunds import RefundReason
from marketplaces.canonical.shipments import CancelReason
from marketplaces.framework.base import Connector
from marketplaces.framework.errors import ConnectorError
from marketplaces.services.connectors import open_connector
from orders.models import MarketplaceOrder, Order

R = TypeVar("R", CancelReason, RefundReason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons(Generic[R]):
    """What may be chosen; or the error that says why nothing can be."""

    found: Sequence[R] = ()
    error: ConnectorError | None = None


def ask(order: Order, listed: Callable[[Connector, str], Iterable[R]], *, otherwise: Sequence[R] = ()) -> Reasons[R]:
    """Ask the marketplace; `otherwise` is for an order of none. Never inside a transaction: it is a remote call."""
    remote = MarketplaceOrder.objects.filter(order=order, replaced_by_split=False).order_by("created_at").first()
    if order.connection is None or remote is None:
        return Reasons(found=otherwise)
    try:
        return Reasons(found=list(listed(open_connector(order.connection), remote.marketplace_order_id)))
    except ConnectorError as error:
        return Reasons(error=error)


def choose(reasons: Reasons[R], *, code: str, message: str, unknown: str) -> R:
    """The reason of this code. Raises DomainError for one that there is not, or that must be explained and is not.

    `unknown` is the sentence for the former, with places for %(code)s and %(known)s. Raises the ConnectorError that
    keeps the marketplace from naming its reasons.
    """
    if reasons.error is not None:
        raise reasons.error
    known = {reason.code: reason for reason in reasons.found}
    if code not in known:
        raise DomainError(unknown % {"code": code, "known": ", ".join(known) or "–"}, field="reason")
    if known[code].needs_message and not message.strip():
        words = {"reason": known[code].title}
        raise DomainError(_("“%(reason)s” must be explained. Enter a sentence.") % words, field="message")
    return known[code]
