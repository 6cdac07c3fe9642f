"""A hub's desk in memory: one connection, orders under a lock, keys that live 72 hours."""

import json
import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from marketplaces.canonical.statuses import OrderStatus
from marketplaces.framework.intake import Held, Remembered

KEPT = timedelta(hours=72)


class MemoryDesk:
    """What the intake asks for. `stored` keeps every write in order; `trouble` is raised by the next one."""

    def __init__(self, products: Mapping[str, bool] | None = None) -> None:
        self.moment: datetime | None = None
        self.on = True
        self.wait_for = 0.0
        self.products = dict(products or {})
        self.held: dict[str, Held] = {}
        self.changed: dict[str, datetime] = {}
        self.stored: list[Any] = []
        self.asks: list[tuple[str, str, str]] = []
        self.keys: dict[str, tuple[datetime, Remembered]] = {}
        self.units: dict[str, int] = {}
        self.trouble: Exception | None = None
        self._lock, self._orders = threading.RLock(), threading.Lock()

    def now(self) -> datetime:
        return self.moment or datetime.now(UTC)

    def is_on(self) -> bool:
        return self.on

    def wait(self) -> float:
        return self.wait_for

    def claim(self, key: str, fingerprint: str) -> Remembered | None:
        with self._lock:
            made, known = self.keys.get(key, (self.now() - KEPT, None))
            if known is not None and self.now() - made < KEPT:
                return known
            self.keys[key] = (self.now(), Remembered(fingerprint=fingerprint))
            return None

    def remember(self, key: str, reply: Any) -> None:
        with self._lock:
            made, known = self.keys.pop(key)
            if reply is not None:
                self.keys[key] = (made, replace(known, reply=reply))

    @contextmanager
    def order(self, external_id: str) -> Iterator[Held | None]:
        with self._orders:
            yield self.held.get(external_id)

    def find(self, external_id: str) -> Held | None:
        return self.held.get(external_id)

    def store(self, order: Any, document: Mapping[str, Any]) -> Held:
        if self.trouble:
            trouble, self.trouble = self.trouble, None
            raise trouble
        before = self.held.get(order.remote_id)
        kept = json.loads(json.dumps(document, default=str))  # a database keeps JSON
        held = Held(id=before.id if before else uuid.uuid4().hex, document=kept, hub_status=order.status)
        self.held[order.remote_id], self.changed[order.remote_id] = held, self.now()
        self.stored.append(order)
        return held

    def known_skus(self, skus: Any) -> Mapping[str, bool]:
        return {sku: self.products[sku] for sku in skus if sku in self.products}

    def needs_you(self, external_id: str, cause: str, sentence: str) -> None:
        self.asks.append((external_id, cause, sentence))

    def orders(self, *, since: datetime | None, cursor: str, limit: int) -> tuple[list[Held], str]:
        first = int(cursor or 0)
        found = [held for name, held in self.held.items() if since is None or self.changed[name] >= since]
        rest = found[first + limit :]
        return found[first : first + limit], str(first + limit) if rest else ""

    def stock(self, *, skus: Any, cursor: str) -> tuple[list[tuple[str, int, datetime]], str]:
        named = self.units if skus is None else {sku: self.units[sku] for sku in skus if sku in self.units}
        return [(sku, units, self.now()) for sku, units in named.items()], ""

    # What a test does to it
    def move(self, external_id: str, status: OrderStatus, **more: Any) -> None:
        self.held[external_id] = replace(self.held[external_id], hub_status=status, **more)

    @property
    def last(self) -> Any:
        return self.stored[-1]
