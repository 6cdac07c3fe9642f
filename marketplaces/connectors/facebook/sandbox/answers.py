"""How the practice Facebook says no: the error object, its codes, and the statuses that go with them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from marketplaces.sandbox.messages import Answer, Refused, json_answer

#: Codes that do not come with 400; the documents leave the status of each code open.
STATUSES = {190: 401, 102: 401, 10: 403, 200: 403, 3: 403, 1: 500, 2: 503}
TRANSIENT = frozenset({1, 2, 4, 17, 32, 613, 80001, 80009, 80014})


def error(
    code: int,
    message: str,
    *,
    subcode: int = 0,
    kind: str = "OAuthException",
    status: int = 0,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """The error object; without a status of its own the one that goes with the code."""
    inner: dict[str, Any] = {"message": f"(#{code}) {message}", "type": kind, "code": code}
    if subcode:
        inner["error_subcode"] = subcode
    inner["is_transient"] = code in TRANSIENT
    inner["fbtrace_id"] = trace()
    return json_answer({"error": inner}, status or STATUSES.get(code, 400), headers)


def refuse(
    code: int, message: str, *, subcode: int = 0, kind: str = "OAuthException", status: int = 0
) -> Refused:  # fmt: skip
    """To be raised: nothing of the request is done."""
    return Refused(error(code, message, subcode=subcode, kind=kind, status=status))


def unknown(node: str) -> Refused:
    """An id that is not there, or not for these eyes: Graph does not tell which."""
    message = f"Unsupported request. Object with ID '{node}' does not exist or cannot be loaded"
    return refuse(100, message, subcode=33, kind="GraphMethodException")


def trace() -> str:
    return f"A{secrets.token_urlsafe(16)}"
