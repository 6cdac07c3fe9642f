"""The practice Ozon itself: who may ask, how much, and which tables of operations answer."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from marketplaces.sandbox.emulator import ControlError, Emulator
from marketplaces.sandbox.limits import Bucket
from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Route
from marketplaces.sandbox.webhooks import Push

from . import answers, cancellations, cards, controls, fulfilment, orders, pushes, seeding
from .operations import OPERATIONS
from .shapes import NOTHING, Wrong, without_nulls

ACCOUNT = "1001"
API_KEY = "sandbox-ozon-key-1001"
SECOND_ACCOUNT = "1002"
SECOND_API_KEY = "sandbox-ozon-key-1002"
ALL_METHODS = Bucket(rate=50, burst=50)


class OzonEmulator(Emulator):
    """Client-Id and Api-Key on every call, JSON in, JSON out, per-row errors inside HTTP 200."""

    code: ClassVar[str] = "ozon"
    name: ClassVar[str] = "Ozon"
    routes = OPERATIONS
    actions: ClassVar[Mapping[str, Callable[..., None]]] = {
        **fulfilment.ACTIONS, **cards.ACTIONS, **cancellations.ACTIONS,
    }  # fmt: skip
    controls: ClassVar[Mapping[str, Callable[[Any, dict[str, Any]], Any]]] = {
        **controls.CONTROLS, "ask_to_cancel": cancellations.ask_to_cancel,
    }  # fmt: skip
    # after seconds, growing to ten minutes, then five more at ten minutes
    push_retries = (2, 5, 15, 60, 180, 600, 600, 600, 600, 600, 600)
    push_timeout: ClassVar[float] = 5.0
    overall = ALL_METHODS

    # who asks

    def authenticate(self, request: Request, route: Route) -> str:
        account, key = request.headers.get("Client-Id", ""), request.headers.get("Api-Key", "")
        if not account.isdigit() or not key:
            raise answers.refuse("Client-Id and Api-Key headers are required", answers.PERMISSION_DENIED)
        known = self.state.table("accounts").find(account)
        if known is None or key not in known["keys"]:
            raise answers.refuse(answers.BAD_KEY_TEXT, answers.PERMISSION_DENIED)
        if known["expires_at"] <= self.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ"):
            raise answers.refuse(answers.DEAD_KEY_TEXT, answers.PERMISSION_DENIED)
        return account

    def check_limits(self, request: Request, route: Route) -> None:
        if self.limits.take(f"all:{request.account}", ALL_METHODS):
            raise answers.refuse(answers.RATE_LIMIT_TEXT, answers.RESOURCE_EXHAUSTED)

    def before_handler(self, request: Request, route: Route) -> None:
        """Holds the body against the operation's shape; only what has one is counted by the operation itself."""
        shape = route.details.get("shape", NOTHING)
        body = request.json = without_nulls(request.json)
        if body is None and shape is not NOTHING:
            raise answers.refuse("a JSON body is required")
        if request.body and "application/json" not in request.headers.get("Content-Type", ""):
            raise answers.refuse("Content-Type must be application/json")
        try:
            shape({} if body is None else body, "")
        except Wrong as error:
            raise answers.refuse(f"Request validation error: {error}") from error
        own = route.details.get("limit")
        if own is not None and self.limits.take(f"{route.template}:{request.account}", own):
            raise answers.refuse(answers.RATE_LIMIT_TEXT, answers.RESOURCE_EXHAUSTED)

    def unknown_route(self, request: Request, *, path_exists: bool) -> Answer:
        return answers.error(answers.NOT_FOUND, "Not Found" if not path_exists else "Method Not Allowed")

    def not_json(self, request: Request) -> Answer:
        return answers.error(answers.INVALID_ARGUMENT, "proto: syntax error: the body is not valid JSON")

    def fault_answer(self, kind: str) -> Answer:
        code, message = {
            "error500": (answers.INTERNAL, "Internal error"),
            "rate_limit": (answers.RESOURCE_EXHAUSTED, answers.RATE_LIMIT_TEXT),
            "expired_token": (answers.PERMISSION_DENIED, answers.DEAD_KEY_TEXT),
            "forbidden": (answers.PERMISSION_DENIED, answers.NO_ROLE_TEXT),
        }[kind]
        return answers.error(code, message)

    # pushes

    def sign_push(self, payload: dict[str, Any], receiver: dict[str, Any]) -> Push:
        body = json.dumps(payload, ensure_ascii=False).encode()
        return Push(body, {"Content-Type": "application/json", "User-Agent": "ozon-push"})

    def accepts_push(self, status: int, body: bytes) -> bool:
        """`{"result": true}`, or version, name and time for a ping."""
        try:
            reply = json.loads(body)
        except ValueError:
            return False
        if status != 200 or not isinstance(reply, dict):
            return False
        return reply.get("result") is True or all(reply.get(name) for name in ("version", "name", "time"))

    def greet(self, url: str) -> None:
        self.ping_receivers()

    # the shop

    def seed(self, dice: random.Random, *, products: int, orders: int) -> None:
        seeding.fill(self, dice, products=products, orders=orders)

    def credentials(self) -> dict[str, str]:
        return {"client_id": ACCOUNT, "api_key": self.state.table("accounts")[ACCOUNT]["keys"][0]}

    def describe(self, query: Mapping[str, str]) -> dict[str, Any]:
        return controls.describe(self, query.get("account", ACCOUNT), query)

    def sell(self, order: dict[str, Any]) -> dict[str, Any]:
        account = str(order.get("account", ACCOUNT))
        return controls.told(orders.sell(self, account, order))

    def move(self, order: str, status: str, details: dict[str, Any]) -> dict[str, Any]:
        account = self.account_of(order, details)
        return controls.told(orders.set_status(self, account, order, status, details.get("substatus")))

    def cancel(self, order: str, details: dict[str, Any]) -> dict[str, Any]:
        account = self.account_of(order, details)
        by = str(details.get("by", "client"))
        reason = int(details.get("reason_id", 503 if by == "client" else 352))
        return controls.told(orders.cancel(self, account, order, reason_id=reason, by=by))

    # looking up

    def account_of(self, number: str, details: Mapping[str, Any]) -> str:
        account = str(details.get("account", ACCOUNT))
        if orders.find_posting(self, account, number) is None:
            raise ControlError(f"There is no posting {number!r} in the account {account}.")
        return account

    def find_product(
        self, account: str, *, offer_id: Any = None, product_id: Any = None, sku: Any = None
    ) -> dict[str, Any] | None:
        """By article, by product id, or by Ozon SKU: the first that is given."""
        products = self.state.table("products", account)
        if offer_id:
            found = self.state.table("offers", account).find(str(offer_id))
            return products[found["product_id"]] if found else None
        if product_id:
            return products.find(product_id)
        found = self.state.table("skus", account).find(str(sku))
        return products[found["product_id"]] if found else None

    def ping_receivers(self) -> None:
        self.webhooks.send(pushes.ping(self))
