"""A marketplace small enough to see the framework through: jars of jam, one operation to eat them."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from typing import Any

from marketplaces.sandbox.emulator import ControlError, Emulator
from marketplaces.sandbox.limits import Bucket
from marketplaces.sandbox.messages import Answer, Refused, Request, json_answer
from marketplaces.sandbox.routes import Route, Routes
from marketplaces.sandbox.webhooks import Push

routes = Routes()


@routes.post("/jars/{name}/eat")
def eat(shop: Toy, request: Request) -> Answer:
    jar = shop.state.table("jars").edit(request.params["name"])
    jar["left"] -= 1
    if jar["left"] < 0:
        raise Refused(json_answer({"error": "empty"}, 409))
    return json_answer(jar)


@routes.get("/jars")
def jars(shop: Toy, request: Request) -> Answer:
    return json_answer({"jars": list(shop.state.table("jars").values()), "tags": request.values("tag")})


@routes.post("/jars/{name}/cook", limit=Bucket(1, 2))
def cook(shop: Toy, request: Request) -> Answer:
    shop.later(60, "cooked", name=request.params["name"])
    return json_answer({"accepted": True})


def cooked(shop: Toy, name: str) -> None:
    shop.state.table("jars").edit(name)["left"] += 10


class Toy(Emulator):
    code = "toy"
    name = "Toy"
    routes = (routes,)
    actions = {"cooked": cooked}
    push_retries = (0.0, 0.0)
    default_products = 2
    default_orders = 0

    def authenticate(self, request: Request, route: Route) -> str:
        if request.headers.get("key") != "open":
            raise Refused(json_answer({"error": "who are you"}, 403))
        return "shop"

    def check_limits(self, request: Request, route: Route) -> None:
        if (limit := route.details.get("limit")) and self.limits.take(route.template, limit):
            raise Refused(json_answer({"error": "slowly"}, 429))

    def seed(self, dice: random.Random, *, products: int, orders: int) -> None:
        for number in range(products):
            self.state.table("jars").put(f"jam{number}", {"name": f"jam{number}", "left": dice.randrange(3, 9)})

    def credentials(self) -> dict[str, str]:
        return {"key": "open"}

    def describe(self, query: Mapping[str, str]) -> dict[str, Any]:
        return {"products": list(self.state.table("jars").values()), "orders": []}

    def sell(self, order: dict[str, Any]) -> dict[str, Any]:
        if order.get("sku") not in self.state.table("jars"):
            raise ControlError("no such jar")
        self.webhooks.send({"sold": order["sku"]})
        return {"id": order["sku"]}

    def sign_push(self, payload: dict[str, Any], receiver: dict[str, Any]) -> Push:
        return Push(json.dumps(payload).encode(), {"Content-Type": "application/json", "X-Key": receiver["key"]})
