"""What becomes of goods that came back: on the shelf again, damaged or lost. Decided once per line, by a person."""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the units of a line are, looked at: to be sold again, damaged, or not there. Together all of the line."""

    sellable: int = 0
    damaged: int = 0
    lost: int = 0

    @property
    def together(self) -> int:
        return self.sellable + self.damaged + self.lost


@transaction.atomic
def decide(
    *, line: OrderReturnLine, found: Found, condition: str = "", location: Location | None = None, actor: Any = None,
    actor_label: str = "",
) -> OrderReturnLine:  # fmt: skip
    """Say what each unit of a returned line is. What can be sold again goes on the shelf, with its row in the ledger.

    `location` is where they left from unless named. Raises DomainError for a line that was decided before, and for
    units that do not add up.
    """
    line = _locked(line)
    if min(found.sellable, found.damaged, found.lost) < 0 or found.together != line.quantity:
        words = ngettext(
            "%(n)s unit came back. Say what it is: to be sold again, damaged, or lost.",
            "%(n)s units came back. Say of each what it is: to be sold again, damaged, or lost.",
            line.quantity,
        )
        raise DomainError(words % {"n": line.quantity}, field="quantity")
    if found.sellable:
        _shelve(line, found.sellable, location, actor, actor_label)
    line.damaged_quantity, line.lost_quantity = found.damaged, found.lost
    line.condition = " ".join(condition.split())[:200]
    decision = Decision.PUT_BACK if found.sellable else Decision.WRITTEN_OFF
    return _decide(line, decision, found.sellable, actor_label or str(actor or ""))


def put_back(
    *,
    line: OrderReturnLine,
    quantity: int,
    location: Location | None = None,
    actor: Any = None,
    actor_label: str = "",
) -> OrderReturnLine:
    """Add units of a returned line to the shelf; the rest of the line is lost. As `decide`."""
    with transaction.atomic():
        fresh = _locked(line)
        if not 1 <= quantity <= fresh.quantity:
            words = ngettext(
                "%(n)s unit came back. Enter how many of it go on the shelf.",
                "%(n)s units came back. Enter how many of them go on the shelf.",
                fresh.quantity,
            )
            raise DomainError(words % {"n": fresh.quantity}, field="quantity")
        found = Found(sellable=quantity, lost=fresh.quantity - quantity)
        return decide(line=fresh, found=found, location=location, actor=actor, actor_label=actor_label)


def write_off(*, line: OrderReturnLine, actor: Any = None, actor_label: str = "") -> OrderReturnLine:
    """Nothing of it can be sold again: no stock changes. As `decide`, all of it lost."""
    with transaction.atomic():
        fresh = _locked(line)
        return decide(line=fresh, found=Found(lost=fresh.quantity), actor=actor, actor_label=actor_label)


def _shelve(line: OrderReturnLine, units: int, location: Location | None, actor: Any, actor_label: str) -> None:
    item = line.order_item
    if item is None or item.variant is None:
        raise DomainError(_("Nobody knows which product this is. Link the line of the order first, or write it off."))
    parts = bundles.recipe_of_line(item.pk, item.variant).parts
    for part, _each in parts:
        if part.opening_counted_at is None:
            raise DomainError(_("%s was never counted. Count it first, with what came back.") % part.sku)
    order = line.order_return.order
    place = location or _left_from(line)
    for part, each in sorted(parts, key=lambda row: row[0].pk):  # in the order in which everybody locks them
        adjust(
            store=line.order_return.store, variant=part, location=place, delta=units * each,
            cause=InventoryChange.Cause.RETURNED, actor=actor, actor_label=actor_label,
            reason=_("%(order)s came back, return %(id)s") % {"order": order, "id": line.order_return.remote_id},
        )  # fmt: skip


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
