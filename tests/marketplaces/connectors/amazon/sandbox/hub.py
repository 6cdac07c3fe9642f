"""A hub's side of the wire, typed from the contract; every exchange is held against Amazon's own files."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import requests

from tests.contract.exceptions import is_excused

ORDERS, OLD_ORDERS = "/orders/2026-01-01/orders", "/orders/v0/orders"
LISTINGS, FEEDS, REPORTS = "/listings/2021-08-01/items", "/feeds/2021-06-30", "/reports/2021-06-30"
ALL = "BUYER,RECIPIENT,PROCEEDS,CANCELLATION,FULFILLMENT,PACKAGES"
LONG_AGO = "2020-01-01T00:00:00Z"


class Lenient(AssertionError):
    """The sandbox took a request that the specification refuses."""


class Hub:
    """Calls with a token and asks wirecheck about each exchange."""

    def __init__(self, url: str, checker: Any) -> None:
        self.url = f"{url}/amazon"
        self.checker = checker
        self.session = requests.Session()
        self.session.trust_env = False
        self.keys = self.control("credentials")
        self.token = self.keys["access_token"]
        self.seller, self.place = self.keys["selling_partner_id"], self.keys["marketplace_id"]

    def control(self, name: str, body: dict[str, Any] | None = None) -> Any:
        """A call to the sandbox's control side."""
        method = "GET" if body is None else "POST"
        reply = self.session.request(method, f"{self.url}/_control/{name}", json=body, timeout=10)
        assert reply.status_code == 200, reply.text
        return reply.json()

    def call(self, method: str, path: str, query: dict[str, Any] | None = None, body: Any = None) -> requests.Response:
        """Sends exactly this; the answer must fit the documents, and a wrong request must not succeed."""
        told = {"x-amz-access-token": self.token} if self.token else {}
        text = f"?{urlencode(query, quote_via=quote)}" if query else ""
        return self.judged(self.session.request(method, f"{self.url}{path}{text}", json=body, headers=told, timeout=10))

    def token_call(self, **form: str) -> requests.Response:
        own = {"client_id": self.keys["client_id"], "client_secret": self.keys["client_secret"]}
        return self.judged(self.session.post(f"{self.url}/auth/o2/token", data={**own, **form}, timeout=10))

    def judged(self, reply: requests.Response) -> requests.Response:
        sent = reply.request
        body = sent.body if isinstance(sent.body, bytes) else (sent.body or "").encode()
        found = self.checker.check(
            sent.method, sent.url, sent.headers, body, reply.status_code, reply.headers, reply.content
        )
        name = f"{sent.method} {urlsplit(sent.url or '').path}"
        found = [one for one in found if not is_excused("amazon", name, one.side, one.where, one.rule, one.message)]
        assert [one for one in found if one.side == "response"] == []
        if reply.status_code < 300 and found:
            raise Lenient(f"taken although wrong: {found}")
        return reply

    def orders(self, **query: Any) -> requests.Response:
        return self.call("GET", ORDERS, {"includedData": ALL, **query})

    def order(self, number: str) -> dict[str, Any]:
        return dict(self.call("GET", f"{ORDERS}/{number}", {"includedData": ALL}).json()["order"])

    def listings(self, **query: Any) -> requests.Response:
        return self.call("GET", f"{LISTINGS}/{self.seller}", {"marketplaceIds": self.place, **query})

    def patch(self, sku: str, *patches: dict[str, Any], **more: Any) -> requests.Response:
        body = {"productType": "PRODUCT", "patches": list(patches), **more}
        path = f"{LISTINGS}/{self.seller}/{quote(sku, safe='')}"
        return self.call("PATCH", path, {"marketplaceIds": self.place}, body)

    def sell(self, **wish: Any) -> str:
        """A buyer orders; the order number."""
        return str(self.control("sell", wish)["orders"][0]["id"])

    def own_sku(self) -> str:
        """One that the seller sends."""
        products = self.control("state?orders=0&webhooks=0")["products"]
        return str(next(each["sku"] for each in products if each["fulfilled_by"] == "MERCHANT"))


def error_of(reply: requests.Response) -> tuple[int, str]:
    """Status and code of a refusal."""
    return reply.status_code, reply.json()["errors"][0]["code"]
