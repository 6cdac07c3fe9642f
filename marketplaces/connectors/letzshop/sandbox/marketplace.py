"""The practice Letzshop itself: who may ask, how much, and in which dialect it answers."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from typing import Any, ClassVar

from marketplaces.sandbox.emulator import Emulator
from marketplaces.sandbox.limits import Bucket
from marketplaces.sandbox.messages import Answer, Refused, Request
from marketplaces.sandbox.routes import Route, Routes
from marketplaces.sandbox.webhooks import Push

from . import answers, controls, feeds, introspection, seeding
from .execution import Execution, Invalid, chosen, dialect_of
from .language import NotGraphQL, read
from .orders import Seed
from .platform import Platform
from .schema import SCHEMAS
from .vocabulary import DOORS

#: Not published; one a second is what a hub should keep to.
CALLS = Bucket(rate=1, burst=2)
VIEWS: dict[str, type[Platform] | type[Seed]] = {"platform": Platform, "seed": Seed}
graphql = Routes()


@graphql.post("/graphql", keyless=True)
def answer(shop: LetzshopEmulator, request: Request) -> Answer:
    """One operation. What is wrong with the document comes with HTTP 200, as everything does."""
    if "application/json" not in request.headers.get("Content-Type", ""):
        return answers.failed(400, "Content-Type must be application/json")
    body = request.json
    if not isinstance(body, dict) or not isinstance(body.get("query"), str):
        return answers.failed(400, "No query string was present")
    variables = body.get("variables") or {}
    if not isinstance(variables, dict):
        return answers.failed(400, "Variables must be an object")
    try:
        document = read(body["query"])
        operation = chosen(document, body.get("operationName"))
        dialect = dialect_of(operation, request.query.get("dialect", ""))
        view = VIEWS[dialect](shop, request.account)
        work = Execution(document, operation, SCHEMAS[dialect], variables)
        data = work.run({**view.resolvers(), **introspection.resolvers(dialect)})
    except NotGraphQL as error:
        return answers.wrong(str(error), line=error.line, column=error.column)
    except Invalid as error:
        return answers.wrong(str(error))
    return answers.told(None if all(each is None for each in data.values()) else data, work.errors)


class LetzshopEmulator(Emulator):
    """A bearer key; without one only what is public is open. No webhooks."""

    code: ClassVar[str] = "letzshop"
    name: ClassVar[str] = "Letzshop"
    routes = (graphql, feeds.routes)
    controls = controls.CONTROLS
    overall = CALLS
    main = seeding.MAIN
    #: A page of them takes a second.
    default_orders = 90

    # Who asks, and how often

    def authenticate(self, request: Request, route: Route) -> str:
        """A wrong key is refused at the door; no key opens what is public."""
        given = request.headers.get("Authorization", "")
        scheme, _, key = given.partition(" ")
        if route.details.get("public") or (not given and route.details.get("keyless")):
            return ""
        accounts = self.state.table("accounts")
        account = next((each for each in seeding.ACCOUNTS if key and key in accounts[each]["keys"]), None)
        if scheme != "Bearer" or account is None:
            raise answers.refuse(401, answers.NOT_AUTHORISED)
        return account

    def check_limits(self, request: Request, route: Route) -> None:
        if not route.details.get("public") and (wait := self.limits.take(f"all:{request.account}", CALLS)):
            raise Refused(self._slow_down(wait))

    @staticmethod
    def _slow_down(wait: float) -> Answer:
        return answers.failed(429, "Too many requests", {"Retry-After": str(max(1, math.ceil(wait)))})

    # The shop

    def seed(self, dice: random.Random, *, products: int, orders: int) -> None:
        seeding.fill(self, dice, products=products, orders=orders)

    def credentials(self) -> dict[str, str]:
        key = self.state.table("accounts")[seeding.MAIN]["keys"][0]
        feed = f"/feeds/{DOORS[seeding.MAIN]}/products_{{language}}.csv"
        return {"vendor": seeding.MAIN, "api_key": key, "languages": "fr,de,en,lb", "feed_address": feed}

    def describe(self, query: Mapping[str, str]) -> dict[str, Any]:
        return controls.describe(self, query)

    def sell(self, order: dict[str, Any]) -> dict[str, Any]:
        return controls.sell(self, order)

    def move(self, order: str, status: str, details: dict[str, Any]) -> dict[str, Any]:
        return controls.move(self, order, status, details)

    def cancel(self, order: str, details: dict[str, Any]) -> dict[str, Any]:
        return controls.move(self, order, "declined", details)

    # Letzshop's way of speaking

    def sign_push(self, payload: dict[str, Any], receiver: dict[str, Any]) -> Push:
        """Nothing is pushed; a receiver that is registered all the same never hears of anything."""
        return Push(b"", {})

    def fault_answer(self, kind: str) -> Answer:
        if kind == "rate_limit":
            return self._slow_down(1)
        status, message = {
            "error500": (500, "Internal server error"),
            "expired_token": (401, answers.NOT_AUTHORISED),
            "forbidden": (403, "Forbidden"),
        }[kind]
        return answers.failed(status, message)

    def unknown_route(self, request: Request, *, path_exists: bool) -> Answer:
        return answers.failed(405 if path_exists else 404, "Not found")

    def not_json(self, request: Request) -> Answer:
        return answers.failed(400, "The body is not JSON")
