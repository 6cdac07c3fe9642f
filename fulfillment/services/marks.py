"""Marking codes of the units of an order: kept as they are scanned, before anything is told to the marketplace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import DomainError
from fulfillment.models import Shipment, UnitMark
from fulfillment.models.unit_mark import ONE_OF_A_KIND
from fulfillment.selectors.marks import marks_of
from fulfillment.services.mark_codes import checked
from fulfillment.services.supply_news import tell_supplies_of
from marketplaces.canonical.marks import MarkKind
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.models import OutboundChange
from marketplaces.services import outbound
from orders.models import Order, OrderItem

#: Orders whose goods never went or came back: their codes may be sold again.
OVER = (OrderStatus.CANCELLED, OrderStatus.REFUNDED, OrderStatus.PARTIALLY_REFUNDED)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a code belongs: the unit of a line, counted from 1, and which of its codes."""

    item: UUID
    unit: int
    kind: MarkKind

    @property
    def name(self) -> str:
        """What a form or an error calls it."""
        return f"{self.item}-{self.unit}-{self.kind.value}"


def keep_marks(*, order: Order, given: Mapping[Place, str], actor: Any = None) -> int:
    """Keep these codes; an empty one takes a code away. What is not named stays. Returns how many changed.

    Parcels that hold such a unit and were refused, or wait, are told with the new codes. Raises DomainError for the
    first that cannot be kept, its field named; then none is.
    """
    with transaction.atomic():
        locked = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
        items = {item.pk: item for item in OrderItem.objects.filter(order=locked, is_digital=False)}
        wanted = {place: _checked(items, place, text) for place, text in sorted(given.items())}
        _refuse_twice(wanted)
        kept = {
            Place(row.order_item_id, row.unit, MarkKind(row.kind)): row
            for row in UnitMark.objects.filter(order_item__in=items)
        }
        changed = {place: code for place, code in wanted.items() if (kept[place].code if place in kept else "") != code}
        _free(locked, changed)
        for place in changed:
            if place in kept:  # first all go, so that two codes may change places
                kept[place].delete()
        for place, code in changed.items():
            if code:
                UnitMark.objects.create(
                    store_id=locked.store_id, order_item_id=place.item, unit=place.unit, kind=place.kind.value,
                    code=code, entered_by=actor,
                )  # fmt: skip
        if changed:
            _tell_again(locked)
    return len(changed)


def _checked(items: Mapping[UUID, OrderItem], place: Place, text: str) -> str:
    item = items.get(place.item)
    if item is None:
        raise DomainError(_("A line is not part of this order. Reload the page."), field=place.name)
    if not 1 <= place.unit <= item.quantity:
        words = _("%(name)s has %(n)d units; there is no unit %(unit)d.")
        raise DomainError(words % {"name": item.product_name, "n": item.quantity, "unit": place.unit}, field=place.name)
    try:
        return checked(place.kind, text) if text.strip() else ""
    except DomainError as error:
        raise DomainError(str(error), field=place.name) from None


def _refuse_twice(wanted: Mapping[Place, str]) -> None:
    seen: set[tuple[MarkKind, str]] = set()
    for place, code in wanted.items():
        if code and place.kind in ONE_OF_A_KIND:
            if (place.kind, code) in seen:
                raise DomainError(_("This code is entered for two units. Each unit has its own."), field=place.name)
            seen.add((place.kind, code))


def _free(order: Order, changed: Mapping[Place, str]) -> None:
    """A code may be taken from an order that is over; one of another open order is refused with its number."""
    codes = {code: place for place, code in changed.items() if code and place.kind in ONE_OF_A_KIND}
    others = UnitMark.objects.filter(store=order.store_id, kind__in=ONE_OF_A_KIND, code__in=list(codes))
    for row in others.exclude(order_item__order=order).select_related("order_item__order"):
        place = codes[row.code]
        if row.kind != place.kind.value:
            continue
        if row.order_item.order.status not in OVER:
            words = _("This code was entered for %s already. Scan the unit that you pack now.")
            raise DomainError(words % row.order_item.order.number, field=place.name)
        row.delete()
    own = UnitMark.objects.filter(order_item__order=order, kind__in=ONE_OF_A_KIND, code__in=list(codes))
    for row in own:
        here = Place(row.order_item_id, row.unit, MarkKind(row.kind))
        place = codes[row.code]
        if here != place and here not in changed and row.kind == place.kind.value:
            raise DomainError(_("This code is entered for two units. Each unit has its own."), field=place.name)


def _tell_again(order: Order) -> None:
    """Parcels whose news has not arrived go out with the codes as they are now."""
    shipments = Shipment.objects.filter(order=order, marketplace_order__isnull=False).select_related(
        "marketplace_order"
    )
    parcels = {shipment.pk: shipment for shipment in shipments}
    behind = OutboundChange.objects.filter(
        kind=OutboundChange.Kind.SHIPMENT, subject_id__in=parcels,
        state__in=[OutboundChange.State.REFUSED, OutboundChange.State.RETRY, OutboundChange.State.ACCEPTED],
    )  # fmt: skip
    subjects = [
        outbound.Subject(order.store_id, change.connection_id, change.subject_id)
        for change in behind.order_by("connection_id", "subject_id")
    ]
    outbound.mark(OutboundChange.Kind.SHIPMENT, subjects)
    tell_supplies_of(order)


def check_marked(items: Sequence[OrderItem], takes: Mapping[UUID, int]) -> None:
    """Raise DomainError where units that are about to leave lack a code without which the marketplace keeps them."""
    asked = [item for item in items if any(wish.required for wish in item.mark_wishes)]
    if not asked:
        return
    kept = marks_of([item.pk for item in asked])
    for item in asked:
        kinds = {wish.kind for wish in item.mark_wishes if wish.required}
        first = item.shipped_quantity + 1
        units = range(first, first + takes[item.pk])
        missing = sum(1 for unit in units if not kinds <= kept.get(item.pk, {}).get(unit, {}).keys())
        if missing:
            words = ngettext(
                "%(name)s: the marking code of %(n)d unit is missing. Enter it on the order, then ship.",
                "%(name)s: the marking codes of %(n)d units are missing. Enter them on the order, then ship.",
                missing,
            )
            raise DomainError(words % {"name": item.product_name, "n": missing}, field=str(item.pk))
