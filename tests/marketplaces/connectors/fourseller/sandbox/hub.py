"""A hub that knows 4Seller from its documents only; every answer it gets is held against the description."""

from __future__ import annotations

from typing import Any

import requests

from tests.contract.exceptions import is_excused

SELLER, KEY = "S-1001", "fs_key_practice_1001"


class Hub:
    """`call` asks and checks; `violations` stays empty unless the sandbox answers what the description forbids."""

    def __init__(self, url: str, checker: Any) -> None:
        self.url, self.checker = f"{url}/fourseller", checker
        self.session = requests.Session()
        self.headers = {"Authorization": f"Bearer {KEY}", "X-Seller-ID": SELLER}
        self.violations: list[str] = []
        self.lenient: list[str] = []

    def call(self, method: str, path: str, body: Any = None, **more: Any) -> requests.Response:
        more.setdefault("headers", self.headers)
        answer = self.session.request(method, f"{self.url}/v1{path}", json=body, timeout=10, **more)
        self._judge(answer)
        return answer

    def _judge(self, answer: requests.Response) -> None:
        from wirecheck import Exchange, Headers

        sent = answer.request
        body = sent.body if isinstance(sent.body, bytes) else (sent.body or "").encode()
        exchange = Exchange(
            sent.method, sent.url, Headers(sent.headers), body, answer.status_code, Headers(answer.headers),
            answer.content,
        )  # fmt: skip
        result = self.checker.inspect(exchange)
        name = f"{sent.method} {result.operation.path if result.operation else sent.path_url}"
        for each in result.violations:
            place = (each.side, each.where, each.rule, each.message)
            if each.side == "response" and not is_excused("fourseller", name, *place):
                self.violations.append(f"{name}: {each}")
            if each.side == "request" and answer.ok:
                self.lenient.append(f"{name}: {each}")

    def control(self, name: str, body: Any = None, method: str = "POST") -> Any:
        answer = self.session.request(method, f"{self.url}/_control/{name}", json=body, timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    # the everyday questions

    def product(self, number: str = "P-1001") -> dict[str, Any]:
        return self.call("GET", f"/products/{number}").json()

    def order(self, number: str) -> dict[str, Any]:
        return self.call("GET", f"/orders/{number}").json()

    def sell(self, quantity: int = 1, **more: Any) -> str:
        return self.control("sell", {"quantity": quantity, **more})["orders"][0]["id"]

    def fields(self, answer: requests.Response) -> set[str]:
        """Which fields a 422 names."""
        assert answer.status_code == 422, answer.text
        return set(answer.json()["error"]["fields"])
