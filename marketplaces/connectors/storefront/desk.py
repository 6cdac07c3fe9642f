"""What the intake asks of the hub: to remember keys, to find, store and list orders, to know stock. A port."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from marketplaces.canonical.orders import Order
from marketplaces.canonical.statuses import OrderStatus

from .problems import Reply

Json = Mapping[str, Any]


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
class Keys:
    """The connection's secrets. Two of a kind while one is being changed."""

    key_id: str
    secrets: tuple[str, ...]
    hook_secrets: tuple[str, ...] = ()
    shop_domain: str = ""
    currencies: tuple[str, ...] = ()

    @classmethod
    def of(cls, values: Mapping[str, str], *, former: Mapping[str, str] | None = None, currency: str = "") -> "Keys":
        """From the connection's credentials, those before a change (`former`), and the currency of the connection."""
        sets = [each for each in (values, former) if each]
        return cls(
            key_id=values["key_id"],
            secrets=tuple(each["secret"] for each in sets if each.get("secret")),
            hook_secrets=tuple(each["hook_secret"] for each in sets if each.get("hook_secret")),
            shop_domain=values.get("shop_domain", "").lower(),
            currencies=tuple(filter(None, (values.get("currencies") or currency).split(","))),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An order as the hub has it. `document` is what was stored with it last (the contract's body, and our notes)."""

    id: str
    document: Json
    hub_status: OrderStatus
    fulfillments: Sequence[Json] = ()


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
        """Take one call's place; seconds to wait where there is none."""

    def claim(self, key: str, fingerprint: str) -> Remembered | None:
        """None: the key is new and ours now, for 72 hours. One statement in the database, so that two cannot win."""

    def remember(self, key: str, reply: Reply | None) -> None:
        """The answer to give again; None lets go of the key, so that the call may run anew."""

    def order(self, external_id: str) -> AbstractContextManager[Held | None]:
        """The order under a lock that also holds back a second maker of the same number; ends with the block."""

    def find(self, external_id: str) -> Held | None:
        """The order, without a lock."""

    def store(self, order: Order, document: Json) -> Held:
        """Upsert by number; stock is reserved in the same transaction. Raises what intake raises."""

    def known_skus(self, skus: Collection[str]) -> Mapping[str, bool]:
        """Which of them are sold here, and whether each is digital."""

    def needs_you(self, external_id: str, cause: str, sentence: str) -> None:
        """Something about this order wants a person."""

    def orders(self, *, since: datetime | None, cursor: str, limit: int) -> tuple[Sequence[Held], str]:
        """Orders by change, and the next cursor ("" at the end). Raises ValueError for a cursor it did not make."""

    def stock(self, *, skus: Sequence[str] | None, cursor: str) -> tuple[Sequence[tuple[str, int, datetime]], str]:
        """(SKU, units to sell, changed at), of some or of all, and the next cursor."""
