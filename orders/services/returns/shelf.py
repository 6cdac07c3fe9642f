"""What becomes of goods that came back: put on the shelf again, or written off. Decided once per line, by a person."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import DomainError
from core.services.causes import settle_causes
from inventory.models import InventoryChange, Location
from inventory.services import bundles
from inventory.services.locations import default_location
from inventory.services.stock import adjust
from orders.models import OrderReturn, OrderReturnLine
from orders.services.returns.telling import back_key

Decision = OrderReturnLine.Decision
S = OrderReturn.Status
#: Nothing comes back of these, or it is not known yet that anything does.
NOT_BACK = (S.REQUESTED, S.CANCELLED)


@transaction.atomic
def put_back(
    *,
    line: OrderReturnLine,
    quantity: int,
    location: Location | None = None,
    actor: Any = None,
    actor_label: str = "",
) -> OrderReturnLine:
    """Add units of a returned line to the shelf, with the ledger row that says so; the rest of the line is lost.

    `location` is where they left from unless named. Raises DomainError for a line that was decided before.
    """
    line = _locked(line)
    if not 1 <= quantity <= line.quantity:
        words = ngettext(
            "%(n)s unit came back. Enter how many of it go on the shelf.",
            "%(n)s units came back. Enter how many of them go on the shelf.",
            line.quantity,
        )
        raise DomainError(words % {"n": line.quantity}, field="quantity")
    item = line.order_item
    if item is None or item.variant is None:
        raise DomainError(_("Nobody knows which product this is. Link the line of the order first, or write it off."))
    parts = bundles.recipe_of_line(item.pk, item.variant).parts
    for part, _units in parts:
        if part.opening_counted_at is None:
            raise DomainError(_("%s was never counted. Count it first, with what came back.") % part.sku)
    order = line.order_return.order
    place = location or _left_from(line)
    for part, units in sorted(parts, key=lambda each: each[0].pk):  # in the order in which everybody locks them
        adjust(
            store=line.order_return.store, variant=part, location=place, delta=quantity * units,
            cause=InventoryChange.Cause.RETURNED, actor=actor, actor_label=actor_label,
            reason=_("%(order)s came back, return %(id)s") % {"order": order, "id": line.order_return.remote_id},
        )  # fmt: skip
    return _decide(line, Decision.PUT_BACK, quantity, actor_label or str(actor or ""))


@transaction.atomic
def write_off(*, line: OrderReturnLine, actor: Any = None, actor_label: str = "") -> OrderReturnLine:
    """Nothing of it can be sold again: no stock changes. Raises DomainError for a line that was decided before."""
    return _decide(_locked(line), Decision.WRITTEN_OFF, 0, actor_label or str(actor or ""))


def _locked(line: OrderReturnLine) -> OrderReturnLine:
    """The line as it stands now. Two who press at once wait here, and the second is told what the first decided."""
    rows = OrderReturnLine.objects.select_related("order_return__store", "order_return__order", "order_item__variant")
    line = rows.select_for_update(of=("self",)).get(pk=line.pk)
    if line.decision:
        words = {"what": line.get_decision_display(), "who": line.decided_by or "–"}
        raise DomainError(_("This was decided before: %(what)s, by %(who)s.") % words)
    if line.order_return.status in NOT_BACK and not line.order_return.came_back:
        raise DomainError(_("Nothing of this return is on its way back. Wait until the marketplace has accepted it."))
    return line


def _left_from(line: OrderReturnLine) -> Location:
    """The place it was taken from, as the ledger says; the store's own where it never left one."""
    left = InventoryChange.objects.filter(
        order_item_id=line.order_item_id, cause=InventoryChange.Cause.SHIPPED, location__deleted_at__isnull=True
    )
    last = left.select_related("location").order_by("-created_at", "-id").first()
    return last.location if last is not None else default_location(line.order_return.store)


def _decide(line: OrderReturnLine, decision: str, quantity: int, who: str) -> OrderReturnLine:
    line.decision, line.put_back_quantity = decision, quantity
    line.decided_at, line.decided_by = timezone.now(), who[:150]
    line._change_reason = decision
    line.save()
    _settle(line.order_return, who)
    return line


def _settle(row: OrderReturn, who: str) -> None:
    waiting: list[UUID] = list(row.lines.filter(decision="").values_list("pk", flat=True)[:1])
    if not waiting:
        settle_causes(row.store_id, [back_key(row)], how=_("decided"), by=who)
