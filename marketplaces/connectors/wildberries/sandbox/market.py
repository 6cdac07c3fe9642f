"""The practice Wildberries itself: who may ask, how much, and which tables of operations answer."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any, ClassVar

from marketplaces.sandbox.emulator import ControlError, Emulator
from marketplaces.sandbox.limits import Bucket
from marketplaces.sandbox.messages import Answer, Refused, Request
from marketplaces.sandbox.routes import Route
from marketplaces.sandbox.webhooks import Push

from . import (
    answers,
    card_changes,
    cards,
    controls,
    door_calls,
    door_marks,
    door_steps,
    doors,
    funnel,
    marks,
    order_calls,
    orders,
    prices,
    reports,
    seeding,
    stickers,
    stocks,
    supplies,
    tokens,
)
from .budgets import BUDGETS, COST_OF_REFUSAL, DEAR, budget
from .fields import bad_body


class WildberriesEmulator(Emulator):
    """A raw token in one header, no pushes, and a budget for each group of calls."""

    code: ClassVar[str] = "wildberries"
    name: ClassVar[str] = "Wildberries"
    routes = (
        tokens.routes, order_calls.routes, supplies.routes, marks.routes, stickers.routes, cards.routes,
        card_changes.routes, stocks.routes, prices.routes, reports.routes, funnel.routes,
        door_calls.routes, door_steps.routes, door_marks.routes,
    )  # fmt: skip
    actions = prices.ACTIONS
    controls = controls.CONTROLS

    # who asks, and how often

    def authenticate(self, request: Request, route: Route) -> str:
        return tokens.seller_of(self, request, route.details["category"])

    def check_limits(self, request: Request, route: Route) -> None:
        group = route.details["group"]
        found = self._budget(request, group)
        wait = self.limits.take(self._purse(request, group), found)
        if wait:
            raise Refused(self._too_many(found, wait))

    def _budget(self, request: Request, group: str) -> Bucket:
        return budget(group, base=tokens.is_base(self, request.account))

    def _purse(self, request: Request, group: str) -> str:
        """Each kind of token has its own."""
        kind = "base" if tokens.is_base(self, request.account) else "other"
        return f"{request.account}:{group}:{kind}"

    def _too_many(self, budget: Bucket, wait: float) -> Answer:
        """The seconds until one call is there again, until all are, and how many that is."""
        headers = {
            "X-Ratelimit-Retry": str(max(1, round(wait + 0.49))),
            "X-Ratelimit-Reset": str(max(1, round(budget.burst / budget.rate))),
            "X-Ratelimit-Limit": f"{budget.burst:g}",
        }
        now = self.clock.now()
        return answers.gateway(429, "too many requests", "limited by global limiter", now, headers)

    def before_handler(self, request: Request, route: Route) -> None:
        if request.body and "application/json" not in request.headers.get("Content-Type", ""):
            raise bad_body()

    def handle(self, request: Request) -> Answer:
        answer = super().handle(request)
        route, _params, _known = self._table.find(request.method, request.path)
        if route is None or not request.account:
            return answer
        group = route.details["group"]
        found, key = self._budget(request, group), self._purse(request, group)
        if 400 <= answer.status < 500 and answer.status != 429 and group in DEAR:
            for _ in range(COST_OF_REFUSAL - 1):
                self.limits.take(key, found)
        if answer.status != 429:
            answer.headers["X-Ratelimit-Remaining"] = str(int(self.limits.left(key, found)))
        return answer

    # how it says no

    def unknown_route(self, request: Request, *, path_exists: bool) -> Answer:
        status = 405 if path_exists else 404
        title = "method not allowed" if path_exists else "path not found"
        return answers.gateway(status, title, "Please consult the documentation", self.clock.now())

    def not_json(self, request: Request) -> Answer:
        return answers.market_error("IncorrectRequestBody", 400)

    def fault_answer(self, kind: str) -> Answer:
        now = self.clock.now()
        if kind == "rate_limit":
            return self._too_many(BUDGETS["orders"], 1.0)
        if kind == "expired_token":
            return answers.gateway(401, "unauthorized", "token expired", now)
        if kind == "forbidden":
            return answers.gateway(403, "access denied", "token scope not allowed", now)
        return answers.gateway(500, "internal server error", "try again later", now)

    def sign_push(self, payload: dict[str, Any], receiver: dict[str, Any]) -> Push:
        """Wildberries sends no pushes; a receiver that is registered all the same never hears of anything."""
        return Push(b"", {})

    # the shop

    def seed(self, dice: random.Random, *, products: int, orders: int) -> None:
        seeding.fill(self, dice, products=products, orders=orders)

    def credentials(self) -> dict[str, str]:
        return {"token": str(self.state.table("tokens")[tokens.SELLER]["token"])}

    def describe(self, query: Mapping[str, str]) -> dict[str, Any]:
        return controls.describe(self, query.get("account", tokens.SELLER), query)

    def sell(self, order: dict[str, Any]) -> dict[str, Any]:
        return controls.told(orders.sell(self, str(order.get("account", tokens.SELLER)), order))

    def move(self, order: str, status: str, details: dict[str, Any]) -> dict[str, Any]:
        where = doors if order in self.state.table(doors.TABLE) else orders
        return controls.told(where.move(self, self._known(order), status))

    def cancel(self, order: str, details: dict[str, Any]) -> dict[str, Any]:
        where = doors if order in self.state.table(doors.TABLE) else orders
        return controls.told(where.buyer_cancels(self, self._known(order)))

    def _known(self, order: str) -> str:
        if order not in self.state.table("orders") and order not in self.state.table(doors.TABLE):
            raise ControlError(f"There is no order {order!r}.")
        return order
