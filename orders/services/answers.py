"""Answers a buyer who wants to cancel: the marketplace is told, and what it makes of it comes back with the order."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.services.causes import settle_causes
from marketplaces.models import OutboundChange
from marketplaces.services import outbound
from marketplaces.services.abilities import able
from orders.models import MarketplaceOrder, Order

ABILITY = "answer_cancellation"


@transaction.atomic
def answer_cancellation(*, order: Order, accept: bool, actor: Any = None, actor_label: str = "") -> Order:
    """Leave word for the marketplace that the buyer may cancel, or may not.

    The order itself is left alone: only the marketplace can say whether it was in time. Raises DomainError where
    nobody asks, and where the marketplace takes no answer from us.
    """
    order = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    if not order.cancel_requested:
        raise DomainError(_("The buyer of %s does not ask to cancel (any more).") % order.number)
    if not able(order.connection, ABILITY):
        shop = order.connection.name if order.connection else order.channel
        raise DomainError(_("%s takes no answer from here. Accept or refuse on its own pages.") % shop)
    rows = list(MarketplaceOrder.objects.filter(order=order, replaced_by_split=False).order_by("pk"))
    who = actor_label or str(actor or "")
    _leave_word(rows, {"accept": accept, "by": who})
    order._change_reason = ("accepted" if accept else "refused") + f" the buyer's wish to cancel: {who}"[:70]
    order.save(update_fields=["updated_at"])
    how = _("The wish was accepted") if accept else _("The wish was refused")
    settle_causes(order.store_id, [f"cancel_asked:{order.pk}"], how=how, by=who)
    return order


def _leave_word(rows: list[MarketplaceOrder], words: dict[str, Any]) -> None:
    kind = OutboundChange.Kind.ANSWER
    outbound.mark(kind, [outbound.Subject(row.store_id, row.connection_id, row.pk) for row in rows])
    changes = OutboundChange.objects.filter(kind=kind, subject_id__in=[row.pk for row in rows])
    for change in changes.select_for_update().order_by("connection_id", "subject_id"):
        change.progress = words
        change.save(update_fields=["progress", "updated_at"])
