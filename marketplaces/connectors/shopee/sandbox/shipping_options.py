"""What the carriers offer: pickup addresses with time slots for three days, and branches that take parcels."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

Document = dict[str, Any]

_NEEDED = {"pickup": ["address_id", "pickup_time_id"], "dropoff": [], "non_integrated": ["tracking_number"]}
_PLACE = {
    "region": "TH",
    "state": "กรุงเทพมหานคร",
    "city": "เขตบางรัก",
    "district": "เขตบางรัก",
    "town": "สีลม",
    "zipcode": "10500",
}
_ADDRESSES: tuple[Document, ...] = (
    _PLACE | {"address_id": 2955, "address": "88/14 ถนนสีลม", "address_flag": ["default_address", "pickup_address"]},
    _PLACE | {"address_id": 2956, "address": "5 ซอยศาลาแดง 1", "address_flag": ["return_address"]},
)
_BRANCHES: tuple[Document, ...] = (
    _PLACE | {"branch_id": 11001, "address": "SPX Silom"},
    _PLACE | {"branch_id": 11002, "address": "SPX Bang Sue"},
)
#: What can carry a parcel of this shop, and whether the seller has switched it on.
CHANNELS = {70021: ("SPX Express", True), 70022: ("SPX Drop-off", True), 70099: ("Seller Own Fleet", False)}
_SLOTS = (("09:00-13:00", 1), ("13:00-18:00", 2))
_DAYS = 3


def info_needed(modes: list[str]) -> Document:
    """The modes of a channel and the fields each one must be given."""
    return {mode: _NEEDED[mode] for mode in modes}


def options(modes: list[str], now: float) -> Document:
    """The choices for the modes of a channel."""
    found: Document = {}
    if "pickup" in modes:
        slots = time_slots(now)
        found["pickup"] = {"address_list": [address | {"time_slot_list": slots} for address in _ADDRESSES]}
    if "dropoff" in modes:
        found["dropoff"] = {"branch_list": list(_BRANCHES), "slug_list": []}
    return found


def time_slots(now: float) -> list[Document]:
    """When a courier can come."""
    midnight = datetime.fromtimestamp(now, UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    days = [int((midnight + timedelta(days=day)).timestamp()) for day in range(1, _DAYS + 1)]
    return [
        {
            "date": day,
            "time_text": text,
            "pickup_time_id": f"{day}_{number}",
            "flags": ["recommended"] if number == 1 else [],
        }
        for day in days
        for text, number in _SLOTS
    ]


def pickup_time_ids(now: float) -> set[str]:
    """The ids of the slots that are on offer."""
    return {slot["pickup_time_id"] for slot in time_slots(now)}


def address_ids() -> set[int]:
    """The ids of the seller's addresses."""
    return {address["address_id"] for address in _ADDRESSES}


def branch_ids() -> set[int]:
    """The ids of the carriers' branches."""
    return {branch["branch_id"] for branch in _BRANCHES}
