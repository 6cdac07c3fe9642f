"""What a telling changes in its order: the posting, its lines, and what split postings take from one another."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import connection

from marketplaces.canonical.marks import written_wishes
from marketplaces.canonical.orders import Order as Told
from marketplaces.canonical.orders import OrderLine
from marketplaces.canonical.statuses import OrderStatus
from orders.services.erasing import nameless
from orders.services.intake.arrivals import Arrival, cut
from orders.services.intake.family import Family, Line, Posting
from orders.services.intake.links import Links
from orders.services.intake.sums import balances


def absorb(family: Family, arrival: Arrival, links: Links, seen_at: datetime) -> None:
    """Bring the posting and its lines up to what was told; who was erased does not come back by a later telling."""
    if family.order is not None and family.order.erased_at is not None:
        arrival = Arrival(nameless(arrival.order), arrival.digest)
    order = arrival.order
    posting = family.postings.get(order.remote_id) or _join(family, order, seen_at)
    posting.arrival = arrival
    if not order.keeps_status or posting.word == OrderStatus.UNKNOWN:
        posting.word = order.status.value
    posting.replaced = order.replaced_by_split
    posting.parent = order.parent_remote_id or posting.parent
    posting.updated_at, posting.read_at = order.updated_at, seen_at
    posting.warehouse = order.warehouse_remote_id
    posting.balanced = balances(order)
    posting.fees, posting.net = order.fees, order.net
    if order.total is not None:
        posting.total = order.total
    lines = {} if posting.fresh else {line.remote_id: line for line in family.lines_of(posting)}
    for position, source in enumerate(order.lines):
        line = lines.pop(source.remote_id, None)
        if line is None:
            family.lines.append(_new_line(posting, source, position, links))
        else:
            _tell_again(line, source, links)
    for gone in lines.values():
        gone.told, gone.quantity, gone.cancelled, gone.touched = 0, gone.shipped, 0, True
    if not posting.fresh or posting.word not in _STILL:
        _close_lines(family.lines_of(posting), posting)


_STILL = frozenset({OrderStatus.PENDING, OrderStatus.CONFIRMED, OrderStatus.PROCESSING,
                    OrderStatus.READY_FOR_SHIPMENT, OrderStatus.UNKNOWN})  # fmt: skip


def _join(family: Family, order: Told, seen_at: datetime) -> Posting:
    posting = Posting(
        id=uuid4(), remote_id=order.remote_id, parent=order.parent_remote_id, word=order.status.value, word_before="",
        replaced=order.replaced_by_split, first_seen=seen_at, read_at=seen_at, updated_at=order.updated_at,
        total=_total(order), fresh=True,
    )  # fmt: skip
    family.joined = family.joined or bool(family.postings)
    family.postings[order.remote_id] = posting
    return posting


def _total(order: Told) -> Decimal:
    if order.total is not None:
        return order.total
    return sum((line.unit_price * line.quantity for line in order.lines), Decimal(0))


def _new_line(posting: Posting, source: OrderLine, position: int, links: Links) -> Line:
    link = links.of(source)
    return Line(
        id=uuid4(), posting=posting, remote_id=source.remote_id, sku=source.sku, told=source.quantity,
        quantity=source.quantity, cancelled=min(source.cancelled_quantity, source.quantity), shipped=0,
        variant_id=link.variant_id, product_id=link.product_id, listing_id=link.listing_id,
        is_digital=source.is_digital or link.is_digital, unit_price=source.unit_price,
        title=cut(source.title or link.title or source.sku or source.remote_product_id, 500),
        position=position, marks=written_wishes(source.marks or ()), source=source, fresh=True, touched=True,
    )  # fmt: skip


def _tell_again(line: Line, source: OrderLine, links: Links) -> None:
    """What a person linked stays linked; a parked line is looked up again."""
    line.source, line.touched = source, True
    line.told = source.quantity
    line.quantity = max(source.quantity, line.shipped)
    line.cancelled = min(source.cancelled_quantity, line.quantity - line.shipped)
    line.unit_price = source.unit_price
    if source.marks is not None:
        line.marks = written_wishes(source.marks)
    if line.variant_id is None:
        link = links.of(source)
        line.variant_id, line.product_id = link.variant_id, link.product_id
        line.listing_id = link.listing_id or line.listing_id
        line.is_digital = source.is_digital or link.is_digital


def _close_lines(lines: list[Line], posting: Posting) -> None:
    """A posting that left has shipped what is left of it; a cancelled one has nothing left to ship."""
    for line in lines:
        if posting.has_left:
            line.shipped, line.touched = line.quantity - line.cancelled, True
        elif posting.word in (OrderStatus.CANCELLED, OrderStatus.REFUNDED) and not posting.replaced:
            line.cancelled, line.touched = line.quantity - line.shipped, True


FIRST_TOLD = """
    SELECT i.marketplace_sku, sum(h.quantity)::int
    FROM orders_historicalmarketplaceorderitem h JOIN marketplace_order_items i ON i.id = h.id
    WHERE h.marketplace_order_id = %(posting)s AND h.history_type = '+' GROUP BY i.marketplace_sku
