"""How the Market says yes and no: a status word, then a result or a list of errors."""

from __future__ import annotations

from typing import Any

from marketplaces.sandbox.messages import Answer, Refused, json_answer

CODES = {
    400: "BAD_REQUEST", 401: "UNAUTHORIZED", 403: "FORBIDDEN", 404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED",
    415: "UNSUPPORTED_MEDIA_TYPE", 420: "LIMIT_EXCEEDED", 423: "LOCKED", 500: "INTERNAL_SERVER_ERROR",
    503: "SERVICE_UNAVAILABLE",
}  # fmt: skip


def ok(result: Any = None) -> Answer:
    return json_answer({"status": "OK"} | ({} if result is None else {"result": result}))


def bare(data: Any) -> Answer:
    """Lists of shops and orders, and a changed order, come without a status word."""
    return json_answer(data)


def error(status: int, message: str, code: str = "") -> Answer:
    told = {"code": code or CODES[status], "message": message}
    return json_answer({"status": "ERROR", "errors": [told]}, status)


def refuse(message: str, status: int = 400, code: str = "") -> Refused:
    """To be raised: nothing of the request is done."""
    return Refused(error(status, message, code))
