"""Several orders of one buyer packed together: joined, parted, sent in one parcel that every channel hears of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.models import Store
from fulfillment.models import JointOrder, JointParcel, Shipment
from fulfillment.selectors.together import LABEL, destination
from fulfillment.services.parcels import Parcel, ship_parcels
from marketplaces.models import Connection
from marketplaces.services.abilities import able
from orders.models import Order
from orders.selectors.views import OPEN, SHIPPABLE

State = JointOrder.State
#: More is no parcel but a pallet.
MOST = 20


@transaction.atomic
def pack_together(*, store: Store, orders: Sequence[UUID], actor_label: str = "") -> JointParcel:
    """Join orders that go to one buyer at one address. Those that are packed together with others bring these along.

    The same orders again are the same joint parcel. Raises DomainError naming the first order that cannot travel so.
    """
    rows = _locked(store, orders)
    if len(rows) < 2:
        raise DomainError(_("Choose at least two orders that are packed together."))
    joined = list(
        JointOrder.objects.filter(order__in=rows, state=State.PACKED).select_related("joint_parcel").order_by("pk")
    )
    together = {row.joint_parcel_id for row in joined}
    brought = JointOrder.objects.filter(joint_parcel__in=together, state=State.PACKED).values_list("order", flat=True)
    rows = _locked(store, {*(row.pk for row in rows), *brought})
    if len(rows) > MOST:
        raise DomainError(_("At most %(most)d orders travel in one parcel.") % {"most": MOST})
    _check(rows)
    parcel = min((row.joint_parcel for row in joined), key=lambda each: each.created_at, default=None)
    parcel = parcel or JointParcel.objects.create(store=store, made_by=actor_label[:150])
    inside = set(parcel.orders.filter(state=State.PACKED).values_list("order_id", flat=True))
    for row in rows:
        if row.pk not in inside:
            _take_out(row, f"packed with others by {actor_label}")
            JointOrder.objects.create(joint_parcel=parcel, order=row)
    for pk in together - {parcel.pk}:
        _part_if_alone(JointParcel.objects.get(pk=pk))
    return parcel


@transaction.atomic
def take_out(*, parcel: JointParcel, order: Order, actor_label: str = "") -> JointParcel:
    """Let one order travel alone again; with the last but one the others do, too. Raises DomainError once it left."""
    parcel = _still_here(parcel)
    _take_out(order, f"taken out by {actor_label}", parcel)
    _part_if_alone(parcel)
    return parcel


@transaction.atomic
def part(*, parcel: JointParcel, actor_label: str = "") -> JointParcel:
    """Let each of its orders travel alone again. Raises DomainError once it left."""
    parcel = _still_here(parcel)
    for row in parcel.orders.filter(state=State.PACKED).select_related("order"):
        _take_out(row.order, f"parted by {actor_label}", parcel)
    _part_if_alone(parcel)
    return parcel


@transaction.atomic
def ship_together(
    *, parcel: JointParcel, carrier: str, tracking_number: str, numbers: Mapping[UUID, str] | None = None,
    actor: Any = None, actor_label: str = "",
) -> list[Shipment]:  # fmt: skip
    """All that is left of its orders leaves under one number: all orders, or none. Sent before, it is answered again.

    `numbers` name another tracking number for the channel of an order. Orders that were closed meanwhile stay out.
    Raises DomainError for the first that cannot leave: mend it, or take it out.
    """
    parcel = JointParcel.objects.select_for_update(of=("self",)).get(pk=parcel.pk)
    again = parcel.shipped_at is not None
    if parcel.parted_at is not None:
        raise DomainError(_("These orders travel alone again. Reload the page."))
    state = State.SHIPPED if again else State.PACKED
    inside = {row.order_id: row for row in parcel.orders.filter(state=state)}
    orders = _locked(parcel.store, inside)
    if not again:
        orders = [order for order in orders if order.status in OPEN]
    if not orders:
        raise DomainError(_("None of these orders has anything left to ship."))
    sent: list[Shipment] = []
    for order in orders:
        number = (numbers or {}).get(order.pk, "").strip() or tracking_number
        sent += ship_parcels(
            order=order, parcels=[Parcel(carrier=carrier, tracking_number=number, note=_note(order, orders))],
            request_key=f"together-{parcel.pk.hex}", actor=actor, actor_label=actor_label, together=True,
        )  # fmt: skip
    if not again:
        _left(parcel, inside, orders, carrier, tracking_number)
    return sent


def _left(
    parcel: JointParcel, inside: Mapping[UUID, JointOrder], orders: Sequence[Order], carrier: str, number: str
) -> None:
    gone = {order.pk for order in orders}
    for pk, row in inside.items():
        row.state = State.SHIPPED if pk in gone else State.OUT
        row.save(update_fields=["state", "updated_at"])
    parcel.carrier, parcel.tracking_number = carrier.strip()[:100], number.strip()[:100]
    parcel.shipped_at = timezone.now()
    parcel.save()


def _note(order: Order, orders: Sequence[Order]) -> str:
    others = ", ".join(other.number for other in orders if other.pk != order.pk)
    return _("In one parcel with %s") % others if others else ""


def _locked(store: Store, orders: Iterable[UUID]) -> list[Order]:
    """In one order for everybody, so that two who join the same ones never wait for each other in a ring."""
    rows = Order.objects.select_for_update(of=("self",)).filter(store=store, pk__in=set(orders)).order_by("pk")
    return list(rows)


def _still_here(parcel: JointParcel) -> JointParcel:
    row = JointParcel.objects.select_for_update(of=("self",)).get(pk=parcel.pk)
    if row.shipped_at is not None:
        raise DomainError(_("This parcel has left, so its orders stay together."))
    return row


def _check(orders: Sequence[Order]) -> None:
    shops = Connection.objects.select_related("marketplace").in_bulk({row.connection_id for row in orders})
    for order in orders:
        _check_order(order, shops.get(order.connection_id))
    first = destination(orders[0])
    if first is None:
        raise DomainError(_("The marketplace does not tell where %s goes, so nobody can say what travels with it.")
                          % orders[0].number)  # fmt: skip
    for other in orders[1:]:
        if destination(other) != first:
            raise DomainError(
                _("%(one)s and %(other)s go to different buyers or addresses.")
                % {"one": orders[0].number, "other": other.number}
            )


def _check_order(order: Order, shop: Connection | None) -> None:
    if order.held_at is not None:
        raise DomainError(_("%s is on hold. Release it before it is packed with others.") % order.number)
    if order.scheme != Order.Scheme.SELLER or order.status not in SHIPPABLE or not order.requires_shipping:
        words = {"order": order.number, "status": order.get_status_display().lower()}
        raise DomainError(_("%(order)s is %(status)s and has nothing that you could pack now.") % words)
    if able(shop, LABEL):
        words = {"order": order.number, "shop": shop.marketplace.name if shop else order.channel}
        raise DomainError(_("%(shop)s makes the label of each parcel itself, so %(order)s travels alone.") % words)


def _take_out(order: Order, why: str, parcel: JointParcel | None = None) -> None:
    rows = JointOrder.objects.filter(order=order, state=State.PACKED)
    row = rows.filter(joint_parcel=parcel).first() if parcel else rows.first()
    if row is None:
        if parcel is None:
            return
        raise DomainError(_("%s is not in this parcel any more. Reload the page.") % order.number)
    row.state, row._change_reason = State.OUT, why[:100]
    row.save()


def _part_if_alone(parcel: JointParcel) -> None:
    """One order is no joint parcel."""
    left = list(parcel.orders.filter(state=State.PACKED)[:2])
    if len(left) > 1:
        return
    for row in left:
        row.state, row._change_reason = State.OUT, "nothing else is in it"
        row.save()
    parcel.parted_at = timezone.now()
    parcel.save()
