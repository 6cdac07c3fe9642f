"""Orders that a shop sends by itself: its call as it came, what that asks of the hub, and the answer it hears.

Elsewhere a push is a hint to read; here the shop is the client and the order itself is in the call.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Protocol

from marketplaces.canonical.orders import Order
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.framework.limits import Limit

Json = Mapping[str, Any]
JSON = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingCall:
    """A request as it arrived. `target` is path and query as on the wire; `path` what follows the connection in it."""

    method: str
    target: str
    path: str
    headers: Mapping[str, str]  # names in lower case
    body: bytes
    received_at: datetime
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the shop hears."""

    status: int
    body: Json = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = JSON

    @property
    def bytes(self) -> bytes:
        """Numbers that a shop added with a point are Decimals here, and text there."""
        return json.dumps(self.body, ensure_ascii=False, separators=(",", ":"), default=str).encode()

    @property
    def is_kept(self) -> bool:
        """Whether the same key gets this answer again: not what was only trouble of the moment."""
        return self.status < 500 and self.status != 429


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An order as the hub has it. `document` is what was stored with it last, in the connector's own form."""

    id: str
    document: Json
    hub_status: OrderStatus
    fulfillments: Sequence["Parcel"] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A parcel of ours; `ref` is the one that `confirm_shipment` tells. `units`: their line id to how many."""

    ref: str
    tracking_number: str
    carrier: str
    shipped_at: datetime
    units: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What is known of an idempotency key. `reply` is None while the first request runs."""

    fingerprint: str
    reply: Reply | None = None


class Desk(Protocol):
    """One connection of the hub, for one call."""

    def now(self) -> datetime:
        """Aware, UTC."""

    def is_on(self) -> bool:
        """Whether the connection takes orders."""

    def wait(self) -> float:
        """Take one call's place in the pace of the intake; seconds to wait where there is none."""

    def claim(self, key: str, fingerprint: str) -> Remembered | None:
        """None: the key is new and ours now, for 72 hours. One statement in the database, so that two cannot win."""

    def remember(self, key: str, reply: Reply | None) -> None:
        """The answer to give again; None lets go of the key, so that the call may run anew."""

    def order(self, external_id: str) -> AbstractContextManager[Held | None]:
        """The order under a lock that also holds back a second maker of the same number; ends with the block."""

    def find(self, external_id: str) -> Held | None:
        """The order, without a lock."""

    def store(self, order: Order, document: Json) -> Held:
        """Upsert by number; stock is reserved in the same transaction. Raises Rejected for what cannot be kept."""

    def known_skus(self, skus: Collection[str]) -> Mapping[str, bool]:
        """Which of them are sold here, and whether each is digital."""

    def needs_you(self, external_id: str, cause: str, sentence: str) -> None:
        """Something about this order wants a person. What is not linked or not in stock, the hub sees by itself.

        The order's next storing settles it, unless it is said again.
        """

    def orders(self, *, since: datetime | None, cursor: str, limit: int) -> tuple[Sequence[Held], str]:
        """Orders by change, and the next cursor ("" at the end). Raises ValueError for a cursor it did not make."""

    def stock(self, *, skus: Sequence[str] | None, cursor: str) -> tuple[Sequence[tuple[str, int, datetime]], str]:
        """(SKU, units to sell, changed at), of some or of all, and the next cursor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeAddress:
    """What a merchant enters in the shop: `path` is what follows the connection's own address."""

    label: str
    path: str = ""
    hint: str = ""


class OrderIntake:
    """A connector's reading of a shop's calls: verified, mapped, answered. Holds nothing between two calls."""

    #: The pace that one shop may keep.
    limit: ClassVar[Limit]
    #: A longer body is cut after this and one byte, so that it can be refused without being held.
    most_bytes: ClassVar[int] = 1024 * 1024
    addresses: ClassVar[Sequence[IntakeAddress]] = ()

    def receive(self, call: IncomingCall, sets: Sequence[Mapping[str, str]], *, currency: str, desk: Desk) -> Reply:
        """The answer. `sets`: the credentials by field, and those before while a secret is being exchanged.

        Errors of the hub itself go through, after the key was let go.
        """
        raise NotImplementedError

    def stranger(self) -> Reply:
        """The answer where there is no such connection: it must not tell that."""
        raise NotImplementedError

    def unavailable(self) -> Reply:
        """The answer while the hub cannot work."""
        raise NotImplementedError
