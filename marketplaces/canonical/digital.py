"""Telling a marketplace that a buyer has what was sold without a parcel. No key is ever told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveredLine:
    """Units of one remote line that the buyer has."""

    remote_line_id: str
    sku: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitalDelivery:
    """All lines of an order that were delivered so far. Sending it again must be harmless: connectors read first."""

    order_remote_id: str
    lines: tuple[DeliveredLine, ...]
    order_raw: Mapping[str, Any] = field(default_factory=dict)
