"""Orders in the order of their change, the oldest first: how programs ask what is new since they last did.

What changes while somebody pages comes once more at the end, and nothing is missed.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, ExpressionWrapper, F, QuerySet, Value

from core.keyset import Key, Keyset, Page
from core.walk import Walk

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


class Narrowed(Walk):
    """Few orders among all that changed: where a walk finds none, they are found by what they have and sorted.

    The database would walk on to the end: it believes that orders of a status or a shop lie evenly among the others,
    but all open ones are among the last. So the sorting is by a column that no index knows.
    """

    __slots__ = ()

    def page(
        self, rows: QuerySet[Any, Any], *, after: str = "", before: str = "", size: int = 25, fields: Sequence[str] = ()
    ) -> Page:
        """As `Keyset.page`: the same rows whichever way they were found."""
        place = {"after": after, "before": before}
        ids = self._walked(rows, place, size + 1)
        if ids is None:
            order, found = BY_SORTING, self.narrowed(rows).annotate(changed=CHANGED)
        else:
            order, found = BY_CHANGE, rows.filter(pk__in=ids)
        order = order.opened if self.is_open else order  # the same cursors as those it was asked with
        return order.page(found, **place, size=size, fields=fields)


#: The same moment, and no index has it.
CHANGED = ExpressionWrapper(F("updated_at") + Value(timedelta(0)), output_field=DateTimeField())
BY_CHANGE = Keyset(KEYS)
BY_SORTING = Keyset((Key("changed", datetime.fromisoformat), Key("id", uuid.UUID)))
BY_CHANGE_ANYWHERE = Anywhere(KEYS)
