"""The words of the contract: item statuses, filters, reasons, states of what is sent back."""

from __future__ import annotations

ITEM_STATUSES = (
    "unpaid", "pending", "topack", "packed", "repacked", "toship", "ready_to_ship", "shipped", "shipping", "delivered",
    "canceled", "returned", "failed", "failed_delivery", "lost", "lost_by_3pl", "damaged_by_3pl", "shipped_back",
    "shipped_back_success", "shipped_back_failed", "package_scrapped",
)  # fmt: skip
TO_PACK = ("pending", "topack", "repacked")
PACKED = ("packed", "toship")
CANCELLABLE = ("pending", "topack", "repacked", "packed", "toship", "ready_to_ship")
HAS_PARCEL = frozenset(ITEM_STATUSES) - {"unpaid", "pending", "topack", "repacked", "canceled"}
FILTERS = ("all", "live", "inactive", "deleted", "pending", "rejected", "sold-out")
#: The two that take the goods off sale are 10000021 and 10000023.
REASONS = {
    "10000021": "Out of stock",
    "10000023": "Wrong price or pricing error",
    "10000026": "The buyer asked to cancel",
    "10000029": "The package cannot be handed over in time",
}
EMPTIES_STOCK = ("10000021", "10000023")
