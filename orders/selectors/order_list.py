"""The order list: filters, search, and one page of rows by key."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import DateTimeField, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from core.grams import OwnedGrams
from core.keyset import Key, Keyset, Page
from core.models import Store
from core.stretch import INDEXED, stretch
from core.walk import walk
from orders.models import MarketplaceOrder, Order, OrderItem, OrderReturn
from orders.models.order import NEVER
from orders.selectors.changes import BY_CHANGE, BY_CHANGE_ANYWHERE, Narrowed
from orders.selectors.narrowing import More
from orders.selectors.standing import with_columns
from orders.selectors.terms import Term
from orders.selectors.views import URGENT, VIEWS, in_view

BY_URGENCY = Keyset(
    (Key("due", datetime.fromisoformat), Key("total", Decimal, descending=True), Key("id", uuid.UUID)),
)
BY_DATE = Keyset((Key("ordered_at", datetime.fromisoformat, descending=True), Key("id", uuid.UUID, descending=True)))
FOUND = OwnedGrams("orders_found", owner="store_id", columns=("search_text",))
COLUMNS = (
    "id", "number", "status", "scheme", "remote_scheme", "currency", "total", "ordered_at", "ship_by", "shipped_at",
    "delivered_at", "held_at", "held_reason", "customer_name", "shipping_address", "unlinked_lines", "short_units",
    "sync_status", "sync_error", "cancel_requested", "requires_shipping", "connection_id", "connection__name",
    "channel", "connection__marketplace__name", "archived_at", "tags",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the list is narrowed to; everything empty is the whole view.

    `since` and `until` are the store's days, both included; of the moments the first is in and the second is not.
    """

    q: str = ""
    marketplace: str = ""
    connection: uuid.UUID | None = None
    status: str = ""
    scheme: str = ""
    since: date | None = None
    until: date | None = None
    placed_from: datetime | None = None
    placed_before: datetime | None = None
    changed_from: datetime | None = None
    changed_before: datetime | None = None
    term: Term = field(default_factory=Term)
    more: More = field(default_factory=More)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstLine:
    """The line a row shows, and how many more there are."""

    name: str
    quantity: int
    image_url: str
    others: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPage:
    """One page of the list with what its rows need besides themselves."""

    page: Page
    lines: Mapping[uuid.UUID, FirstLine] = field(default_factory=dict)
    remote_words: Mapping[uuid.UUID, str] = field(default_factory=dict)
    returns: Mapping[uuid.UUID, Sequence[str]] = field(default_factory=dict)


def order_list(
    store: Store, view: str, filters: Filters, *, now: datetime, after: str = "", before: str = "", size: int = 25
) -> OrderPage:
    """One page of a view: three queries, one more where returns are looked at, however many orders there are."""
    keys, rows = listed(store, view, filters, now)
    fields = (*COLUMNS, "due") if view in URGENT else COLUMNS
    page = keys.page(rows, after=after, before=before, size=size, fields=fields)
    ids = [row["id"] for row in page.rows]
    asks = view not in URGENT or filters.more.returned
    returns = return_states(ids) if asks else {}
    return OrderPage(page=page, lines=first_lines(ids), remote_words=_remote_words(page.rows), returns=returns)


