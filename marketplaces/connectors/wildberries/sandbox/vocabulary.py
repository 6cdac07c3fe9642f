"""Wildberries' words for where an assembly order stands: what the seller did, and what became of it on the way."""

from __future__ import annotations

NEW, CONFIRM, COMPLETE, CANCEL = "new", "confirm", "complete", "cancel"
SUPPLIER = (NEW, CONFIRM, COMPLETE, CANCEL)

WAITING, SORTED, SOLD, CANCELED = "waiting", "sorted", "sold", "canceled"
BY_CLIENT, DECLINED, DEFECT = "canceled_by_client", "declined_by_client", "defect"
MISSED = "canceled_by_missed_call"
PICKUP, POSTPONED = "ready_for_pickup", "postponed_delivery"
CARRIER = ("accepted_by_carrier", "sent_to_carrier")
WB = (WAITING, SORTED, SOLD, CANCELED, BY_CLIENT, DECLINED, DEFECT, PICKUP, POSTPONED, *CARRIER)
#: Nothing moves an order on from here.
ENDS = frozenset({SOLD, CANCELED, BY_CLIENT, DECLINED, DEFECT, MISSED})

#: What the control desk may move an order to, and the two words that it then has.
STEPS = {
    "new": (NEW, WAITING),
    "confirm": (CONFIRM, WAITING),
    "complete": (COMPLETE, WAITING),
    "sorted": (COMPLETE, SORTED),
    "accepted_by_carrier": (COMPLETE, "accepted_by_carrier"),
    "sent_to_carrier": (COMPLETE, "sent_to_carrier"),
    "postponed_delivery": (COMPLETE, POSTPONED),
    "ready_for_pickup": (COMPLETE, PICKUP),
    "sold": (COMPLETE, SOLD),
    "cancel": (CANCEL, CANCELED),
    "declined_by_client": (CANCEL, DECLINED),
    "canceled_by_client": (COMPLETE, BY_CLIENT),
    "defect": (COMPLETE, DEFECT),
}
#: How old, in hours, an order of this step is found to be, and how common it is.
AGES = {
    "new": (0, 10, 10),
    "confirm": (1, 40, 12),
    "complete": (20, 70, 7),
    "sorted": (30, 120, 9),
    "accepted_by_carrier": (30, 120, 2),
    "sent_to_carrier": (40, 140, 2),
    "postponed_delivery": (60, 160, 1),
    "ready_for_pickup": (70, 240, 10),
    "sold": (96, 1000, 36),
    "cancel": (10, 1000, 4),
    "declined_by_client": (2, 1000, 5),
    "canceled_by_client": (150, 1000, 4),
    "defect": (100, 1000, 1),
}
