"""How the practice shop answers callbacks."""

from __future__ import annotations

from collections.abc import Mapping

from marketplaces.sandbox.messages import Answer, Refused, json_answer


def error(status: int, message: str, *, headers: Mapping[str, str] | None = None) -> Answer:
    return json_answer({"error": message}, status, headers)


def refuse(status: int, message: str) -> Refused:
    return Refused(error(status, message))
