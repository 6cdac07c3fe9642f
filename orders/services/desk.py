"""What a person keeps on an order on their desk: tags and notes, and a look at the buyer's number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from core.meanwhile import check
from orders.models import Order


def note(
    order: Order,
    *,
    by: str,
    tags: Sequence[str] | None = None,
    notes: str | None = None,
    expected: Mapping[str, Any] | None = None,
) -> None:
    """Replace the order's tags, the team's note, or both; order of tags is kept, doubles are not.

    `expected` is how they were when asked: raises ChangedMeanwhile where somebody else was quicker.
    """
    wanted: dict[str, Any] = {}
    if tags is not None:
        wanted["tags"] = list(dict.fromkeys(tag.strip()[:40] for tag in tags if tag.strip()))
    if notes is not None:
        wanted["notes"] = notes.strip()
    with transaction.atomic():
        row = _locked(order)
        check(row, wanted, expected)
        for name, value in wanted.items():
            setattr(row, name, value)
        _save(row, f"noted by {by}", *wanted)


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
