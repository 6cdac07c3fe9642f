"""The practice Yandex Market itself: who may ask, how much, and which tables of operations answer."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from typing import Any, ClassVar

from marketplaces.sandbox.emulator import Emulator
from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Route
from marketplaces.sandbox.webhooks import Push

from . import (
    answers,
    cabinets,
    controls,
    digital,
    expiry,
    first_mile,
    labels,
    offers,
    order_calls,
    orders,
    packing_calls,
    prices,
    pushes,
    quotas,
    reports,
    returns,
    seeding,
    stats,
    stocks,
)
from .shapes import Wrong, fields

MOST_BODY = 512 * 1024
NOTHING = fields({})


class YandexEmulator(Emulator):
    """Api-Key on every call; a status word, limits in headers, 420 when there was too much."""

    code: ClassVar[str] = "yandex"
    name: ClassVar[str] = "Yandex Market"
    routes = (
        cabinets.routes, order_calls.routes, digital.routes, packing_calls.routes, labels.routes, first_mile.routes,
        offers.routes,
        stocks.routes, prices.routes, returns.routes, stats.routes, reports.routes,
    )  # fmt: skip
    actions = expiry.ACTIONS
    controls = controls.CONTROLS
    #: Every minute for an hour, every quarter of an hour for a day; the two weeks after that are not waited for here.
    push_retries = (60,) * 60 + (900,) * 92
    push_timeout: ClassVar[float] = 10.0

    # the way of a request

    def handle(self, request: Request) -> Answer:
        """Every answer tells the limit of its resource, a refusal and a fault too."""
        route, params, _known = self._table.find(request.method, request.path)
        if route is None:
            return super().handle(request)
        place = params.get("campaignId") or params.get("businessId") or request.headers.get("Api-Key", "")
        word = "campaignId" if "campaignId" in params else "businessId"
        most = quotas.parallel(route)
        with self.limits.at_once(place, most) as allowed:
            if allowed:
                answer = super().handle(request)
            else:
                text = f"Hit rate limit of {most} parallel requests for {word} {params.get(word, '')}"
                answer = answers.error(420, text.strip())
        answer.headers.update(quotas.headers(self.limits, _resource(request, route, params), quotas.of(route)))
        return answer

    def authenticate(self, request: Request, route: Route) -> str:
        if request.headers.get("Authorization"):
            raise answers.refuse("OAuth token is invalid", 401)
        cabinet, scopes = cabinets.cabinet_of(self, request.headers.get("Api-Key", ""))
        cabinets.check_scope(scopes, route.details.get("area", ""), reads=route.details.get("reads", False))
        if request.params.get("businessId", cabinet) != cabinet:
            raise answers.refuse(f"Access denied to business {request.params['businessId']}", 403)
        return cabinet

    def check_limits(self, request: Request, route: Route) -> None:
        """A refused call costs as well; one that is counted in rows costs its rows."""
        quota = quotas.of(route)
        cost = route.details.get("cost")
        amount = max(1, cost(request)) if cost else 1
        if not self.limits.spend(_resource(request, route, request.params), quota, amount):
            period = quotas.PERIODS[quota.seconds]
            text = f"Hit rate limit of {quota.amount} requests per 1 {period} for resource {route.template}"
            raise answers.refuse(text, 420)

    def before_handler(self, request: Request, route: Route) -> None:
        """Holds the body against the operation's shape."""
        if len(request.body) > MOST_BODY:
            raise answers.refuse("Request body is too large", 400)
        if request.body and "application/json" not in request.headers.get("Content-Type", ""):
            raise answers.refuse("Content type is not supported", 415)
        shape = route.details.get("shape")
        body = request.json
        if shape is None:
            return
        if body is None:
            if route.details.get("needs_body", True):
                raise answers.refuse("Request body is missing")
            return
        try:
            shape(body, "")
        except Wrong as error:
            raise answers.refuse(str(error)) from error

    def after_handler(self, request: Request, route: Route, answer: Answer) -> Answer:
        """What is counted by the rows of the answer is counted now; the first one was taken before."""
        rows = route.details.get("rows")
        if rows is not None:
            found = rows(json.loads(answer.body)["result"])
            self.limits.spend(_resource(request, route, request.params), quotas.of(route), max(0, found - 1))
        return answer

    def _serve(self, request: Request) -> Answer:
        try:
            return super()._serve(request)
        except Wrong as error:
            return answers.error(400, str(error))

    def unknown_route(self, request: Request, *, path_exists: bool) -> Answer:
        return answers.error(405, "Method is not allowed") if path_exists else answers.error(404, "Not found")

    def not_json(self, request: Request) -> Answer:
        return answers.error(400, "JSON parse error")

    def fault_answer(self, kind: str) -> Answer:
        return {
            "error500": answers.error(500, "Internal server error"),
            "rate_limit": answers.error(420, "Hit rate limit of 4 parallel requests for campaignId 0"),
            "expired_token": answers.error(401, "Api-Key token is revoked"),
            "forbidden": answers.error(403, "Api-Key token has no access to this method"),
        }[kind]

    # pushes

    def sign_push(self, payload: dict[str, Any], receiver: dict[str, Any]) -> Push:
        """Nothing is signed."""
        body = json.dumps(payload, ensure_ascii=False).encode()
        return Push(body, {"Content-Type": "application/json", "User-Agent": "YandexMarket"})

    def accepts_push(self, status: int, body: bytes) -> bool:
        """200 with three keys, none of them empty. 400 is an answer too: what is refused so is not sent again."""
        if status == 400:
            return True
        try:
            reply = json.loads(body)
        except ValueError:
            return False
        return (
            status == 200
            and isinstance(reply, dict)
            and all(isinstance(reply.get(key), str) and 1 <= len(reply[key]) <= 100 for key in ("version", "name"))
            and bool(reply.get("time"))
        )

    def greet(self, url: str) -> None:
        self.webhooks.send(pushes.ping(self), wants=lambda receiver: receiver["url"] == url)

    # the shop

    def seed(self, dice: random.Random, *, products: int, orders: int) -> None:
        seeding.fill(self, dice, products=products, orders=orders)

    def credentials(self) -> dict[str, str]:
        key = next(iter(self.state.table("cabinets")[cabinets.CABINET]["keys"]))
        return {"api_key": key, "campaign_id": cabinets.SHOP}

    def describe(self, query: Mapping[str, str]) -> dict[str, Any]:
        return controls.describe(self, query.get("account", cabinets.SHOP), query)

    def sell(self, order: dict[str, Any]) -> dict[str, Any]:
        return controls.told(orders.sell(self, order))

    def move(self, order: str, status: str, details: dict[str, Any]) -> dict[str, Any]:
        return controls.told(orders.move(self, order, status, str(details.get("substatus", ""))))

    def cancel(self, order: str, details: dict[str, Any]) -> dict[str, Any]:
        return controls.told(orders.move(self, order, "CANCELLED", str(details.get("substatus", "USER_CHANGED_MIND"))))


def _resource(request: Request, route: Route, params: Mapping[str, str]) -> str:
    """Whose window a call spends: the shop's, the cabinet's, or the key's."""
    place = params.get("campaignId") or params.get("businessId") or request.headers.get("Api-Key", "")
    return f"{route.method} {route.template}:{place}"
