"""Offers, stock and prices to our words and back: pure functions."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from marketplaces.canonical.prices import PriceLevel, PriceUpdate
from marketplaces.canonical.products import Product, ProductCard, Size, Variant
from marketplaces.canonical.statuses import ListingStatus
from marketplaces.canonical.stock import StockLevel, StockUpdate

from .reading import (
    Json,
    currency_of,
    find_money,
    listed,
    mapping,
    needed_text,
    rows,
    text,
    their_currency,
    whole,
)
from .shops import FBY, Shop

#: How an offer stands in one shop.
STATUSES: Mapping[str, ListingStatus] = {
    "PUBLISHED": ListingStatus.ACTIVE,
    "CHECKING": ListingStatus.INACTIVE,
    "DISABLED_BY_PARTNER": ListingStatus.INACTIVE,
    "DISABLED_AUTOMATICALLY": ListingStatus.INACTIVE,
    "REJECTED_BY_MARKET": ListingStatus.REFUSED,
    "CREATING_CARD": ListingStatus.INACTIVE,
    "NO_CARD": ListingStatus.INACTIVE,
    "NO_STOCKS": ListingStatus.OUT_OF_STOCK,
    "ARCHIVED": ListingStatus.DELETED,
    "READY_FOR_PUBLICATION": ListingStatus.INACTIVE,
}
AVAILABLE, FREEZE = "AVAILABLE", "FREEZE"
GRAMS, MILLIMETRES = 1000, 10
LONGEST_NAME, LONGEST_DESCRIPTION, MOST_IMAGES = 256, 6000, 30


def product(row: Json, shop: Shop) -> Product:
    """One offer of the cabinet, as it stands in this shop; the Market groups cards, not offers."""
    offer, card = mapping(row.get("offer"), "offer"), mapping(row.get("mapping"), "mapping")
    sku = needed_text(offer.get("offerId"), "offer.offerId")
    name = text(offer.get("name")) or text(card.get("marketSkuName")) or sku
    images = tuple(text(image) for image in listed(offer.get("pictures"), "offer.pictures") if text(image))
    address = next((text(url.get("showcaseUrl")) for url in rows(row.get("showcaseUrls"), "showcaseUrls")), "")
    return Product(
        remote_id=sku,
        title=name,
        variants=(_variant(offer, sku, shop, images[0] if images else "", address),),
        raw=row,
        description=text(offer.get("description")),
        brand=text(offer.get("vendor")),
        category=text(card.get("marketCategoryName")) or text(offer.get("category")),
        images=images,
        url=address,
        weight_g=_weight(offer),
    )


def _variant(offer: Json, sku: str, shop: Shop, image: str, address: str) -> Variant:
    price = mapping(offer.get("basicPrice"), "offer.basicPrice")
    word = _word(offer, shop)
    return Variant(
        remote_id="",
        sku=sku,
        status=STATUSES.get(word, ListingStatus.INACTIVE),
        remote_status=word,
        gtin=_gtin(offer),
        price=find_money(price, "offer.basicPrice"),
        compare_price=find_money(price.get("discountBase"), "offer.basicPrice.discountBase"),
        currency=currency_of(price),
        stock_is_theirs=shop.model == FBY,
        image_url=image,
        url=address,
    )


def _word(offer: Json, shop: Shop) -> str:
    if offer.get("archived") is True:
        return "ARCHIVED"
    for row in rows(offer.get("campaigns"), "offer.campaigns"):
        if text(row.get("campaignId")) == shop.number:
            return text(row.get("status"))
    return text(offer.get("cardStatus"))


def _gtin(offer: Json) -> str:
    codes = [text(code) for code in listed(offer.get("barcodes"), "offer.barcodes")]
    return next((code for code in codes if code.isdigit() and len(code) in (8, 12, 13, 14)), "")


def _weight(offer: Json) -> int | None:
    """They weigh in kilograms."""
    weight = find_money(mapping(offer.get("weightDimensions"), "weightDimensions").get("weight"), "weight")
    return None if weight is None else int(weight * GRAMS)


def stock_level(row: Json) -> StockLevel:
    """What can be sold; what lies aside for orders is counted apart. The shop is the warehouse."""
    sku = needed_text(row.get("offerId"), "offers[].offerId")
    counts: dict[str, int] = {}
    for kind in rows(row.get("stocks"), "offers[].stocks"):
        counts[text(kind.get("type"))] = whole(kind.get("count"), "stocks[].count")
    return StockLevel(
        remote_product_id=sku,
        remote_variant_id="",
        sku=sku,
        quantity=counts.get(AVAILABLE, 0),
        reserved=counts.get(FREEZE, 0),
    )


def price_level(row: Json) -> PriceLevel | None:
    """None for an offer without a price."""
    price = mapping(row.get("price"), "offers[].price")
    amount = find_money(price, "offers[].price")
    if amount is None:
        return None
    sku = needed_text(row.get("offerId"), "offers[].offerId")
    return PriceLevel(
        remote_product_id=sku,
        remote_variant_id="",
        sku=sku,
        price=amount,
        currency=currency_of(price),
        compare_price=find_money(price.get("discountBase"), "offers[].price.discountBase"),
    )


def number(amount: Decimal) -> int | float:
    """An amount as JSON writes it; a float holds money of two places exactly enough to be written again."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def stock_row(update: StockUpdate, at: str) -> dict[str, Any]:
    return {"sku": offer_of(update), "items": [{"count": update.quantity, "updatedAt": at}]}


