"""The state of a store's connections in one line and two counts."""

from __future__ import annotations

from dataclasses import dataclass

from core.models import Store


@dataclass(frozen=True, slots=True)
class Channels:
    """How many connections there are, how many of them need a person, how many are sandboxes."""

    total: int = 0
    troubled: int = 0
    practice: int = 0

    @classmethod
    def of(cls, store: Store | None) -> Channels:
        """Count a store's connections; no store has none."""
        return cls()

    def line(self, url: str) -> dict[str, str] | None:
        """The line in the top bar; nothing to say without connections or a page about them."""
        return None
