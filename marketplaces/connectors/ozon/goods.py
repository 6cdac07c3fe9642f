"""Products, stock, prices and warehouses to canonical words and back: pure functions."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from marketplaces.canonical.prices import PriceLevel, PriceUpdate
from marketplaces.canonical.products import Product, Variant
from marketplaces.canonical.statuses import ListingStatus
from marketplaces.canonical.stock import StockLevel, StockUpdate, Warehouse

from .reading import Json, find_moment, find_money, listed, mapping, needed_text, rows, text, whole

#: Kinds of stock that lie in the seller's own warehouses; the others are Ozon's or a partner's.
SELLERS_STOCK = frozenset({"fbs", "rfbs"})

#: The word of a card that buyers can see.
ON_SALE = "price_sent"
DECLINED = frozenset({"declined", "failed", "validation_failed", "postmoderation"})
CLOSED_WAREHOUSE = frozenset({"disabled", "disabled_due_to_limit", "blocked", "error", "archived", "new"})
GTIN_LENGTHS = frozenset({8, 12, 13, 14})


def product(info: Json, *, description: str = "", brand: str = "", weight_g: int | None = None) -> Product:
    """A card: at Ozon every size or colour is a product of its own, so it is its own single variant.

    Ozon tells what the card says of itself by another call.
    """
    remote_id = needed_text(info.get("id"), "id")
    title = text(info.get("name"))
    images = tuple(dict.fromkeys((*_texts(info.get("primary_image")), *_texts(info.get("images")))))
    sku = text(info.get("sku"))
    url = f"https://www.ozon.ru/product/{sku}/" if sku not in ("", "0") else ""
    return Product(
        remote_id=remote_id,
        title=title,
        variants=(_variant(info, title, images[0] if images else "", url),),
        raw=info,
        images=images,
        url=url,
        description=description,
        brand=brand,
        weight_g=weight_g,
        updated_at=find_moment(info.get("updated_at"), "updated_at"),
    )


def is_archived(info: Json) -> bool:
    """Not offered any more, by the seller's wish or by Ozon's."""
    return bool(info.get("is_archived") or info.get("is_autoarchived"))


def _variant(info: Json, title: str, image_url: str, url: str) -> Variant:
    price = _priced(info.get("price"), "price")
    old_price = _priced(info.get("old_price"), "old_price")
    statuses = mapping(info.get("statuses"), "statuses")
    return Variant(
        remote_id="",
        sku=needed_text(info.get("offer_id"), "offer_id"),
        status=listing_status(info),
        remote_status=text(statuses.get("status_name")) or text(statuses.get("status")),
        title=title,
        gtin=gtin(_texts(info.get("barcodes"))),
        price=price,
        compare_price=old_price if price is not None and old_price is not None and old_price > price else None,
        currency=text(info.get("currency_code")),
        stock=None,  # this call sums over warehouses; `pull_stock` tells each
        image_url=image_url,
        url=url,
    )


def listing_status(info: Json) -> ListingStatus:
    """Archived, refused, without price, empty, or on sale: the first that holds."""
    statuses = mapping(info.get("statuses"), "statuses")
    visible = mapping(info.get("visibility_details"), "visibility_details")
    stocks = mapping(info.get("stocks"), "stocks")
    if is_archived(info):
        return ListingStatus.DELETED
    if text(statuses.get("status_failed")) or text(statuses.get("moderate_status")) in DECLINED:
        return ListingStatus.REFUSED
    on_sale = text(statuses.get("status")) in ("", ON_SALE) and statuses.get("is_created") is not False
    if not on_sale or visible.get("has_price") is False:
        return ListingStatus.INACTIVE
    if stocks.get("has_stock") is False or visible.get("has_stock") is False:
        return ListingStatus.OUT_OF_STOCK
    return ListingStatus.ACTIVE


def gtin(barcodes: Sequence[str]) -> str:
    """The first real GTIN; Ozon's own codes ("OZN…") are none."""
    return next((code for code in barcodes if _is_gtin(code)), "")


def _is_gtin(code: str) -> bool:
    if not (code.isascii() and code.isdigit() and len(code) in GTIN_LENGTHS):
        return False
    weights = (3 if place % 2 == 0 else 1 for place in range(len(code) - 1))
    total = sum(int(digit) * weight for digit, weight in zip(reversed(code[:-1]), weights, strict=True))
    return (10 - total % 10) % 10 == int(code[-1])


