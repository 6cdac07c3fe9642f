"""The reasons for which a marketplace takes a refund by the seller."""

from __future__ import annotations

from django.utils.translation import gettext as _

from marketplaces.canonical.refunds import RefundReason
from orders.models import Order
from sync import reasons
from sync.reasons import Reasons


def refund_reasons_for(order: Order) -> Reasons[RefundReason]:
    """Ask the marketplace. Never called inside a transaction: it may be a remote call."""
    return reasons.ask(order, lambda connector, number: connector.refund_reasons(number))


def chosen_refund_reason(order: Order, *, code: str, message: str) -> RefundReason:
    """The reason of this code; raises what `reasons.choose` raises."""
    unknown = _("The marketplace knows no reason “%(code)s” for a refund. Its reasons: %(known)s.")
    return reasons.choose(refund_reasons_for(order), code=code, message=message, unknown=unknown)
