"""The base of every emulator: what it holds, and the order in which a request passes through it."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

from .calls import Calls
from .clock import KIND as CLOCK_KIND
from .clock import Clock
from .faults import Fault, Faults
from .limits import Bucket, Limits, Quota
from .messages import Answer, NotJson, Refused, Request, html_answer, json_answer
from .routes import Route, Routes, RouteTable
from .state import State
from .webhooks import RECEIVERS, Push, Webhooks

DUE = "_due"
META = "_meta"
NGINX_PAGE = (
    "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>"
)


class ControlError(ValueError):
    """A control call that makes no sense; the text is for the person who typed it."""


class Emulator:
    """One marketplace. A subclass names its code and routes, checks who asks, and answers in its own dialect.

    A request passes: faults, then `authenticate`, then `check_limits`, then the route's handler. The last three run
    inside one transaction; a handler that raises `Refused` leaves no trace.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    routes: ClassVar[Sequence[Routes]] = ()
    """The tables of handlers: `handler(emulator, request) -> Answer`."""
    actions: ClassVar[Mapping[str, Callable[..., None]]] = {}
    """What can be planned with `later`: `action(emulator, **arguments)`."""
    controls: ClassVar[Mapping[str, Callable[[Any, dict[str, Any]], Any]]] = {}
    """More `POST /_control/<name>` calls: `control(emulator, body) -> data`."""
    push_retries: ClassVar[Sequence[float]] = (1, 5, 30, 60, 300, 600)
    push_timeout: ClassVar[float] = 5.0
    #: The limit of all calls together, where there is one.
    overall: ClassVar[Bucket | Quota | None] = None
    default_products: ClassVar[int] = 60
    default_orders: ClassVar[int] = 180

    def __init__(self, folder: Path | None = None) -> None:
        self.state = State(folder / f"{self.code}.sqlite3" if folder else None)
        self.clock = Clock(self.state)
        self.faults = Faults()
        self.limits = Limits(self.clock)
        self.calls = Calls()
        self.webhooks = Webhooks(
            self.state,
            self.clock,
            self.faults,
            sign=self.sign_push,
            accepts=self.accepts_push,
            retry_after=self.push_retries,
            timeout=self.push_timeout,
        )
        self._table = RouteTable(self.routes)
        self._due = self.state.table(DUE)
        self._delivering = threading.Lock()

    # What a subclass says

    def authenticate(self, request: Request, route: Route) -> str:
        """Who asks: the account. Raises Refused with the marketplace's own answer."""
        raise NotImplementedError

    def check_limits(self, request: Request, route: Route) -> None:
        """Raises Refused with the marketplace's own answer when there was too much."""

    def before_handler(self, request: Request, route: Route) -> None:
        """The place to judge the request against its declared shape (`route.details`)."""

    def after_handler(self, request: Request, route: Route, answer: Answer) -> Answer:
        """The place to put an envelope around every answer."""
        return answer

    def seed(self, dice: random.Random, *, products: int, orders: int) -> None:
        """Fills the empty state; the same dice and the same clock give the same shop."""
        raise NotImplementedError

    def credentials(self) -> dict[str, str]:
        """What a hub's connect form needs: credential field to value."""
        raise NotImplementedError

    def describe(self, query: Mapping[str, str]) -> dict[str, Any]:
        """The state as `GET /_control/state` tells it: products, orders."""
        raise NotImplementedError

    def sell(self, order: dict[str, Any]) -> dict[str, Any]:
        """A buyer orders: `{"sku", "quantity"}` or `{"lines": [...]}`, perhaps `scheme`. ControlError if impossible."""
        raise NotImplementedError

    def move(self, order: str, status: str, details: dict[str, Any]) -> dict[str, Any]:
        """The marketplace moves an order to one of its own statuses."""
        raise NotImplementedError

    def cancel(self, order: str, details: dict[str, Any]) -> dict[str, Any]:
        """The buyer or the marketplace cancels an order."""
        raise NotImplementedError

    def sign_push(self, payload: dict[str, Any], receiver: dict[str, Any]) -> Push:
        """The bytes and headers of a push."""
        raise NotImplementedError

    def greet(self, url: str) -> None:
        """A receiver was registered: the place for a marketplace's own connection check."""

    def accepts_push(self, status: int, body: bytes) -> bool:
        """Whether the marketplace takes this reply for an acknowledgement."""
        return 200 <= status < 300

    def fault_answer(self, kind: str) -> Answer:
        """How this marketplace says error500, rate_limit, expired_token, forbidden (a good key without this right)."""
        statuses = {"error500": 500, "rate_limit": 429, "expired_token": 401, "forbidden": 403}
        return json_answer({"error": kind}, statuses[kind])

    def unknown_route(self, request: Request, *, path_exists: bool) -> Answer:
        return json_answer({"error": "not found"}, 405 if path_exists else 404)

    def not_json(self, request: Request) -> Answer:
        return json_answer({"error": "the body is not JSON"}, 400)

    # The way of a request

    def handle(self, request: Request) -> Answer:
        started = time.perf_counter()
        answer = self._with_faults(request)
        self.calls.note(request, answer, at=self.clock.now().isoformat(), seconds=time.perf_counter() - started)
        return answer

    def _with_faults(self, request: Request) -> Answer:
        if slow := self.faults.take("slow", request.path):
            time.sleep(slow.seconds)
        for kind in ("error500", "rate_limit", "expired_token", "forbidden", "html_page"):
            if fault := self.faults.take(kind, request.path, when="before"):
                return self._faulty(fault)
        answer = self._serve(request)
        if fault := self.faults.take("torn", request.path):
            answer.body = answer.body[: len(answer.body) * 2 // 3]
        for kind in ("error500", "html_page"):
            if fault := self.faults.take(kind, request.path, when="after"):
                return self._faulty(fault)
        return answer

    def _faulty(self, fault: Fault) -> Answer:
        answer = html_answer(NGINX_PAGE) if fault.kind == "html_page" else self.fault_answer(fault.kind)
        answer.status = fault.status or answer.status
        return answer

    def _serve(self, request: Request) -> Answer:
        route, request.params, path_exists = self._table.find(request.method, request.path)
        if route is None:
            return self.unknown_route(request, path_exists=path_exists)
        self.run_due()
        try:
            with self.state.transaction():
                request.account = self.authenticate(request, route)
                self.check_limits(request, route)
                self.before_handler(request, route)
                return self.after_handler(request, route, route.handler(self, request))
        except Refused as refused:
            return refused.answer
        except NotJson:
            return self.not_json(request)

    # Time

    def later(self, seconds: float, action: str, **arguments: Any) -> None:
        """Plans an action in the sandbox's own time; it survives a restart."""
        at = self.clock.now() + timedelta(seconds=seconds)
        self._due.put(self._due.next_number(), {"at": at.isoformat(), "action": action, "arguments": arguments})

    def run_due(self) -> int:
        """Does what is due, oldest first, each in a transaction of its own."""
        if not len(self._due):
            return 0
        done = 0
        with self.state.transaction():
            now = self.clock.now().isoformat()
            due = sorted(
                (self._due[key]["at"], int(key)) for key in list(self._due.keys()) if self._due[key]["at"] <= now
            )
            for _, key in due:
                plan = self._due[key]
                self._due.delete(key)
                self.actions[plan["action"]](self, **plan["arguments"])
                done += 1
        return done

    def tick(self) -> None:
        """The background's turn: what is due, then what is to be pushed. Never two at a time."""
        self.run_due()
        self.deliver()

    def deliver(self, *, everything: bool = False) -> int:
        with self._delivering:
            return self.webhooks.deliver(everything=everything)

    # A fresh start

    def reseed(self, seed: int, *, products: int | None = None, orders: int | None = None) -> None:
        """Empties the shop and fills it again. Receivers and clock stay."""
        products = self.default_products if products is None else products
        orders = self.default_orders if orders is None else orders
        with self.state.transaction():
            self.state.clear(keep=frozenset({RECEIVERS, CLOCK_KIND}))
            self.seed(random.Random(seed), products=products, orders=orders)
            self.state.table(META).put("seed", {"seed": seed, "products": products, "orders": orders})
        self.limits.reset()

    def seed_if_new(self, seed: int = 1) -> bool:
        """Fills the shop on its very first start only."""
        if "seed" in self.state.table(META):
            return False
        self.reseed(seed)
        return True

    def close(self) -> None:
        self.state.close()
