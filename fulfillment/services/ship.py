"""Parcels: marked shipped whole or in part, with everything that follows in one transaction."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from fulfillment.models import JointOrder, Shipment, ShipmentItem, Supply
from fulfillment.services.marks import check_marked
from fulfillment.services.supply_news import leave_supply
from inventory.services.departures import consume
from inventory.services.outbound import mark_stock
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.models import OutboundChange
from marketplaces.services import outbound
from orders.models import Order, OrderItem
from orders.services.lifecycle import move
from orders.services.shortages import refresh_orders
from orders.state import OPEN


@transaction.atomic
def ship(
    *,
    order: Order,
    takes: Mapping[UUID, int],
    carrier: str,
    tracking_number: str,
    request_key: str,
    actor: Any = None,
    actor_label: str = "",
    note: str = "",
    boxes: Sequence[Mapping[UUID, int]] = (),
    together: bool = False,
    supply: Supply | None = None,
) -> Shipment:
    """Put units into a parcel that leaves. The same request key gives the same parcel again.

    `together` says that the orders it is packed with leave, too.
    `boxes` say how many units of which line lie in which of its boxes; without them it is one box. With a `supply` it
    is told once that has been handed over; without one the order leaves the open supply that it lay in.

    1. Lock the order. 2. Check what is open. 3. Make the parcel. 4. Take its units off the shelf. 5. Move the order.
    6. Tell the marketplace. Raises DomainError with a sentence when something cannot be shipped.
    """
    order = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    done = Shipment.all_objects.filter(order=order, request_key=request_key).first()
    if done is not None:
        return done
    _check_order(order)
    if not together:
        _check_alone(order)
    items = _checked_items(order, takes)
    packed = _packed(takes, boxes)
    check_marked(items, takes)
    shipment = _parcel(order, items, carrier=carrier, tracking_number=tracking_number, request_key=request_key,
                       actor=actor, note=note, supply=supply)  # fmt: skip
    for item in items:
        units = takes[item.pk]
        for box, inside in enumerate(packed, start=1):
            if inside.get(item.pk):
                ShipmentItem.objects.create(shipment=shipment, order_item=item, quantity=inside[item.pk], box=box)
        item.shipped_quantity += units
        item.save(update_fields=["shipped_quantity", "updated_at"])
    reason = _("Shipped with %s") % order.number
    freed = consume(
        shipment.pk, [(item.pk, takes[item.pk]) for item in items], actor=actor, actor_label=actor_label, reason=reason
    )
    _move_on(order, shipment, actor, actor_label)
    if supply is None:
        leave_supply(shipment)
    refresh_orders([order.pk])
    mark_stock(freed, reason=reason)
    tell(shipment)
    return shipment


def _check_order(order: Order) -> None:
    if order.held_at is not None:
        raise DomainError(_("%s is on hold. Release it before shipping.") % order.number)
    if order.scheme == Order.Scheme.MARKETPLACE:
        raise DomainError(_("%s is shipped by the marketplace, not by you.") % order.number)
    if order.status == OrderStatus.PENDING:
        raise DomainError(_("%s is not to be sent yet: it is not paid or not accepted there.") % order.number)
    if order.status not in OPEN and order.status != OrderStatus.UNKNOWN:
        raise DomainError(
            _("%(order)s is %(status)s, so there is nothing to ship.")
            % {"order": order.number, "status": order.get_status_display().lower()}
        )


def _check_alone(order: Order) -> None:
    """Nobody sends half of what a packer was told to pack together."""
    packed = JointOrder.objects.filter(state=JointOrder.State.PACKED)
    mine = packed.filter(order=order).values("joint_parcel")
    others = packed.filter(joint_parcel__in=mine, order__status__in=OPEN).exclude(order=order)
    names = ", ".join(others.order_by("created_at", "id").values_list("order__number", flat=True))
    if names:
        raise DomainError(
            _("%(order)s is packed together with %(others)s. Ship them together, or take it out first.")
            % {"order": order.number, "others": names}
        )


def _checked_items(order: Order, takes: Mapping[UUID, int]) -> list[OrderItem]:
    wanted = {item_id: units for item_id, units in takes.items() if units}
    if not wanted:
        raise DomainError(_("Choose what goes into the parcel: no line has a quantity."))
    items = list(OrderItem.objects.filter(order=order, pk__in=wanted).order_by("pk"))
    if len(items) != len(wanted):
        raise DomainError(_("A line is not part of this order. Reload the page."))
    for item in items:
        if wanted[item.pk] < 0:
            raise DomainError(_("A quantity cannot be negative."))
        if wanted[item.pk] > item.open_quantity:
            raise DomainError(
                _("%(name)s: %(open)s of %(all)s are left to ship.")
                % {"name": item.product_name, "open": item.open_quantity, "all": item.quantity},
                field=str(item.pk),
            )
    postings = {item.marketplace_order_id for item in items}
    if len(postings) > 1:
        raise DomainError(_("These lines belong to two shipments at the marketplace. Ship them in two parcels."))
    return items


def _packed(takes: Mapping[UUID, int], boxes: Sequence[Mapping[UUID, int]]) -> list[Mapping[UUID, int]]:
    """The boxes that hold something, which together hold the parcel."""
    packed = [inside for inside in boxes if any(inside.values())] or [takes]
    together: dict[UUID, int] = {}
    for inside in packed:
        for item, units in inside.items():
            together[item] = together.get(item, 0) + units
    if any(units < 0 for inside in packed for units in inside.values()):
        raise DomainError(_("A quantity cannot be negative."))
    if {item: units for item, units in together.items() if units} != {i: units for i, units in takes.items() if units}:
        raise DomainError(_("The boxes hold something else than the parcel. Reload the page."))
    return packed


def _parcel(
    order: Order, items: list[OrderItem], *, carrier: str, tracking_number: str, request_key: str, actor: Any,
    note: str, supply: Supply | None,
) -> Shipment:  # fmt: skip
    last = Shipment.all_objects.filter(order=order).aggregate(last=Max("number"))["last"] or 0
    return Shipment.objects.create(
        store_id=order.store_id,
        order=order,
        marketplace_order_id=items[0].marketplace_order_id,
        number=last + 1,
        request_key=request_key,
        carrier=carrier.strip()[:100],
        tracking_number=tracking_number.strip()[:100],
        shipped_at=timezone.now(),
        shipped_by=actor,
        note=note,
        supply=supply,
    )


def _move_on(order: Order, shipment: Shipment, actor: Any, actor_label: str) -> None:
    left = sum(item.open_quantity for item in OrderItem.objects.filter(order=order, is_digital=False))
    to = OrderStatus.PROCESSING if left else OrderStatus.SHIPPED
    who = f"person:{actor.pk}" if actor is not None else "system"
    if not left:
        order.shipped_at = shipment.shipped_at
        order.tracking_number, order.carrier = shipment.tracking_number, shipment.carrier
    order.sync_status = "pending"
    if order.status != to and not (left and order.status == OrderStatus.READY_FOR_SHIPMENT):
        reason = _("Parcel %s left") % shipment.number
        move(order=order, to=to, who=who, reason=reason, metadata={"shipment": str(shipment.pk), "by": actor_label})
    else:
        order.save()


def tell(shipment: Shipment) -> None:
    """Leave word of it for its marketplace; belongs in the transaction that changed it.

    What leaves in a supply is told once that has been handed over there: told before, it would go by itself.
    """
    waits = shipment.supply is not None and shipment.supply.status != Supply.Status.GONE
    if shipment.marketplace_order is not None and not waits:
        told = shipment.marketplace_order
        outbound.mark(
            OutboundChange.Kind.SHIPMENT, [outbound.Subject(shipment.store_id, told.connection_id, shipment.pk)]
        )


@transaction.atomic
def mark_delivered(*, shipment: Shipment, actor: Any = None) -> None:
    """The parcel is with the buyer; with the last one the order is delivered."""
    order = Order.objects.select_for_update(of=("self",)).get(pk=shipment.order_id)
    shipment.refresh_from_db()
    if shipment.status == Shipment.Status.DELIVERED:
        return
    shipment.status, shipment.delivered_at = Shipment.Status.DELIVERED, timezone.now()
    shipment.save()
    waiting = Shipment.objects.filter(order=order).exclude(status=Shipment.Status.DELIVERED).exists()
    if order.status == OrderStatus.SHIPPED and not waiting:
        order.delivered_at = shipment.delivered_at
        who = f"person:{actor.pk}" if actor is not None else "system"
        move(order=order, to=OrderStatus.DELIVERED, who=who, reason=_("All parcels are delivered"))
