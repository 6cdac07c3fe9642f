"""How the practice 4Seller says no: a code, a message, the fields that are wrong, and a number to ask about."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from marketplaces.sandbox.messages import Answer, Refused, json_answer

CODES = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    409: "conflict",
    422: "validation_failed",
    429: "rate_limited",
    500: "internal",
}


def error(
    status: int,
    message: str,
    *,
    code: str = "",
    fields: Mapping[str, Sequence[str]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """The error body; without a code of its own the one that goes with the status."""
    inner: dict[str, Any] = {"code": code or CODES[status], "message": message}
    if fields:
        inner["fields"] = {name: list(texts) for name, texts in fields.items()}
    inner["request_id"] = f"req_{secrets.token_hex(6)}"
    return json_answer({"error": inner}, status, headers)


def refuse(status: int, message: str, *, code: str = "", fields: Mapping[str, Sequence[str]] | None = None) -> Refused:
    """To be raised: nothing of the request is done."""
    return Refused(error(status, message, code=code, fields=fields))


def invalid(fields: Mapping[str, Sequence[str]]) -> Refused:
    """422 with the wrong fields."""
    count = len(fields)
    return refuse(422, f"{count} field is wrong" if count == 1 else f"{count} fields are wrong", fields=fields)
