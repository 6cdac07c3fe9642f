"""Telling a marketplace that a buyer has what was sold without a parcel.

Keys are told to those alone that send them to the buyer by themselves (`Connector.sends_keys`), links that open them to
those alone that show them to the buyer (`Connector.takes_key_links`). Both are printed nowhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from marketplaces.canonical.statuses import OrderStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveredLine:
    """Units of one remote line that the buyer has, or shall get from the marketplace: then with their keys."""

    remote_line_id: str
    sku: str
    quantity: int
    keys: tuple[str, ...] = field(default=(), repr=False)
    good_until: date | None = None  # the first of its keys to end


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLink:
    """Where the buyer opens what was handed over at once. `ref` names the hand-over; the address is anew each time.

    `units` is how many of each remote line it opens.
    """

    ref: str
    address: str = field(repr=False)
    units: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitalDelivery:
    """All lines of an order that were delivered so far. Sending it again must be harmless: connectors read first.

    What a person handed over has no link. `order_status` is how the order stands with us. `in_doubt`: its keys left a
    while ago and nobody knows whether they arrived. They are only looked for; where the order does not show them yet
    that is `Unavailable`, maybe done.
    """

    order_remote_id: str
    lines: tuple[DeliveredLine, ...]
    order_raw: Mapping[str, Any] = field(default_factory=dict)
    links: tuple[KeyLink, ...] = ()
    order_status: OrderStatus = OrderStatus.UNKNOWN
    in_doubt: bool = False
