"""What orders tells those above it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.dispatch import Signal


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """Units of a posting that left by the marketplace's own word, without a parcel of ours."""

    store_id: UUID
    order_id: UUID
    marketplace_order_id: UUID
    marketplace_name: str
    takes: Mapping[UUID, int]
    at: datetime
    carrier: str
    tracking_number: str
    parcel_remote_id: str


#: Sent with `departures` in intake's transaction; a receiver makes the parcels, takes the units off the shelf, and
#: returns the variants whose free units changed.
left_there = Signal()
