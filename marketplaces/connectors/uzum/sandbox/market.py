"""The practice Uzum itself: who may ask, how much, and which tables of operations answer."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar

from marketplaces.sandbox.emulator import ControlError, Emulator
from marketplaces.sandbox.limits import Bucket
from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Route
from marketplaces.sandbox.webhooks import Push

from . import answers, controls, expiry, finance, goods, notes, order_calls, orders, seeding, sellers, stocks
from .settings import setting

#: Not published; people who counted saw two calls a second for each token.
PER_TOKEN = Bucket(rate=2, burst=2)
PER_DAY = 100_000


class UzumEmulator(Emulator):
    """A raw token in one header, no webhooks, and the numbers of its limits in the headers of each answer."""

    code: ClassVar[str] = "uzum"
    name: ClassVar[str] = "Uzum Market"
    routes = (sellers.routes, order_calls.routes, notes.routes, goods.routes, stocks.routes, finance.routes)
    actions = expiry.ACTIONS
    controls = controls.CONTROLS
    overall = PER_TOKEN

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__(folder)
        self._counted: dict[tuple[str, date], int] = {}

    # who asks, and how often

    def authenticate(self, request: Request, route: Route) -> str:
        """The seller whose token it is. A word in front of the token makes it another text, so it is not known."""
        return sellers.seller_of(self, request.headers.get("Authorization", ""))

    def check_limits(self, request: Request, route: Route) -> None:
        if self._used_today(request.account) >= setting(self, "per_day"):
            raise answers.refuse("too-many-requests", self.clock.now(), "The daily limit is used up", status=429)
        if self.limits.take(request.account, PER_TOKEN):
            raise answers.refuse("too-many-requests", self.clock.now(), status=429)
        if self.limits.enabled:
            self._counted[request.account, self._today()] = self._used_today(request.account) + 1

    def before_handler(self, request: Request, route: Route) -> None:
        if request.body and "application/json" not in request.headers.get("Content-Type", ""):
            raise answers.refuse("bad-request-001", self.clock.now(), "Content-Type must be application/json")

    def handle(self, request: Request) -> Answer:
        answer = super().handle(request)
        answer.headers.update(self._budget(request))
        return answer

    def _budget(self, request: Request) -> dict[str, str]:
        """What is left of the bucket and of the day: on every answer, also on refusals."""
        per_day = int(setting(self, "per_day"))
        return {
            "X-RateLimit-Remaining": str(int(self.limits.left(request.account, PER_TOKEN))),
            "X-RateLimit-Replenish-Rate": f"{PER_TOKEN.rate:g}",
            "X-RateLimit-Burst-Capacity": f"{PER_TOKEN.burst:g}",
            "X-RateLimit-Requested-Tokens": "1",
            "X-RateLimit-Limit-Per-Day": str(per_day),
            "X-RateLimit-Remaining-Per-Day": str(max(0, per_day - self._used_today(request.account))),
        }

    def _used_today(self, seller: str) -> int:
        return self._counted.get((seller, self._today()), 0)

    def _today(self) -> date:
        """Tashkent's day; there is no other time in Uzbekistan."""
        return (self.clock.now() + timedelta(hours=5)).date()

    # how it says no

    def unknown_route(self, request: Request, *, path_exists: bool) -> Answer:
        """403, not 404: so it is seen live."""
        return answers.error("access-denied", 405 if path_exists else 403, self.clock.now())

    def not_json(self, request: Request) -> Answer:
        return answers.error("bad-request-001", 400, self.clock.now(), "The body is not JSON")

    def fault_answer(self, kind: str) -> Answer:
        code, status = {
            "error500": ("internal-error", 500),
            "rate_limit": ("too-many-requests", 429),
            "expired_token": ("unauthorized", 401),
            "forbidden": ("fbs-2-seller-access-denied", 403),
        }[kind]
        return answers.error(code, status, self.clock.now())

    def sign_push(self, payload: dict[str, Any], receiver: dict[str, Any]) -> Push:
        """Uzum sends no pushes; a receiver that is registered all the same never hears of anything."""
        return Push(b"", {})

    # the shop

    def seed(self, dice: random.Random, *, products: int, orders: int) -> None:
        seeding.fill(self, dice, products=products, orders=orders)

    def credentials(self) -> dict[str, str]:
        return {
            "token": sellers.token_of(self, sellers.SELLER),
            "shop_id": sellers.SHOP,
            "drop_off_point": notes.FIRST_POINT,
        }

    def describe(self, query: Mapping[str, str]) -> dict[str, Any]:
        return controls.describe(self, query.get("account", sellers.SHOP), query)

    def sell(self, order: dict[str, Any]) -> dict[str, Any]:
        return controls.told(orders.sell(self, str(order.get("account", sellers.SHOP)), order))

    def move(self, order: str, status: str, details: dict[str, Any]) -> dict[str, Any]:
        return controls.told(orders.move(self, self._known(order), status))

    def cancel(self, order: str, details: dict[str, Any]) -> dict[str, Any]:
        reason = str(details.get("reason", "CANCELED_BY_CUSTOMER"))
        return controls.told(orders.cancel(self, self._known(order), reason))

    def _known(self, order: str) -> str:
        if order not in self.state.table("orders"):
            raise ControlError(f"There is no order {order!r}.")
        return order
