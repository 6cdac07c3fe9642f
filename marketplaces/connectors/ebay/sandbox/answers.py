"""How the practice eBay says no: a list of errors with numbers, or at the token call a word and a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marketplaces.sandbox.messages import Answer, Refused, json_answer

ORDERS, INVENTORY, OAUTH, NOTIFICATION = "API_FULFILLMENT", "API_INVENTORY", "OAuth", "API_NOTIFICATION"


def fault(
    number: int,
    message: str,
    *,
    domain: str = INVENTORY,
    category: str = "REQUEST",
    parameters: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """One entry of the list of errors."""
    entry: dict[str, Any] = {"errorId": number, "domain": domain, "category": category, "message": message}
    if parameters:
        entry["parameters"] = [{"name": name, "value": text} for name, text in parameters.items()]
    return entry


def errors(status: int, *faults: Mapping[str, Any]) -> Answer:
    return json_answer({"errors": list(faults)}, status)


def refuse(
    status: int, number: int, message: str, *, domain: str = INVENTORY, category: str = "REQUEST", **parameters: str
) -> Refused:
    """To be raised: nothing of the request is done."""
    return Refused(errors(status, fault(number, message, domain=domain, category=category, parameters=parameters)))


def oauth(status: int, word: str, sentence: str) -> Refused:
    """The token call's own way of refusing."""
    return Refused(json_answer({"error": word, "error_description": sentence}, status))


def post_order(status: int, number: int, message: str) -> Refused:
    """Post-Order nests its errors, and says `parameter` where the others say `parameters`."""
    entry = {"errorId": number, "domain": "returnErrorDomain", "message": {"value": message}, "parameter": []}
    return Refused(json_answer({"errorMessage": {"error": [entry]}}, status))
