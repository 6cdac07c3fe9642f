"""Items of a catalogue in our words and back: pure. Their names differ between reading and writing."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from marketplaces.canonical.prices import PriceLevel, PriceUpdate
from marketplaces.canonical.products import Product, ProductCard, Variant
from marketplaces.canonical.statuses import ListingStatus
from marketplaces.canonical.stock import StockLevel, StockUpdate
from marketplaces.framework.reading import Json, listed, needed_text, text, whole

from . import prices

#: What a buyer may do with an item that passed their review and is published.
AVAILABILITY: Mapping[str, ListingStatus] = {
    "in stock": ListingStatus.ACTIVE,
    "available for order": ListingStatus.ACTIVE,
    "preorder": ListingStatus.ACTIVE,
    "out of stock": ListingStatus.OUT_OF_STOCK,
    "discontinued": ListingStatus.INACTIVE,
    "pending": ListingStatus.INACTIVE,
    "mark_as_sold": ListingStatus.INACTIVE,
}
REJECTED = "rejected"
PUBLISHED = frozenset({"", "published"})
IN_STOCK, OUT_OF_STOCK = "in stock", "out of stock"
OPTIONS = ("color", "size")
LONGEST_ID = 100


def product(row: Json) -> Product:
    """One item is one product: what belongs to a group is not told on one page."""
    title = text(row.get("name"), "name")
    images = [text(row.get("image_url"), "image_url"), *_texts(row.get("additional_image_urls"))]
    return Product(
        remote_id=needed_text(row.get("id"), "id"),
        title=title,
        variants=(_variant(row, title),),
        raw=row,
        description=text(row.get("description"), "description"),
        brand=text(row.get("brand"), "brand"),
        category=text(row.get("category"), "category"),
        images=tuple(filter(None, images)),
        url=text(row.get("url"), "url"),
    )


def _variant(row: Json, title: str) -> Variant:
    price, before = live(row)
    count = _count(row)
    return Variant(
        remote_id="",
        sku=needed_text(row.get("retailer_id"), "retailer_id"),
        status=status(row, count),
        remote_status=text(row.get("availability"), "availability"),
        title=title,
        gtin=text(row.get("gtin"), "gtin"),
        options={name: text(row[name], name) for name in OPTIONS if row.get(name)},
        price=price,
        compare_price=before,
        currency=text(row.get("currency"), "currency"),
        stock=None if count is None else {"": count},
        image_url=text(row.get("image_url"), "image_url"),
        url=text(row.get("url"), "url"),
        raw=row,
    )


def status(row: Json, count: int | None) -> ListingStatus:
    """Refused before hidden before sold out. A word that no table lists is kept beside it and counts as not offered."""
    if text(row.get("review_status"), "review_status").lower() == REJECTED:
        return ListingStatus.REFUSED
    if text(row.get("visibility"), "visibility").lower() not in PUBLISHED:
        return ListingStatus.INACTIVE
    found = AVAILABILITY.get(text(row.get("availability"), "availability").lower(), ListingStatus.INACTIVE)
    return ListingStatus.OUT_OF_STOCK if found is ListingStatus.ACTIVE and count == 0 else found


def live(row: Json) -> tuple[Decimal | None, Decimal | None]:
    """What a buyer pays, and what stands crossed out beside it."""
    currency = text(row.get("currency"), "currency")
    full = prices.shown(text(row.get("price"), "price"), currency, "price")
    sale = prices.shown(text(row.get("sale_price"), "sale_price"), currency, "sale_price")
    if sale is None or full is None or sale >= full:
        return full, None
    return sale, full


def _count(row: Json) -> int | None:
    found = row.get("inventory")
    found = row.get("quantity_to_sell_on_facebook") if found is None else found
    return None if found is None else max(0, whole(found, "inventory"))


def stock_level(row: Json) -> StockLevel | None:
    """None where the quantity is not kept there."""
    count = _count(row)
    if count is None:
        return None
    return StockLevel(
        remote_product_id=needed_text(row.get("id"), "id"),
        remote_variant_id="",
        sku=needed_text(row.get("retailer_id"), "retailer_id"),
        quantity=count,
    )


def price_level(row: Json) -> PriceLevel | None:
    """None for an item without a price."""
    price, before = live(row)
    if price is None:
        return None
    return PriceLevel(
        remote_product_id=needed_text(row.get("id"), "id"),
        remote_variant_id="",
        sku=needed_text(row.get("retailer_id"), "retailer_id"),
        price=price,
        currency=needed_text(row.get("currency"), "currency"),
        compare_price=before,
    )


# Back ---------------------------------------------------------------------------------------------------------------
def stock_data(update: StockUpdate) -> dict[str, Any]:
    """The quantity alone does not keep an item from being bought, so both are told."""
    word = IN_STOCK if update.quantity > 0 else OUT_OF_STOCK
    return {"id": update.sku, "availability": word, "quantity_to_sell_on_facebook": update.quantity}


def price_data(update: PriceUpdate, held: Json | None) -> dict[str, Any]:
    """With a crossed-out price theirs is the higher one. A sale price there would hide ours: it is levelled."""
    currency = update.currency
    if update.compare_price is not None and update.compare_price > update.price:
        full, sale = prices.written(update.compare_price, currency), prices.written(update.price, currency)
        return {"id": update.sku, "price": full, "sale_price": sale}
    data = {"id": update.sku, "price": prices.written(update.price, currency)}
    return data | ({"sale_price": data["price"]} if held and held.get("sale_price") else {})


def new_data(card: ProductCard, link: str) -> dict[str, Any]:
    """Everything that a new item must say."""
    count = card.quantity or 0
    return {
        **changed_data(card),
        "title": card.title,
        "description": card.description or card.title,
        "availability": IN_STOCK if count else OUT_OF_STOCK,
        "quantity_to_sell_on_facebook": count,
        "condition": "new",
        "price": prices.written(card.price, card.currency),
        "link": link,
    }


def changed_data(card: ProductCard) -> dict[str, Any]:
    """What is told of an item that is there; the rest stays."""
    told: dict[str, Any] = {"id": card.sku, "title": card.title, "description": card.description, "brand": card.brand}
    if not card.keeps_price:
        told["price"] = prices.written(card.price, card.currency)
    if card.images:
        told["image"] = [{"url": url, "tag": ["main"]} if not n else {"url": url} for n, url in enumerate(card.images)]
    told["gtin"] = card.gtin
    told |= {name: card.options[name] for name in OPTIONS if card.options.get(name)}
    return {name: value for name, value in told.items() if value}


def _texts(value: Any) -> Sequence[str]:
    return [text(each, "additional_image_urls[]") for each in listed(value, "additional_image_urls")]
