"""A hub that knows a marketplace from its documents only; every answer it gets is held against them."""

from __future__ import annotations

from typing import Any

import requests

from tests.contract.exceptions import is_excused


class JudgedHub:
    """`violations` stays empty unless the sandbox answers what the documents forbid, `lenient` unless it takes it."""

    def __init__(self, url: str, code: str, checker: Any) -> None:
        self.url, self.code, self.checker = f"{url}/{code}", code, checker
        self.session = requests.Session()
        self.violations: list[str] = []
        self.lenient: list[str] = []

    def judge(self, answer: requests.Response) -> None:
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
            if each.side == "response" and not is_excused(self.code, name, *place):
                self.violations.append(f"{name}: {each}")
            elif each.side == "request" and answer.ok:
                self.lenient.append(f"{name}: {each}")

    def control(self, name: str, body: Any = None, method: str = "POST") -> Any:
        """A call at the sandbox's desk."""
        answer = self.session.request(method, f"{self.url}/_control/{name}", json=body, timeout=10)
        assert answer.ok, answer.text
        return answer.json()
