"""Moments as eBay writes them: UTC, always with milliseconds and a Z."""

from __future__ import annotations

import re
from datetime import UTC, datetime

FORM = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def read(text: str) -> datetime | None:
    """A moment in exactly that form; None for anything else."""
    if not FORM.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
