"""Everything the page of one order shows, in a fixed number of queries."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from core.models import NeedsYou, Store, User
from core.tenancy import get_for_store
from fulfillment.models import JointParcel, Shipment
from fulfillment.selectors.marks import marks_of
from fulfillment.selectors.together import LABEL, company_of, going_along
from fulfillment.services.arrivals import is_told
from inventory.models import ConnectionLocation, Reservation
from marketplaces.canonical.marks import MarkKind, Marks, MarkWish
from marketplaces.models import OutboundChange
from marketplaces.services.abilities import able, asks_for_arrival_code
from orders.models import MarketplaceOrder, Order, OrderItem, OrderRefund, OrderReturn, OrderStatusHistory
from orders.selectors.standing import with_columns
from orders.selectors.views import OPEN, SHIPPABLE
from orders.services import money_back


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line with what is held for it and where."""

    item: OrderItem
    reservations: Sequence[Reservation] = ()
    marks: Mapping[int, Marks] = field(default_factory=dict)

    @property
    def mark_kinds(self) -> list[MarkWish]:
        """Codes that its units need or have; of what they have already none is required any more."""
        wishes = {wish.kind: wish for wish in self.item.mark_wishes}
        kept = {kind for codes in self.marks.values() for kind in codes}
        known = {**{kind: MarkWish(kind, required=False) for kind in sorted(kept)}, **wishes}
        return [known[kind] for kind in MarkKind if kind in known]

    @property
    def units_to_mark(self) -> int:
        return self.item.quantity - self.item.cancelled_quantity if self.mark_kinds else 0

    @property
    def units_marked(self) -> int:
        """Units that have all codes they need."""
        needed = {wish.kind for wish in self.mark_kinds if wish.required}
        units = range(1, self.units_to_mark + 1)
        return sum(1 for unit in units if (codes := self.marks.get(unit, {})) and needed <= codes.keys())

    @property
    def reserved(self) -> int:
        return sum(held.granted for held in self.reservations)

    @property
    def short(self) -> int:
        return sum(held.short for held in self.reservations)

    @property
    def is_uncounted(self) -> bool:
        """It holds nothing because nobody has counted yet: whether it is short is not known."""
        return any(held.short and held.variant.opening_counted_at is None for held in self.reservations)

    @property
    def is_parked(self) -> bool:
        """Nobody knows yet which of our products this is."""
        return self.item.variant_id is None and not self.item.is_digital


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A parcel and where its news to the marketplace stands."""

    shipment: Shipment
    change: OutboundChange | None
    arrival: OutboundChange | None = None

    @property
    def units(self) -> int:
        return sum(item.quantity for item in self.shipment.items.all())

    @property
    def boxes(self) -> int:
        return max((item.box for item in self.shipment.items.all()), default=1)

    @property
    def has_arrived(self) -> bool:
        return self.shipment.status in (Shipment.Status.DELIVERED, Shipment.Status.RETURNED)

    @property
    def is_told_of_arrival(self) -> bool:
        """Its marketplace asks what the buyer did, and believes nobody else."""
        return is_told(self.shipment)

    @property
    def asks_for_code(self) -> bool:
        there = self.shipment.marketplace_order
        return there is not None and asks_for_arrival_code(there.connection)

    @property
    def can_track(self) -> bool:
        """On its way, and its number is ours to give."""
        return not self.has_arrived and (self.shipment.tracking_from == "us" or not self.shipment.tracking_number)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPage:
    """One order, whole."""

    order: Order
    lines: Sequence[Line]
    parcels: Sequence[Parcel]
    remotes: Sequence[MarketplaceOrder]
    cancels: Sequence[OutboundChange]
    stock: Sequence[tuple[OutboundChange, str]]
    needs: Sequence[NeedsYou]
    steps: Sequence[OrderStatusHistory]
    people: Mapping[str, str] = field(default_factory=dict)
    warehouse: str = ""
    orders_of_buyer: int = 0
    returns: Sequence[OrderReturn] = ()
    answers: Sequence[OutboundChange] = ()
    refunds: Sequence[OrderRefund] = ()
    joint: JointParcel | None = None
    company: Sequence[Order] = ()
    going_along: Sequence[Order] = ()

    @property
    def is_joined(self) -> bool:
        """It is packed with others that still have to leave, so it does not leave alone."""
        waits = self.joint is not None and self.joint.shipped_at is None
        return waits and any(other.status in OPEN for other in self.company)

    @property
    def to_ship(self) -> list[Line]:
        """Physical lines with units that still have to leave."""
        return [line for line in self.lines if not line.item.is_digital and line.item.open_quantity]

    @property
    def others(self) -> list[Line]:
        """Lines with nothing left to send: digital, shipped or cancelled."""
        waiting = self.to_ship
        return [line for line in self.lines if line not in waiting]

    @property
    def open_units(self) -> int:
        return sum(line.item.open_quantity for line in self.to_ship)

    @property
    def physical_units(self) -> int:
        return sum(line.item.quantity - line.item.cancelled_quantity for line in self.lines if not line.item.is_digital)

    @property
    def short_units(self) -> int:
        return sum(line.short for line in self.to_ship if not line.is_uncounted)

    @property
    def is_uncounted(self) -> bool:
        return any(line.is_uncounted for line in self.to_ship)

    @property
    def is_held(self) -> bool:
        """Something is kept for it; not for an order that had left or was settled when it was first seen."""
        return any(line.reserved for line in self.to_ship)

    @property
    def to_mark(self) -> list[Line]:
        """Lines whose units carry marking codes."""
        return [line for line in self.lines if line.units_to_mark]

    @property
    def lacks_marks(self) -> bool:
        """Whether a unit lacks a code without which it may not leave."""
        needing = (line for line in self.to_mark if any(wish.required for wish in line.mark_kinds))
        return any(line.units_marked < line.units_to_mark for line in needing)

    @property
    def can_hold(self) -> bool:
        return self.order.status in OPEN

    @property
    def can_cancel(self) -> bool:
        """Still on the desk, and nothing has left yet."""
        return self.order.status in OPEN and not any(line.item.shipped_quantity for line in self.lines)

    @property
    def left(self) -> money_back.Left:
        """What of the buyer's money can still be given back."""
        return money_back.left_by(self.order, [line.item for line in self.lines], self.refunds)

    @property
    def can_give_back(self) -> bool:
        """The marketplace takes a refund by the seller, something is left, and none is on its way."""
        asked = any(refund.status == OrderRefund.Status.ASKED for refund in self.refunds)
        return not asked and money_back.can_give_back(self.order, self.left)

    @property
    def can_ship(self) -> bool:
        """Ours to send, on the desk, with something left."""
        ours = self.order.scheme == Order.Scheme.SELLER and self.order.held_at is None
        return ours and self.order.status in SHIPPABLE and bool(self.to_ship)


