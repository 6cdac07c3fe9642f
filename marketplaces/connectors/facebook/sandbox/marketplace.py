"""The practice Facebook itself: who may ask, how much, and which tables of calls answer."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Mapping
from typing import Any, ClassVar

from marketplaces.sandbox.emulator import Emulator
from marketplaces.sandbox.limits import Bucket
from marketplaces.sandbox.messages import Answer, Refused, Request
from marketplaces.sandbox.routes import Route
from marketplaces.sandbox.webhooks import Push

from . import (
    access,
    answers,
    batches,
    catalog,
    consent,
    controls,
    nodes,
    orders,
    pushes,
    seeding,
    singles,
    tokens,
    withdrawn,
)
from .accounts import APP_ID, APP_SECRET, MAIN, MERCHANTS, VERIFY_WORD

#: 20 000 an hour for a catalogue that nobody visits yet.
CALLS = Bucket(rate=20_000 / 3600, burst=50)
SAID = {
    4: "Application request limit reached",
    80001: "There have been too many calls to this Page account. Wait a bit and try again.",
    80009: "There have been too many calls to this catalog account. Wait a bit and try again.",
    80014: "There have been too many calls for the batch uploads to this catalog account. Wait a bit and try again.",
}


class FacebookEmulator(Emulator):
    """A bearer token with the app's proof beside it, JSON text inside forms, batches that are only queued."""

    code: ClassVar[str] = "facebook"
    name: ClassVar[str] = "Facebook Shop"
    routes = (
        tokens.routes,
        consent.routes,
        catalog.routes,
        batches.routes,
        orders.routes,
        singles.routes,
        nodes.routes,
    )
    actions: ClassVar = {"work": batches.work}
    controls = controls.CONTROLS
    push_retries = (0.5, 5, 60, 600, 3600)
    overall = CALLS

    def handle(self, request: Request) -> Answer:
        """Graph minds no slash at the end of a path: Meta's own clients put one behind every id."""
        request.path = request.path.rstrip("/")
        return super().handle(request)

    # Who asks, and how often

    def authenticate(self, request: Request, route: Route) -> str:
        return "" if route.details.get("open") else access.who(self, request)

    def check_limits(self, request: Request, route: Route) -> None:
        if not request.account:
            return
        own = route.details.get("limit")
        if isinstance(own, Bucket):
            wait = self.limits.take(f"{route.details['code']}:{request.account}", own)
            if wait:
                raise Refused(self._too_many(route.details["code"], wait, request.account))
        if wait := self.limits.take(f"all:{request.account}", CALLS):
            raise Refused(self._too_many(80009, wait, request.account))

    def after_handler(self, request: Request, route: Route, answer: Answer) -> Answer:
        if request.account:
            answer.headers |= self._usage(request.account, 0)
        return answer

    def _usage(self, account: str, minutes: int) -> dict[str, str]:
        """In percent of what is allowed, and the minutes until more is."""
        left = self.limits.left(f"all:{account}", CALLS)
        count = 100 if minutes else min(99, round(100 * (1 - left / CALLS.burst)))
        share = {"call_count": count, "total_cputime": min(count, 25), "total_time": min(count, 25)}
        case = {"type": "catalog_management", **share, "estimated_time_to_regain_access": minutes}
        cases = {MERCHANTS[account].business_id: [case]}
        return {"X-App-Usage": json.dumps(share), "X-Business-Use-Case-Usage": json.dumps(cases)}

    def _too_many(self, code: int, wait: float, account: str) -> Answer:
        return answers.error(code, SAID[code], headers=self._usage(account, max(1, math.ceil(wait / 60))))

    # The shop

    def seed(self, dice: random.Random, *, products: int, orders: int) -> None:
        seeding.fill(self, dice, products=products, orders=orders)

    def credentials(self) -> dict[str, str]:
        merchant = MERCHANTS[MAIN]
        found = {
            "app_id": APP_ID, "app_secret": APP_SECRET, "access_token": merchant.key,
            "catalog_id": merchant.catalog_id, "verify_token": VERIFY_WORD,
            "product_link": "https://shop.example.com/p/{sku}",
        }  # fmt: skip
        former = {"orders": "legacy", "cms_id": merchant.cms_id, "page_id": merchant.page_id}
        return found | (former if withdrawn.is_on(self) else {})

    def describe(self, query: Mapping[str, str]) -> dict[str, Any]:
        return controls.describe(self, query)

    def sell(self, order: dict[str, Any]) -> dict[str, Any]:
        return controls.sell(self, order)

    def move(self, order: str, status: str, details: dict[str, Any]) -> dict[str, Any]:
        return controls.move(self, order, status, details)

    def cancel(self, order: str, details: dict[str, Any]) -> dict[str, Any]:
        return controls.cancel(self, order, details)

    # Graph's way of speaking

    def sign_push(self, payload: dict[str, Any], receiver: dict[str, Any]) -> Push:
        return pushes.signed(payload)

    def accepts_push(self, status: int, body: bytes) -> bool:
        return status == 200

    def fault_answer(self, kind: str) -> Answer:
        if kind == "rate_limit":
            return self._too_many(80009, 1, MAIN)
        if kind == "expired_token":
            return answers.error(190, "Error validating access token: Session has expired", subcode=463)
        if kind == "forbidden":
            return answers.error(200, "Permissions error")
        return answers.error(1, "An unknown error occurred", status=500)

    def unknown_route(self, request: Request, *, path_exists: bool) -> Answer:
        said = "Unsupported request" if path_exists else "Unknown path components"
        return answers.error(100 if path_exists else 2500, f"{said}: {request.path}", kind="GraphMethodException")

    def not_json(self, request: Request) -> Answer:
        return answers.error(100, "The body is not JSON", kind="GraphMethodException")
