"""What a return asks of a person: an answer to the buyer, and what becomes of goods that came back."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import NeedsYou
from core.services.causes import Cause, raise_causes, settle_causes
from marketplaces.models import Connection
from orders.models import Order, OrderReturn


def tell(shop: Connection, ids: Iterable[UUID]) -> None:
    """Raise what waits and settle what does not any more, for these returns."""
    rows = OrderReturn.objects.filter(pk__in=list(ids), order__isnull=False).select_related("order")
    raised, over = [], []
    for row in rows.prefetch_related("lines"):
        for key, cause in ((asked_key(row), _asked(row, shop)), (back_key(row), _came_back(row, shop))):
            if cause is None:
                over.append(key)
            else:
                raised.append(cause)
    settle_causes(shop.store_id, over, how=_("solved at the marketplace"), by=shop.name)
    raise_causes(shop.store_id, raised)


def asked_key(row: OrderReturn) -> str:
    """One open cause per return that waits for an answer."""
    return f"return_asked:{row.pk}"


def back_key(row: OrderReturn) -> str:
    """One open cause per return whose goods wait for a decision."""
    return f"came_back:{row.pk}"


def _asked(row: OrderReturn, shop: Connection) -> Cause | None:
    if row.order is None or row.status != OrderReturn.Status.REQUESTED:
        return None
    return Cause(
        kind=NeedsYou.Kind.RETURN, cause_key=asked_key(row), subject_type="order", subject_id=row.order_id,
        title=_("The buyer of %s wants to send something back") % row.order.number,
        said=" · ".join(text for text in (row.reason, row.buyer_note) if text), reference=row.remote_id,
        cost=_("%s decides for you when the time to answer is over.") % shop.marketplace.name,
        fix=_("Look at the return on the order's page: give the refund, or object at the marketplace."),
        money=row.refund_amount, currency=row.currency, deadline=row.answer_by,
    )  # fmt: skip


def _came_back(row: OrderReturn, shop: Connection) -> Cause | None:
    """Where we sent the goods; what the marketplace sends goes back to its own shelf."""
    if row.order is None or not row.came_back or row.order.scheme != Order.Scheme.SELLER:
        return None
    units = sum(line.quantity for line in row.lines.all() if not line.decision)
    if not units:
        return None
    words = ngettext("%(units)s unit of %(order)s came back", "%(units)s units of %(order)s came back", units)
    return Cause(
        kind=NeedsYou.Kind.RETURN, cause_key=back_key(row), subject_type="order", subject_id=row.order_id,
        title=words % {"units": units, "order": row.order.number}, reference=row.remote_id,
        cost=_("What came back is in no count, so nobody can buy it."),
        fix=_("Look at it, then put it back on the shelf or write it off, on the order's page."),
    )  # fmt: skip
