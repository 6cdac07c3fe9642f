"""A line that no key can be had for is a person's matter."""

from uuid import UUID

from django.utils.translation import gettext as _

from core.models import Store
from core.services import needs_you
from orders.models import OrderItem


def cause_of(item_id: UUID) -> str:
    """One open row per line."""
    return f"keys:lack:{item_id}"


def raise_lack(item: OrderItem, lacking: int) -> None:
    """The pool is empty and nobody sells it."""
    words = {"lacking": lacking, "all": item.quantity}
    said = _("%(lacking)d of %(all)d keys are missing in the pool, and none is being bought.") % words
    if needs_you.is_open(store=item.order.store, cause_key=cause_of(item.pk), said=said):
        return
    needs_you.raise_cause(
        store=item.order.store, kind="refused", cause_key=cause_of(item.pk),
        title=_("No key left for %s") % item.product_name, said=said,
        cost=_("The buyer of %s waits.") % item.order.number,
        fix=_(
            "Load keys into the pool; or link the product to a supplier’s and switch buying on there. What was given up"
            " is bought anew on the order’s Keys page."
        ),
        subject_type="order", subject_id=item.order_id, reference=item.order.number, money=item.total,
        currency=item.order.currency,
    )  # fmt: skip


def settle_lack(store: Store, item_id: UUID, *, by: str) -> None:
    """It has keys, or is being bought."""
    needs_you.settle_cause(store=store, cause_key=cause_of(item_id), how=_("Keys are there or on their way"), by=by)
