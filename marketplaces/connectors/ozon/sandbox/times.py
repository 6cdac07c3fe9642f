"""Ozon's way of writing time: UTC with a Z. Texts of this form sort like the moments they name."""

from __future__ import annotations

from datetime import datetime, timedelta


def fine(at: datetime) -> str:
    """With microseconds: for our own bookkeeping, where order matters."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def plain(at: datetime) -> str:
    """Whole seconds: what the API answers."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def shifted(text: str, **delta: float) -> str:
    """The same form, some time later or earlier."""
    return plain(datetime.fromisoformat(text[:19]) + timedelta(**delta))
