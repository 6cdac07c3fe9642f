"""The practice shop itself: who may call it back, how often, and what it sells."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from marketplaces.sandbox.emulator import Emulator
from marketplaces.sandbox.limits import Bucket
from marketplaces.sandbox.messages import Answer, Refused, Request
from marketplaces.sandbox.routes import Route
from marketplaces.sandbox.webhooks import RECEIVERS, Push

from . import answers, callbacks, controls, seeding
from .post import Post

#: What a small shop takes; the contract gives the hub the same in the other direction.
CALLS = Bucket(rate=10, burst=50)
#: Old orders in a call: a hub that has much to do answers within the shop's patience.
BACKLOG = 15


class StorefrontEmulator(Emulator):
    """One address for callbacks. Its own calls leave through `post`: orders, payments, refunds, cancellations."""

    code: ClassVar[str] = "storefront"
    name: ClassVar[str] = "Own storefront"
    routes = (callbacks.routes,)
    controls = controls.CONTROLS
    push_retries = (1, 2, 5, 30, 60, 300)
    push_timeout: ClassVar[float] = 5.0
    overall = CALLS
    default_orders: ClassVar[int] = 60

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__(folder)
        self.webhooks = self.post = Post(
            self.state,
            self.clock,
            self.faults,
            sign=self.sign_push,
            accepts=self.accepts_push,
            retry_after=self.push_retries,
            timeout=self.push_timeout,
        )
        self.post.shop = {}

    @property
    def keys(self) -> dict[str, Any]:
        return self.state.table("shop")["keys"]

    def authenticate(self, request: Request, route: Route) -> str:
        callbacks.believed(self, request)
        return str(self.keys["key_id"])

    def check_limits(self, request: Request, route: Route) -> None:
        if wait := self.limits.take("all", CALLS):
            raise Refused(self._slow_down(wait))

    @staticmethod
    def _slow_down(wait: float) -> Answer:
        return answers.error(429, "slow down", headers={"Retry-After": str(max(1, math.ceil(wait)))})

    # The shop

    def seed(self, dice: random.Random, *, products: int, orders: int) -> None:
        seeding.fill(self, dice, products=products, orders=orders)

    def credentials(self) -> dict[str, str]:
        return {name: self.keys[name] for name in ("key_id", "secret", "hook_secret", "shop_domain")}

    def describe(self, query: Mapping[str, str]) -> dict[str, Any]:
        return controls.describe(self, query)

    def sell(self, order: dict[str, Any]) -> dict[str, Any]:
        return controls.sell(self, order)

    def move(self, order: str, status: str, details: dict[str, Any]) -> dict[str, Any]:
        return controls.move(self, order, status, details)

    def cancel(self, order: str, details: dict[str, Any]) -> dict[str, Any]:
        return controls.cancel(self, order, details)

    def deliver(self, *, everything: bool = False) -> int:
        self.post.shop = self.state.table("shop").find("keys") or {}
        return super().deliver(everything=everything)

    def greet(self, url: str) -> None:
        """A hub that was registered with `backlog` is sent what was ordered before, once."""
        receiver, greeted = self.state.table(RECEIVERS)[url], self.state.table("greeted")
        if receiver.get("backlog") and url not in greeted:
            greeted.put(url, {})
            controls.batch(self, {"size": BACKLOG})

    # Its way of speaking

    def sign_push(self, payload: dict[str, Any], receiver: dict[str, Any]) -> Push:
        raise NotImplementedError("its calls are signed with their target, by post.py")

    def fault_answer(self, kind: str) -> Answer:
        if kind == "rate_limit":
            return self._slow_down(1)
        status, said = {
            "error500": (500, "the shop is down"),
            "expired_token": (401, "the secret is another now"),
            "forbidden": (403, "this key may not tell the shop anything"),
        }[kind]
        return answers.error(status, said)

    def unknown_route(self, request: Request, *, path_exists: bool) -> Answer:
        return answers.error(405 if path_exists else 404, "callbacks are POSTs to the shop's one address")

    def not_json(self, request: Request) -> Answer:
        return answers.error(400, "the body is not JSON")
