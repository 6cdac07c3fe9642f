"""The reasons for which a marketplace lets an order be cancelled."""

from __future__ import annotations

from django.utils.translation import gettext as _

from marketplaces.canonical.shipments import CancelReason
from orders.models import Order
from sync import reasons
from sync.reasons import Reasons


def reasons_for(order: Order) -> Reasons[CancelReason]:
    """Ask the marketplace. Never called inside a transaction: it is a remote call."""
    ours = [CancelReason(code="seller", title="Cancelled by the seller")]
    return reasons.ask(order, lambda connector, number: connector.cancel_reasons(number), otherwise=ours)


def chosen(order: Order, *, code: str, message: str) -> CancelReason:
    """The reason of this code; raises what `reasons.choose` raises."""
    unknown = _("The marketplace knows no reason “%(code)s” for this order. Its reasons: %(known)s.")
    return reasons.choose(reasons_for(order), code=code, message=message, unknown=unknown)
