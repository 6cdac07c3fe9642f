"""What a person keeps on an order on their desk: tags and notes, and a look at the buyer's number."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from orders.models import Order


def note(order: Order, *, tags: Sequence[str], notes: str, by: str) -> None:
    """Replace the order's tags and the team's note; order of tags is kept, doubles are not."""
    with transaction.atomic():
        row = _locked(order)
        row.tags = list(dict.fromkeys(tag.strip()[:40] for tag in tags if tag.strip()))
        row.notes = notes.strip()
        _save(row, f"noted by {by}", "tags", "notes")


def show_phone(order: Order, *, by: str) -> str:
    """The buyer's number in full; that it was shown, and to whom, is kept in the order's history."""
    with transaction.atomic():
        row = _locked(order)
        _save(row, f"phone number shown to {by}")
    return row.customer_phone


def _locked(order: Order) -> Order:
    return Order.objects.select_for_update().get(pk=order.pk)


def _save(row: Order, why: str, *fields: str) -> None:
    row._change_reason = why[:100]
    row.save(update_fields=[*fields, "updated_at"])
