"""Orders from before a shop was connected of which nothing tells whether their goods have left: a person is asked.

Taken in as they are told, they would hold stock for parcels that may be with their buyers; left out unseen, they might
never be sent.
"""

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import NeedsYou
from core.services import needs_you
from marketplaces.canonical.orders import Order
from marketplaces.framework.results import Page
from marketplaces.models import Connection
from orders.models import MarketplaceOrder
from sync.models import Cursor
from sync.run import Run

STREAM = "earlier"
#: So many are named where a person is asked.
NAMED = 10


def kept_out(run: Run, page: Page[Order]) -> tuple[Page[Order], list[str]]:
    """The page without those, and their numbers. At a practice shop nothing left before it was opened."""
    since = run.connection.created_at
    doubtful = [each for each in page.items if each.maybe_sent and each.placed_at < since]
    if run.connection.is_sandbox or not doubtful:
        return page, []
    names = [each.remote_id for each in doubtful]
    known = set(
        MarketplaceOrder.objects.filter(
            connection=run.connection, marketplace_order_id__in=names
        ).values_list("marketplace_order_id", flat=True)
    )  # fmt: skip
    out = {name for name in names if name not in known}
    return replace(page, items=[each for each in page.items if each.remote_id not in out]), sorted(out)


def ask(run: Run, names: Sequence[str]) -> None:
    """Ask about those that nobody was asked about before; in the transaction of their page."""
    if not names:
        return
    row = _row(run.connection)
    new = [name for name in names if name not in {*row.walk.get("waiting", ()), *row.walk.get("left", ())}]
    if not new:
        return
    row.walk = {**row.walk, "waiting": [*row.walk.get("waiting", ()), *new]}
    row.save(update_fields=["walk", "updated_at"])
    waiting = row.walk["waiting"]
    more = "" if len(waiting) <= NAMED else " …"
    needs_you.raise_cause(
        store=run.connection.store,
        kind=NeedsYou.Kind.UNKNOWN_STATUS,
        cause_key=_key(run.connection),
        title=ngettext(
            "%(shop)s: %(n)d order from before it was connected may have left",
            "%(shop)s: %(n)d orders from before it was connected may have left",
            len(waiting),
        ) % {"shop": run.connection.name, "n": len(waiting)},
        tried="read orders",
        said=", ".join(waiting[:NAMED]) + more,
        cost=_("They are not in the list and hold no stock."),
        fix=_("Say on the connection's page whether they are still here."),
        subject_type="connection",
        subject_id=run.connection.pk,
    )  # fmt: skip


def waiting(connection: Connection) -> list[str]:
    """The numbers that a person is asked about."""
    row = Cursor.objects.filter(connection=connection, stream=STREAM).first()
    return list(row.walk.get("waiting", ())) if row else []


def answered(connection: Connection, *, still_here: bool, by: str) -> list[str]:
    """Whether they are still here. Returns the numbers that are to be read by number now; the others stay out."""
    with transaction.atomic():
        row = _row(connection)
        names = list(row.walk.get("waiting", ()))
        row.walk = {"waiting": [], "left": [*row.walk.get("left", ()), *([] if still_here else names)]}
        row.save(update_fields=["walk", "updated_at"])
        how = _("They are still here") if still_here else _("They have left")
        needs_you.settle_cause(store=connection.store, cause_key=_key(connection), how=how, by=by)
    return names if still_here else []


def _row(connection: Connection) -> Cursor:
    found, _made = Cursor.objects.select_for_update().get_or_create(connection=connection, stream=STREAM)
    return found


def _key(connection: Connection) -> str:
    return f"earlier:{connection.pk}"
