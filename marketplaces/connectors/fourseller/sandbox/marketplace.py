"""The practice 4Seller itself: who may ask, how much, and which tables of calls answer."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Mapping
from typing import Any, ClassVar

from marketplaces.sandbox.emulator import Emulator
from marketplaces.sandbox.limits import Bucket
from marketplaces.sandbox.messages import Answer, Refused, Request
from marketplaces.sandbox.routes import Route
from marketplaces.sandbox.webhooks import Push

from . import answers, controls, inventory, orders, products, pushes, seeding, seller, webhooks

#: Two a second, four at once: assumed, like everything here.
CALLS = Bucket(rate=2, burst=4)
WITH_BODY = ("POST", "PUT", "PATCH")


class FourSellerEmulator(Emulator):
    """A key in the Authorization header, the seller's id beside it, JSON in and out, an answer per item of a batch."""

    code: ClassVar[str] = "fourseller"
    name: ClassVar[str] = "4Seller"
    routes = (
        seller.routes,
        products.routes,
        inventory.routes,
        orders.routes,
        webhooks.routes,
    )
    controls = controls.CONTROLS
    push_retries = (1, 5, 30, 60, 300)
    push_timeout: ClassVar[float] = 5.0
    overall = CALLS

    # Who asks, and how often

    def authenticate(self, request: Request, route: Route) -> str:
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or not key:
            raise answers.refuse(401, "an API key is required")
        account = next((n for n in seeding.ACCOUNTS if key in self.state.table("accounts")[n]["keys"]), None)
        if account is None:
            raise answers.refuse(401, "the API key is not valid")
        seller_id = request.headers.get("X-Seller-ID", "")
        if not seller_id:
            raise answers.refuse(400, "the header X-Seller-ID is required")
        if seller_id != account:
            raise answers.refuse(403, f"this key is not one of the seller {seller_id}")
        return account

    def check_limits(self, request: Request, route: Route) -> None:
        if wait := self.limits.take(f"all:{request.account}", CALLS):
            raise Refused(self._slow_down(wait))

    def before_handler(self, request: Request, route: Route) -> None:
        if request.method in WITH_BODY and "application/json" not in request.headers.get("Content-Type", ""):
            raise answers.refuse(400, "Content-Type must be application/json")
        if request.method not in WITH_BODY and request.body:
            raise answers.refuse(400, f"a {request.method} has no body")
        listed = route.method == "GET" and route.template in ("/v1/products", "/v1/orders")
        if not listed and request.pairs:
            raise answers.invalid({name: ["is not a parameter of this call"] for name, _ in request.pairs})

    @staticmethod
    def _slow_down(wait: float) -> Answer:
        return answers.error(429, "slow down", headers={"Retry-After": str(max(1, math.ceil(wait)))})

    # The shop

    def seed(self, dice: random.Random, *, products: int, orders: int) -> None:
        seeding.fill(self, dice, products=products, orders=orders)

    def credentials(self) -> dict[str, str]:
        account = self.state.table("accounts")[seeding.MAIN]
        return {
            "seller_id": seeding.MAIN,
            "api_key": account["keys"][0],
            "webhook_secret": account["webhook_secret"],
        }

    def describe(self, query: Mapping[str, str]) -> dict[str, Any]:
        return controls.describe(self, query)

    def sell(self, order: dict[str, Any]) -> dict[str, Any]:
        return controls.sell(self, order)

    def move(self, order: str, status: str, details: dict[str, Any]) -> dict[str, Any]:
        return controls.move(self, order, status, details)

    def cancel(self, order: str, details: dict[str, Any]) -> dict[str, Any]:
        return controls.move(self, order, "cancelled", details)

    # 4Seller's way of speaking

    def sign_push(self, payload: dict[str, Any], receiver: dict[str, Any]) -> Push:
        """With the receiver's own secret; one that was entered by hand has the account's."""
        key = receiver["key"] or self.state.table("accounts")[payload["seller_id"]]["webhook_secret"]
        return pushes.signed(payload, key=key, timestamp=int(time.time()))

    def accepts_push(self, status: int, body: bytes) -> bool:
        return status == 200

    def fault_answer(self, kind: str) -> Answer:
        if kind == "rate_limit":
            return self._slow_down(1)
        status, message = {
            "error500": (500, "something went wrong"),
            "expired_token": (401, "the API key has ended"),
            "forbidden": (403, "this key may not do that"),
        }[kind]
        return answers.error(status, message)

    def unknown_route(self, request: Request, *, path_exists: bool) -> Answer:
        return answers.error(404, "there is no such call" if not path_exists else f"{request.method} is not possible")

    def not_json(self, request: Request) -> Answer:
        return answers.error(400, "the body is not JSON")
