"""Shopee's envelope: ``error`` is empty on success, data under ``response`` or, for a few calls, at the top."""

from __future__ import annotations

import uuid
from typing import Any

from marketplaces.sandbox.messages import Answer, json_answer


def success(response: Any) -> Answer:
    """Data under ``response``."""
    return flat(response=response)


def flat(**fields: Any) -> Answer:
    """Data at the top level, or none at all."""
    return json_answer({"error": "", "message": "", "request_id": request_id(), **fields})


def failure(error: str, message: str, status: int = 200) -> Answer:
    """An error, told in the body whatever the status is."""
    return json_answer({"error": error, "message": message, "request_id": request_id()}, status)


def request_id() -> str:
    """The number under which Shopee's support would find the call."""
    return uuid.uuid4().hex
