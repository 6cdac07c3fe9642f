"""Writes a page of returns: a statement per table, history with it; a return without its order waits for it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from core.money import stored
from core.services.sets import insert_rows, update_rows
from marketplaces.canonical.returns import Return, ReturnLine
from marketplaces.models import Connection
from orders.models import MarketplaceOrder, OrderItem, OrderReturn, OrderReturnLine
from orders.services.intake.arrivals import cut
from orders.services.returns.arrivals import Arrival
from orders.services.returns.given import keep_given
from orders.services.returns.telling import tell

HEAD = (
    "id", "order_id", "marketplace_order_id", "order_remote_id", "status", "remote_status", "reason", "buyer_note",
    "refund_amount", "refund_estimated", "refund_given", "currency", "needs_parcel", "came_back", "tracking_number",
    "answer_by", "requested_at", "remote_updated_at", "raw", "content_digest",
)  # fmt: skip
LINE = (
    "id", "order_return_id", "position", "order_item_id", "remote_product_id", "remote_variant_id", "sku", "title",
    "quantity",
)  # fmt: skip
LINE_AGAIN = ("id", "order_item_id", "remote_product_id", "remote_variant_id", "sku", "title", "quantity")
#: How many returns that waited for their order are taken up at once.
MOST = 500


@dataclass(frozen=True, slots=True)
class Place:
    """The order that a return names, as far as it has been read."""

    order_id: UUID
    marketplace_order_id: UUID
    erased: bool = False


def write_page(shop: Connection, arrivals: Sequence[Arrival], *, seen_at: datetime, reason: str) -> tuple[int, int]:
    """Store what is news, in the caller's transaction and under the lock of the shop's orders: created and updated."""
    known = _known(shop, [arrival.told.remote_id for arrival in arrivals])
    news = [arrival for arrival in arrivals if _is_news(arrival, known.get(arrival.told.remote_id))]
    if not news:
        return 0, 0
    places = _places(shop, {arrival.told.order_remote_id for arrival in news})
    ids = {each.told.remote_id: row.pk if (row := known.get(each.told.remote_id)) else uuid4() for each in news}
    fresh = [each for each in news if each.told.remote_id not in known]
    again = [each for each in news if each.told.remote_id in known]
    written = insert_rows(
        OrderReturn, (*HEAD, "remote_id"),
        [(*_head(ids, places, each), each.told.remote_id) for each in fresh],
        constants={
            "store_id": shop.store_id, "connection_id": shop.pk, "created_at": seen_at, "updated_at": seen_at,
            "deleted_at": None,
        },
        now=seen_at, reason=reason, unless="ON CONFLICT ON CONSTRAINT one_row_per_remote_return DO NOTHING",
    )  # fmt: skip
    update_rows(OrderReturn, HEAD, [_head(ids, places, each) for each in again], now=seen_at, reason=reason)
    _write_lines([(ids[each.told.remote_id], each.told) for each in news], places, seen_at, reason)
    keep_given((place.order_id for place in places.values()), now=seen_at, reason=reason)
    tell(shop, ids.values())
    return len(written), len(again)


def _known(shop: Connection, remote_ids: Sequence[str]) -> dict[str, OrderReturn]:
    rows = OrderReturn.all_objects.filter(connection=shop, remote_id__in=remote_ids)
    return {row.remote_id: row for row in rows.only("remote_id", "content_digest", "remote_updated_at")}


def _is_news(arrival: Arrival, row: OrderReturn | None) -> bool:
    if row is None:
        return True
    return row.content_digest != arrival.digest and arrival.told.updated_at >= row.remote_updated_at


def _places(shop: Connection, order_remote_ids: Iterable[str]) -> dict[str, Place]:
    rows = MarketplaceOrder.objects.filter(connection=shop, marketplace_order_id__in=list(order_remote_ids))
    return {
        name: Place(order_id, pk, erased_at is not None)
        for name, order_id, pk, erased_at in rows.values_list(
            "marketplace_order_id", "order_id", "pk", "order__erased_at"
        )
    }


def _head(ids: Mapping[str, UUID], places: Mapping[str, Place], arrival: Arrival) -> tuple[Any, ...]:
    told = arrival.told
    place = places.get(told.order_remote_id)
    note, raw = ("", {}) if place and place.erased else (told.buyer_note, told.raw)
    return (
        ids[told.remote_id], place and place.order_id, place and place.marketplace_order_id, told.order_remote_id,
        str(told.status), cut(told.remote_status, 100), cut(told.reason, 250), note,
        None if told.refund_amount is None else stored(told.refund_amount), told.refund_estimated, told.refund_given,
        told.currency, told.needs_parcel, told.came_back, cut(told.tracking_number, 100), told.answer_by,
        told.created_at, told.updated_at, raw, arrival.digest,
    )  # fmt: skip


def _write_lines(
    returns: Sequence[tuple[UUID, Return]], places: Mapping[str, Place], now: datetime, reason: str
) -> None:
    """By their position. What a person has decided about a line stays; units decided about are not told again."""
    there = {
        (pk_return, position): pk
        for pk_return, position, pk in OrderReturnLine.all_objects.filter(
            order_return__in=[pk for pk, _told in returns]
        ).values_list("order_return_id", "position", "pk")
    }
    items = _items(places[told.order_remote_id] for _pk, told in returns if told.order_remote_id in places)
    fresh, again = [], []
    for pk, told in returns:
        place = places.get(told.order_remote_id)
        for position, line in enumerate(told.lines):
            item = place and find_item(line, items.get(place.marketplace_order_id, ()))
            said = (
                item and item.pk, line.remote_product_id, line.remote_variant_id, line.sku, cut(line.title, 500),
                line.quantity,
            )  # fmt: skip
            if known := there.get((pk, position)):
                again.append((known, *said))
            else:
                fresh.append((uuid4(), pk, position, *said))
    times = {"created_at": now, "updated_at": now, "deleted_at": None}
    insert_rows(OrderReturnLine, LINE, fresh, constants=times, now=now, reason=reason)
    update_rows(OrderReturnLine, LINE_AGAIN, again, now=now, reason=reason)


def _items(places: Iterable[Place]) -> dict[UUID | None, list[OrderItem]]:
    found: dict[UUID | None, list[OrderItem]] = defaultdict(list)
    rows = OrderItem.objects.filter(marketplace_order__in={place.marketplace_order_id for place in places})
    for row in rows.select_related("listing").order_by("position", "pk"):
        found[row.marketplace_order_id].append(row)
    return found


def find_item(line: ReturnLine | OrderReturnLine, items: Sequence[OrderItem]) -> OrderItem | None:
    """The line of the order that comes back: by its listing, else by its SKU; never a guess between two."""
    by_listing = [
        item for item in items
        if item.listing and line.remote_product_id
        and item.listing.marketplace_product_id == line.remote_product_id
        and item.listing.marketplace_variant_id == line.remote_variant_id
    ]  # fmt: skip
    by_sku = [item for item in items if line.sku and item.product_sku == line.sku]
    for found in (by_listing, by_sku, list(items)):
        if len(found) == 1:
            return found[0]
    return None


def link_waiting(shop: Connection, *, now: datetime) -> int:
    """Returns whose order has been read meanwhile get it, in the caller's transaction. Says how many."""
    rows = list(OrderReturn.objects.filter(connection=shop, order__isnull=True).order_by("pk")[:MOST])
    places = _places(shop, {row.order_remote_id for row in rows})
    found = [(row, places[row.order_remote_id]) for row in rows if row.order_remote_id in places]
    if not found:
        return 0
    update_rows(
        OrderReturn, ("id", "order_id", "marketplace_order_id"),
        [(row.pk, place.order_id, place.marketplace_order_id) for row, place in found], now=now, reason="order read",
    )  # fmt: skip
    keep_given((place.order_id for _row, place in found), now=now, reason="order read")
    items = _items(place for _row, place in found)
    of_return = {row.pk: place.marketplace_order_id for row, place in found}
    lines = OrderReturnLine.objects.filter(order_return__in=of_return, order_item__isnull=True)
    linked = [(line.pk, item.pk) for line in lines if (item := find_item(line, items[of_return[line.order_return_id]]))]
    update_rows(OrderReturnLine, ("id", "order_item_id"), linked, now=now, reason="order read")
    tell(shop, of_return)
    return len(found)
