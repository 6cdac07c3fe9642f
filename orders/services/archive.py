"""Orders that have been over for six months leave the lists (F84). Nothing is lost, and each can be brought back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.services.sets import audit_sql, audit_values, audited, run_bound
from orders.models import Order

#: Over: nothing of it waits for us any more. A part refund does.
OVER = ("shipped", "delivered", "fulfilled", "cancelled", "refunded")
#: Six months after the last thing that happened to it.
AFTER = timedelta(days=183)
BATCH = 1000
REASON = "archived: over for six months"
BROUGHT_BACK = "brought back by "

# The last thing that happened counts, not the day it was placed: an order refunded yesterday is nobody's past yet,
# and what a person brought back is not put away again ten minutes later.
DUE = """
    WITH due AS (
        SELECT o.id FROM orders o
        WHERE o.archived_at IS NULL AND o.deleted_at IS NULL AND o.status = ANY(%(over)s::text[])
          AND o.ordered_at < %(before)s::timestamptz
          AND coalesce(greatest(o.shipped_at, o.delivered_at, o.fulfilled_at), o.ordered_at) < %(before)s::timestamptz
          AND NOT EXISTS (SELECT FROM marketplace_orders m
              WHERE m.order_id = o.id AND m.remote_updated_at >= %(before)s::timestamptz)
          AND NOT EXISTS (SELECT FROM order_status_history h
              WHERE h.order_id = o.id AND h.created_at >= %(before)s::timestamptz AND h.from_status <> '')
          AND NOT EXISTS (SELECT FROM needs_you n
              WHERE n.subject_id = o.id AND n.subject_type = 'order' AND n.settled_at IS NULL)
          AND NOT EXISTS (SELECT FROM {history} b WHERE b.id = o.id AND b.history_date >= %(before)s::timestamptz
              AND b.history_change_reason LIKE %(brought_back)s::text)
        ORDER BY o.ordered_at LIMIT %(batch)s::int FOR UPDATE OF o SKIP LOCKED
    ), written AS (
        UPDATE orders o SET archived_at = %(now)s::timestamptz, updated_at = %(now)s::timestamptz
        FROM due WHERE o.id = due.id RETURNING {columns}
    ), audit AS ({audit})
    SELECT count(*) FROM written
"""


def archive_old(*, now: datetime, after: timedelta = AFTER, batch: int = BATCH, most: int = 50_000) -> int:
    """Archive what is old enough, batch by batch, each in its own transaction. Returns how many."""
    statement = DUE.format(
        columns=audited(Order, "o."),
        audit=audit_sql(Order, "written", kind="'~'"),
        history=Order.history.model._meta.db_table,
    )
    values = {
        "over": list(OVER), "before": now - after, "batch": batch, "now": now, "brought_back": f"{BROUGHT_BACK}%",
        **audit_values(now, REASON),
    }  # fmt: skip
    done = 0
    while done < most:
        with transaction.atomic():
            found = run_bound(statement, values)[0][0]
        done += found
        if found < batch:
            break
    return done


@transaction.atomic
def archive(*, order: Order, by: str) -> None:
    """Put a closed order away. Raises DomainError for one that still waits for something."""
    row = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    if row.archived_at is not None:
        return
    if row.status not in OVER:
        words = {"number": row.number, "status": row.get_status_display().lower()}
        raise DomainError(_("%(number)s is %(status)s. Only closed orders are archived.") % words)
    row.archived_at = timezone.now()
    _save(row, f"archived by {by}")


@transaction.atomic
def bring_back(*, order: Order, by: str) -> None:
    """Put it among the others again, for another six months at least."""
    row = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    if row.archived_at is not None:
        row.archived_at = None
        _save(row, f"{BROUGHT_BACK}{by}")


def _save(row: Any, why: str) -> None:
    row._change_reason = why[:100]
    row.save(update_fields=["archived_at", "updated_at"])