def order_page(store: Store, order_id: uuid.UUID | str) -> OrderPage:
    """The page of an order. Raises Http404 for another store's."""
    rows = with_columns(Order.objects.select_related("connection__marketplace", "customer"))
    order = get_for_store(rows, store, pk=order_id)
    items = list(order.items.select_related("variant").order_by("position", "id"))
    shipments = list(
        order.shipments.select_related("shipped_by", "marketplace_order__connection__marketplace")
        .prefetch_related("items__order_item")
        .order_by("number")
    )
    remotes = list(order.marketplace_orders.order_by("created_at", "id"))
    changes, told = changes_of([*shipments, *remotes]), arrivals_of(shipments)
    returns = list(order.returns.select_related("connection__marketplace").prefetch_related("lines__order_item"))
    refunds = list(order.refunds_given.prefetch_related("lines__order_item").order_by("created_at", "id"))
    answers = _answers([*remotes, *returns, *refunds])
    joint, company = company_of(order)
    return OrderPage(
        order=order,
        lines=_lines(items),
        parcels=[Parcel(shipment=each, change=changes.get(each.pk), arrival=told.get(each.pk)) for each in shipments],
        remotes=remotes,
        cancels=[changes[remote.pk] for remote in remotes if remote.pk in changes],
        stock=_stock(order, items),
        needs=_needs(store, order, [*changes.values(), *told.values(), *answers]),
        steps=(steps := list(order.status_history.order_by("created_at", "id"))),
        people=_people(steps),
        warehouse=_warehouse(remotes),
        orders_of_buyer=Order.objects.filter(store=store, customer=order.customer).count() if order.customer_id else 0,
        returns=returns,
        answers=answers,
        refunds=refunds,
        joint=joint,
        company=company,
        going_along=_going_along(order, joint),
    )


