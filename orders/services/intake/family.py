"""An order of ours with its postings and lines while a page is taken in: one family per order."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from uuid import UUID, uuid4

from django.db import connection

from inventory.selectors.held import units_held
from marketplaces.canonical.orders import Order as Told
from marketplaces.canonical.orders import OrderLine
from marketplaces.canonical.statuses import OrderStatus
from orders.models import MarketplaceOrder, MarketplaceOrderItem, Order, OrderItem
from orders.services.intake.arrivals import Arrival
from orders.state import LEFT


@dataclass(slots=True, eq=False)
class Posting:
    """A marketplace order. `word` is its unified status; `told` is set when it arrived on this page."""

    id: UUID
    remote_id: str
    parent: str
    word: str
    word_before: str
    replaced: bool
    first_seen: datetime
    read_at: datetime
    updated_at: datetime
    total: Decimal
    fees: Decimal | None = None
    net: Decimal | None = None
    warehouse: str = ""
    remote_word_before: str = ""
    balanced: bool = True
    arrival: Arrival | None = None
    fresh: bool = False

    @property
    def told(self) -> Told | None:
        """The order as it came in on this page."""
        return self.arrival.order if self.arrival else None

    @property
    def has_left(self) -> bool:
        """It says so, or it was refunded after it had left."""
        refunded = self.word in (OrderStatus.REFUNDED, OrderStatus.PARTIALLY_REFUNDED)
        return self.word in LEFT or (refunded and self.told is not None and self.told.shipped_at is not None)


@dataclass(slots=True, eq=False)
class Line:
    """A line. `quantity` is ours: what was told, less what postings split off have taken over."""

    id: UUID
    posting: Posting
    remote_id: str
    sku: str
    told: int
    quantity: int
    cancelled: int
    shipped: int
    variant_id: UUID | None
    product_id: UUID | None
    listing_id: UUID | None
    is_digital: bool
    unit_price: Decimal
    title: str
    position: int = 0
    marks: str = ""
    held: int = 0
    shipped_before: int = 0
    item_id: UUID | None = None
    source: OrderLine | None = None
    fresh: bool = False
    touched: bool = False

    @property
    def open(self) -> int:
        """Units that still have to leave."""
        return max(0, self.quantity - self.cancelled - self.shipped)


@dataclass(eq=False)
class Family:
    """An order with everything that belongs to it. `order` is the stored row, None for a new one."""

    id: UUID
    order: Order | None
    channel_order_id: str
    postings: dict[str, Posting] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    joined: bool = False
    status: str = ""
    status_before: str = ""
    number: str = ""

    def lines_of(self, posting: Posting) -> list[Line]:
        """The lines of one posting."""
        return [line for line in self.lines if line.posting is posting]

    @cached_property
    def main(self) -> Told | None:
        """The telling that speaks for the order's head: the root's, else the first. Ask once all are absorbed."""
        told = [posting.told for posting in self.postings.values() if posting.told]
        return next((one for one in told if not one.parent_remote_id), told[0] if told else None)


KNOWN = """
    SELECT id, marketplace_order_id, parent_remote_id, order_id, content_digest, remote_updated_at, last_sync_at,
        created_at
    FROM marketplace_orders WHERE connection_id = %(connection)s AND (
        marketplace_order_id = ANY(%(ids)s) OR (parent_remote_id <> '' AND parent_remote_id = ANY(%(ids)s)))
"""


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored of a remote order, as little as tells whether it changed."""

    id: UUID
    remote_id: str
    parent: str
    order_id: UUID
    digest: str
    updated_at: datetime
    read_at: datetime
    first_seen: datetime


def known_postings(connection_id: UUID, remote_ids: Collection[str]) -> list[Known]:
    """Stored orders with these remote ids, and those split from them."""
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, {"connection": connection_id, "ids": list(remote_ids)})
        return [Known(*row) for row in cursor.fetchall()]


def load_families(order_ids: Iterable[UUID]) -> dict[UUID, Family]:
    """Lock and read orders of ours with their postings and lines."""
    ids = sorted(set(order_ids))
    if not ids:
        return {}
    orders = Order.all_objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    families = {row.pk: Family(row.pk, row, row.channel_order_id, status=row.status) for row in orders}
    postings: dict[UUID, Posting] = {}
    for told in MarketplaceOrder.all_objects.filter(order_id__in=ids).defer("raw").order_by("created_at", "pk"):
        posting = _posting(told)
        postings[told.pk] = families[told.order_id].postings[posting.remote_id] = posting
    _load_lines(families, postings)
    return families


