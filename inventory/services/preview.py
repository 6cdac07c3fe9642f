"""What a change of stock would do, found by doing it and taking it back: the sums and refusals are those of the act."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Sum

from inventory.models import InventoryChange, Reservation, Stock, Variant
from inventory.selectors.channels import Channel, channels
from inventory.selectors.inventory_list import buffers


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A variant's numbers over all places, and what each of its shops is told."""

    on_hand: int
    reserved: int
    short: int
    buffer: int
    shops: tuple[Channel, ...]

    @property
    def available(self) -> int:
        """As the stock list says it: without what every shop keeps back."""
        return self.on_hand - self.reserved - self.buffer


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Before and after; `change` is the ledger row that would be written."""

    before: Level
    after: Level
    change: InventoryChange

    @property
    def shops(self) -> list[tuple[Channel, Channel]]:
        """Each shop as it is and as it would be."""
        later = {shop.listing_id: shop for shop in self.after.shops}
        return [(shop, later[shop.listing_id]) for shop in self.before.shops]


def preview(act: Callable[..., InventoryChange], *, variant: Variant, **asked: Any) -> Preview:
    """`act` is `stock.adjust` or `stock.recount`, whose DomainError comes through. Nothing of it stays."""
    with transaction.atomic():
        before = _level(variant)
        change = act(variant=variant, **asked)
        after = _level(variant)
        transaction.set_rollback(True)
    return Preview(before=before, after=after, change=change)


def _level(variant: Variant) -> Level:
    sums = Stock.objects.filter(variant=variant).aggregate(on_hand=Sum("on_hand"), reserved=Sum("reserved"))
    short = Reservation.objects.filter(variant=variant).aggregate(units=Sum("short"))["units"]
    shops = channels([variant.pk])
    on_hand, reserved = sums["on_hand"] or 0, sums["reserved"] or 0
    held = {"id": variant.pk, "on_hand": on_hand, "reserved": reserved}
    return Level(
        on_hand=on_hand, reserved=reserved, short=short or 0, buffer=buffers([held], shops)[variant.pk],
        shops=tuple(shops.get(variant.pk, [])),
    )  # fmt: skip
