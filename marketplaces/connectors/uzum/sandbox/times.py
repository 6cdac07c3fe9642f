"""Uzum's two ways of writing a moment."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from .settings import setting

if TYPE_CHECKING:
    from .market import UzumEmulator


def written(moment: datetime) -> str:
    """A time as the document draws it. Texts of this form sort like the moments they name."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def epoch(text: str | None) -> int | None:
    """Milliseconds, as sales and the rows of an order have it."""
    return int(datetime.fromisoformat(text).timestamp() * 1000) if text else None


def moment(market: UzumEmulator, text: str | None) -> str | int | None:
    """The document says text; live answers were seen with milliseconds. A setting chooses."""
    return epoch(text) if setting(market, "epoch_dates") else text
