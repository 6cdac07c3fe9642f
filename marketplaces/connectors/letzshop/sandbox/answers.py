"""How the practice Letzshop answers: data and errors, nearly always with HTTP 200."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from marketplaces.sandbox.messages import Answer, Refused, json_answer

NOT_AUTHORISED = "You are not authorized"


def told(data: Mapping[str, Any] | None, errors: Sequence[Mapping[str, Any]] = ()) -> Answer:
    """A GraphQL answer; `errors` is left out where there are none."""
    return json_answer({"data": data} | ({"errors": list(errors)} if errors else {}))


def wrong(message: str, *, line: int = 1, column: int = 1) -> Answer:
    """The document cannot be carried out."""
    return told(None, [{"message": message, "locations": [{"line": line, "column": column}]}])


def failed(status: int, message: str, headers: Mapping[str, str] | None = None) -> Answer:
    """No GraphQL answer at all."""
    return json_answer({"errors": [{"message": message}]}, status, headers)


def refuse(status: int, message: str) -> Refused:
    return Refused(failed(status, message))
