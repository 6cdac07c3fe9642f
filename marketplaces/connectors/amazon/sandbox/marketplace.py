"""The practice Amazon itself: who may ask, how much, and which tables of calls answer."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any, ClassVar

from marketplaces.sandbox.emulator import Emulator
from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Route
from marketplaces.sandbox.webhooks import Push

from . import (
    access,
    answers,
    consent,
    controls,
    feeds,
    files,
    inventory,
    legacy_orders,
    listings,
    notifications,
    orders,
    participations,
    reports,
    seeding,
    shipping,
    submissions,
    tokens,
)
from .sellers import APPLICATION_ID, CLIENT_ID, CLIENT_SECRET, MAIN, SELLERS

KEPT = ("access", "refresh", "codes", "destinations", *(f"{account}/subscriptions" for account in SELLERS))


class AmazonEmulator(Emulator):
    """One application, two sellers in two regions, the calls that a hub uses of the Selling Partner API."""

    code: ClassVar[str] = "amazon"
    name: ClassVar[str] = "Amazon"
    routes = (
        consent.routes,
        tokens.routes,
        participations.routes,
        orders.routes,
        legacy_orders.routes,
        shipping.routes,
        listings.routes,
        feeds.routes,
        reports.routes,
        files.routes,
        inventory.routes,
        notifications.routes,
    )
    actions: ClassVar = {"show_listing": submissions.show}
    controls = controls.CONTROLS

    # Who asks, and how often

    def handle(self, request: Request) -> Answer:
        route, _, _ = self._table.find(request.method, request.path)
        answer = super().handle(request)
        kind = route.details.get("access", "seller") if route else "seller"
        if kind in access.OPEN:
            return answer
        return answers.headed(answer, route.details.get("limit") if route else None)

    def authenticate(self, request: Request, route: Route) -> str:
        return access.let_in(self, request, route)

    def check_limits(self, request: Request, route: Route) -> None:
        """A bucket for each operation and seller."""
        limit = route.details.get("limit")
        if limit and self.limits.take(f"{request.account}:{route.method} {route.template}", limit):
            raise answers.refuse(429, "QuotaExceeded", answers.QUOTA)

    @property
    def secret_is_over(self) -> bool:
        """The client secret was rotated, and the old one is used."""
        return bool((self.state.table("settings").find("secret") or {}).get("over"))

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
        return {
            "selling_partner_id": MAIN,
            "marketplace_id": SELLERS[MAIN].home.number,
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "application_id": APPLICATION_ID,
            "access_token": access_token,
            "refresh_token": refresh_token,
            "cancelling": "yes",
        }

    def describe(self, query: Mapping[str, str]) -> dict[str, Any]:
        return controls.describe(self, query)

    def sell(self, order: dict[str, Any]) -> dict[str, Any]:
        return controls.sell(self, order)

    def move(self, order: str, status: str, details: dict[str, Any]) -> dict[str, Any]:
        return controls.move(self, order, status, details)

    def cancel(self, order: str, details: dict[str, Any]) -> dict[str, Any]:
        """With `request` the buyer only asks."""
        return controls.move(self, order, "CANCEL_ASKED" if details.get("request") else "CANCELLED", details)

    # Amazon's way of speaking

    def sign_push(self, payload: dict[str, Any], receiver: dict[str, Any]) -> Push:
        raise NotImplementedError("Amazon pushes to no address: messages go into a queue of the seller's own.")

    def fault_answer(self, kind: str) -> Answer:
        if kind == "rate_limit":
            return answers.errors(429, "QuotaExceeded", answers.QUOTA)
        if kind == "expired_token":
            return answers.errors(403, "Unauthorized", answers.DENIED, "The access token you provided has expired.")
        if kind == "forbidden":
            return answers.errors(403, "Unauthorized", answers.DENIED)
        return answers.errors(500, "InternalFailure", "We encountered an internal error. Please try again.")

    def unknown_route(self, request: Request, *, path_exists: bool) -> Answer:
        """What is no call of the API is told like one that is not allowed."""
        return answers.errors(403, "MissingAuthenticationToken", "Missing Authentication Token")

    def not_json(self, request: Request) -> Answer:
        return json_answer({"errors": [{"code": "InvalidInput", "message": "Could not parse the body as JSON."}]}, 400)
