"""A practice marketplace as a client's test has it: where it is, whose keys are good, and the desk that drives it."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

CALLBACK = "https://hub.example.com/back"


class _Stays(urllib.request.HTTPRedirectHandler):
    """Nobody answers at the hub's address; where it was sent is what counts."""

    def redirect_request(self, *_asked: Any) -> None:
        return None


@dataclass(frozen=True)
class Shop:
    """`url` is the address a client is pointed at, without a slash at its end."""

    url: str

    def desk(self, method: str, call: str, body: dict[str, Any] | None = None) -> Any:
        """One call of `/_control/…`; raises HTTPError for one that makes no sense."""
        data = None if body is None else json.dumps(body).encode()
        told = {"Content-Type": "application/json"}
        asked = urllib.request.Request(f"{self.url}/_control/{call}", data, told, method=method)
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return json.load(answer)

    @cached_property
    def keys(self) -> dict[str, str]:
        """What a hub's connect form asks for: app keys, tokens, account ids."""
        return dict(self.desk("GET", "credentials"))

    def fault(self, kind: str, **details: Any) -> None:
        """The next request, or `times` of them, meets this trouble (`rate_limit`, `expired_token`, `error500`, …)."""
        self.desk("POST", "faults", {"kind": kind, "times": 1, **details})

    def stand_still(self) -> None:
        """Time stops, also for its limits: what was used up does not come back, however slowly a test runs."""
        self.desk("POST", "clock", {"freeze": True})
        self.desk("POST", "limits", {"time": "sandbox"})

    def agree(self, page: str, **form: str) -> dict[str, str]:
        """The merchant presses the button of the consent page; what the hub's address is called back with."""
        opener = urllib.request.build_opener(_Stays)
        try:
            opener.open(page, urlencode(form).encode(), timeout=30)
        except urllib.error.HTTPError as answer:
            assert answer.code in (HTTPStatus.FOUND, HTTPStatus.SEE_OTHER), answer.read()
            return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))
        raise AssertionError("the consent page sent nobody back")
