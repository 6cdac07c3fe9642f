"""Keeps an order's missing units in step when stock comes in or is counted away."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from core.models import NeedsYou
from core.services.causes import Cause, raise_causes, settle_causes
from core.services.sets import audit_sql, audit_values
from inventory.signals import shortages_changed
from orders.models import Order, OrderItem
from orders.services.intake.progress import short_title


@receiver(shortages_changed, dispatch_uid="orders.shortages")
def follow_stock(order_item_ids: Collection[UUID], **_more: Any) -> None:
    """Bring the orders of these lines up to date.

    Stock rows are locked here and a colleague holding an order may be waiting for them: an order that is locked is
    therefore passed over now and looked at again after the commit.
    """
    orders = list(OrderItem.all_objects.filter(pk__in=list(order_item_ids)).values_list("order_id", flat=True))
    done = refresh_orders(orders, skip_locked=True)
    missed = set(orders) - done
    if missed:
        transaction.on_commit(lambda: _again(missed))


def _again(orders: set[UUID]) -> None:
    with transaction.atomic():
        refresh_orders(orders)


def refresh_orders(order_ids: Collection[UUID], *, skip_locked: bool = False) -> set[UUID]:
    """Set `short_units` to what is surely missing, with its needs-you row. Returns the orders looked at."""
    rows = Order.all_objects.select_for_update(of=("self",), skip_locked=skip_locked).order_by("pk")
    looked_at = set(rows.filter(pk__in=list(order_ids)).values_list("pk", flat=True))
    if looked_at:
        _announce(_write(looked_at))
    return looked_at


def _write(order_ids: Collection[UUID]) -> list[tuple[Any, ...]]:
    audit = audit_sql(Order, "written", kind="'~'")
    statement = f"""
    WITH now_short AS (
        SELECT o.id, least(coalesce(missing.units, 0), 2147483647)::int AS units FROM orders o
        CROSS JOIN LATERAL (
            SELECT sum(r.short) AS units FROM order_items i JOIN reservations r ON r.order_item_id = i.id
            JOIN product_variants v ON v.id = r.variant_id AND v.opening_counted_at IS NOT NULL WHERE i.order_id = o.id
        ) missing
        WHERE o.id = ANY(%(orders)s::uuid[])
    ),
    written AS (
        UPDATE orders o SET short_units = n.units, updated_at = %(audit_at)s FROM now_short n
        WHERE n.id = o.id AND o.short_units <> n.units RETURNING o.*
    ),
    audit AS ({audit})
    SELECT id, store_id, number, channel_order_id, short_units, total, currency, ship_by FROM written
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, {"orders": list(order_ids), **audit_values(timezone.now(), "stock changed")})
        return cursor.fetchall()


def _announce(rows: list[tuple[Any, ...]]) -> None:
    for store_id in {row[1] for row in rows}:
        own = [row for row in rows if row[1] == store_id]
        raise_causes(store_id, [_cause(*row) for row in own if row[4]])
        filled = [f"short:{row[0]}" for row in own if not row[4]]
        settle_causes(store_id, filled, how=_("stock came in"), by="Orion")


def _cause(order_id: UUID, _store: UUID, number: str, remote: str, units: int, *rest: Any) -> Cause:
    total, currency, ship_by = rest
    return Cause(
        kind=NeedsYou.Kind.SHORT, cause_key=f"short:{order_id}", subject_type="order", subject_id=order_id,
        title=short_title(number, units), reference=remote,
        fix=_("Receive or count stock, or cancel what cannot be sent."), money=total, currency=currency,
        deadline=ship_by,
    )  # fmt: skip
