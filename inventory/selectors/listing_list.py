"""The listings page: what waits for a product, what is linked, what its shop refused; one page by key."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from core.grams import OwnedGrams
from core.keyset import Key, Keyset, Page
from core.models import Store
from core.stretch import INDEXED, stretch
from core.walk import walk
from inventory.models import Agreement, MarketplaceProduct
from inventory.selectors.product_page import Listed, listed
from marketplaces.models import Connection

Status = MarketplaceProduct.Status
SUREST = Keyset((Key("match_rank", int), Key("title", str), Key("id", UUID)))
NEWEST_LINK = Keyset((Key("linked_at", datetime.fromisoformat, descending=True), Key("id", UUID, descending=True)))
BY_TITLE = Keyset((Key("title", str), Key("id", UUID)))
#: Views that come in an order of their own.
ORDERS = {"unlinked": SUREST, "linked": NEWEST_LINK}
MANY = 20_000
FOUND = OwnedGrams("listings_found", owner="store_id", columns=("title", "marketplace_sku", "gtin"))
#: What a row may be sorted by; the rows themselves are read by id.
KEYS = ("id", "title", "linked_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the list is narrowed to; everything empty is the whole view."""

    q: str = ""
    connection: UUID | None = None
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingPage:
    """One page with its rows whole, in the page's order."""

    page: Page
    rows: Sequence[Listed]


def listing_list(
    store: Store, view: str = "unlinked", filters: Filters | None = None, *, after: str = "", before: str = "",
    size: int = 25,
) -> ListingPage:  # fmt: skip
    """One page of a view: a fixed number of queries. Those to link come surest first: same number, same SKU, others."""
    rows, keyset = ordered(store, view, filters or Filters())
    page = keyset.page(rows, after=after, before=before, size=size)
    return ListingPage(page=page, rows=whole(store, page.rows))


def ordered(store: Store, view: str, filters: Filters) -> tuple[QuerySet[Any, Any], Keyset]:
    """The rows of a view by their keys alone, and the order they come in."""
    keys, q = ORDERS.get(view, BY_TITLE), _words(filters)
    fields = (*KEYS, "match_rank") if view == "unlinked" else KEYS
    rest = filtered(store, view, replace(filters, q="")).values(*fields)
    if not q:
        return rest, keys
    if len(q) < INDEXED:
        return rest, stretch(keys, _named(q))
    if view == "unlinked":
        return filtered(store, view, filters).values(*fields), keys
    return rest, walk(keys, _named(q), lambda some: search(some, store, q))


def filtered(store: Store, view: str, filters: Filters) -> QuerySet[MarketplaceProduct]:
    """A view narrowed by filters and search."""
    rows = MarketplaceProduct.objects.filter(VIEWS[view](), store=store).exclude(connection__in=_gone(store))
    if filters.connection:
        rows = rows.filter(connection=filters.connection)
    if filters.status:
        rows = rows.filter(status=filters.status)
    q = _words(filters)
    return search(rows, store, q) if q else rows


def _gone(store: Store) -> QuerySet[Connection, Any]:
    """Shops whose listings are not shown. As a list to leave out: of a join the planner, which knows nothing of a table
    so small, thinks that it leaves one row, and sorts all listings of the store instead of reading them in order.
    """
    left = Q(deleted_at__isnull=False) | Q(status=Connection.Status.DISCONNECTED)
    return Connection.all_objects.filter(left, store=store).values("pk")


def search(rows: QuerySet[MarketplaceProduct], store: Store, q: str) -> QuerySet[MarketplaceProduct]:
    """A store's listings by any part of title or SKU, or by the start of the GTIN; the 3-gram index narrows first."""
    return rows.filter(FOUND.having(str(store.pk), q) & _named(q) if len(q) >= 3 else _named(q))


def _words(filters: Filters) -> str:
    return filters.q.replace("\x00", "").strip()


def _named(q: str) -> Q:
    return Q(title__icontains=q) | Q(marketplace_sku__icontains=q) | Q(gtin__startswith=q)


def whole(store: Store, page: Sequence[Mapping[str, Any]]) -> list[Listed]:
    """The listings of a page with ours beside theirs, in the page's order."""
    ids = [row["id"] for row in page]
    rows = MarketplaceProduct.objects.filter(store=store, pk__in=ids).defer("raw", "description")
    by_id = {row.pk: row for row in rows.select_related("connection__marketplace", "variant__product", "store")}
    return listed([by_id[pk] for pk in ids if pk in by_id])


def _unlinked() -> Q:
    return Q(variant__isnull=True) & ~Q(status=Status.DELETED)


def _linked() -> Q:
    return Q(variant__isnull=False, linked_at__isnull=False) & ~Q(status=Status.DELETED)


def _trouble() -> Q:
    return Q(status__in=[Status.REFUSED, Status.DELETED])


def _disagree() -> Q:
    """By key, not by a join: they are few, and the list is walked by its own order."""
    return Q(pk__in=Agreement.objects.filter(state=Agreement.State.BOTH).values("listing"))


def _all() -> Q:
    return Q()


VIEWS: Mapping[str, Callable[[], Q]] = {
    "unlinked": _unlinked,
    "disagree": _disagree,
    "linked": _linked,
    "trouble": _trouble,
    "all": _all,
}


def view_counts(store: Store) -> dict[str, int]:
    """How many listings each view holds, exact up to 20,000."""
    return {view: filtered(store, view, Filters()).order_by()[: MANY + 1].count() for view in VIEWS}


def unlinked_count(store: Store) -> int:
    """How many wait for a product: the quiet count of the rail."""
    return filtered(store, "unlinked", Filters()).order_by()[: MANY + 1].count()


def surest(store: Store, most: int, connection: UUID | None = None) -> list[UUID]:
    """The first listings whose number or SKU is known here: those among which the certain ones are."""
    rows = filtered(store, "unlinked", Filters(connection=connection)).filter(match_rank__lt=2)
    return list(rows.order_by("match_rank", "title", "id").values_list("pk", flat=True)[:most])
