"""Items and offers to products, stock and prices: pure. One SKU is one product, each offer of it a variant."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from marketplaces.canonical.prices import PriceLevel
from marketplaces.canonical.products import Product, Variant
from marketplaces.canonical.statuses import ListingStatus
from marketplaces.canonical.stock import StockLevel

from .reading import Json, find_money, mapping, needed_text, rows, text, whole, words

GRAMS: Mapping[str, Decimal] = {
    "GRAM": Decimal(1), "KILOGRAM": Decimal(1000), "OUNCE": Decimal("28.349523125"), "POUND": Decimal("453.59237"),
}  # fmt: skip
#: `listing.listingStatus` of a published offer. The enumeration is on a page of its own: other words are not for sale.
ENDED = frozenset({"ENDED", "EBAY_ENDED"})
LIVE = frozenset({"ACTIVE", "OUT_OF_STOCK", ""})
PUBLISHED, DRAFT = "PUBLISHED", "UNPUBLISHED"


def product(item: Json, offers: Sequence[Json]) -> Product:
    """One inventory item with what is offered of it; an item that is offered nowhere is one inactive variant."""
    sku, told = needed_text(item.get("sku"), "sku"), mapping(item.get("product"), "product")
    variants = [_variant(item, offer) for offer in offers] or [_variant(item, {})]
    images = words(told.get("imageUrls"), "product.imageUrls")
    return Product(
        remote_id=sku,
        title=text(told.get("title"), "product.title") or sku,
        description=text(told.get("description"), "product.description"),
        language=text(item.get("locale"), "locale").replace("_", "-"),
        brand=text(told.get("brand"), "product.brand"),
        category=next((text(each.get("categoryId"), "categoryId") for each in offers), ""),
        images=images,
        weight_g=_weight(item),
        variants=tuple(variants),
        raw={"item": item, "offers": list(offers)},
    )


def _variant(item: Json, offer: Json) -> Variant:
    sku, told = needed_text(item.get("sku"), "sku"), mapping(item.get("product"), "product")
    price = mapping(mapping(offer.get("pricingSummary"), "pricingSummary").get("price"), "pricingSummary.price")
    before = mapping(offer.get("pricingSummary"), "pricingSummary").get("originalRetailPrice")
    quantity = sellable(item, offer)
    gtins = [*words(told.get("ean"), "product.ean"), *words(told.get("upc"), "product.upc")]
    return Variant(
        remote_id=text(offer.get("offerId"), "offerId"),
        sku=sku,
        status=listing_status(offer, quantity),
        remote_status=_remote_status(offer),
        title=text(told.get("title"), "product.title") or sku,
        gtin=gtins[0] if gtins else "",
        options=_options(told),
        price=find_money(price, "pricingSummary.price") if price else None,
        compare_price=find_money(before, "pricingSummary.originalRetailPrice"),
        currency=text(price.get("currency"), "pricingSummary.price.currency"),
        stock={"": quantity},
        image_url=next(iter(words(told.get("imageUrls"), "product.imageUrls")), ""),
        raw=offer,
    )


def sellable(item: Json, offer: Json) -> int:
    """What a buyer can order: the item's number, or the cap of its live offer where that is lower."""
    place = mapping(mapping(item.get("availability"), "availability").get("shipToLocationAvailability"), "shipTo")
    there = whole(place.get("quantity"), "shipToLocationAvailability.quantity", 0)
    cap = offer.get("availableQuantity") if text(offer.get("status")) == PUBLISHED else None
    return there if cap is None else min(there, whole(cap, "availableQuantity"))


def listing_status(offer: Json, quantity: int) -> ListingStatus:
    """A draft, an ended listing and an item without an offer are not for sale."""
    listing = mapping(offer.get("listing"), "listing")
    word = text(listing.get("listingStatus"), "listing.listingStatus")
    if text(offer.get("status"), "status") != PUBLISHED or word in ENDED or word not in LIVE:
        return ListingStatus.INACTIVE
    return ListingStatus.ACTIVE if quantity else ListingStatus.OUT_OF_STOCK


def _remote_status(offer: Json) -> str:
    listing = mapping(offer.get("listing"), "listing")
    told = (text(offer.get("status"), "status"), text(listing.get("listingStatus"), "listing.listingStatus"))
    return "/".join(filter(None, told))


def _options(told: Json) -> dict[str, str]:
    """Aspects as eBay names them; several values of one are told together."""
    aspects = mapping(told.get("aspects"), "product.aspects")
    return {name: ", ".join(words(values, f"product.aspects.{name}")) for name, values in aspects.items()}


def _weight(item: Json) -> int | None:
    told = mapping(mapping(item.get("packageWeightAndSize"), "packageWeightAndSize").get("weight"), "weight")
    factor = GRAMS.get(text(told.get("unit"), "weight.unit"))
    value = told.get("value")
    return None if factor is None or value is None else round(Decimal(str(value)) * factor)


def stock_levels(products: Sequence[Product]) -> Iterator[StockLevel]:
    for each in products:
        for variant in each.variants:
            yield StockLevel(
                remote_product_id=each.remote_id, remote_variant_id=variant.remote_id, sku=variant.sku,
                quantity=(variant.stock or {}).get("", 0),
            )  # fmt: skip


def price_levels(products: Sequence[Product]) -> Iterator[PriceLevel]:
    for each in products:
        for variant in each.variants:
            if variant.price is not None:
                yield PriceLevel(
                    remote_product_id=each.remote_id, remote_variant_id=variant.remote_id, sku=variant.sku,
                    price=variant.price, currency=variant.currency, compare_price=variant.compare_price,
                )  # fmt: skip


def offers_of(sku: str, listed: Json) -> list[Json]:
    """The fixed-price offers of this SKU: an auction has neither a price nor a number to set."""
    found = rows(listed.get("offers"), "offers")
    return [each for each in found if text(each.get("sku")) == sku and text(each.get("format")) in ("", "FIXED_PRICE")]
