"""Stores rows of a feed: products and variants, set-based; what is already so is not written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from core.models import Store
from core.services.sets import insert_rows, update_rows
from inventory.models import InventoryChange, Location, MarketplaceProduct, Product, Variant
from inventory.services import counts
from inventory.services.counts import Count, Why
from inventory.services.feed.parsing import FeedRow
from inventory.services.listings.linking import link_same_sku
from inventory.services.locations import default_location
from inventory.services.outbound import mark_cards, mark_price
from marketplaces.models import Connection

PRODUCT = ("id", "title", "description", "language", "brand", "category", "images", "attributes", "feed_id")
VARIANT = ("id", "product_id", "sku", "gtin", "options", "price", "currency", "weight_g", "image_url", "position")
PAGE = 500
Values = tuple[Any, ...]


@dataclass(slots=True)
class Outcome:
    """What became of the rows; `skus` are those that came into being."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    counted: int = 0
    linked: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    skus: list[str] = field(default_factory=list)


def import_rows(
    *,
    store: Store,
    rows: Sequence[FeedRow],
    reason: str,
    actor: Any = None,
    actor_label: str = "",
    run_id: UUID | None = None,
    progress: Callable[[Outcome], None] | None = None,
    start: int = 0,
    apart: bool = False,
) -> Outcome:
    """Store the rows from `start` on, a page per transaction; `progress` hears of each page inside its transaction.

    Rows that come `apart` from their feed leave a product its words where it has other variants.

    A SKU that the store has keeps its product. A quantity is the opening count of what was never counted, and nothing
    else: what is counted changes by counting.
    """
    total, place = Outcome(), default_location(store)
    heads = _heads(store, rows, apart)
    for begin in range(start, len(rows), PAGE):
        with transaction.atomic():
            page = Page(store, place, heads, reason[:100], getattr(actor, "pk", None))
            page.load(rows[begin : begin + PAGE])
            page.write()
            why = Why(
                cause=InventoryChange.Cause.OPENING, reason=reason, actor=actor, actor_label=actor_label, run_id=run_id
            )  # fmt: skip
            page.count(why)
            if progress is not None:
                progress(page.outcome)
        _add(total, page.outcome)
    return total


def _heads(store: Store, rows: Sequence[FeedRow], apart: bool) -> dict[str, str]:
    """The row of each group that gives its product the words."""
    heads = {row.group: row.sku for row in reversed(rows)}
    if apart:
        others = Variant.objects.filter(store=store, product__feed_id__in=heads).exclude(sku__in=heads.values())
        for group in set(others.values_list("product__feed_id", flat=True)):
            heads.pop(group, None)
    return heads


def _add(total: Outcome, page: Outcome) -> None:
    for name in ("created", "updated", "unchanged", "counted", "linked"):
        setattr(total, name, getattr(total, name) + getattr(page, name))
    total.refused += page.refused
    total.skus += page.skus


