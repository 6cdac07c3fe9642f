"""Erases a person everywhere but on invoices, which the law keeps, and in backups, which end by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from core.models import NeedsYou, OutgoingMail
from core.services.blanking import blank
from core.services.sets import run_bound
from fulfillment.models import KeyDelivery, Label, Shipment
from orders.models import OrderReturn
from orders.services.erasing import NOBODY, erase_from_orders
from sync.persons.finding import Person

#: What came from a marketplace as it came: pushes that named one of the orders, documents a shop sent, rows of runs.
AS_RECEIVED = (
    """
    UPDATE marketplace_webhooks w SET body = '' FROM marketplace_orders m
    WHERE m.id = ANY(%(postings)s::uuid[]) AND w.connection_id = m.connection_id
      AND w.remote_ids ? m.marketplace_order_id
    """,
    "DELETE FROM received_orders WHERE order_id = ANY(%(orders)s::uuid[])",
    """
    UPDATE sync_log_items i SET raw = '{}'::jsonb, said = '' FROM marketplace_sync_logs r, marketplace_orders m
    WHERE m.id = ANY(%(postings)s::uuid[]) AND r.connection_id = m.connection_id AND i.sync_log_id = r.id
      AND (i.item = m.marketplace_order_id OR i.subject_id IN (m.id, m.order_id))
    """,
)
#: What was told of what needs a person, with the buyer's own words in it: lines of members, and what programs got.
TOLD = (
    """
    DELETE FROM notifications n USING needs_you y
    WHERE y.id = ANY(%(needs)s::uuid[]) AND n.store_id = y.store_id AND n.cause_key = 'need:' || y.cause_key
    """,
    """
    DELETE FROM webhook_deliveries d USING needs_you y
    WHERE y.id = ANY(%(needs)s::uuid[]) AND d.store_id = y.store_id AND d.kind LIKE 'needs_you.%%'
      AND position(y.id::text IN d.body) > 0
    """,
)


@transaction.atomic
def erase(person: Person, *, now: datetime, by: str) -> int:
    """Erase; returns of how many orders. Raises DomainError while one of them is not over. Twice is once."""
    orders = list(person.orders)
    postings = erase_from_orders(orders=orders, customers=person.customers, now=now, by=by)
    for statement in AS_RECEIVED:
        run_bound(statement, {"orders": orders, "postings": postings})
    _erase_told(orders, postings, now=now, by=by)
    Label.all_objects.filter(marketplace_order__in=postings).delete()
    which: dict[str, Any] = {
        "where": "order_id = ANY(%(orders)s::uuid[])", "values": {"orders": orders}, "now": now,
        "reason": f"personal data erased by {by}",
    }  # fmt: skip
    blank(Shipment, {"note": NOBODY}, **which)
    blank(KeyDelivery, {"sent_to": NOBODY}, **which)
    blank(OutgoingMail, {"to": NOBODY, "subject": NOBODY}, **which)
    return len(orders)


def _erase_told(orders: Sequence[UUID], postings: Sequence[UUID], *, now: datetime, by: str) -> None:
    returns = OrderReturn.all_objects.filter(order__in=orders).values_list("pk", flat=True)
    about = NeedsYou.all_objects.filter(subject_id__in=[*orders, *postings, *returns])
    needs = list(about.values_list("pk", flat=True))
    for statement in TOLD:
        run_bound(statement, {"needs": needs})
    blank(
        NeedsYou, {"said": NOBODY}, where="id = ANY(%(needs)s::uuid[])", values={"needs": needs}, now=now,
        reason=f"personal data erased by {by}",
    )  # fmt: skip
