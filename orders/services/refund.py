"""Gives the refund of a return, by the marketplace's own call."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.services.causes import settle_causes
from marketplaces.models import Connection, OutboundChange
from marketplaces.services import outbound
from marketplaces.services.abilities import able
from orders.models import Order, OrderReturn
from orders.services.returns.telling import asked_key

ABILITY = "confirm_return"
#: A refund can still be given.
WAITING = (OrderReturn.Status.REQUESTED, OrderReturn.Status.ACCEPTED)


@transaction.atomic
def refund(
    *,
    order: Order,
    order_return: OrderReturn | None = None,
    amount: Decimal | None = None,
    actor: Any = None,
    actor_label: str = "",
) -> OrderReturn:
    """Leave word for the marketplace to refund a return; the order moves when the return says that it did.

    `order_return` is the one of the order that waits unless named. Raises DomainError with the sentence why: no call
    for it, a free amount, nothing or too much to choose from, given before.
    """
    check_refundable(order.connection, amount=amount)
    row = _locked(order, order_return)
    if row.refund_given:
        raise DomainError(_("The refund of return %s was given before.") % row.remote_id)
    if row.status not in WAITING:
        words = {"id": row.remote_id, "status": row.get_status_display().lower()}
        raise DomainError(_("Return %(id)s is %(status)s: there is nothing to refund by it.") % words)
    who = actor_label or str(actor or "")
    kind = OutboundChange.Kind.REFUND
    outbound.mark(kind, [outbound.Subject(row.store_id, row.connection_id, row.pk)])
    change = OutboundChange.objects.select_for_update().get(kind=kind, subject_id=row.pk)
    change.progress = {"by": who}
    change.save(update_fields=["progress", "updated_at"])
    settle_causes(row.store_id, [asked_key(row)], how=_("The refund is given"), by=who)
    return row


def check_refundable(connection: Connection | None, *, amount: Decimal | None = None) -> None:
    """Raise DomainError where a shop cannot be asked for a refund, or not for one of a free amount."""
    shop = connection.name if connection else _("This shop")
    if not able(connection, ABILITY):
        raise DomainError(
            _("%s has no call for refunds. It refunds by its own rules; returns are read from it.") % shop
        )
    if amount is not None:
        words = _(
            "%s refunds returns as a whole and takes no amount. Leave the amount out, or refund on its own pages."
        )
        raise DomainError(words % shop, field="amount")


def can_refund(row: OrderReturn) -> bool:
    """Whether the refund of this return can be given from here."""
    return row.status in WAITING and not row.refund_given and able(row.connection, ABILITY)


def _locked(order: Order, order_return: OrderReturn | None) -> OrderReturn:
    rows = OrderReturn.objects.select_for_update(of=("self",)).filter(order=order)
    if order_return is not None:
        return rows.get(pk=order_return.pk)
    found = list(rows.filter(status__in=WAITING, refund_given=False).order_by("requested_at")[:2])
    if not found:
        raise DomainError(_("No return of %s waits for a refund.") % order.number)
    if len(found) > 1:
        raise DomainError(_("Several returns of %s wait. Say which one is refunded.") % order.number, field="return")
    return found[0]
