"""The practice eBay itself: who may ask, how much, and which tables of calls answer."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar

from marketplaces.sandbox.emulator import Emulator
from marketplaces.sandbox.limits import Bucket, Window
from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Route
from marketplaces.sandbox.webhooks import Push

from . import (
    access,
    answers,
    cancellation,
    consent,
    controls,
    fulfilment,
    identity,
    items,
    keys,
    lifecycle,
    migration,
    notifications,
    offers,
    orders,
    pushes,
    seeding,
    signing,
    tokens,
)
from .sellers import CLIENT_ID, CLIENT_SECRET, MAIN, POLICIES, RU_NAME, SELLERS
from .times import iso

#: No burst is published; so many a second for all sellers of an application is assumed here.
CALLS = Bucket(rate=20, burst=20)
DAY = 86_400
#: Published per application and day, by the beginning of the path.
QUOTAS = {
    "fulfillment": ("/sell/fulfillment/", Window(100_000, DAY)),
    "inventory": ("/sell/inventory/", Window(2_000_000, DAY)),
    "notification": ("/commerce/notification/", Window(10_000, DAY)),
    "analytics": ("/developer/analytics/", Window(5_000, DAY)),
}
MINTS = {
    "client_credentials": Window(1_000, DAY),
    "authorization_code": Window(10_000, DAY),
    "refresh_token": Window(50_000, DAY),
}
KEPT = ("access", "refresh", "codes", "ru_names", "config", "destinations", "subscriptions", "signing_keys")


class EbayEmulator(Emulator):
    """One application, two sellers, the calls that a hub uses of the Sell, identity and notification APIs."""

    code: ClassVar[str] = "ebay"
    name: ClassVar[str] = "eBay"
    routes = (
        consent.routes,
        tokens.routes,
        identity.routes,
        orders.routes,
        fulfilment.routes,
        cancellation.routes,
        items.routes,
        offers.routes,
        migration.routes,
        notifications.routes,
        signing.routes,
    )
    actions: ClassVar = {"settle_refund": lifecycle.settle_refund}
    controls = controls.CONTROLS
    push_retries = (1, 5, 30, 300, 1800)
    push_timeout: ClassVar[float] = 3.0
    overall = CALLS

    # Who asks, and how often

    def authenticate(self, request: Request, route: Route) -> str:
        return access.let_in(self, request, route)

    def check_limits(self, request: Request, route: Route) -> None:
        kind = route.details.get("access", "user")
        if kind == "page":
            return
        if kind == "client":
            grant = request.form.get("grant_type", "")
            if grant in MINTS and self.limits.take(f"mint:{grant}", MINTS[grant]):
                raise answers.oauth(429, "rate_limit", "too many tokens were minted today")
            return
        over = self.limits.take("app", CALLS)
        for name, (path, window) in QUOTAS.items():
            if not over and request.path.startswith(path):
                over = self.limits.take(name, window)
        if over:
            raise answers.refuse(429, 2001, "Too many requests", domain="ACCESS", category="REQUEST")

    def used(self, name: str) -> int:
        """How many calls of one API were made, as far as the sandbox remembers."""
        path = QUOTAS[name][0]
        counted = self.calls.summary()["calls"]
        return sum(count for call, count in counted.items() if call.partition(" ")[2].startswith(path))

    # The shops

    def seed(self, dice: random.Random, *, products: int, orders: int) -> None:
        seeding.fill(self, dice, products=products, orders=orders)
        tokens.first(self)

    def reseed(self, seed: int, *, products: int | None = None, orders: int | None = None) -> None:
        """Other goods and orders, but a hub that is signed in stays signed in."""
        with self.state.transaction():
            held = {kind: dict(self.state.documents(kind)) for kind in KEPT}
            super().reseed(seed, products=products, orders=orders)
            for kind, documents in held.items():
                for key, document in documents.items():
                    if key not in self.state.table(kind):
                        self.state.table(kind).put(key, document)

    def credentials(self) -> dict[str, str]:
        access_token, refresh_token = tokens.current(self)
        seller, key = SELLERS[MAIN], signing.practice(self)
        return {
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "ru_name": RU_NAME,
            "access_token": access_token,
            "refresh_token": refresh_token,
            "login_ends": tokens.consent_ends(self),
            "notification_key_id": keys.KID,
            "notification_key": keys.inside(),
            "marketplace_id": seller.marketplace,
            "merchant_location": seller.location,
            "fulfillment_policy": POLICIES["fulfillmentPolicyId"],
            "payment_policy": POLICIES["paymentPolicyId"],
            "return_policy": POLICIES["returnPolicyId"],
            "default_category": seeding.CATEGORIES["decor"],
            "alert_email": "alerts@example.com",
            "signing_key": key["jwe"],
            "signing_secret": key["privateKey"],
            "signing_ends": iso(datetime.fromtimestamp(key["expirationTime"], UTC)),
        }

    def describe(self, query: Mapping[str, str]) -> dict[str, Any]:
        return controls.describe(self, query)

    def sell(self, order: dict[str, Any]) -> dict[str, Any]:
        return controls.sell(self, order)

    def move(self, order: str, status: str, details: dict[str, Any]) -> dict[str, Any]:
        return controls.move(self, order, status, details)

    def cancel(self, order: str, details: dict[str, Any]) -> dict[str, Any]:
        """With `request` the buyer only asks."""
        return controls.move(self, order, "CANCEL_ASKED" if details.get("request") else "CANCELED", details)

    # eBay's way of speaking

    def sign_push(self, payload: dict[str, Any], receiver: dict[str, Any]) -> Push:
        name = payload["notification"]["notificationId"]
        tried = [
            each["attempts"]
            for each in self.webhooks.outbox.values()
            if each["url"] == receiver["url"] and each["payload"]["notification"]["notificationId"] == name
        ]
        return pushes.signed(payload, attempt=max(tried, default=0) + 1)

    def accepts_push(self, status: int, body: bytes) -> bool:
        return status in (200, 201, 202, 204)

    def fault_answer(self, kind: str) -> Answer:
        if kind == "rate_limit":
            return answers.errors(429, answers.fault(2001, "Too many requests", domain="ACCESS"))
        if kind == "expired_token":
            return answers.errors(401, answers.fault(1001, "Invalid access token", domain=answers.OAUTH))
        if kind == "forbidden":
            said = "Insufficient permissions to fulfill the request"
            return answers.errors(403, answers.fault(1100, said, domain=answers.OAUTH))
        wrong = answers.fault(2003, "Internal error", domain="ACCESS", category="APPLICATION")
        return answers.errors(500, wrong)

    def unknown_route(self, request: Request, *, path_exists: bool) -> Answer:
        status, number = (405, 2007) if path_exists else (404, 2002)
        return answers.errors(status, answers.fault(number, "Resource not found", domain="ACCESS"))

    def not_json(self, request: Request) -> Answer:
        return answers.errors(400, answers.fault(2004, "Invalid request: the body is not JSON", domain="ACCESS"))
