"""Which orders an act is meant for: the ticked ones, or all that a view holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict

from core.models import Store
from dashboard.views.orders.asked import Asked, asked_by
from marketplaces.models import Connection
from orders.models import Order
from orders.selectors.order_list import by_urgency, filtered

#: Ticks of one page and a few more; whoever means more means the whole view.
MOST_TICKED = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """`asked` is the view that is meant whole; without one the ids are what was ticked."""

    store: Store
    ids: Sequence[UUID]
    asked: Asked | None
    now: datetime

    @property
    def rows(self) -> QuerySet[Order]:
        """These orders of this store, whichever they are, the most urgent first."""
        if self.asked is not None:
            return by_urgency(filtered(self.store, self.asked.view, self.asked.filters, self.now))
        return by_urgency(Order.objects.filter(store=self.store, pk__in=self.ids))

    def found(self, most: int) -> list[UUID]:
        """Their ids, one more than `most` where there are more."""
        return list(self.rows.values_list("pk", flat=True)[: most + 1])


def chosen(posted: QueryDict, store: Store, now: datetime) -> Chosen:
    """What a form of the list was sent with: `all` and the view's `query`, or one `order` for each tick."""
    if posted.get("all") == "1":
        shops = list(Connection.objects.filter(store=store).select_related("marketplace"))
        return Chosen(store=store, ids=(), asked=asked_by(QueryDict(posted.get("query", "")), shops), now=now)
    ids = [found for found in map(find_uuid, posted.getlist("order")[:MOST_TICKED]) if found]
    return Chosen(store=store, ids=ids, asked=None, now=now)


def find_uuid(text: str) -> UUID | None:
    """An id, where the text is one."""
    try:
        return UUID(text)
    except ValueError:
        return None
