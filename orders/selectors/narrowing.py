"""The rarer filters of the order list, those behind *More*: tag, hold, goods, payment, return, country, archive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.db.models import Exists, OuterRef, Q

from orders.models import OrderReturn

Archived = Literal["", "only", "with"]


@dataclass(frozen=True, slots=True, kw_only=True)
class More:
    """Every field empty narrows nothing, but archived orders are only there when they are asked for."""

    tag: str = ""
    held: str = ""
    goods: str = ""
    paid: str = ""
    country: str = ""
    returned: str = ""
    archived: str = ""

    def q(self) -> Q:
        """All of them together; the archive is the view's matter."""
        wanted = Q()
        if self.tag:
            wanted &= Q(tags__contains=[self.tag])
        if self.held:
            wanted &= Q(held_at__isnull=self.held == "no")
        if self.goods == "digital":
            wanted &= Q(is_fully_digital=True)
        elif self.goods == "physical":
            wanted &= Q(requires_shipping=True)
        if self.paid:
            wanted &= Q(paid_at__isnull=self.paid == "no")
        if self.returned:
            theirs = OrderReturn.objects.filter(order=OuterRef("pk"), status=self.returned)
            wanted &= Q(Exists(theirs))
        if self.country:
            wanted &= Q(shipping_address__country__in=[self.country.upper(), self.country.lower()])
        return wanted

    @property
    def kept(self) -> Q:
        """Which side of the archive."""
        return {"only": Q(archived_at__isnull=False), "with": Q()}.get(self.archived, Q(archived_at__isnull=True))