def return_states(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """The states of the returns of these orders, the newest first, each once."""
    rows = OrderReturn.objects.filter(order__in=ids).order_by("-requested_at").values_list("order", "status")
    found: dict[uuid.UUID, list[str]] = {}
    for order, state in rows:
        states = found.setdefault(order, [])
        if state not in states:
            states.append(state)
    return found


def listed(store: Store, view: str, filters: Filters, now: datetime) -> tuple[Keyset, QuerySet[Order]]:
    """The order of a view, or that of the changes where changes are asked for, and the rows to page through by it.

    What is searched for the pages find by themselves: among the next rows, or by the index.
    """
    if (filters.changed_from or filters.changed_before) and not filters.term:
        return _changes(store, view, filters, now)
    q, more = filters.q.strip(), filters.more
    keys = BY_URGENCY if view in URGENT else BY_DATE
    if 0 < len(q) < INDEXED:
        keys, rest = stretch(keys, Q(search_text__icontains=q)), replace(filters, q="")
    else:
        rest = replace(filters, q="", more=More(archived=more.archived)) if q else filters
    rows = filtered(store, view, rest, now)
    if len(q) >= INDEXED:
        rarer = more.q()
        found = Q(search_text__icontains=q) & rarer
        keys = walk(keys, found, lambda some: search(some.filter(rarer), store, q))
    return keys, with_due(rows) if view in URGENT else rows


def _changes(store: Store, view: str, filters: Filters, now: datetime) -> tuple[Keyset, QuerySet[Order]]:
    """All that changed in its own order; what else it is narrowed to is looked for on the way, or found by itself."""
    q, archived = filters.q.strip(), filters.more.archived
    changed = Filters(
        changed_from=filters.changed_from, changed_before=filters.changed_before, more=More(archived=archived)
    )
    keys, rows = (BY_CHANGE_ANYWHERE if archived == "with" else BY_CHANGE), filtered(store, "all", changed, now)
    if view == "all" and replace(filters, q=q) == changed:
        return keys, rows
    rest = VIEWS[view](store, now) & _narrowed(store, replace(filters, changed_from=None, changed_before=None))
    narrowed = Narrowed(
        keys.keys, order=keys, condition=rest & Q(search_text__icontains=q) if q else rest,
        narrowed=lambda some: search(some.filter(rest), store, q) if q else some.filter(rest),
    )  # fmt: skip
    return narrowed, rows


def neighbours(
    store: Store, view: str, filters: Filters, order: Order, *, now: datetime
) -> tuple[uuid.UUID | None, uuid.UUID | None]:
    """The orders before and after this one in a view, also where it has left the view meanwhile."""
    keys, rows = listed(store, view, filters, now)
    names = [key.name for key in keys.keys]
    itself = with_due(Order.objects.filter(pk=order.pk))
    before, after = keys.beside(rows.values(*names), itself.values(*names).get())
    return (before["id"] if before else None, after["id"] if after else None)


def by_urgency(rows: QuerySet[Order]) -> QuerySet[Order]:
    """As the views of what is open sort them."""
    return rows.order_by(F("ship_by").asc(nulls_last=True), "-total", "id")


def with_due(rows: QuerySet[Order]) -> QuerySet[Order]:
    """With `due`, the deadline by which urgent views are sorted."""
    return rows.annotate(due=Coalesce("ship_by", Value(NEVER), output_field=DateTimeField()))


def filtered(store: Store, view: str, filters: Filters, now: datetime) -> QuerySet[Order]:
    """A view narrowed by filters and search; the same rows that a bulk act on "all in this view" means."""
    rows = _behind(store, filters.term, now) if filters.term else _in_view(store, view, filters.more, now)
    rows = rows.filter(_narrowed(store, filters))
    return search(rows, store, filters.q.strip()) if filters.q.strip() else rows


def _in_view(store: Store, view: str, more: More, now: datetime) -> QuerySet[Order]:
    """Archived ones are in All alone, and there when they are asked for."""
    if view == "all" and more.archived:
        return Order.objects.filter(more.kept, store=store)
    return in_view(store, view, now)


def _behind(store: Store, term: Term, now: datetime) -> QuerySet[Order]:
    """The orders that a term of a sum is made of, whichever view they are in; the view only sorts them."""
    return with_columns(Order.objects.filter(store=store)).filter(term.q(store, now))


def _narrowed(store: Store, filters: Filters) -> Q:
    wanted = Q()
    if filters.marketplace:
        wanted &= Q(channel=filters.marketplace)
    if filters.connection:
        wanted &= Q(connection=filters.connection)
    if filters.status:
        wanted &= Q(status=filters.status)
    if filters.scheme:
        wanted &= Q(scheme=filters.scheme)
    if filters.since:
        wanted &= Q(ordered_at__gte=_midnight(filters.since, store))
    if filters.until:
        wanted &= Q(ordered_at__lt=_midnight(filters.until + timedelta(days=1), store))
    for lookup, moment in (
        ("ordered_at__gte", filters.placed_from), ("ordered_at__lt", filters.placed_before),
        ("updated_at__gte", filters.changed_from), ("updated_at__lt", filters.changed_before),
    ):  # fmt: skip
        wanted &= Q(**{lookup: moment}) if moment else Q()
    return wanted & filters.more.q()


def search(rows: QuerySet[Order], store: Store, q: str) -> QuerySet[Order]:
    """A store's orders by any part of number, remote number, buyer, SKU or tracking; the 3-gram index narrows first."""
    there = Q(search_text__icontains=q)
    return rows.filter(FOUND.having(str(store.pk), q) & there if len(q) >= 3 else there)


def _midnight(day: date, store: Store) -> datetime:
    return datetime.combine(day, time(), tzinfo=store.zone)


def first_lines(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, FirstLine]:
    """The line that a row shows, by order."""
    found: dict[uuid.UUID, list[Mapping[str, Any]]] = {}
    items = OrderItem.objects.filter(order__in=ids).order_by("order_id", "position", "id")
    for item in items.values("order_id", "product_name", "quantity", "product_image_url"):
        found.setdefault(item["order_id"], []).append(item)
    return {
        order: FirstLine(
            name=lines[0]["product_name"],
            quantity=lines[0]["quantity"],
            image_url=lines[0]["product_image_url"],
            others=len(lines) - 1,
        )
        for order, lines in found.items()
    }


def _remote_words(rows: Sequence[Mapping[str, Any]]) -> dict[uuid.UUID, str]:
    """Their word for those orders whose status we could not read."""
    strange = [row["id"] for row in rows if row["status"] == Order.Status.UNKNOWN]
    if not strange:
        return {}
    words = MarketplaceOrder.objects.filter(order__in=strange, status="unknown").values_list(
        "order_id", "remote_status"
    )
    return dict(words)
