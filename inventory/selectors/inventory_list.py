"""The inventory page: its views, its search, and one page of variants by key."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Exists,
    F,
    Func,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    UUIDField,
    Value,
    When,
)  # fmt: skip
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThanOrEqual

from core.grams import containing, starting
from core.keyset import Key, Keyset, Page
from core.models import NeedsYou, Store
from core.stretch import INDEXED, stretch
from core.walk import walk
from inventory.models import BundlePart, MarketplaceProduct, Product, Reservation, Stock, Variant
from inventory.models.stock import band_of
from inventory.selectors.channels import Channel, channels
from inventory.selectors.cover import covers, lasting
from inventory.selectors.lacking import lacking

BY_SKU = Keyset((Key("sku", str), Key("id", UUID)))
COLUMNS = (
    "id", "sku", "gtin", "options", "image_url", "low_stock_at", "opening_counted_at", "product_id", "product__title",
    "product__language", "product__images", "product__kind", "on_hand", "reserved", "short", "is_bundle",
)  # fmt: skip
#: Counts beyond this are not worth their price.
MANY = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the list is narrowed to; everything empty is the whole view. `cover`: lasts so many days or fewer."""

    location: UUID | None = None
    connection: UUID | None = None
    cover: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryPage:
    """One page with what its rows need besides themselves.

    `buffers`: what all shops of a variant keep back. `covers`: how many days its free units last, where it sells.
    """

    page: Page
    channels: Mapping[UUID, list[Channel]]
    buffers: Mapping[UUID, int]
    covers: Mapping[UUID, int]


def inventory_list(
    store: Store, view: str, *, q: str = "", filters: Filters | None = None, after: str = "", before: str = "",
    size: int = 25,
) -> InventoryPage:  # fmt: skip
    """One page of a view: six queries, however many variants there are."""
    keys, rows = listed(store, view, q=q, filters=filters)
    page = keys.page(rows, after=after, before=before, size=size, fields=COLUMNS)
    ids = [row["id"] for row in page.rows]
    shops = channels(ids)
    lasts = covers(ids, filters.location if filters else None)
    return InventoryPage(page=page, channels=shops, buffers=buffers(page.rows, shops), covers=lasts)


def listed(store: Store, view: str, *, q: str = "", filters: Filters | None = None) -> tuple[Keyset, QuerySet[Variant]]:
    """The order of the list and the rows to page through by it; what is searched for, the pages find by themselves."""
    q = q.strip()
    rows = with_levels(filtered(store, view, filters=filters), filters.location if filters else None)
    if not q:
        return BY_SKU, rows
    if len(q) < INDEXED:
        return stretch(BY_SKU, _named(q)), rows
    return walk(BY_SKU, _named(q), lambda some: search(some, store, q)), rows


def filtered(store: Store, view: str, *, q: str = "", filters: Filters | None = None) -> QuerySet[Variant]:
    """A view narrowed by filters and search, without levels; the rows that a bulk act on "all in this view" means."""
    wanted = filters or Filters()
    rows = Variant.objects.filter(VIEWS[view](store, wanted.location), store=store)
    if wanted.location:
        rows = rows.filter(_lies_at(wanted.location))
    if wanted.connection:
        rows = rows.filter(Exists(_listings().filter(connection=wanted.connection)))
    if wanted.cover is not None:
        rows = rows.filter(pk__in=lasting(store, wanted.cover, wanted.location))
    return search(rows, store, q.strip()) if q.strip() else rows


def _lies_at(location: UUID) -> Q:
    """It has a row of stock there, or one of its parts has."""
    own = Stock.objects.filter(variant=OuterRef("pk"), location=location)
    parts = BundlePart.objects.filter(bundle=OuterRef("pk"), part__stock__location=location)
    return Q(Exists(own)) | Q(Exists(parts), is_bundle=True)


def with_levels(rows: QuerySet[Variant], location: UUID | None = None) -> QuerySet[Variant]:
    """On hand, reserved and short of each variant, everywhere or at one place.

    Of a bundle: how many its parts make as they lie there, and how many of those are spoken for. Of digital goods: the
    keys that are there or can be bought, wherever, and how many of those open orders lack.
    """
    stock = Stock.objects.filter(variant=OuterRef("pk"))
    held = Reservation.objects.filter(variant=OuterRef("pk"), short__gt=0)
    if location:
        stock, held = stock.filter(location=location), held.filter(location=location)
    made, free = Reckoned("bundle_on_hand", location), Reckoned("bundle_free", location)
    keys, left = Reckoned("digital_on_hand"), Reckoned("digital_free")
    return rows.annotate(
        on_hand=_by_kind(made, keys, _summed(stock, "on_hand")),
        reserved=_by_kind(_less(made, free), _less(keys, left), _summed(stock, "reserved")),
        short=_by_kind(Reckoned("bundle_short", location), Reckoned("digital_short"), _summed(held, "short")),
    )


