"""The ledger of a variant: every change of on hand, newest first."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from core.keyset import Key, Keyset, Page
from inventory.models import InventoryChange, Location, Variant

NEWEST = Keyset((Key("created_at", datetime.fromisoformat, descending=True), Key("id", UUID, descending=True)))
COLUMNS = (
    "id", "created_at", "delta", "on_hand_before", "on_hand_after", "reserved_after", "cause", "reason", "note",
    "actor_label", "actor__name", "location__name", "order_item_id", "shipment_id", "run_id",
)  # fmt: skip


def ledger_rows(variant: Variant, *, cause: str = "", location: Location | None = None) -> QuerySet[InventoryChange]:
    """All of them, narrowed; for export."""
    rows = InventoryChange.objects.filter(store=variant.store_id, variant=variant)
    if cause:
        rows = rows.filter(cause=cause)
    return rows.filter(location=location) if location else rows


def ledger(
    variant: Variant, *, cause: str = "", location: Location | None = None, after: str = "", before: str = "",
    size: int = 50,
) -> Page:  # fmt: skip
    """One page: change, balance, cause with the ids of what caused it, who. The balance is that of the place."""
    rows = ledger_rows(variant, cause=cause, location=location).values(*COLUMNS)
    return NEWEST.page(rows, after=after, before=before, size=size)
