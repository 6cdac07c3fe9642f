"""A connector in front of its practice marketplace, over real HTTP, with plain ports and every exchange judged."""

import importlib
import importlib.util
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import requests

from marketplaces.canonical.orders import Order, OrderLine
from marketplaces.canonical.prices import PriceLevel, PriceUpdate
from marketplaces.canonical.shipments import ShipmentLine, ShipmentRequest, ShipmentResult
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.canonical.stock import StockLevel, StockUpdate
from marketplaces.framework import registry
from marketplaces.framework.base import Connector, Context
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.limits import LimitScope
from marketplaces.framework.ports import RateLimiter
from marketplaces.framework.results import Awaited, ItemResult
from marketplaces.framework.testing import ListRecorder, MemoryLimiter, StaticCredentials
from marketplaces.framework.transport import Transport
from tests.contract.exceptions import is_excused

#: One connection to the counters of all shops; nothing of this machine's surroundings is asked about first.
COUNTER = requests.Session()
COUNTER.trust_env = False
LOOK_BACK = timedelta(days=60)
#: Work of a practice shop is done by then.
MOST_QUESTIONS = 40


class QuickClock:
    """The real time; waiting is noted and not done, so that a retry costs nothing."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


class TurnedClock(QuickClock):
    """A time that only waiting moves, ours and the marketplace's together: an hour of limits costs no second."""

    def __init__(self) -> None:
        super().__init__()
        self.moment = datetime.now(UTC)
        self._turn: Callable[[float], Any] = lambda seconds: None

    def turn_with(self, shop: "Shop") -> None:
        """From now on the marketplace's clock stands where ours does."""
        shop.control("clock", {"now": self.moment.isoformat()})
        self._turn = shop.pass_time

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.moment.timestamp()

    def sleep(self, seconds: float) -> None:
        longer = seconds + 0.001  # as no sleep ends before its time
        self.slept.append(longer)
        self.moment += timedelta(seconds=longer)
        self._turn(longer)


