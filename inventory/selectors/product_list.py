"""The product list: its views, its search, and one page by key with what its rows show."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet

from core.grams import containing
from core.keyset import Key, Keyset, Page
from core.models import Store
from core.stretch import INDEXED, stretch
from core.walk import walk
from inventory.models import MarketplaceProduct, Product, ProductTranslation, Variant
from inventory.selectors.channels import channels
from inventory.selectors.inventory_list import buffers, with_levels
from inventory.selectors.texts import Text, languages_of, missing, own_language, reading, shown, words_of_products
from marketplaces.models import Connection, OutboundChange

BY_TITLE = Keyset((Key("title", str), Key("id", UUID)))
COLUMNS = ("id", "title", "language", "images", "kind", "status", "brand", "updated_at")
#: Counts beyond this are not worth their price.
MANY = 20_000
LEVELS = ("id", "product_id", "on_hand", "reserved")
#: Variants of a page whose stock is summed up; a product with more shows the sum of the first ones as "at least".
MOST_VARIANTS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the list is narrowed to; everything empty is the whole view. `status` empty: all but archived."""

    q: str = ""
    connection: UUID | None = None
    status: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Shop:
    """Where a product is listed."""

    connection_id: UUID
    name: str
    code: str
    marketplace: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class PriceRange:
    """From the lowest to the highest price of the variants in one currency."""

    lowest: Decimal
    highest: Decimal
    currency: str


@dataclass(slots=True, kw_only=True)
class Facts:
    """What a row shows besides the product itself."""

    title: Text
    missing: int = 0
    sku: str = ""
    variants: int = 0
    available: int = 0
    counted: bool = False
    only_variant: UUID | None = None
    prices: list[PriceRange] = field(default_factory=list)
    shops: list[Shop] = field(default_factory=list)
    refused: int = 0
    differs: int = 0
    on_sale: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductPage:
    """One page with the facts of its rows by product."""

    page: Page
    facts: Mapping[UUID, Facts]


def product_list(
    store: Store, view: str = "all", filters: Filters | None = None, *, language: str = "", after: str = "",
    before: str = "", size: int = 25,
) -> ProductPage:  # fmt: skip
    """One page of a view by title: a fixed number of queries, however many products there are."""
    keys, rows = ordered(store, view, filters or Filters())
    page = keys.page(rows, after=after, before=before, size=size, fields=COLUMNS)
    return ProductPage(page=page, facts=facts_of(store, page.rows, language))


def ordered(store: Store, view: str, filters: Filters) -> tuple[Keyset, QuerySet[Product]]:
    """The order of the list and the rows to page through by it; what is searched for, the pages find by themselves."""
    q = filters.q.replace("\x00", "").strip()
    if not q:
        return BY_TITLE, filtered(store, view, filters)
    named, rows = _named(store, q), filtered(store, view, replace(filters, q=""))
    if len(q) < INDEXED:
        return stretch(BY_TITLE, named), rows
    return walk(BY_TITLE, named, lambda some: search(some, store, q)), rows


def _named(store: Store, q: str) -> Q:
    """Asked of one product after the other; `search` asks the indexes for all of them."""
    texts = ProductTranslation.objects.filter(product=OuterRef("pk"), store=store, title__icontains=q)
    variants = Variant.objects.filter(Q(sku__icontains=q) | Q(gtin__startswith=q), product=OuterRef("pk"), store=store)
    return Q(title__icontains=q) | Q(Exists(texts)) | Q(Exists(variants))


def filtered(store: Store, view: str, filters: Filters) -> QuerySet[Product]:
    """A view narrowed by filters and search; the same rows that a bulk act on "all in this view" means."""
    rows = Product.objects.filter(VIEWS[view](store), store=store)
    rows = rows.filter(status=filters.status) if filters.status else rows.exclude(status=Product.Status.ARCHIVED)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.connection:
        rows = rows.filter(Exists(_listings().filter(connection=filters.connection)))
    q = filters.q.replace("\x00", "").strip()
    return search(rows, store, q) if q else rows


def search(rows: QuerySet[Product], store: Store, q: str) -> QuerySet[Product]:
    """Products by any part of title, translated title or SKU, or by the start of a GTIN.

    One look-up for each, then by key: as one OR it would walk every product of the store.
    """
    titles = Product.objects.filter(containing("title", q), store=store).order_by().values("pk")
    texts = ProductTranslation.objects.filter(containing("title", q), store=store).values("product_id")
    skus = Variant.objects.filter(containing("sku", q), store=store).values("product_id")
    numbers = Variant.objects.filter(gtin__startswith=q, store=store).exclude(gtin="").values("product_id")
    return rows.filter(pk__in=titles.union(texts, skus, numbers))


def find_exact(store: Store, q: str) -> UUID | None:
    """The one product that has exactly this SKU or GTIN, if it is one."""
    q = q.replace("\x00", "").strip()
    if not q:
        return None
    rows = Variant.objects.filter(Q(sku=q) | (Q(gtin=q) & ~Q(gtin="")), store=store, product__deleted_at__isnull=True)
    found = list(rows.order_by().values_list("product_id", flat=True).distinct()[:2])
    return found[0] if len(found) == 1 else None


def _listings() -> QuerySet[MarketplaceProduct]:
    return MarketplaceProduct.objects.filter(product=OuterRef("pk")).exclude(status=MarketplaceProduct.Status.DELETED)


# Views --------------------------------------------------------------------------------------------------------------


