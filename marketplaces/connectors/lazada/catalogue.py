"""Lazada's products in our words: each SKU is a variant, its stock lies in one warehouse or several."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from marketplaces.canonical.prices import PriceLevel
from marketplaces.canonical.products import Product, Variant
from marketplaces.canonical.statuses import ListingStatus
from marketplaces.canonical.stock import StockLevel, Warehouse
from marketplaces.connectors.lazada import reading
from marketplaces.framework.errors import UnexpectedPayload

Json = Mapping[str, Any]

#: Words of products and of SKUs, in lower case; one that is not listed is not offered as far as we know.
STATUS = {
    "active": ListingStatus.ACTIVE,
    "live": ListingStatus.ACTIVE,
    "inactive": ListingStatus.INACTIVE,
    "pending": ListingStatus.INACTIVE,
    "pending qc": ListingStatus.INACTIVE,
    "suspended": ListingStatus.REFUSED,
    "rejected": ListingStatus.REFUSED,
    "deleted": ListingStatus.DELETED,
}


def product(raw: Json, *, currency: str) -> Product:
    """One row of the list, or the answer for one product."""
    attributes = reading.mapping(raw, "attributes")
    skus = reading.rows(raw, "skus")
    if not skus:
        raise UnexpectedPayload("skus", [])
    images = reading.names(raw, "images")
    return Product(
        remote_id=reading.identity(raw, "item_id"),
        title=reading.text(attributes, "name"),
        description=reading.text(attributes, "description"),
        brand=reading.text(attributes, "brand"),
        category=reading.text(raw, "primary_category"),
        images=images,
        weight_g=_grams(skus[0]),
        updated_at=reading.find_milliseconds(raw, "updated_time"),
        variants=tuple(_variant(raw, sku, currency) for sku in skus),
        raw=raw,
    )


def _variant(raw: Json, sku: Json, currency: str) -> Variant:
    stock = stock_of(sku)
    options = {str(name): str(value) for name, value in reading.mapping(sku, "saleProp").items()}
    images = [each for each in reading.names(sku, "Images") if each]
    return Variant(
        remote_id=reading.identity(sku, "SkuId"),
        sku=reading.text(sku, "SellerSku"),
        status=_status(raw, sku, stock),
        remote_status=reading.text(sku, "Status") or reading.text(raw, "status"),
        title=", ".join(options.values()),
        options=options,
        # The seller's own price, the one we can set; the price of a running sale stays in the raw answer.
        price=reading.find_money(sku, "price"),
        currency=currency,
        stock=stock,
        image_url=images[0] if images else "",
        url=reading.text(sku, "Url"),
        raw=sku,
    )


def _status(raw: Json, sku: Json, stock: Mapping[str, int] | None) -> ListingStatus:
    """The product's word, unless its own says less; an empty shelf is out of stock."""
    words = [reading.text(raw, "status").lower(), reading.text(sku, "Status").lower()]
    told = [STATUS.get(word, ListingStatus.INACTIVE) for word in words if word]
    status = next((each for each in told if each is not ListingStatus.ACTIVE), ListingStatus.ACTIVE)
    if status is ListingStatus.ACTIVE and stock is not None and not any(stock.values()):
        return ListingStatus.OUT_OF_STOCK
    return status


def stock_of(sku: Json) -> dict[str, int] | None:
    """Units for sale by warehouse; a shop with one warehouse must not name it. Never a zero that nobody told."""
    places = reading.rows(sku, "multiWarehouseInventories")
    if len(places) > 1:
        return {
            reading.needed_text(place, "warehouseCode"): reading.whole(place, "sellableQuantity") for place in places
        }
    for name, source in (("sellableQuantity", places[0] if places else {}), ("Available", sku), ("quantity", sku)):
        if source.get(name) is not None:
            return {"": reading.whole(source, name)}
    return None


def _grams(sku: Json) -> int | None:
    kilograms = reading.find_money(sku, "package_weight")
    return int((kilograms * 1000).quantize(Decimal(1), ROUND_HALF_UP)) if kilograms else None


def stock_levels(products: Iterable[Product]) -> tuple[StockLevel, ...]:
    """One level per SKU and warehouse; a SKU whose stock the answer does not tell is left out."""
    return tuple(
        StockLevel(
            remote_product_id=product.remote_id,
            remote_variant_id=variant.remote_id,
            sku=variant.sku,
            quantity=units,
            reserved=_reserved(variant.raw, place),
            warehouse_remote_id=place,
        )
        for product in products
        for variant in product.variants
        for place, units in (variant.stock or {}).items()
    )


def _reserved(sku: Json, warehouse: str) -> int:
    """Held by orders, and withheld for campaigns."""
    return sum(
        reading.whole(place, name, default=0)
        for place in reading.rows(sku, "multiWarehouseInventories")
        for name in ("occupyQuantity", "withholdQuantity")
        if not warehouse or reading.text(place, "warehouseCode") == warehouse
    )


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


def warehouses(products: Iterable[Product]) -> Sequence[Warehouse]:
    """The places that the goods show; a shop with one has a single unnamed one."""
    places = dict.fromkeys(
        place for product in products for variant in product.variants for place in variant.stock or {}
    )
    named = [place for place in places if place]
    return [Warehouse(remote_id=place, name=place) for place in named] or [Warehouse(remote_id="", name="")]
