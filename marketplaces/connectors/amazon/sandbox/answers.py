"""How the practice Amazon says no: a list of errors with words as codes, or at the token call OAuth's two fields."""

from __future__ import annotations

import uuid

from marketplaces.sandbox.limits import Bucket
from marketplaces.sandbox.messages import Answer, Refused, json_answer

DENIED = "Access to requested resource is denied."
QUOTA = "You exceeded your quota for the requested resource."


def errors(status: int, code: str, message: str, details: str = "") -> Answer:
    return json_answer({"errors": [{"code": code, "message": message, "details": details}]}, status)


def refuse(status: int, code: str, message: str, details: str = "") -> Refused:
    """To be raised: nothing of the request is done."""
    return Refused(errors(status, code, message, details))


def wrong(message: str, code: str = "InvalidInput") -> Refused:
    """The request itself is not right."""
    return refuse(400, code, message)


def denied(details: str = "", code: str = "Unauthorized") -> Refused:
    return refuse(403, code, DENIED, details)


def missing(message: str) -> Refused:
    return refuse(404, "NotFound", message)


def oauth(status: int, word: str, sentence: str) -> Refused:
    """The token call's own way of refusing."""
    return Refused(json_answer({"error": word, "error_description": sentence}, status))


def headed(answer: Answer, limit: Bucket | None) -> Answer:
    """With the number of the request, and the rate that it is held to, which limit answers and denials leave out."""
    answer.headers.setdefault("x-amzn-RequestId", str(uuid.uuid4()))
    if answer.status >= 400 and answer.status != 404:
        answer.headers.setdefault("x-amzn-ErrorType", "ServiceFault" if answer.status >= 500 else "ClientFault")
    if limit is not None and (answer.status < 300 or answer.status in (400, 404)):
        answer.headers["x-amzn-RateLimit-Limit"] = f"{limit.rate:g}"
    return answer
