"""How Ozon says no: a gRPC code, a message, details."""

from __future__ import annotations

from typing import Any

from marketplaces.sandbox.messages import Answer, Refused, json_answer

INVALID_ARGUMENT, NOT_FOUND, PERMISSION_DENIED, RESOURCE_EXHAUSTED, FAILED_PRECONDITION, INTERNAL = 3, 5, 7, 8, 9, 13
HTTP = {
    INVALID_ARGUMENT: 400,
    NOT_FOUND: 404,
    PERMISSION_DENIED: 403,
    RESOURCE_EXHAUSTED: 429,
    FAILED_PRECONDITION: 400,
    INTERNAL: 500,
}
RATE_LIMIT_TEXT = "You have reached request rate limit per second"
BAD_KEY_TEXT = "Invalid Api-Key, please check the key and try again"
NO_ROLE_TEXT = "Api-key is missing a required role for this method"
DEAD_KEY_TEXT = "Api-key is deactivated, use another one or generate a new one"


def error(code: int, message: str) -> Answer:
    """An error body with the HTTP status that goes with the gRPC code."""
    return json_answer({"code": code, "message": message, "details": []}, HTTP[code])


def refuse(message: str, code: int = INVALID_ARGUMENT) -> Refused:
    """To be raised: nothing of the request is done."""
    return Refused(error(code, message))


def ok(data: Any) -> Answer:
    return json_answer(data)
