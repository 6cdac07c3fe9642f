"""What a request may hold: the query as a small table, bodies by hand; whatever does not fit is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from marketplaces.sandbox.messages import Refused, Request

from . import answers


class Wrong(Refused):
    """The request does not fit; the text names the place."""

    def __init__(self, text: str) -> None:
        super().__init__(answers.error("bad-request-001", 400, datetime.now(UTC), text))
        self.text = text


Check = Callable[[str], Any]
NUMBER = re.compile(r"\d{1,18}")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def whole(low: int = 0, high: int = 2**63 - 1) -> Check:
    def check(text: str) -> int:
        if not NUMBER.fullmatch(text) or not low <= int(text) <= high:
            raise Wrong(f"a whole number from {low} to {high} is expected")
        return int(text)

    return check


def one_of(*allowed: str) -> Check:
    def check(text: str) -> str:
        if text not in allowed:
            raise Wrong(f"one of {', '.join(allowed)} is expected")
        return text

    return check


def flag(text: str) -> bool:
    return one_of("true", "false")(text) == "true"


def any_text(text: str) -> str:
    return text


def query(request: Request, table: Mapping[str, Check]) -> dict[str, Any]:
    """The values of a query. "name!" is needed, "name*" may be repeated and is a list; unknown names are refused."""
    known = {name.rstrip("!*"): (name, check) for name, check in table.items()}
    if unknown := request.query.keys() - known.keys():
        raise Wrong(f"unknown parameter {', '.join(sorted(unknown))}")
    found: dict[str, Any] = {}
    for name, (mark, check) in known.items():
        given = request.values(name)
        if "!" in mark and not given:
            raise Wrong(f"{name} is required")
        if len(given) > 1 and "*" not in mark:
            raise Wrong(f"{name} is given twice")
        read = [_read(name, check, text) for text in given]
        if "*" in mark:
            found[name] = read
        elif read:
            found[name] = read[0]
    return found


def _read(name: str, check: Check, text: str) -> Any:
    try:
        return check(text)
    except Wrong as wrong:
        raise Wrong(f"{name}: {wrong.text}") from None


def body(request: Request, *, needed: Mapping[str, type], allowed: Mapping[str, type] | None = None) -> dict[str, Any]:
    """A JSON object with fields of these types and no others."""
    given = request.json
    if not isinstance(given, dict):
        raise Wrong("a JSON object is expected")
    check_object(given, needed, allowed or {}, "body")
    return given


def check_object(given: Any, needed: Mapping[str, type], allowed: Mapping[str, type], where: str) -> None:
    if not isinstance(given, dict):
        raise Wrong(f"{where}: an object is expected")
    if missing := needed.keys() - given.keys():
        raise Wrong(f"{where}: {', '.join(sorted(missing))} is required")
    known = {**needed, **allowed}
    if unknown := given.keys() - known.keys():
        raise Wrong(f"{where}: unknown field {', '.join(sorted(unknown))}")
    for name, value in given.items():
        if not is_a(value, known[name]):
            raise Wrong(f"{where}.{name}: a value of another type is expected")


def is_a(value: Any, kind: type) -> bool:
    """True is no number, although Python says so."""
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
