"""A hub that knows 4Seller from its documents only; every answer it gets is held against the description."""

from __future__ import annotations

from typing import Any

import requests

from tests.marketplaces.connectors.judged import JudgedHub

SELLER, KEY = "S-1001", "fs_key_practice_1001"


class Hub(JudgedHub):
    """`call` asks and checks; `violations` stays empty unless the sandbox answers what the description forbids."""

    def __init__(self, url: str, checker: Any) -> None:
        super().__init__(url, "fourseller", checker)
        self.headers = {"Authorization": f"Bearer {KEY}", "X-Seller-ID": SELLER}

    def call(self, method: str, path: str, body: Any = None, **more: Any) -> requests.Response:
        more.setdefault("headers", self.headers)
        answer = self.session.request(method, f"{self.url}/v1{path}", json=body, timeout=10, **more)
        self.judge(answer)
        return answer

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