class Page:
    """Some rows and what the store already has of them."""

    def __init__(
        self, store: Store, place: Location, heads: Mapping[str, str], reason: str, user_id: UUID | None
    ) -> None:
        self.store, self.place, self.heads = store, place, heads
        self.reason, self.user_id = reason, user_id
        self.now = timezone.now()
        self.outcome = Outcome()

    def load(self, rows: Sequence[FeedRow]) -> None:
        """Look up variants by SKU and products by group, locked."""
        skus, groups = [row.sku for row in rows], [row.group for row in rows]
        mine = {"store": self.store}
        variants = Variant.all_objects.select_for_update().filter(**mine, sku__in=skus).order_by("pk")
        self.variants = {variant.sku: variant for variant in variants}
        gone = {sku for sku, variant in self.variants.items() if variant.deleted_at is not None}
        self.outcome.refused += [(sku, f"{sku} was deleted here. Restore it first.") for sku in sorted(gone)]
        bare = {row.sku for row in rows if row.unpriced and row.sku not in self.variants}
        self.outcome.refused += [(sku, f"{sku} is new and has no price. Enter one.") for sku in sorted(bare)]
        self.rows = [row for row in rows if row.sku not in gone | bare]
        owners = {variant.product_id for variant in self.variants.values()}
        products = Product.all_objects.select_for_update().filter(**mine).order_by("pk")
        self.products = {each.pk: each for each in products.filter(pk__in=owners)}
        self.by_group = {each.feed_id: each for each in products.filter(feed_id__in=groups)}

    def write(self) -> None:
        """New products, changed products, new variants, changed variants."""
        fresh_products: dict[str, Values] = {}
        changed_products: dict[UUID, Values] = {}
        fresh: list[Values] = []
        changed: list[Values] = []
        for position, row in enumerate(self.rows):
            known = self.variants.get(row.sku)
            product = self._product_of(row, known)
            if product is not None and product.feed_id == row.group and self.heads.get(row.group) == row.sku:
                changed_products[product.pk] = _product(row, product.pk, product)
            product_id = product.pk if product is not None else self._new_product(row, fresh_products)
            values = _variant(row, known.pk if known else uuid4(), product_id, known, position)
            (changed if known else fresh).append(values)
        written = self._store(Product, PRODUCT, list(fresh_products.values()), list(changed_products.values()))
        written |= self._store(Variant, VARIANT, fresh, changed)
        self._settle(fresh, changed, written)

    def _product_of(self, row: FeedRow, known: Variant | None) -> Product | None:
        """The variant's own, else its group's. One that no feed has named yet takes the group's name."""
        if known is None:
            return self.by_group.get(row.group)
        product = self.products[known.product_id]
        if not product.feed_id and row.group not in self.by_group:
            product.feed_id = row.group
            self.by_group[row.group] = product
        return product

    def _new_product(self, row: FeedRow, fresh: dict[str, Values]) -> UUID:
        """One per group: the first row of the group gives it its words."""
        made = fresh.get(row.group)
        if made is None:
            made = fresh[row.group] = _product(row, uuid4(), None)
        product_id: UUID = made[0]
        return product_id

    def _store(self, model: Any, columns: tuple[str, ...], fresh: list[Values], changed: list[Values]) -> set[UUID]:
        constants = {"store_id": self.store.pk, "created_at": self.now, "updated_at": self.now}
        kept: dict[str, Any] = {"now": self.now, "reason": self.reason, "user_id": self.user_id}
        insert_rows(model, columns, fresh, constants=constants, **kept)
        return update_rows(model, columns, changed, **kept)

    def _settle(self, fresh: list, changed: list, written: set[UUID]) -> None:
        """Count records, link what waits for these SKUs, tell shops of changed prices and cards."""
        updated = [values for values in changed if values[0] in written or values[1] in written]
        self.outcome.created, self.outcome.updated = len(fresh), len(updated)
        self.outcome.unchanged = len(changed) - len(updated)
        self.outcome.skus = [values[2] for values in fresh]
        self.ids = {values[2]: values[0] for values in (*fresh, *changed)}
        self.outcome.linked = self._link(self.outcome.skus)
        priced = MarketplaceProduct.objects.filter(
            variant__in=[values[0] for values in changed if values[0] in written]
        )
        mark_price(list(priced.values_list("pk", flat=True)))
        mark_cards({values[1] for values in updated})

    def _link(self, skus: Sequence[str]) -> int:
        waiting = MarketplaceProduct.objects.filter(
            store=self.store, variant__isnull=True, marketplace_sku__in=skus
        ).values_list("connection_id", "pk")
        by_shop: dict[UUID, list[UUID]] = {}
        for shop, listing in waiting:
            by_shop.setdefault(shop, []).append(listing)
        shops = Connection.objects.in_bulk(list(by_shop))
        return sum(link_same_sku(shop, by_shop[pk]) for pk, shop in shops.items())

    def count(self, why: Why) -> None:
        """Opening counts, where the feed gives a quantity and nobody has counted yet."""
        wanted = {self.ids[row.sku]: row.quantity for row in self.rows if row.quantity is not None}
        waiting = Variant.objects.filter(pk__in=list(wanted), opening_counted_at__isnull=True, is_bundle=False)
        waiting = waiting.exclude(product__kind=Product.Kind.DIGITAL)
        entries = [
            Count(self.store.pk, pk, self.place.pk, wanted[pk])
            for pk in waiting.order_by("pk").values_list("pk", flat=True)
        ]
        counts.write(entries, counts.lock(entries), why)
        self.outcome.counted = len(entries)


def _variant(row: FeedRow, pk: UUID, product_id: UUID, known: Variant | None, position: int) -> Values:
    was = known or Variant(sku=row.sku, position=min(position, 32_000))
    image = row.images[0] if row.images else was.image_url
    return (
        pk, product_id, row.sku, _or(row.gtin, was.gtin), {**was.options, **row.options}, _or(row.price, was.price),
        row.currency or was.currency, _or(row.weight_g, was.weight_g), image[:1000], was.position,
    )  # fmt: skip


def _product(row: FeedRow, product_id: UUID, known: Product | None) -> Values:
    was = known or Product(feed_id=row.group)
    return (
        product_id, row.title, _or(row.description, was.description), _or(row.language, was.language),
        _or(row.brand, was.brand), _or(row.category, was.category), list(_or(row.images, was.images)),
        {**was.attributes, **row.attributes}, was.feed_id,
    )  # fmt: skip


def _or(told: Any, was: Any) -> Any:
    return was if told is None else told
