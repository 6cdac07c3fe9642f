"""The practice Shopee: one app, two shops, everything a hub uses of Open Platform v2."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any, ClassVar

from marketplaces.sandbox.emulator import Emulator
from marketplaces.sandbox.limits import Bucket
from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Route
from marketplaces.sandbox.state import Table
from marketplaces.sandbox.webhooks import Push

from . import (
    access,
    accounts,
    consent,
    controls,
    lifecycle,
    logistics,
    offering,
    orders,
    packages,
    products,
    push,
    push_calls,
    returns,
    seeding,
    shop,
    tokens,
)
from .envelope import failure
from .errors import Refused

CALLS_PER_SECOND = Bucket(rate=10, burst=10)
TOKEN_TABLES = ("access", "refresh")
_FAULTS = {
    "error500": ("error_server", "Something wrong. Please try later.", 500),
    "rate_limit": ("error_rate_limit", "Too many requests, please try again later.", 200),
    "expired_token": ("invalid_acceess_token", "Invalid access_token, please have a check.", 403),
    "forbidden": ("error_permission", "The app has no permission to call this API.", 403),
}


class ShopeeEmulator(Emulator):
    """Shopee Open Platform v2 as its contract describes it."""

    code = "shopee"
    name = "Shopee"
    routes = (
        consent.routes,
        tokens.routes,
        shop.routes,
        orders.routes,
        packages.routes,
        logistics.routes,
        products.routes,
        offering.routes,
        returns.routes,
        push_calls.routes,
    )
    actions: ClassVar = {"give_tracking": lifecycle.give_tracking, "move_on": lifecycle.move_on}
    controls: ClassVar = {
        "split": controls.split,
        "reserve": controls.reserve,
        "expire": tokens.expire,
        "return": controls.give_back,
        "move_return": controls.move_return,
    }
    push_retries = (1, 5, 30)
    push_timeout = 3.0
    overall = CALLS_PER_SECOND

    # Who asks, and how often

    def authenticate(self, request: Request, route: Route) -> str:
        return access.let_in(request, state=self.state, now=self.now(), public=route.details.get("public", False))

    def check_limits(self, request: Request, route: Route) -> None:
        counted = not route.details.get("page")
        if counted and self.limits.take(f"partner:{accounts.PARTNER_ID}", CALLS_PER_SECOND):
            raise Refused(*_FAULTS["rate_limit"][:2])

    # Where things are

    def orders(self, account: str | int) -> Table:
        return self.state.table("orders", str(account))

    def items(self, account: str | int) -> Table:
        return self.state.table("items", str(account))

    def returns(self, account: str | int) -> Table:
        return self.state.table("returns", str(account))

    def next_order_number(self) -> int:
        return self.state.table("orders").next_number()

    def now(self) -> float:
        return self.clock.timestamp()

    def push(self, payload: dict[str, Any]) -> None:
        """Sends a message to the receivers of its shop, if the app's settings want it."""
        if push_calls.wanted(self, payload):
            self.webhooks.send(payload, account=str(payload["shop_id"]))

    # A fresh start

    def seed(self, dice: random.Random, *, products: int, orders: int) -> None:
        seeding.fill_all(self, dice, products=products, orders=orders)
        tokens.issue(self, accounts.MAIN_SHOP, access=accounts.ACCESS_TOKEN, refresh=accounts.REFRESH_TOKEN)

    def reseed(self, seed: int, *, products: int | None = None, orders: int | None = None) -> None:
        """Other goods and orders, but a hub that is signed in stays signed in."""
        with self.state.transaction():
            held = {kind: dict(self.state.documents(kind)) for kind in TOKEN_TABLES}
            super().reseed(seed, products=products, orders=orders)
            for kind, documents in held.items():
                for key, document in documents.items():
                    if key not in self.state.table(kind):
                        self.state.table(kind).put(key, document)

    # What `/_control/` asks

    def credentials(self) -> dict[str, str]:
        pair = tokens.current(self, accounts.MAIN_SHOP)
        return {
            "partner_id": str(accounts.PARTNER_ID),
            "partner_key": accounts.PARTNER_KEY,
            "shop_id": str(accounts.MAIN_SHOP),
            "access_token": pair[0],
            "refresh_token": pair[1],
            "push_key": accounts.PUSH_KEY,
        }

    def describe(self, query: Mapping[str, str]) -> dict[str, Any]:
        return controls.describe(self, query)

    def sell(self, order: dict[str, Any]) -> dict[str, Any]:
        return controls.sell(self, order)

    def move(self, order: str, status: str, details: dict[str, Any]) -> dict[str, Any]:
        return controls.move(self, order, status)

    def cancel(self, order: str, details: dict[str, Any]) -> dict[str, Any]:
        return controls.cancel(self, order, details)

    # Shopee's own way of speaking

    def sign_push(self, payload: dict[str, Any], receiver: dict[str, Any]) -> Push:
        return push.signed(payload, url=receiver["url"], key=receiver["key"])

    def accepts_push(self, status: int, body: bytes) -> bool:
        """A receiver answers 2xx with nothing in it."""
        return 200 <= status < 300 and not body

    def fault_answer(self, kind: str) -> Answer:
        return failure(*_FAULTS[kind])

    def unknown_route(self, request: Request, *, path_exists: bool) -> Answer:
        return failure("error_not_found", "There is no such API.", 405 if path_exists else 404)

    def not_json(self, request: Request) -> Answer:
        return failure("error_param", "Wrong parameters, detail: the body is not JSON.")