@dataclass
class Shop:
    """Everything a test needs of one shop. `calls` is the address the connector calls, a proxy's for instance."""

    code: str
    sandbox: str
    calls: str = ""
    limiter: RateLimiter = field(default_factory=MemoryLimiter)
    clock: QuickClock = field(default_factory=QuickClock)
    violations: list[str] = field(default_factory=list)
    #: What was sent and answered, bodies included: (method and official path, status).
    exchanges: list[tuple[str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.kind = registry.connector_class(self.code)
        self.recorder = ListRecorder()
        self.credentials = StaticCredentials(self.control("credentials"), refresh=self._renew)
        if Capability.TOKEN not in self.kind.capabilities:
            self.credentials.refresh = None
        self.transport = self._transport()
        self.connector = self._connector()

    def _transport(self) -> Transport:
        values = self.credentials.values
        named = values.get(self.kind.account_field, "")
        scopes = {LimitScope.APP: values.get(self.kind.app_field, ""), LimitScope.ACCOUNT: named, LimitScope.SHOP: "1"}
        scopes |= {LimitScope.KEY: "key", LimitScope.ADDRESS: "here"}
        return Transport(
            base_url=self.calls or f"{self.sandbox}/{self.code}",
            marketplace=self.kind.name,
            limits=self.kind.limits_for(values),
            at_once=self.kind.at_once,
            limit_headers=self.kind.limit_headers,
            rights=self.kind.rights,
            scope_values=scopes,
            credentials=self.credentials,
            limiter=self.limiter,
            recorder=self.recorder,
            clock=self.clock,
            allow_private=True,
            hosts=self.kind.hosts.at_base(),
            timeouts=self.kind.timeouts,
            retries=self.kind.retries,
        )

    def _connector(self) -> Connector:
        context = Context(
            base_url=self.transport.base_url,
            credentials=self.credentials,
            transport=self.transport,
            clock=self.clock,
            remote_account_id=self.credentials.values.get(self.kind.account_field, ""),
        )
        return self.kind(context)

    def _renew(self) -> Mapping[str, str]:
        return self.connector.refresh_token(self.credentials.values).values

    def push_stock(self, updates: Sequence[StockUpdate]) -> list[ItemResult]:
        """The last word on each, also where it is told later."""
        return self._answered(self.connector.push_stock(updates), of=Capability.PUSH_STOCK)

    def push_price(self, updates: Sequence[PriceUpdate]) -> list[ItemResult]:
        """The last word on each, also where it is told later."""
        return self._answered(self.connector.push_price(updates), of=Capability.PUSH_PRICE)

    def _answered(self, told: Sequence[ItemResult], *, of: Capability) -> list[ItemResult]:
        results = {each.ref: each for each in told}
        assert len(results) == len(told)
        for _ in range(MOST_QUESTIONS):
            jobs: dict[str, list[Awaited]] = {}
            for each in results.values():
                if each.later:
                    jobs.setdefault(each.later.job, []).append(Awaited(ref=each.ref, item=each.later.item))
            if not jobs:
                return list(results.values())
            for job, items in jobs.items():
                found = self.connector.ask_about(job, items, of=of)
                assert {each.ref for each in found} == {each.ref for each in items}
                results |= {each.ref: each for each in found}
        raise AssertionError(f"still not answered: {sorted(jobs)}")

    @property
    def able(self) -> frozenset[Capability]:
        """What this shop can be asked by calls, as it is set up."""
        files = self.kind.publication
        carried = files.carried(self.credentials.values) if files else frozenset()
        return self.kind.able(self.credentials.values) - carried

    def needs(self, capability: Capability) -> None:
        """Skips what no call of this shop does."""
        if capability not in self.able:
            pytest.skip(f"{self.kind.name} has no call for {capability.value.replace('_', ' ')}.")

    # The wire checker ------------------------------------------------------------------------------------------------
    def judged(self) -> "Shop":
        """From now on every exchange is held against the official specification.

        A shop that calls us has no calls of its own there: what we tell it is judged as a push.
        """
        if Capability.RECEIVE_ORDERS in self.kind.capabilities:
            return self._judged_as_pushes()
        from wirecheck import Checker, Exchange, Headers

        checker = Checker(self.code, base_path=f"/{self.code}", secret=self.signing_secret or None)

        def hook(response: requests.Response, *_: Any, **__: Any) -> None:
            sent = response.request
            body = sent.body if isinstance(sent.body, bytes) else (sent.body or "").encode()
            exchange = Exchange(
                sent.method or "GET", sent.url or "", Headers(sent.headers), body, response.status_code,
                Headers(response.headers), response.content,
            )  # fmt: skip
            result = checker.inspect(exchange)
            name = f"{exchange.method} {result.operation.path if result.operation else exchange.path}"
            self.exchanges.append((name, response.status_code))
            self.violations += [
                f"{name}: {each}"
                for each in result.violations
                if not is_excused(self.code, name, each.side, each.where, each.rule, each.message)
            ]

        self.transport.session.hooks["response"].append(hook)
        return self

    def _judged_as_pushes(self) -> "Shop":
        from wirecheck.model import Headers
        from wirecheck.webhooks import WebhookChecker

        secret = self.credentials.values[own_part(self.code).PUSHES_SIGNED_WITH]

        def hook(response: requests.Response, *_: Any, **__: Any) -> None:
            sent = response.request
            body = sent.body if isinstance(sent.body, bytes) else (sent.body or "").encode()
            self.exchanges.append((f"{sent.method} {sent.path_url}", response.status_code))
            checker = WebhookChecker(self.code, secret=secret, url=sent.url or "")
            self.violations += [str(each) for each in checker.check(Headers(sent.headers), body)]

        self.transport.session.hooks["response"].append(hook)
        return self

    @property
    def signing_secret(self) -> str:
        """What requests are signed with, where they are; the connector's own test folder names the field."""
        return self.credentials.values.get(getattr(own_part(self.code), "SIGNED_WITH", ""), "")

    @contextmanager
    def trouble(self) -> Iterator[None]:
        """What goes wrong on purpose is not held against anybody."""
        before = list(self.violations)
        try:
            yield
        finally:
            self.violations[:] = before

    # The other side of the counter -----------------------------------------------------------------------------------
    def control(self, call: str, body: Mapping[str, Any] | None = None, *, method: str = "") -> Any:
        method = method or ("GET" if body is None else "POST")
        answer = COUNTER.request(method, f"{self.sandbox}/{self.code}/_control/{call}", json=body, timeout=20)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def fault(self, kind: str, **more: Any) -> None:
        self.control("faults", {"kind": kind, **more})

    def fresh(self, *, products: int = 20, orders: int = 40) -> "Shop":
        """A newly filled shop without faults, limits, receivers or a clock of its own."""
        self.control("webhook", method="DELETE")
        self.control("clock", {"real": True})
        self.control("limits", {"enabled": False, "time": "real"})
        self.control("seed", {"seed": 5, "products": products, "orders": orders})  # and no faults, no calls
        self.credentials.values.update(self.control("credentials"))
        return self

    def pass_time(self, seconds: float) -> None:
        self.control("clock", {"advance": seconds})

    # What a hub does -------------------------------------------------------------------------------------------------
    def window(self) -> tuple[datetime, datetime]:
        """The last weeks, on the marketplace's clock."""
        until = datetime.fromisoformat(self.control("clock")["now"]) + timedelta(seconds=1)
        return until - LOOK_BACK, until

    def orders(self) -> dict[str, Order]:
        since, until = self.window()
        pages = list(self.connector.pull_orders(since=since, until=until))
        assert [item for page in pages for item in page.refused] == []
        return {order.remote_id: order for page in pages for order in page.items}

    def sold(self, quantity: int = 1, **more: Any) -> Order:
        """A buyer orders what we have; the order as the connector reads it."""
        sku = self.sellable_sku()
        (placed,) = self.control("sell", {"lines": [{"sku": sku, "quantity": quantity}], **more})["orders"]
        if Capability.ORDER_ITEMS not in self.kind.capabilities:
            return as_placed(placed)
        (order,) = self.connector.order_items([placed["id"]]).items
        return order

    def sold_digital(self, quantity: int = 1) -> Order:
        """A buyer orders what has no parcel; in another shop of the same key where this one sells none."""
        if prepare := getattr(own_part(self.code), "for_digital", None):
            prepare(self)
        (placed,) = self.control("sell", {"quantity": quantity, "digital": True})["orders"]
        if Capability.ORDER_ITEMS not in self.kind.capabilities:
            return as_placed(placed)
        (order,) = self.connector.order_items([placed["id"]]).items
        return order

    def stock_levels(self, remote_product_ids: Sequence[str] | None = None) -> list[StockLevel]:
        """What is shown there; by its own counter where it has no call that shows it."""
        if Capability.PULL_STOCK in self.kind.capabilities:
            pages = self.connector.pull_stock(remote_product_ids=remote_product_ids)
            return [level for page in pages for level in page.items]
        return [
            StockLevel(
                remote_product_id=str(each["id"]), remote_variant_id="", sku=each["sku"], quantity=units["available"],
                warehouse_remote_id=place,
            )
            for each in self._goods(remote_product_ids)
            for place, units in each["stock"].items()
        ]  # fmt: skip

    def price_levels(self) -> list[PriceLevel]:
        """Likewise."""
        if Capability.PULL_PRICES in self.kind.capabilities:
            return [level for page in self.connector.pull_prices() for level in page.items]
        return [
            PriceLevel(
                remote_product_id=str(each["id"]), remote_variant_id="", sku=each["sku"],
                price=Decimal(each["price"]), currency=each["currency"],
            )
            for each in self._goods()
        ]  # fmt: skip

    def _goods(self, remote_product_ids: Sequence[str] | None = None) -> list[Any]:
        goods = self.control("state?orders=0&webhooks=0")["products"]
        return [each for each in goods if remote_product_ids is None or str(each["id"]) in remote_product_ids]

    def status_of(self, order: Order) -> str:
        """Where the order stands there by now."""
        if Capability.ORDER_ITEMS in self.kind.capabilities:
            (now,) = self.connector.order_items([order.remote_id]).items
            return str(now.status)
        orders = self.control("state?products=0&webhooks=0")["orders"]
        return str(next(each["hub_status"] for each in orders if each["id"] == order.remote_id))

    def sellable_sku(self) -> str:
        products = self.control("state?orders=0&webhooks=0")["products"]
        return str(max(products, key=lambda each: sum(place["available"] for place in each["stock"].values()))["sku"])

    def shipped(self, order: Order, **more: Any) -> ShipmentResult:
        """Confirm the whole order, asking again while the marketplace's time goes on, as the engine does."""
        lines = tuple(
            ShipmentLine(
                remote_line_id=line.remote_id, sku=line.sku, quantity=line.quantity,
                remote_product_id=line.remote_product_id, remote_variant_id=line.remote_variant_id,
            )
            for line in order.lines
        )  # fmt: skip
        progress: Mapping[str, Any] = {}
        for _ in range(10):
            request = ShipmentRequest(
                ref="parcel-1", order_remote_id=order.remote_id, lines=lines, remote_scheme=order.remote_scheme,
                order_raw=order.raw, progress=progress, **more,
            )  # fmt: skip
            result = self.connector.confirm_shipment(request)
            if result.visible:
                return result
            progress = result.progress
            self.pass_time(5)
        raise AssertionError(f"{order.remote_id} was never shown as shipped")

    def close(self) -> None:
        self.transport.close()


def as_placed(placed: Mapping[str, Any]) -> Order:
    """An order as its shop's counter tells it, where no call of ours reads one."""
    lines = tuple(
        OrderLine(
            remote_id=each["id"], title=each["sku"], sku=each["sku"], quantity=each["quantity"],
            unit_price=Decimal(each["price"]), remote_product_id=each["sku"], is_digital=bool(each.get("digital")),
        )
        for each in placed["lines"]
    )  # fmt: skip
    return Order(
        remote_id=placed["id"], number=placed["id"], status=OrderStatus.CONFIRMED, remote_status=placed["status"],
        currency=placed["currency"], placed_at=datetime.fromisoformat(placed["created"]),
        updated_at=datetime.fromisoformat(placed["updated"]), lines=lines, raw=placed,
    )  # fmt: skip


def own_part(code: str) -> Any:
    """What only this marketplace's tests know: `exercise.py` of its test folder, or nothing."""
    name = f"tests.marketplaces.connectors.{code}.exercise"
    return importlib.import_module(name) if importlib.util.find_spec(name) else None


def asks(shop: Shop, work: Callable[[], Any]) -> list[str]:
    """Which official operations the work calls, in order."""
    before = len(shop.exchanges)
    work()
    return [name for name, _status in shop.exchanges[before:]]
