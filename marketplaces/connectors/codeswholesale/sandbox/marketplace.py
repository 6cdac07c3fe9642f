"""The practice CodesWholesale itself: who may ask, how much, and which tables of calls answer."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any, ClassVar

from marketplaces.sandbox.emulator import Emulator
from marketplaces.sandbox.limits import Bucket
from marketplaces.sandbox.messages import Answer, Refused, Request, html_answer, json_answer
from marketplaces.sandbox.routes import Route
from marketplaces.sandbox.webhooks import Push

from . import account, answers, catalogue, controls, keys, orders, postbacks, purchases, seeding, tokens

#: Not published; clients that stay under two a second are let alone (assumed).
CALLS = Bucket(rate=2, burst=4)
WITH_BODY = ("POST", "PUT", "PATCH")


class CodesWholesaleEmulator(Emulator):
    """A token of client id and secret, JSON in and out, no idempotency of any kind."""

    code: ClassVar[str] = "codeswholesale"
    name: ClassVar[str] = "CodesWholesale"
    routes = (
        tokens.routes,
        account.routes,
        catalogue.routes,
        orders.routes,
        keys.routes,
        postbacks.routes,
    )
    actions: ClassVar[Mapping[str, Any]] = {"fill": purchases.fill}
    controls = controls.CONTROLS
    push_retries = (1, 5, 30, 60)
    overall = CALLS
    default_orders = 40
    #: Answers lost for calls that were not done, since the desk last asked for some.
    undone = 0

    # Who asks, and how often

    def authenticate(self, request: Request, route: Route) -> str:
        return "" if route.details.get("open") else tokens.owner(self, request)

    def check_limits(self, request: Request, route: Route) -> None:
        """Tokens are counted by address, all else by account."""
        limit, budget = route.details.get("limit"), route.details.get("budget", "")
        if limit and self.limits.take(f"{budget}:{request.account}", limit):
            raise Refused(answers.error(429, "Too many requests"))
        if not route.details.get("open") and self.limits.take(f"all:{request.account}", CALLS):
            raise Refused(answers.error(429, "Too many requests"))

    def before_handler(self, request: Request, route: Route) -> None:
        if route.details.get("open"):
            return
        if request.method in WITH_BODY and "application/json" not in request.headers.get("Content-Type", ""):
            raise answers.refuse(400, "Content-Type must be application/json")
        if request.method not in WITH_BODY and request.body:
            raise answers.refuse(400, f"A {request.method} has no body")
        for name, _ in request.pairs:
            if name not in route.details.get("takes", ()):
                raise answers.refuse(400, f"{name} is not a parameter of this call")

    def after_handler(self, request: Request, route: Route, answer: Answer) -> Answer:
        """What the desk wants to be lost is done all the same, unless it says that it is not."""
        desk = self.state.table("desk")
        loses = desk.find(controls.LOSES)
        if not loses or loses["method"] != request.method or not request.path.startswith(loses["path"]):
            return answer
        if loses["times"] <= self.undone:
            return answer
        lost = self._lost(loses["how"], answer)
        if not loses["done"]:
            self.undone += 1  # beside the state: a refusal undoes all that was written, the desk's own count as well
            raise Refused(lost)
        desk.edit(controls.LOSES)["times"] -= 1
        return lost

    def _lost(self, how: str, answer: Answer) -> Answer:
        if how == "torn":
            return Answer(answer.status, answer.body[: len(answer.body) // 2], answer.headers)
        if how == "html_page":
            return html_answer("<html>maintenance</html>")
        if how == "nothing":
            return json_answer({})
        return self.fault_answer("rate_limit" if how == "limit" else "error500")

    # The shop

    def seed(self, dice: random.Random, *, products: int, orders: int) -> None:
        seeding.fill(self, dice, products=products, orders=orders)

    def credentials(self) -> dict[str, str]:
        client = self.state.table("clients")[seeding.MAIN]
        return {
            "client_id": seeding.MAIN,
            "client_secret": client["client_secret"],
            "client_signature": client["signature"],
            "access_token": tokens.living(self, seeding.MAIN)["token"],
        }

    def describe(self, query: Mapping[str, str]) -> dict[str, Any]:
        return controls.describe(self, query)

    def sell(self, order: dict[str, Any]) -> dict[str, Any]:
        return controls.sell(self, order)

    def move(self, order: str, status: str, details: dict[str, Any]) -> dict[str, Any]:
        return controls.move(self, order, status, details)

    def cancel(self, order: str, details: dict[str, Any]) -> dict[str, Any]:
        return controls.move(self, order, purchases.CANCELLED, details)

    # CodesWholesale's way of speaking

    def sign_push(self, payload: dict[str, Any], receiver: dict[str, Any]) -> Push:
        return postbacks.signed(payload)

    def fault_answer(self, kind: str) -> Answer:
        if kind == "expired_token":
            return answers.oauth_error("invalid_token", answers.ENDED)
        if kind == "rate_limit":
            return answers.error(429, "Too many requests")
        if kind == "forbidden":
            return answers.error(403, "This is not enabled for this account")
        return answers.error(500, "Internal server error")

    def unknown_route(self, request: Request, *, path_exists: bool) -> Answer:
        """v1 was switched off, and a method that a path does not have is not there either."""
        return answers.error(404, f"No endpoint {request.method} {request.path}")

    def not_json(self, request: Request) -> Answer:
        return answers.error(400, "The body is not JSON")
