"""Reading what a client sent: bodies, languages, page sizes; each wrong one is told as eBay tells it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from marketplaces.sandbox.messages import Request

from .answers import INVENTORY, refuse
from .sellers import CURRENCIES

LANGUAGES = ("en-US", "en-GB", "de-DE", "de-AT", "fr-FR", "it-IT", "es-ES", "en-AU", "en-CA", "pl-PL")


def body(request: Request, *, domain: str = INVENTORY) -> dict[str, Any]:
    """The body as an object. Without the header of its type, or without a body, nothing is done."""
    if "application/json" not in request.headers.get("Content-Type", ""):
        raise refuse(415, 2005, "Unsupported media type: the body must be application/json", domain=domain)
    if not isinstance(request.json, dict):
        raise refuse(400, 2004, "Invalid request: the body must be an object", domain=domain)
    return request.json


def language(request: Request) -> str:
    """The language of a write; it must be told."""
    told = request.headers.get("Content-Language", "")
    if told not in LANGUAGES:
        raise refuse(400, 25709, "Invalid value for header Content-Language.", fieldName="Content-Language")
    return str(told)


def rows(request: Request, most: int) -> Sequence[dict[str, Any]]:
    """The `requests` of a bulk call."""
    found = body(request).get("requests")
    if not isinstance(found, list) or not found or not all(isinstance(each, dict) for each in found):
        raise refuse(400, 25709, "Invalid value for requests.", fieldName="requests")
    if len(found) > most:
        raise refuse(400, 25709, f"Invalid value for requests. At most {most} are allowed.", fieldName="requests")
    return found


def whole(request: Request, name: str, default: int, least: int, most: int) -> int:
    """A number of the query of an inventory call."""
    text = request.query.get(name)
    if text is None:
        return default
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise refuse(400, 25709, f"Invalid value for {name}. It is from {least} to {most}.", fieldName=name)
    return int(text)


def money(value: Any, currency: str) -> str | None:
    """The amount of a price in this currency; None where it is no good."""
    if not isinstance(value, dict) or value.get("currency") != currency or not isinstance(value.get("value"), str):
        return None
    try:
        amount = Decimal(value["value"])
    except InvalidOperation:
        return None
    good = amount.is_finite() and amount > 0 and amount == amount.quantize(Decimal("0.01"))
    return str(value["value"]) if good else None


def currency_of(marketplace: str) -> str:
    return CURRENCIES.get(marketplace, "")