def _posting(row: MarketplaceOrder) -> Posting:
    return Posting(
        id=row.pk, remote_id=row.marketplace_order_id, parent=row.parent_remote_id, word=row.status,
        word_before=row.status, replaced=row.replaced_by_split, first_seen=row.created_at, read_at=row.last_sync_at,
        updated_at=row.remote_updated_at, total=row.total_amount, fees=row.marketplace_fees, net=row.net_amount,
        warehouse=row.warehouse_remote_id, remote_word_before=row.remote_status,
    )  # fmt: skip


def _load_lines(families: dict[UUID, Family], postings: dict[UUID, Posting]) -> None:
    told = {
        (row.marketplace_order_id, row.marketplace_item_id): (row.pk, row.quantity)
        for row in MarketplaceOrderItem.all_objects.filter(marketplace_order_id__in=list(postings))
    }
    items = list(OrderItem.all_objects.filter(order_id__in=list(families)).order_by("position", "pk"))
    held = units_held([item.pk for item in items])
    for item in items:
        if item.marketplace_order_id in postings:
            row = told.get((item.marketplace_order_id, item.remote_line_id), (None, item.quantity))
            line = _line(item, postings[item.marketplace_order_id], row, held.get(item.pk, 0))
            families[item.order_id].lines.append(line)


def _line(item: OrderItem, posting: Posting, told: tuple[UUID | None, int], held: int) -> Line:
    return Line(
        id=item.pk, posting=posting, remote_id=item.remote_line_id, sku=item.product_sku, told=told[1],
        quantity=item.quantity, cancelled=item.cancelled_quantity, shipped=item.shipped_quantity,
        variant_id=item.variant_id, product_id=item.product_id, listing_id=item.listing_id,
        is_digital=item.is_digital, unit_price=item.unit_price, title=item.product_name, position=item.position,
        marks=item.marks_asked, held=held, item_id=told[0], shipped_before=item.shipped_quantity,
    )  # fmt: skip


def gather(arrivals: Sequence[Arrival], known: Sequence[Known]) -> list[tuple[Arrival, Family]]:
    """Each arrival with the order of ours it belongs to: known, or a new one shared by what was split from another."""
    stored = {row.remote_id: row.order_id for row in known}
    by_parent = {row.parent: row.order_id for row in known if row.parent}
    for arrival in reversed(depth_first(arrivals)):  # a child of a child finds its order through its parent
        found = _stored_order(arrival.order, stored, by_parent)
        if found is not None:
            stored[arrival.order.remote_id] = found
    wanted = [stored.get(arrival.order.remote_id) for arrival in arrivals]
    families = load_families(order_id for order_id in wanted if order_id)
    fresh: dict[str, Family] = {}
    paired = []
    for arrival, order_id in zip(arrivals, wanted, strict=True):
        family = families[order_id] if order_id else _new_family(arrival.order, fresh)
        paired.append((arrival, family))
    return paired


def depth_first(arrivals: Sequence[Arrival]) -> list[Arrival]:
    """Those split from another of the page before it, so that goods pass on and are never counted twice."""
    parents = {arrival.order.remote_id: arrival.order.parent_remote_id for arrival in arrivals}
    if not any(parents.values()):
        return list(arrivals)
    return sorted(arrivals, key=lambda arrival: -_depth(arrival.order.remote_id, parents))


def _depth(remote_id: str, parents: dict[str, str]) -> int:
    seen: set[str] = set()
    while remote_id in parents and remote_id not in seen:
        seen.add(remote_id)
        remote_id = parents[remote_id]
    return len(seen)


def _stored_order(order: Told, stored: dict[str, UUID], by_parent: dict[str, UUID]) -> UUID | None:
    """By its own id, its parent's, that of one split from it, or that of another split from the same parent."""
    found = stored.get(order.remote_id) or by_parent.get(order.remote_id)
    if found is None and order.parent_remote_id:
        found = stored.get(order.parent_remote_id) or by_parent.get(order.parent_remote_id)
    return found


def _new_family(order: Told, fresh: dict[str, Family]) -> Family:
    """Postings of one page that name each other share a family, whichever comes first."""
    parent = order.parent_remote_id
    family = fresh.get(order.remote_id) or (fresh.get(parent) if parent else None)
    if family is None:
        family = Family(uuid4(), None, parent or order.remote_id)
    fresh[order.remote_id] = family
    if parent:
        fresh[parent] = family
    return family
