"""Telling a marketplace that a buyer has what was sold without a parcel.

Keys are told to those alone that send them to the buyer by themselves (`Connector.sends_keys`), and printed nowhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveredLine:
    """Units of one remote line that the buyer has, or shall get from the marketplace: then with their keys."""

    remote_line_id: str
    sku: str
    quantity: int
    keys: tuple[str, ...] = field(default=(), repr=False)
    good_until: date | None = None  # the first of its keys to end


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitalDelivery:
    """All lines of an order that were delivered so far. Sending it again must be harmless: connectors read first."""

    order_remote_id: str
    lines: tuple[DeliveredLine, ...]
    order_raw: Mapping[str, Any] = field(default_factory=dict)
