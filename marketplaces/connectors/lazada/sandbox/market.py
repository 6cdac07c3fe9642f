"""The practice Lazada itself: who may ask, how much, and which tables of calls answer."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from datetime import UTC, datetime
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
    cancelling,
    consent,
    controls,
    fulfilment,
    labels,
    offering,
    orders,
    pictures,
    products,
    pushes,
    returns,
    seeding,
    seller,
    stocks,
    tokens,
)
from .envelope import Refused, failure

#: Not published; ten a second for an app is what the contract suggests.
CALLS = Bucket(rate=10, burst=10)
TOKEN_TABLES = ("access", "refresh", "latest")


class LazadaEmulator(Emulator):
    """Everything a hub uses of the Open Platform, for one app and two sellers."""

    code: ClassVar[str] = "lazada"
    name: ClassVar[str] = "Lazada"
    routes = (
        consent.routes,
        tokens.routes,
        seller.routes,
        orders.routes,
        fulfilment.routes,
        labels.routes,
        cancelling.routes,
        returns.routes,
        products.routes,
        stocks.routes,
        offering.routes,
        pictures.routes,
    )
    controls: ClassVar = {"expire": tokens.expire, "return": returns.give_back, "campaign": stocks.lock}
    push_retries = (1, 5, 30)
    push_timeout: ClassVar[float] = 0.5
    overall = CALLS

    # Who asks, and how often

    def authenticate(self, request: Request, route: Route) -> str:
        if route.details.get("page"):
            return ""
        return access.let_in(self, request, token=not route.details.get("open"))

    def check_limits(self, request: Request, route: Route) -> None:
        if route.details.get("page"):
            return
        own = route.details.get("limit")
        if own is not None and self.limits.take(f"{route.template}:{request.account}", own):
            raise Refused("901", "E901: The request is too frequent.", kind="ISP")
        if wait := self.limits.take(f"app:{accounts.APP_KEY}", CALLS):
            raise _slow_down(wait)

    # Where things are

    def now(self) -> float:
        return self.clock.timestamp()

    def orders(self, seller: str) -> Table:
        return self.state.table("orders", seller)

    def items(self, seller: str) -> Table:
        """Products."""
        return self.state.table("products", seller)

    def returns(self, seller: str) -> Table:
        return self.state.table("returns", seller)

    # The shop

    def seed(self, dice: random.Random, *, products: int, orders: int) -> None:
        seeding.fill(self, dice, products=products, orders=orders)

    def reseed(self, seed: int, *, products: int | None = None, orders: int | None = None) -> None:
        """Other goods and orders, but a hub that is signed in stays signed in."""
        with self.state.transaction():
            held = {kind: dict(self.state.documents(kind)) for kind in TOKEN_TABLES}
            super().reseed(seed, products=products, orders=orders)
            for kind, documents in held.items():
                for key, document in documents.items():
                    self.state.table(kind).put(key, document)

    def credentials(self) -> dict[str, str]:
        pair = tokens.current(self, accounts.MAIN)
        return {
            "app_key": accounts.APP_KEY,
            "app_secret": accounts.APP_SECRET,
            "country": accounts.SELLERS[accounts.MAIN].country,
            "access_token": pair["access"],
            "refresh_token": pair["refresh"],
            "parcel_cm": "25x18x16",
            "login_ends_at": datetime.fromtimestamp(pair["until"], UTC).isoformat(timespec="seconds"),
        }

    def describe(self, query: Mapping[str, str]) -> dict[str, Any]:
        return controls.describe(self, query)

    def sell(self, order: dict[str, Any]) -> dict[str, Any]:
        return controls.sell(self, order)

    def move(self, order: str, status: str, details: dict[str, Any]) -> dict[str, Any]:
        return controls.move(self, order, status, details)

    def cancel(self, order: str, details: dict[str, Any]) -> dict[str, Any]:
        return controls.cancel(self, order, details)

    # Lazada's way of speaking

    def sign_push(self, payload: dict[str, Any], receiver: dict[str, Any]) -> Push:
        return pushes.signed(payload)

    def accepts_push(self, status: int, body: bytes) -> bool:
        return status == 200

    def fault_answer(self, kind: str) -> Answer:
        if kind == "rate_limit":
            return _slow_down(1).answer
        if kind == "expired_token":
            return failure("IllegalAccessToken", "The specified access token is invalid or expired.")
        if kind == "forbidden":
            return failure("AppCallLimited", "The app has no permission to call this API.")
        return failure("ServiceTimeout", "The service is not available for now.", kind="ISP")

    def unknown_route(self, request: Request, *, path_exists: bool) -> Answer:
        if path_exists:
            return failure("InvalidHttpMethod", f"{request.method} is not allowed for this API.")
        return failure("InvalidApiPath", "The specified API path is not valid.")

    def not_json(self, request: Request) -> Answer:
        return failure("InvalidParameter", "The body cannot be read.")


def _slow_down(wait: float) -> Refused:
    seconds = max(1, math.ceil(wait))
    return Refused("ApiCallLimit", f"The request reaches the API call limit, this ban will last {seconds} seconds")