def _texts(value: Any) -> tuple[str, ...]:
    """A list of words; one printed example has a single word where the schema has a list."""
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(found for each in listed(value, "list") if (found := text(each, "list")))


def _priced(value: Any, path: str) -> Decimal | None:
    """A price; "" and 0 are Ozon's ways of saying that there is none."""
    return find_money(value, path) or None


# Stock ---------------------------------------------------------------------------------------------------------------
def stock_skus(item: Json) -> list[str]:
    """The SKUs under which a product has stock of the seller's own."""
    skus = (text(row.get("sku")) for row in _own_stock(item))
    return [sku for sku in dict.fromkeys(skus) if sku not in ("", "0")]


def stock_levels(item: Json, by_warehouse: Sequence[Json]) -> list[StockLevel]:
    """A product's own stock, per warehouse where Ozon breaks it down, else as it is summed."""
    known = [_level(row) for row in by_warehouse]
    return known or [_summed(item)] if _own_stock(item) else []


def _own_stock(item: Json) -> list[Json]:
    return [row for row in rows(item.get("stocks"), "stocks") if text(row.get("type")).lower() in SELLERS_STOCK]


def _level(row: Json) -> StockLevel:
    reserved = whole(row.get("reserved"), "reserved", default=0)
    return StockLevel(
        remote_product_id=needed_text(row.get("product_id"), "product_id"),
        remote_variant_id="",
        sku=text(row.get("offer_id")),
        quantity=max(0, whole(row.get("present"), "present") - reserved),
        reserved=reserved,
        warehouse_remote_id=text(row.get("warehouse_id")),
    )


def _summed(item: Json) -> StockLevel:
    own = _own_stock(item)
    reserved = sum(whole(row.get("reserved"), "stocks[].reserved", default=0) for row in own)
    present = sum(whole(row.get("present"), "stocks[].present", default=0) for row in own)
    places = {text(place) for row in own for place in listed(row.get("warehouse_ids"), "stocks[].warehouse_ids")}
    return StockLevel(
        remote_product_id=needed_text(item.get("product_id"), "product_id"),
        remote_variant_id="",
        sku=text(item.get("offer_id")),
        quantity=max(0, present - reserved),
        reserved=reserved,
        warehouse_remote_id=places.pop() if len(places) == 1 else "",
    )


def stock_row(update: StockUpdate) -> dict[str, Any]:
    """A row of the stock call: the article or the product id, never both (the article would win)."""
    return _key(update.sku, update.remote_product_id) | {
        "stock": update.quantity, "warehouse_id": int(update.warehouse_remote_id),
    }  # fmt: skip


# Prices --------------------------------------------------------------------------------------------------------------
def price_level(item: Json) -> PriceLevel | None:
    """The live price, None for a product without one."""
    told = mapping(item.get("price"), "price")
    price, old_price = _priced(told.get("price"), "price.price"), _priced(told.get("old_price"), "price.old_price")
    if price is None:
        return None
    return PriceLevel(
        remote_product_id=needed_text(item.get("product_id"), "product_id"),
        remote_variant_id="",
        sku=text(item.get("offer_id")),
        price=price,
        currency=text(told.get("currency_code")),
        compare_price=old_price if old_price is not None and old_price > price else None,
    )


def price_row(update: PriceUpdate) -> dict[str, Any]:
    """A row of the price call: prices are text there, and "0" takes an old price away."""
    crossed_out = update.compare_price if update.compare_price and update.compare_price > update.price else None
    return _key(update.sku, update.remote_product_id) | {
        "price": written(update.price),
        "old_price": written(crossed_out) if crossed_out else "0",
        "currency_code": update.currency,
    }


def written(amount: Decimal) -> str:
    """An amount as text, without an exponent and without zeros that say nothing."""
    text_form = format(amount, "f")
    return text_form.rstrip("0").rstrip(".") if "." in text_form else text_form


def _key(sku: str, remote_product_id: str) -> dict[str, Any]:
    return {"offer_id": sku} if sku else {"product_id": int(remote_product_id)}


# Warehouses ----------------------------------------------------------------------------------------------------------
def warehouse(row: Json) -> Warehouse:
    """A seller's warehouse, FBS or rFBS."""
    remote_id = needed_text(row.get("warehouse_id"), "warehouse_id")
    return Warehouse(
        remote_id=remote_id,
        name=text(row.get("name")) or remote_id,
        is_active=text(row.get("status")) not in CLOSED_WAREHOUSE,
    )
