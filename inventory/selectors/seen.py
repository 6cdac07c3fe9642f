"""How many of the numbers that shops were told have been seen there as told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, F, Q

from core.models import NeedsYou, Store
from marketplaces.models import Connection, OutboundChange

#: A shop that refused a number goes on showing its own, whatever it was told before.
REFUSED = Q(state=OutboundChange.State.REFUSED)


@dataclass(frozen=True, slots=True)
class Seen:
    """Listings that were told a number, those that showed it when they were read back, and those that refused it."""

    told: int = 0
    right: int = 0
    refused: int = 0

    def __add__(self, other: Seen) -> Seen:
        return Seen(self.told + other.told, self.right + other.right, self.refused + other.refused)

    @property
    def share(self) -> Decimal | None:
        return Decimal(self.right) / self.told if self.told else None


def seen_right(store: Store) -> Mapping[UUID, Seen]:
    """By shop; those that are disconnected show nobody anything of ours any more."""
    shops = Connection.objects.filter(store=store).exclude(status=Connection.Status.DISCONNECTED)
    rows = (
        OutboundChange.objects.filter(
            Q(sent_version__gt=0) | REFUSED,
            connection__in=list(shops.values_list("pk", flat=True)),
            kind=OutboundChange.Kind.STOCK,
        )
        .order_by()
        .values_list("connection_id")
        .annotate(
            told=Count("pk"),
            right=Count("pk", filter=Q(seen_version__gte=F("sent_version")) & ~REFUSED),
            refused=Count("pk", filter=REFUSED),
        )
    )
    return {shop: Seen(told, right, refused) for shop, told, right, refused in rows}


def differing(store: Store) -> int:
    """Listings of which a person was told that they show another number."""
    return NeedsYou.objects.filter(
        store=store, kind=NeedsYou.Kind.DIFFERS, subject_type="listing", settled_at__isnull=True
    ).count()