class Reckoned(Func):
    """A number that the database reckons from something else than the variant's own shelf."""

    output_field = IntegerField()

    def __init__(self, function: str, at: UUID | None = None) -> None:
        super().__init__(F("pk"), Value(at, output_field=UUIDField(null=True)), function=function)


def _less(whole: Any, part: Any) -> CombinedExpression:
    return CombinedExpression(whole, "-", part)


def _by_kind(bundle: Any, digital: Any, own: Coalesce) -> Case:
    kinds = (When(is_bundle=True, then=bundle), When(product__kind=Product.Kind.DIGITAL, then=digital))
    return Case(*kinds, default=own, output_field=IntegerField())


def _summed(rows: QuerySet[Any], name: str) -> Coalesce:
    """A sum per variant; without GROUP BY columns of the model's own order."""
    total = rows.order_by().values("variant").annotate(total=Sum(name)).values("total")
    return Coalesce(Subquery(total, output_field=IntegerField()), 0)


def search(rows: QuerySet[Variant], store: Store, q: str) -> QuerySet[Variant]:
    """A store's variants by any part of SKU or title, or by the start of the GTIN.

    One look-up for each, then by key: as one OR it would walk every variant of the store.
    """
    if len(q) < 3:
        return rows.filter(_named(q))
    ours = Variant.objects.filter(store=store).order_by().values("pk")
    goods = Product.all_objects.filter(containing("title", q), store=store).order_by().values("pk")
    looked_up = [ours.filter(product__in=goods), *([ours.filter(starting("gtin", q))] if q.isdecimal() else [])]
    return rows.filter(pk__in=ours.filter(containing("sku", q)).union(*looked_up))


def _named(q: str) -> Q:
    return Q(sku__icontains=q) | Q(product__title__icontains=q) | Q(gtin__startswith=q)


def _listings() -> QuerySet[MarketplaceProduct]:
    return MarketplaceProduct.objects.filter(variant=OuterRef("pk")).exclude(status=MarketplaceProduct.Status.DELETED)


def _all(store: Store, location: UUID | None) -> Q:
    return Q()


def _low(store: Store, location: UUID | None) -> Q:
    """Of what lies on shelves and of bundles, as the mails of low stock.

    Only shelves so empty that some threshold of the store could be met are summed: to sum all of 100,000 variants took
    a tenth of a second.
    """
    watched = Variant.objects.filter(store=store, low_stock_at__gt=0, opening_counted_at__isnull=False).order_by()
    goods = watched.filter(is_bundle=False)
    highest = goods.aggregate(highest=Max("low_stock_at"))["highest"] or 0
    here = {"location": location} if location else {}
    emptied = Stock.objects.filter(store=store, free_band__lte=band_of(highest), **here).order_by()
    shelves = Stock.objects.filter(variant__in=goods.filter(pk__in=emptied.values("variant")), **here).order_by()
    summed = shelves.values("variant").annotate(free=Sum(F("on_hand") - F("reserved")))
    low = summed.filter(free__lte=F("variant__low_stock_at")).values("variant")
    bundles = watched.filter(LessThanOrEqual(Reckoned("bundle_free", location), F("low_stock_at")), is_bundle=True)
    return Q(~Exists(_digital()), pk__in=low.union(bundles.values("pk")))


def _digital() -> QuerySet[Product]:
    return Product.all_objects.filter(pk=OuterRef("product"), kind=Product.Kind.DIGITAL)


def _short(store: Store, location: UUID | None) -> Q:
    """Of what was never counted nobody knows what is missing."""
    return Q(pk__in=lacking(store, location), opening_counted_at__isnull=False)


def _differs(store: Store, location: UUID | None) -> Q:
    """Listings of which a person was told that the shop shows another number."""
    waiting = NeedsYou.objects.filter(
        store=store, kind=NeedsYou.Kind.DIFFERS, subject_type="listing", settled_at__isnull=True
    )
    return Q(pk__in=MarketplaceProduct.objects.filter(pk__in=waiting.values("subject_id")).values("variant_id"))


def _uncounted(store: Store, location: UUID | None) -> Q:
    return Q(opening_counted_at__isnull=True)


def _bundles(store: Store, location: UUID | None) -> Q:
    return Q(is_bundle=True)


VIEWS: Mapping[str, Callable[[Store, UUID | None], Q]] = {
    "all": _all,
    "low": _low,
    "short": _short,
    "differs": _differs,
    "uncounted": _uncounted,
    "bundles": _bundles,
}


def view_counts(store: Store) -> dict[str, int]:
    """How many variants each view holds, exact up to 20,000."""
    return {view: filtered(store, view).order_by()[: MANY + 1].count() for view in VIEWS}


def buffers(rows: Sequence[Mapping[str, Any]], shops: Mapping[UUID, list[Channel]]) -> dict[UUID, int]:
    """Kept back at every shop of a variant: the smallest of their rules, nothing for one that is listed nowhere."""
    smallest = {pk: min(each.buffer for each in found) for pk, found in shops.items()}
    return {row["id"]: min(smallest.get(row["id"], 0), max(0, row["on_hand"] - row["reserved"])) for row in rows}