def price_row(update: PriceUpdate) -> dict[str, Any]:
    return {"offerId": offer_of(update), "price": _price(update.price, update.currency, update.compare_price)}


def _price(amount: Decimal, currency: str, before: Decimal | None) -> dict[str, Any]:
    price: dict[str, Any] = {"value": number(amount), "currencyId": their_currency(currency)}
    if before is not None and before > amount:
        price["discountBase"] = number(before)
    return price


def offer_of(update: StockUpdate | PriceUpdate) -> str:
    """The Market knows an offer by the seller's own SKU and by nothing else."""
    return update.remote_product_id or update.sku


def card_row(card: ProductCard, known: Json | None) -> dict[str, Any]:
    """What we tell of a product; what we do not tell stays there. A price that is the same is not told again."""
    offer: dict[str, Any] = {"offerId": card.remote_product_id or card.sku, "name": card.title}
    for name, value in (("description", card.description), ("vendor", card.brand)):
        if value:
            offer[name] = value
    if card.category:
        offer |= {"marketCategoryId": int(card.category)} if card.category.isdigit() else {"category": card.category}
    if card.gtin:
        offer["barcodes"] = [card.gtin]
    if card.images:
        offer["pictures"] = list(card.images)
    if card.package is not None and card.weight_g is not None:
        offer["weightDimensions"] = _packed(card.package, card.weight_g)
    if not card.keeps_price:
        offer |= _basic_price(card, known)
    return {"offer": offer}


def _packed(size: Size, weight_g: int) -> dict[str, Any]:
    """Centimetres and kilograms; the Market takes all four or none."""
    told = {"length": size.length_mm, "width": size.width_mm, "height": size.height_mm}
    sides = {name: number(Decimal(millimetres) / MILLIMETRES) for name, millimetres in told.items()}
    return {**sides, "weight": number(Decimal(weight_g) / GRAMS)}


def _basic_price(card: ProductCard, known: Json | None) -> dict[str, Any]:
    """A new price without the crossed-out one would take that away, so it goes along while it is higher."""
    held = mapping(mapping((known or {}).get("offer"), "offer").get("basicPrice"), "offer.basicPrice")
    if find_money(held, "offer.basicPrice") == card.price and currency_of(held) == card.currency:
        return {}
    before = find_money(held.get("discountBase"), "offer.basicPrice.discountBase")
    return {"basicPrice": _price(card.price, card.currency, before)}