def _all(store: Store) -> Q:
    return Q()


def _missing(store: Store) -> Q:
    """Some language of the store has no title, or no description although another language has one."""
    texts = ProductTranslation.objects.filter(product=OuterRef("pk"), store=store)
    languages = languages_of(store)
    described = ~Q(description="") | Q(Exists(texts.exclude(description="")))
    found = Q()
    for language in languages:
        own = Q(language=language) | (Q(language="") if language == languages[0] else Q(pk__in=[]))
        there = texts.filter(language=language)
        found |= ~own & ~Q(Exists(there.exclude(title="")))
        found |= described & ((own & Q(description="")) | (~own & ~Q(Exists(there.exclude(description="")))))
    return found


def _unlisted(store: Store) -> Q:
    return ~Q(Exists(_listings()))


def _refused(store: Store) -> Q:
    """A shop refused the listing itself, or its stock or price. One list of both: they are few, and read by key."""
    states = {"state": OutboundChange.State.REFUSED, "kind__in": ["stock", "price"]}
    refused = OutboundChange.objects.filter(store=store, **states)
    told = MarketplaceProduct.objects.filter(store=store, pk__in=refused.values("subject_id"), product__isnull=False)
    there = MarketplaceProduct.objects.filter(
        store=store, status=MarketplaceProduct.Status.REFUSED, product__isnull=False
    )
    return Q(pk__in=there.values("product_id").union(told.values("product_id")))


def _digital(store: Store) -> Q:
    return Q(kind=Product.Kind.DIGITAL)


VIEWS: Mapping[str, Callable[[Store], Q]] = {
    "all": _all,
    "missing": _missing,
    "unlisted": _unlisted,
    "refused": _refused,
    "digital": _digital,
}


def view_counts(store: Store) -> dict[str, int]:
    """How many products each view holds, exact up to 20,000."""
    return {view: filtered(store, view, Filters()).order_by()[: MANY + 1].count() for view in VIEWS}


# What the rows show -------------------------------------------------------------------------------------------------


def facts_of(store: Store, rows: Sequence[Mapping[str, Any]], language: str = "") -> dict[UUID, Facts]:
    """Texts, variants, stock, prices and shops of a page of products."""
    ids = [row["id"] for row in rows]
    facts = _worded(store, rows, language)
    _add_variants(facts, ids)
    _add_stock(facts, ids)
    _add_shops(facts, store, ids)
    return facts


def _worded(store: Store, rows: Sequence[Mapping[str, Any]], language: str) -> dict[UUID, Facts]:
    languages = languages_of(store)
    words = words_of_products(store, [row["id"] for row in rows])
    reader = reading(language, languages) if language else languages[0]
    found = {}
    for row in rows:
        own = own_language(row["language"], languages)
        texts = words[row["id"]]
        found[row["id"]] = Facts(
            title=shown(texts, reader, languages, own)["title"], missing=sum(missing(texts, languages).values())
        )
    return found


def _add_variants(facts: Mapping[UUID, Facts], ids: Collection[UUID]) -> None:
    rows = Variant.objects.filter(product__in=list(ids)).order_by().values("product_id")
    numbers: Any = rows.annotate(number=Count("pk"), sku=Min("sku"), counted=Count("opening_counted_at"))
    for row in numbers:
        found = facts[row["product_id"]]
        found.variants, found.sku, found.counted = row["number"], row["sku"], row["counted"] > 0
    priced = Variant.objects.filter(product__in=list(ids), price__isnull=False).order_by("currency")
    ranges: Any = priced.values("product_id", "currency").annotate(lowest=Min("price"), highest=Max("price"))
    for row in ranges:
        facts[row["product_id"]].prices.append(PriceRange(row["lowest"], row["highest"], row["currency"]))


def _add_stock(facts: Mapping[UUID, Facts], ids: Collection[UUID]) -> None:
    """Available as the stock list says it, and how many listings were refused or show another number."""
    variants = with_levels(Variant.objects.filter(product__in=list(ids))).order_by("product_id", "position")
    rows: list[Any] = list(variants.values(*LEVELS)[:MOST_VARIANTS])
    shops = channels([row["id"] for row in rows])
    kept = buffers(rows, shops)
    for row in rows:
        found = facts[row["product_id"]]
        found.only_variant = row["id"] if found.variants == 1 else None
        found.available += row["on_hand"] - row["reserved"] - kept.get(row["id"], 0)
        states = [each.state for each in shops.get(row["id"], ())]
        found.refused += states.count("refused")
        found.differs += states.count("drift")


def _add_shops(facts: Mapping[UUID, Facts], store: Store, ids: Collection[UUID]) -> None:
    listings = (
        MarketplaceProduct.objects.filter(product__in=list(ids), store=store, connection__deleted_at__isnull=True)
        .exclude(status=MarketplaceProduct.Status.DELETED)
        .exclude(connection__status=Connection.Status.DISCONNECTED)
        .order_by("connection__name", "connection_id")
    )
    for product, status, shop, name, code, marketplace in listings.values_list(
        "product_id", "status", "connection_id", "connection__name", "marketplace__code", "marketplace__name"
    ):
        found = facts[product]
        there = Shop(shop, name, code, marketplace)
        if there not in found.shops:
            found.shops.append(there)
        found.refused += status == MarketplaceProduct.Status.REFUSED
        found.on_sale += status == MarketplaceProduct.Status.ACTIVE
