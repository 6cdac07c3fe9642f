"""A supply: several orders that are brought to a marketplace at one time, and handed over together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marketplaces.canonical.marks import Marks


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppliedOrder:
    """One order that shall lie in it. `marks` are the codes of its unit, `order_raw` the order as last received."""

    order_remote_id: str
    marks: Marks = field(default_factory=dict)
    order_raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyRequest:
    """How a supply shall stand there. Sending it again must be harmless: connectors read what is in it first.

    `name` is unique in its shop: where `maybe_made`, it is looked for under it before another one is made. `without`
    are orders that were taken out here. `hand_over`: it leaves, with exactly these orders.
    """

    name: str
    orders: tuple[SuppliedOrder, ...]
    remote_id: str = ""
    maybe_made: bool = False
    without: tuple[str, ...] = ()
    hand_over: bool = False
    progress: Mapping[str, Any] = field(default_factory=dict)
