"""Orders in the order of their change, the oldest first: how programs ask what is new since they last did.

What changes while somebody pages comes once more at the end, and nothing is missed.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from core.keyset import Key, Keyset

KEYS = (Key("updated_at", datetime.fromisoformat), Key("id", uuid.UUID))


class Anywhere(Keyset):
    """Archived orders among the others: each side has an index of its own, so a page is made of the next of both."""

    __slots__ = ()

    def near(self, rows: QuerySet[Any, Any], *, after: str = "", before: str = "", most: int) -> QuerySet[Any, Any]:
        """The rows next to a cursor, out of the `most` nearest of each side."""
        sides = [
            super(Anywhere, self).near(rows.filter(archived_at__isnull=kept), after=after, before=before, most=most)
            for kept in (True, False)
        ]
        nearest = sides[0].values("pk").union(sides[1].values("pk"), all=True)
        return super().near(rows.filter(pk__in=nearest), after=after, before=before, most=most)


BY_CHANGE = Keyset(KEYS)
BY_CHANGE_ANYWHERE = Anywhere(KEYS)
