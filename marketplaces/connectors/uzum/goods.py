"""Products, stock and prices to canonical words and back: pure functions."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from marketplaces.canonical.prices import PriceLevel, PriceUpdate
from marketplaces.canonical.products import Product, Variant
from marketplaces.canonical.statuses import ListingStatus
from marketplaces.canonical.stock import StockLevel

from .account import CURRENCY
from .reading import Json, find_money, mapping, needed_text, rows, text, whole

#: Words of a card that say more than its stock does; the words about deliveries to Uzum's warehouse say nothing of it.
CARD_STATUSES: Mapping[str, ListingStatus] = {
    "ARCHIVED": ListingStatus.DELETED,
    "DELETED": ListingStatus.DELETED,
    "BLOCKED": ListingStatus.REFUSED,
    "PERM_BANNED": ListingStatus.REFUSED,
}
MODERATION: Mapping[str, ListingStatus] = {
    "PERM_BANNED": ListingStatus.REFUSED,
    "NOT_MODERATED": ListingStatus.INACTIVE,
    "ON_MODERATION": ListingStatus.INACTIVE,
    "ON_PREMODERATION": ListingStatus.INACTIVE,
}
GTIN_LENGTHS = frozenset({8, 12, 13, 14})
#: Uzum gives barcodes of its own to goods without one. They look like GTINs and are none.
OWN_BARCODES = "1000"


def product(card: Json) -> Product:
    """A card with one variant for each SKU."""
    title = text(card.get("title"))
    image = text(card.get("image")) or text(card.get("previewImg"))
    return Product(
        remote_id=needed_text(card.get("productId"), "productId"),
        title=title,
        variants=tuple(_variant(card, sku, title, image) for sku in rows(card.get("skuList"), "skuList")),
        # Each SKU keeps its own row: with all of them on each, a card's size would count squared.
        raw={name: value for name, value in card.items() if name != "skuList"},
        category=text(card.get("category")),
        images=(image,) if image else (),
    )


def _variant(card: Json, sku: Json, title: str, image: str) -> Variant:
    amount = find_money(sku.get("price"), "skuList[].price") or None
    told = sku.get("quantityFbs")
    return Variant(
        remote_id=needed_text(sku.get("skuId"), "skuList[].skuId"),
        sku=sku_code(sku),
        status=listing_status(card, sku),
        remote_status=text(mapping(card.get("status"), "status").get("value")),
        title=text(sku.get("skuFullTitle")) or title,
        gtin=gtin(text(sku.get("barcode"), "skuList[].barcode")),
        price=amount,
        currency=CURRENCY if amount is not None else "",
        stock=None if told is None else {"": whole(told, "skuList[].quantityFbs")},
        image_url=text(sku.get("previewImage")) or image,
        raw=sku,
    )


def sku_code(sku: Json) -> str:
    """The seller's own code. Without one, the longer names: orders name a SKU by them, not by the variant's word."""
    names = ("sellerItemCode", "article", "skuFullTitle", "skuTitle", "skuId")
    return next((found for name in names if (found := text(sku.get(name)))), "")


def listing_status(card: Json, sku: Json) -> ListingStatus:
    """Archived, refused, under review, empty, or on sale: the first that holds."""
    if sku.get("archived") is True:
        return ListingStatus.DELETED
    if sku.get("blocked") is True:
        return ListingStatus.REFUSED
    word = text(mapping(card.get("status"), "status").get("value"))
    judged = text(mapping(card.get("moderationStatus"), "moderationStatus").get("value"))
    found = CARD_STATUSES.get(word) or MODERATION.get(judged)
    if found is not None:
        return found
    counts = [sku.get(name) for name in ("quantityFbs", "quantityActive")]
    if any(count is not None for count in counts) and not any(counts):
        return ListingStatus.OUT_OF_STOCK
    return ListingStatus.ACTIVE


def gtin(barcode: str) -> str:
    """The barcode if it is a GTIN by its length and check digit."""
    if not (barcode.isascii() and barcode.isdigit() and len(barcode) in GTIN_LENGTHS):
        return ""
    if barcode.startswith(OWN_BARCODES):
        return ""
    weights = (3 if place % 2 == 0 else 1 for place in range(len(barcode) - 1))
    total = sum(int(digit) * weight for digit, weight in zip(reversed(barcode[:-1]), weights, strict=True))
    return barcode if (10 - total % 10) % 10 == int(barcode[-1]) else ""


# Stock ---------------------------------------------------------------------------------------------------------------
def is_linked(row: Json) -> bool:
    """Whether the SKU is sold from the seller's own warehouse at all."""
    return row.get("fbsLinked") is True or row.get("dbsLinked") is True


def stock_level(row: Json, product_id: str) -> StockLevel:
    """What can be sold; the stock calls do not name the product."""
    amount = whole(row.get("amount"), "skuAmountList[].amount", default=0)
    return StockLevel(
        remote_product_id=product_id,
        remote_variant_id=needed_text(row.get("skuId"), "skuAmountList[].skuId"),
        sku=text(row.get("sellerSkuCode")) or text(row.get("skuTitle")),
        quantity=max(0, amount) if is_linked(row) else 0,
    )


def stock_row(row: Json, quantity: int) -> dict[str, Any]:
    """The row as it was read, with another amount: a link that is not sent back is taken away."""
    kept = {name: row[name] for name in ("skuId", "skuTitle", "productTitle") if row.get(name) is not None}
    links = {name: row.get(name) is True for name in ("fbsLinked", "dbsLinked")}
    return {**kept, "barcode": needed_text(row.get("barcode"), "skuAmountList[].barcode"), "amount": quantity, **links}


# Prices --------------------------------------------------------------------------------------------------------------
def price_levels(card: Json) -> Iterator[PriceLevel]:
    """Live prices of a card's SKUs; those without one are left out."""
    for sku in rows(card.get("skuList"), "skuList"):
        amount = find_money(sku.get("price"), "skuList[].price")
        if amount:
            yield PriceLevel(
                remote_product_id=needed_text(card.get("productId"), "productId"),
                remote_variant_id=needed_text(sku.get("skuId"), "skuList[].skuId"),
                sku=sku_code(sku),
                price=amount,
                currency=CURRENCY,
            )


def price_row(update: PriceUpdate) -> dict[str, int]:
    """A row of the price call, in whole sums; without a price to cross out both are the same."""
    crossed_out = update.compare_price if update.compare_price and update.compare_price > update.price else update.price
    return {"skuId": int(update.remote_variant_id), "fullPrice": int(crossed_out), "sellPrice": int(update.price)}


def whole_sums(amount: Decimal) -> bool:
    """Uzum knows no tiyin."""
    return amount == amount.to_integral_value()