def _going_along(order: Order, joint: JointParcel | None) -> list[Order]:
    """Asked only of what can still leave: whoever else waits for the same door."""
    leaves = order.status in SHIPPABLE and order.held_at is None and order.scheme == Order.Scheme.SELLER
    travels_alone = able(order.connection, LABEL) or not order.requires_shipping
    return going_along(order) if leaves and joint is None and not travels_alone else []


def _lines(items: Sequence[OrderItem]) -> list[Line]:
    held: dict[uuid.UUID, list[Reservation]] = {}
    found = Reservation.objects.filter(order_item_id__in=[item.pk for item in items], asked__gt=0)
    for reservation in found.select_related("location", "variant").order_by("created_at"):
        held.setdefault(reservation.order_item_id, []).append(reservation)
    marks = marks_of([item.pk for item in items])
    return [Line(item=item, reservations=held.get(item.pk, ()), marks=marks.get(item.pk, {})) for item in items]


def changes_of(subjects: Sequence[Shipment | MarketplaceOrder]) -> dict[uuid.UUID, OutboundChange]:
    """How far the news of these parcels, or the cancelling of these postings, has come."""
    found = OutboundChange.objects.filter(
        subject_id__in=[subject.pk for subject in subjects], kind__in=["shipment", "cancel"]
    )
    return {change.subject_id: change for change in found}


def arrivals_of(shipments: Sequence[Shipment]) -> dict[uuid.UUID, OutboundChange]:
    """How far the word of what the buyers did has come; nothing is asked where no marketplace wants to hear it."""
    asked = [shipment.pk for shipment in shipments if is_told(shipment)]
    found = OutboundChange.objects.filter(kind="arrival", subject_id__in=asked) if asked else ()
    return {change.subject_id: change for change in found}


def _answers(subjects: Sequence[MarketplaceOrder | OrderReturn | OrderRefund]) -> list[OutboundChange]:
    """How far our answers have come: that it is accepted, whether the buyer may cancel, and refunds."""
    found = OutboundChange.objects.filter(
        subject_id__in=[subject.pk for subject in subjects],
        kind__in=["accept", "answer", "refund", "money_back", "digital"],
    )
    return list(found)


def _stock(order: Order, items: Sequence[OrderItem]) -> list[tuple[OutboundChange, str]]:
    """News of stock that this order's lines made stale at its own shop, each with its SKU, as the lines stand."""
    listings = {item.listing_id: item.product_sku for item in items if item.listing_id}
    if not listings or order.connection_id is None:
        return []
    rows = OutboundChange.objects.filter(connection=order.connection_id, kind="stock", subject_id__in=list(listings))
    changes = {change.subject_id: change for change in rows}
    return [(changes[listing], sku) for listing, sku in listings.items() if listing in changes]


def _needs(store: Store, order: Order, changes: Iterable[OutboundChange]) -> list[NeedsYou]:
    """What waits for a person about this order or about news of it."""
    subjects = [order.pk, *(change.pk for change in changes)]
    awake = Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=timezone.now())
    return list(
        NeedsYou.objects.filter(awake, store=store, subject_id__in=subjects, settled_at__isnull=True).order_by(
            "created_at"
        )
    )


def _people(steps: Sequence[OrderStatusHistory]) -> dict[str, str]:
    """Names behind `person:<id>`."""
    ids = {step.changed_by.partition(":")[2] for step in steps if step.changed_by.startswith("person:")}
    known = set()
    for text in ids:
        try:
            known.add(uuid.UUID(text))
        except ValueError:
            continue
    return {f"person:{user.pk}": str(user) for user in User.objects.filter(pk__in=known)} if known else {}


def _warehouse(remotes: Sequence[MarketplaceOrder]) -> str:
    """The marketplace's warehouse by its name."""
    told = next((remote for remote in remotes if remote.warehouse_remote_id), None)
    if told is None:
        return ""
    place = ConnectionLocation.objects.filter(connection=told.connection_id, remote_id=told.warehouse_remote_id).first()
    return place.remote_name if place and place.remote_name else told.warehouse_remote_id
