"""Telling a marketplace what left the house, or what never will."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marketplaces.canonical.marks import Marks
from marketplaces.canonical.statuses import Scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentLine:
    """Units of one remote line in this parcel. `marks` are the codes, one entry a unit; empty where it has none."""

    remote_line_id: str
    sku: str
    quantity: int
    remote_product_id: str = ""
    remote_variant_id: str = ""
    marks: tuple[Marks, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentRequest:
    """One parcel to confirm. Sending it again must be harmless: connectors read the order's state first.

    `rest` are the open lines that do not go in this parcel (empty when the whole order ships). `order_raw` is the order
    as last received, `progress` what an earlier try of the same parcel left behind (`ShipmentResult.progress`).
    `boxes` say what lies in which box where the parcel is several; empty for one box.
    """

    ref: str
    order_remote_id: str
    lines: tuple[ShipmentLine, ...]
    rest: tuple[ShipmentLine, ...] = ()
    boxes: tuple[tuple[ShipmentLine, ...], ...] = ()
    tracking_number: str = ""
    carrier: str = ""
    scheme: Scheme = Scheme.SELLER
    remote_scheme: str = ""
    parcel_remote_id: str = ""
    order_raw: Mapping[str, Any] = field(default_factory=dict)
    progress: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentResult:
    """What became of it. `visible` False: accepted, but a read does not show it yet, so ask again with `progress`.

    `tracking_number` is theirs where they issue it. `parcel_remote_id` is the number under which they keep this
    parcel (at Ozon the posting, a new one after a split).
    """

    visible: bool
    parcel_remote_id: str = ""
    tracking_number: str = ""
    carrier: str = ""
    progress: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What became of a parcel that the seller brought himself: the buyer took it, or did not.

    `code` is what the buyer showed, where the marketplace gives buyers one.
    """

    ref: str
    order_remote_id: str
    taken: bool
    code: str = ""
    remote_scheme: str = ""
    parcel_remote_id: str = ""
    order_raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelRequest:
    """Cancel a whole order (no lines) or some lines, with the marketplace's own reason code."""

    ref: str
    order_remote_id: str
    reason: str
    message: str = ""
    lines: tuple[ShipmentLine, ...] = ()
    order_raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelReason:
    """One entry of the marketplace's own list. `code` "" never occurs."""

    code: str
    title: str
    needs_message: bool = False
