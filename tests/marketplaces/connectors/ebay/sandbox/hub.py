"""A hub's side of the wire, typed from the contract; every exchange is held against eBay's own files."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import requests

from tests.contract.exceptions import is_excused

ORDERS, INVENTORY, NOTIFICATION = "/sell/fulfillment/v1", "/sell/inventory/v1", "/commerce/notification/v1"
APP_SCOPE = "https://api.ebay.com/oauth/api_scope"


class Lenient(AssertionError):
    """The sandbox took a request that the specification refuses."""


class Hub:
    """Calls with a token and asks wirecheck about each exchange."""

    def __init__(self, url: str, checker: Any) -> None:
        self.url = f"{url}/ebay"
        self.checker = checker
        self.session = requests.Session()
        self.session.trust_env = False
        self.keys = self.control("credentials")
        self.token = self.keys["access_token"]

    def control(self, name: str, body: dict[str, Any] | None = None) -> Any:
        """A call to the sandbox's control side."""
        method = "GET" if body is None else "POST"
        reply = self.session.request(method, f"{self.url}/_control/{name}", json=body, timeout=10)
        assert reply.status_code == 200, reply.text
        return reply.json()

    def call(
        self, method: str, path: str, query: dict[str, Any] | None = None, body: Any = None, **headers: str
    ) -> requests.Response:
        """Sends exactly this; the answer must fit the documents, and a wrong request must not succeed."""
        told = {
            "Authorization": f"Bearer {self.token}",
            **{name.replace("_", "-"): text for name, text in headers.items()},
        }
        text = f"?{urlencode(query, quote_via=quote)}" if query else ""
        return self.judged(self.session.request(method, f"{self.url}{path}{text}", json=body, headers=told, timeout=10))

    def token_call(self, *, secret: str = "", **form: str) -> requests.Response:
        pair = f"{self.keys['client_id']}:{secret or self.keys['client_secret']}"
        headers = {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
        return self.judged(
            self.session.post(f"{self.url}/identity/v1/oauth2/token", data=form, headers=headers, timeout=10)
        )

    def judged(self, reply: requests.Response) -> requests.Response:
        sent = reply.request
        body = sent.body if isinstance(sent.body, bytes) else (sent.body or "").encode()
        found = self.checker.check(
            sent.method, sent.url, sent.headers, body, reply.status_code, reply.headers, reply.content
        )
        name = f"{sent.method} {urlsplit(sent.url or '').path}"
        found = [one for one in found if not is_excused("ebay", name, one.side, one.where, one.rule, one.message)]
        assert [one for one in found if one.side == "response"] == []
        if reply.status_code < 300 and found:
            raise Lenient(f"taken although wrong: {found}")
        return reply

    def as_application(self) -> Hub:
        answer = self.token_call(grant_type="client_credentials", scope=APP_SCOPE)
        self.token = answer.json()["access_token"]
        return self

    def orders(self, **query: Any) -> requests.Response:
        return self.call("GET", f"{ORDERS}/order", query)

    def sell(self, **wish: Any) -> str:
        """A buyer orders; the order number."""
        return str(self.control("sell", wish)["orders"][0]["id"])

    def order(self, number: str) -> dict[str, Any]:
        return dict(self.call("GET", f"{ORDERS}/order/{number}", {"fieldGroups": "TAX_BREAKDOWN"}).json())


def error_of(reply: requests.Response) -> tuple[int, int]:
    """Status and number of a refusal."""
    return reply.status_code, reply.json()["errors"][0]["errorId"]