"""
FIRST_UPDATED = """
    SELECT id, remote_updated_at FROM orders_historicalmarketplaceorder
    WHERE id = ANY(%(postings)s::uuid[]) AND history_type = '+'
"""


def share_out(family: Family) -> None:
    """A posting split from another takes its units from it, whichever of the two was told first (law 1).

    A parent keeps at most what it first had, less what was split off since. A child that was there when the parent was
    first told, or whose parent was changed after the split and still says the same, takes nothing: that number was
    already without it. A parent read again since the first sight of all its children keeps what it says: else a parent
    first told after the split would stay without the units of a child seen later, and they would be sold twice.
    """
    parents = [posting for posting in family.postings.values() if posting.parent in family.postings]
    if not parents:
        return
    first_updated = _first_updated(family)
    for parent in _deepest_first(family):
        children = [child for child in family.postings.values() if child.parent == parent.remote_id]
        if not parent.replaced and all(child.first_seen <= parent.read_at for child in children):
            _keep_what_is_told(family.lines_of(parent))
            continue
        first = _first_told(family, parent)
        taking = [child for child in children if _takes(child, parent, first_updated)]
        for sku in {line.sku for line in family.lines_of(parent)}:
            taken = sum(line.told for child in taking for line in family.lines_of(child) if line.sku == sku)
            _keep_at_most(family.lines_of(parent), sku, max(0, first.get(sku, 0) - taken))


def _deepest_first(family: Family) -> list[Posting]:
    names = {posting.parent for posting in family.postings.values()}
    return [posting for posting in family.postings.values() if posting.remote_id in names]


def _takes(child: Posting, parent: Posting, first_updated: dict[UUID, datetime]) -> bool:
    if parent.replaced:  # it tells its first number for ever, and all of it went to its children
        return True
    if child.first_seen <= parent.first_seen:
        return False
    return parent.updated_at <= first_updated.get(child.id, child.updated_at)


def _first_updated(family: Family) -> dict[UUID, datetime]:
    ids = [posting.id for posting in family.postings.values() if not posting.fresh]
    with connection.cursor() as cursor:
        cursor.execute(FIRST_UPDATED, {"postings": ids})
        return dict(cursor.fetchall())


def _first_told(family: Family, parent: Posting) -> dict[str, int]:
    if not parent.fresh:
        with connection.cursor() as cursor:
            cursor.execute(FIRST_TOLD, {"posting": parent.id})
            return dict(cursor.fetchall())
    first: dict[str, int] = {}
    for line in family.lines_of(parent):
        first[line.sku] = first.get(line.sku, 0) + line.told
    return first


def _keep_what_is_told(lines: list[Line]) -> None:
    for sku in {line.sku for line in lines}:
        _keep_at_most(lines, sku, sum(line.told for line in lines if line.sku == sku))


def _keep_at_most(lines: list[Line], sku: str, most: int) -> None:
    for line in lines:
        if line.sku == sku:
            keeps = max(min(line.told, most), line.shipped)
            most = max(0, most - keeps)
            if keeps != line.quantity:
                line.quantity, line.touched = keeps, True
                line.cancelled = min(line.cancelled, keeps - line.shipped)
