"""Shopee's items and models in our words: one item is a product, each model a variant."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from marketplaces.canonical.prices import PriceLevel
from marketplaces.canonical.products import Product, Variant
from marketplaces.canonical.statuses import ListingStatus
from marketplaces.canonical.stock import StockLevel, Warehouse
from marketplaces.connectors.shopee import reading
from marketplaces.framework.errors import UnexpectedPayload

Json = Mapping[str, Any]

ITEM_STATUS = {
    "NORMAL": ListingStatus.ACTIVE,
    "UNLIST": ListingStatus.INACTIVE,
    "REVIEWING": ListingStatus.INACTIVE,
    "BANNED": ListingStatus.REFUSED,
    "SELLER_DELETE": ListingStatus.DELETED,
    "SHOPEE_DELETE": ListingStatus.DELETED,
}
MODEL_OFFERED = frozenset({"", "NORMAL", "MODEL_NORMAL"})
#: Their way of writing "this has no GTIN".
NO_GTIN = frozenset({"", "0", "00"})


def product(item: Json, models: Json | None) -> Product:
    """One item of get_item_base_info with its get_model_list answer, None for an item without models."""
    variants = _models(item, models) if models is not None else (_single(item),)
    if not variants:
        raise UnexpectedPayload("model", [])
    images = reading.names(reading.mapping(item, "image"), "image_url_list")
    return Product(
        remote_id=str(reading.whole(item, "item_id")),
        title=reading.text(item, "item_name"),
        description=reading.text(item, "description"),
        brand=reading.text(reading.mapping(item, "brand"), "original_brand_name"),
        category=reading.text(item, "category_id"),
        images=images,
        weight_g=_grams(item),
        updated_at=reading.find_moment(item, "update_time"),
        variants=variants,
        raw=item,
    )


def has_models(item: Json) -> bool:
    """Where the answer does not say: an item that shows a price or stock of its own has none (contract section 8)."""
    found = item.get("has_model")
    if found is None:
        return item.get("price_info") is None and item.get("stock_info_v2") is None
    if not isinstance(found, bool):
        raise UnexpectedPayload("has_model", found)
    return found


def _single(item: Json) -> Variant:
    return _variant(item, item, remote_id="", sku=reading.text(item, "item_sku"), title="", options={})


def _models(item: Json, models: Json) -> tuple[Variant, ...]:
    tiers = reading.rows(models, "tier_variation")
    return tuple(_model(item, row, tiers) for row in reading.rows(models, "model"))


def _model(item: Json, row: Json, tiers: Sequence[Json]) -> Variant:
    options, image = _options(row, tiers)
    return _variant(
        item,
        row,
        remote_id=str(reading.whole(row, "model_id")),
        sku=reading.text(row, "model_sku"),
        title=", ".join(options.values()),
        options=options,
        image_url=image,
    )


def _variant(
    item: Json, row: Json, *, remote_id: str, sku: str, title: str, options: Mapping[str, str], image_url: str = ""
) -> Variant:
    stock = _stock(row)
    gtin = reading.text(row, "gtin_code")
    prices = reading.rows(row, "price_info")
    price = prices[0] if prices else {}
    return Variant(
        remote_id=remote_id,
        sku=sku,
        status=_status(item, row, stock),
        remote_status=reading.text(item, "item_status"),
        title=title,
        gtin="" if gtin in NO_GTIN else gtin,
        options=options,
        # The seller's own price, the one we can set; a running promotion's `current_price` stays in the raw answer.
        price=reading.find_money(price, "original_price"),
        currency=reading.text(price, "currency"),
        stock=stock,
        stock_is_theirs=item.get("is_fulfillment_by_shopee") is True,
        image_url=image_url,
        raw={} if row is item else row,
    )


def _status(item: Json, row: Json, stock: Mapping[str, int] | None) -> ListingStatus:
    status = ITEM_STATUS.get(reading.text(item, "item_status"), ListingStatus.INACTIVE)
    if status is not ListingStatus.ACTIVE:
        return status
    if reading.text(row, "model_status") not in MODEL_OFFERED:
        return ListingStatus.INACTIVE
    return ListingStatus.OUT_OF_STOCK if stock is not None and not any(stock.values()) else status


def _stock(row: Json) -> dict[str, int] | None:
    """Seller stock by location; stock that lies at Shopee cannot be written and is left out."""
    info = reading.mapping(row, "stock_info_v2")
    if info.get("seller_stock") is None:
        return _without_places(info)
    found: dict[str, int] = {}
    for place in reading.rows(info, "seller_stock"):
        name = reading.text(place, "location_id")
        found[name] = found.get(name, 0) + reading.whole(place, "stock")
    return found or {"": 0}


def _without_places(info: Json) -> dict[str, int] | None:
    """The sum, where it can only be the seller's. Never a zero that nobody told: it would empty the shop."""
    available = reading.mapping(info, "summary_info").get("total_available_stock")
    if available is None or reading.rows(info, "shopee_stock"):
        return None
    return {"": reading.whole(reading.mapping(info, "summary_info"), "total_available_stock")}


def _options(row: Json, tiers: Sequence[Json]) -> tuple[dict[str, str], str]:
    """Option words by tier name ("Colour": "Green"), and the picture of the first option that has one."""
    options: dict[str, str] = {}
    image = ""
    for tier, index in zip(tiers, row.get("tier_index") or (), strict=False):
        choices = reading.rows(tier, "option_list")
        if not isinstance(index, int) or not 0 <= index < len(choices):
            raise UnexpectedPayload("tier_index", row.get("tier_index"))
        options[reading.text(tier, "name")] = reading.text(choices[index], "option")
        image = image or reading.text(reading.mapping(choices[index], "image"), "image_url")
    return options, image


def _grams(item: Json) -> int | None:
    kilograms = reading.find_money(item, "weight") if item.get("weight") != "" else None
    return int(kilograms * Decimal(1000)) if kilograms is not None else None


def stock_levels(products: Iterable[Product]) -> tuple[StockLevel, ...]:
    """One level per variant and location; variants whose stock the answer does not tell are left out."""
    return tuple(
        StockLevel(
            remote_product_id=product.remote_id,
            remote_variant_id=variant.remote_id,
            sku=variant.sku,
            quantity=units,
            reserved=_reserved(product, variant) if len(variant.stock or {}) == 1 else 0,
            warehouse_remote_id=place,
        )
        for product in products
        for variant in product.variants
        for place, units in (variant.stock or {}).items()
    )


def _reserved(product: Product, variant: Variant) -> int:
    """Held by Shopee for promotions: told per variant, not per location."""
    info = reading.mapping(variant.raw or product.raw, "stock_info_v2")
    return reading.whole(reading.mapping(info, "summary_info"), "total_reserved_stock", default=0)


def price_levels(products: Iterable[Product]) -> tuple[PriceLevel, ...]:
    return tuple(
        PriceLevel(
            remote_product_id=product.remote_id,
            remote_variant_id=variant.remote_id,
            sku=variant.sku,
            price=variant.price,
            currency=variant.currency,
        )
        for product in products
        for variant in product.variants
        if variant.price is not None
    )


def warehouses(rows: Sequence[Json]) -> tuple[Warehouse, ...]:
    """Places by location id; a shop that has none named has a single one."""
    found = {
        reading.text(row, "location_id"): Warehouse(
            remote_id=reading.text(row, "location_id"),
            name=reading.text(row, "warehouse_name"),
            is_active=not reading.whole(row, "holiday_mode_state", default=0),
        )
        for row in rows
        if reading.text(row, "location_id")
    }
    return tuple(found.values()) or (Warehouse(remote_id="", name=""),)
