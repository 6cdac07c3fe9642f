"""The terms of a sum as filters of the order list, so that every term can show the orders it is made of."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from core.models import Store
from orders.models import Order, OrderItem
from orders.selectors.lanes import LANES, in_lane, leaving
from orders.selectors.standing import SOLD, STANDINGS, having, practice_shops

#: Refunded whole, and in part: by its word, or because a return gave something back.
WHOLE = Q(status=Order.Status.REFUNDED)
PART = ~WHOLE & (Q(status=Order.Status.PARTIALLY_REFUNDED) | Q(refund__gt=0))
#: Parts of what is sold.
PARTS: Mapping[str, Q] = {
    "cut": Q(cancelled_amount__gt=0),
    "refunded": WHOLE,
    "part_refunded": PART,
    "refund_untold": PART & Q(refund=0),
    "given_back": Q(refund__gt=0),
    "told": Q(fee__isnull=False, fees_estimated=False),
    "estimated": Q(fee__isnull=False, fees_estimated=True),
    "untold": Q(fee__isnull=True),
    "promised": Q(scheme=Order.Scheme.SELLER, shipped_at__isnull=False, ship_by__isnull=False),
    "sent_late": Q(scheme=Order.Scheme.SELLER, shipped_at__gt=F("ship_by")),
}
#: Everything that the lanes are made of, and what has no deadline.
LEAVING = "leaving"
TERMS = (*STANDINGS, *PARTS, *LANES, LEAVING)
#: A key of a group that stands for "none": no country told, no product linked, no shop any more.
NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term, narrowed to the group it stands in; an empty field narrows nothing."""

    name: str = ""
    currency: str = ""
    channel: str = ""
    shop: str = ""
    country: str = ""
    product: str = ""

    def __bool__(self) -> bool:
        return self != Term()

    def q(self, store: Store, now: datetime) -> Q:
        """The orders of this term; the range of days is the list's own filter. Archived ones are among them."""
        wanted = self._named(store, now)
        for field, value in (("currency", self.currency), ("channel", self.channel)):
            wanted &= Q(**{field: value}) if value else Q()
        if self.shop:
            wanted &= Q(connection__isnull=True) if self.shop == NONE else Q(connection=uuid.UUID(self.shop))
        if self.country:
            wanted &= Q(country="" if self.country == NONE else self.country)
        return wanted & Q(Exists(_lines(self.product))) if self.product else wanted

    def _named(self, store: Store, now: datetime) -> Q:
        if not self.name:
            return Q()
        if self.name == LEAVING:
            return leaving()
        if self.name in LANES:
            return in_lane(self.name, store, now)
        practice = practice_shops(store)
        if self.name in PARTS:
            return having(SOLD, practice) & PARTS[self.name]
        return having(self.name, practice)


def _lines(product: str) -> QuerySet[OrderItem]:
    lines = OrderItem.objects.filter(order=OuterRef("pk"))
    return lines.filter(product__isnull=True) if product == NONE else lines.filter(product=uuid.UUID(product))
