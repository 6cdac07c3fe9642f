"""One product with all that its page shows: texts, variants with their stock, listings with ours beside theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from core.models import Store
from inventory.models import BundlePart, MarketplaceProduct, Product, Variant
from inventory.selectors.channels import Channel, channel, channels, stock_changes
from inventory.selectors.inventory_list import buffers, with_levels
from inventory.selectors.prices import book_of, price_of
from inventory.selectors.stock import told
from inventory.selectors.texts import Text, Words, languages_of, missing, own_language, shown, words_of_products
from marketplaces.models import OutboundChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A variant with its numbers over all places; `available` as the stock list says it. `parts` of a bundle."""

    variant: Variant
    on_hand: int
    reserved: int
    available: int
    short: int
    parts: Sequence[BundlePart] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A listing with ours beside theirs.

    `price` is what we would tell, None in another currency or without one; `is_held` where it does not pay and waits.
    """

    listing: MarketplaceProduct
    channel: Channel
    price: Decimal | None
    currency: str
    price_change: OutboundChange | None = None
    is_held: bool = False

    @property
    def price_differs(self) -> bool:
        """Prices are sent there, and the one shown is not ours."""
        shown_there = self.listing.price
        sends = self.listing.connection.price_out and not self.is_held
        return bool(sends and self.price is not None and shown_there is not None and self.price != shown_there)

    @property
    def has_override(self) -> bool:
        """It has a price or stock of its own."""
        return self.listing.price_override is not None or self.listing.stock_override is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductDetail:
    """A product with everything its page shows."""

    product: Product
    languages: Sequence[str]
    own_language: str
    words: Words
    missing: Mapping[str, int]
    levels: Sequence[Level]
    listings: Sequence[Listed]

    def texts(self, language: str) -> dict[str, Text]:
        """Title and description as a reader of this language sees them."""
        return shown(self.words, language, self.languages, self.own_language)


def product_detail(product: Product) -> ProductDetail:
    """A dozen queries, however many variants and listings it has."""
    store = product.store
    languages = languages_of(store)
    own = own_language(product.language, languages)
    all_languages = [*languages, *([own] if own not in languages else [])]
    words = words_of_products(store, [product.pk])[product.pk]
    return ProductDetail(
        product=product, languages=all_languages, own_language=own, words=words,
        missing=missing(words, languages), levels=levels_of(store, product), listings=listings_of(product),
    )  # fmt: skip


def levels_of(store: Store, product: Product) -> list[Level]:
    """The variants in their order with on hand, reserved, available and short."""
    rows: Any = with_levels(Variant.objects.filter(product=product, store=store)).order_by("position", "sku")
    variants = list(rows)
    numbers = [{"id": each.pk, "on_hand": each.on_hand, "reserved": each.reserved} for each in variants]
    kept = buffers(numbers, channels([each.pk for each in variants]))
    parts = _parts([each.pk for each in variants if each.is_bundle])
    return [
        Level(
            variant=each, on_hand=each.on_hand, reserved=each.reserved, short=each.short,
            available=each.on_hand - each.reserved - kept.get(each.pk, 0), parts=parts.get(each.pk, ()),
        )
        for each in variants
    ]  # fmt: skip


def _parts(bundles: Sequence[UUID]) -> Mapping[UUID, list[BundlePart]]:
    found: dict[UUID, list[BundlePart]] = {}
    if bundles:
        rows = BundlePart.objects.filter(bundle__in=bundles).select_related("part").order_by("part__sku")
        for row in rows:
            found.setdefault(row.bundle_id, []).append(row)
    return found


def listings_of(product: Product) -> list[Listed]:
    """Where it is offered, by shop; those gone there last."""
    rows = (
        MarketplaceProduct.objects.filter(product=product, store=product.store, connection__deleted_at__isnull=True)
        .select_related("connection__marketplace", "variant", "store")
        .defer("raw", "description")
        .order_by("connection__name", "variant__position", "id")
    )
    found = listed(list(rows))
    return sorted(found, key=lambda each: each.listing.status == MarketplaceProduct.Status.DELETED)


def listed(rows: Sequence[MarketplaceProduct]) -> list[Listed]:
    """Listings with their stock and price, ours and theirs: four queries, two more where there are price rules.

    Variant, store and shop are loaded.
    """
    ids = [row.pk for row in rows]
    truth, changes, prices = told(ids), stock_changes(ids), _price_changes(ids)
    found, book = [], book_of(rows)
    for row in rows:
        price = price_of(row, book)
        found.append(
            Listed(
                listing=row, channel=channel(row, truth.get(row.pk), changes.get(row.pk)),
                price=price.amount if price else None, currency=row.currency or row.connection.currency,
                price_change=prices.get(row.pk), is_held=bool(price and price.is_held),
            )
        )  # fmt: skip
    return found


def _price_changes(listing_ids: Sequence[UUID]) -> dict[UUID, OutboundChange]:
    rows = OutboundChange.objects.filter(kind=OutboundChange.Kind.PRICE, subject_id__in=listing_ids)
    return {row.subject_id: row for row in rows}
