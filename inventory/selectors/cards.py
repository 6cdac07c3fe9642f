"""The card of a product as a shop is told it, read from what the store says now."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from core.models import Store
from inventory.models import Agreement, MarketplaceProduct, Product, Variant
from inventory.selectors.attribute_map import Choices
from inventory.selectors.category_map import choices_of
from inventory.selectors.prices import PriceBook, first_price, price_book
from inventory.selectors.texts import Text, languages_of, own_language, shown, words_of_products
from marketplaces.canonical.products import ProductCard, Size
from marketplaces.models import Connection
from marketplaces.services.abilities import has_own_attributes, has_own_categories


class Cards:
    """The cards of some products: their words and how many variants each has are read once."""

    def __init__(self, store: Store, product_ids: Iterable[UUID]) -> None:
        ids = set(product_ids)
        self._store, self._ids = store, list(ids)
        self._open: dict[UUID, dict[str, str]] | None = None
        self._chosen: dict[tuple[UUID, str], str] | None = None
        self._attributes: Choices | None = None
        self._languages = languages_of(store)
        self._words: dict[UUID, dict[str, dict[str, str]]] = words_of_products(store, ids)
        self._variants: dict[UUID, int] = {}
        self._books: dict[UUID, PriceBook] = {}
        rows = list(Variant.objects.filter(product__in=ids).values_list("pk", "product_id"))
        self._variant_ids = [pk for pk, _product in rows]
        for _pk, product in rows:
            self._variants[product] = self._variants.get(product, 0) + 1

    def card(
        self, variant: Variant, shop: Connection, *, ref: str, listing: MarketplaceProduct | None = None,
        category: str = "", price: Decimal | None = None,
    ) -> ProductCard:  # fmt: skip
        """What the shop would be told. The price and stock of what is there are told by their own changes.

        A new one begins with no units: how many there are is told once it is linked, by the rules of stock. It begins
        at the product's price, or at `price` where that is in another currency; 0 says that there is neither, and
        `offering` keeps such a card from being sent.
        """
        product = variant.product
        ours = None if listing else first_price(variant, shop, self._book(shop))
        begins_at = ours.amount if ours else price
        known = listing is not None
        there = category or self._category(product, shop)
        words = self.words(variant, listing)
        held = self._held(listing)
        return ProductCard(
            ref=ref,
            sku=(listing.marketplace_sku if listing else "") or variant.sku,
            title=held.get("title") or words["title"].value,
            price=(listing.price if listing else begins_at) or Decimal(0),
            currency=(listing.currency if listing else "") or shop.currency,
            keeps_price=known,
            remote_product_id=listing.marketplace_product_id if listing else "",
            remote_variant_id=listing.marketplace_variant_id if listing else "",
            description=held.get("description") or words["description"].value,
            brand=product.brand,
            category=there,
            gtin=variant.gtin,
            images=_images(product, variant),
            options={str(name): str(value) for name, value in (variant.options or {}).items() if value},
            attributes=self._said(variant, shop, there),
            weight_g=variant.weight_g,
            package=_package(product),
            quantity=None if known else 0,
        )

    def _category(self, product: Product, shop: Connection) -> str:
        """Ours, or what was chosen for it where the marketplace has categories of its own."""
        if not has_own_categories(shop):
            return product.category
        if self._chosen is None:
            self._chosen = choices_of(self._store)
        return self._chosen.get((shop.pk, product.category), "")

    def _said(self, variant: Variant, shop: Connection, category: str) -> dict[str, str]:
        """To characteristics of their category, by what was chosen for each."""
        if not category or not has_own_attributes(shop):
            return {}
        if self._attributes is None:
            self._attributes = Choices(self._store)
        return self._attributes.said(variant, shop, category)

    def _book(self, shop: Connection) -> PriceBook:
        if shop.pk not in self._books:
            self._books[shop.pk] = price_book([self._store.pk], self._variant_ids, [shop.pk])
        return self._books[shop.pk]

    def words(self, variant: Variant, listing: MarketplaceProduct | None = None) -> dict[str, Text]:
        """In the language of the listing, a new one's in the store's first; the listing's own words come first."""
        product = variant.product
        own = own_language(product.language, self._languages)
        language = (listing.language if listing else "") or self._languages[0]
        texts = shown(self._words.get(product.pk, {}), language, self._languages, own)
        texts["title"] = replace(texts["title"], value=texts["title"].value + self._suffix(variant))
        if listing is not None:
            its = {"title": listing.title_override, "description": listing.description_override}
            texts |= {name: Text(value, language) for name, value in its.items() if value}
        return texts

    def _held(self, listing: MarketplaceProduct | None) -> dict[str, str]:
        """Fields that both sides changed stay there as they are until somebody has settled them."""
        if listing is None:
            return {}
        if self._open is None:
            rows = Agreement.objects.filter(store=self._store, state=Agreement.State.BOTH)
            self._open = {}
            for pk, name, theirs in rows.filter(listing__product__in=self._ids).values_list(
                "listing_id", "field", "theirs"
            ):
                self._open.setdefault(pk, {})[name] = theirs
        return self._open.get(listing.pk, {})

    def _suffix(self, variant: Variant) -> str:
        """What tells this variant from its sisters, each of which is a product of its own there."""
        values = [str(value) for value in (variant.options or {}).values() if value]
        return f", {', '.join(values)}" if values and self._variants.get(variant.product_id, 0) > 1 else ""


#: Of `Product.attributes`: the packed size in millimetres, length, width and height.
SIDES = ("package_length_mm", "package_width_mm", "package_height_mm")


def _package(product: Product) -> Size | None:
    """How large it is, packed; None unless all three sides are known."""
    sides = [str((product.attributes or {}).get(name, "")) for name in SIDES]
    if not all(side.isdecimal() and int(side) > 0 for side in sides):
        return None
    length, width, height = (int(side) for side in sides)
    return Size(length_mm=length, width_mm=width, height_mm=height)


def _images(product: Product, variant: Variant) -> tuple[str, ...]:
    """The variant's own picture first; only addresses that others can open."""
    found = [variant.image_url, *(str(image) for image in product.images)]
    return tuple(dict.fromkeys(url for url in found if url.startswith(("https://", "http://"))))
