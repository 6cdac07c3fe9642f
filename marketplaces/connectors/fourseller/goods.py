"""4Seller's products in our words, and ours in theirs: pure."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from marketplaces.canonical.prices import PriceLevel
from marketplaces.canonical.products import Product, ProductCard, Variant
from marketplaces.canonical.statuses import ListingStatus
from marketplaces.canonical.stock import StockLevel
from marketplaces.framework.reading import Json, find_moment, find_money, mapping, needed_text, rows, text, whole

STATUSES: Mapping[str, ListingStatus] = {
    "active": ListingStatus.ACTIVE,
    "inactive": ListingStatus.INACTIVE,
    "out_of_stock": ListingStatus.OUT_OF_STOCK,
    "deleted": ListingStatus.DELETED,
}
GRAMS: Mapping[str, Decimal] = {
    "g": Decimal(1), "kg": Decimal(1000), "oz": Decimal("28.349523125"), "lb": Decimal("453.59237"),
}  # fmt: skip
#: What a product holds that a whole write must say again; stock is told by its own calls, and never along with a price.
WRITABLE = (
    "sku", "title", "description", "price", "currency", "category", "brand", "condition", "images", "attributes",
    "shipping", "metadata",
)  # fmt: skip
#: Attributes that are not what variants differ in.
NO_OPTIONS = frozenset({"weight", "dimensions", "gtin"})
CENT = Decimal("0.01")
LONGEST_TITLE = 255


def product(row: Json, *, currency: str = "") -> Product:
    """One product, which is one listing: the API knows no variations."""
    images = tuple(
        found for image in rows(row.get("images"), "images") if (found := text(image.get("url"), "images[].url"))
    )
    title = needed_text(row.get("title"), "title")
    return Product(
        remote_id=needed_text(row.get("id"), "id"),
        title=title,
        description=text(row.get("description"), "description"),
        brand=text(row.get("brand"), "brand"),
        category=text(row.get("category"), "category"),
        images=images,
        weight_g=_grams(row),
        updated_at=find_moment(row.get("updated_at"), "updated_at"),
        variants=(_variant(row, images, currency),),
        raw=row,
    )


def _variant(row: Json, images: tuple[str, ...], currency: str) -> Variant:
    attributes = mapping(row.get("attributes"), "attributes")
    status = text(row.get("status"), "status")
    return Variant(
        remote_id="",
        sku=text(row.get("sku"), "sku"),
        # A word that no table lists is not offered as far as we know; it is kept beside.
        status=STATUSES.get(status.lower(), ListingStatus.INACTIVE) if status else ListingStatus.ACTIVE,
        remote_status=status,
        gtin=text(attributes.get("gtin"), "attributes.gtin"),
        options={
            name: str(value)
            for name, value in attributes.items()
            if name not in NO_OPTIONS and isinstance(value, str) and value
        },
        price=find_money(row.get("price"), "price"),
        currency=text(row.get("currency"), "currency") or currency,
        stock=_stock(row),
        image_url=images[0] if images else "",
    )


def _stock(row: Json) -> dict[str, int] | None:
    """Units for sale; None where it does not tell, or does not count this product."""
    inventory = mapping(row.get("inventory"), "inventory")
    if inventory.get("quantity") is None or inventory.get("track_quantity") is False:
        return None
    return {"": whole(inventory["quantity"], "inventory.quantity")}


def _grams(row: Json) -> int | None:
    shipping = mapping(row.get("shipping"), "shipping")
    weight, unit = find_money(shipping.get("weight"), "shipping.weight"), text(shipping.get("weight_unit"))
    if weight is None or unit not in GRAMS:
        return None
    return int((weight * GRAMS[unit]).quantize(Decimal(1), ROUND_HALF_UP))


def stock_level(found: Product) -> StockLevel | None:
    """What a product's row says of its stock."""
    (variant,) = found.variants
    if variant.stock is None:
        return None
    return StockLevel(
        remote_product_id=found.remote_id, remote_variant_id="", sku=variant.sku, quantity=variant.stock[""]
    )


def counted(row: Json, product_id: str) -> StockLevel:
    """The answer of the stock call of one product."""
    return StockLevel(
        remote_product_id=text(row.get("product_id"), "product_id") or product_id,
        remote_variant_id="",
        sku=text(row.get("sku"), "sku"),
        quantity=whole(row.get("quantity"), "quantity"),
        reserved=whole(row.get("reserved"), "reserved", 0),
    )


def price_level(found: Product) -> PriceLevel | None:
    """What a product's row says of its price."""
    (variant,) = found.variants
    if variant.price is None:
        return None
    return PriceLevel(
        remote_product_id=found.remote_id, remote_variant_id="", sku=variant.sku, price=variant.price,
        currency=variant.currency,
    )  # fmt: skip


def amount(price: Decimal) -> str:
    """A price as they want it: text with two decimals."""
    return str(price.quantize(CENT, ROUND_HALF_UP))


def as_it_stands(row: Json) -> dict[str, Any]:
    """The product as a whole write says it, unchanged."""
    held = {name: _plain(row[name]) for name in WRITABLE if row.get(name) is not None}
    price = find_money(row.get("price"), "price")
    return held if price is None else held | {"price": amount(price)}


def with_price(row: Json, price: Decimal, currency: str) -> dict[str, Any]:
    """The same with another price."""
    return as_it_stands(row) | {"price": amount(price), "currency": currency}


def card(told: ProductCard, row: Json | None) -> dict[str, Any]:
    """A product as we want it: what we do not tell stays as it stands there."""
    held: dict[str, Any] = as_it_stands(row) if row is not None else {"condition": "new"}
    wanted: dict[str, Any] = {
        "sku": told.sku, "title": told.title[:LONGEST_TITLE], "price": amount(told.price), "currency": told.currency,
        "description": told.description, "brand": told.brand, "category": told.category,
        "images": [{"url": url, "alt": told.title} for url in told.images],
    }  # fmt: skip
    if told.keeps_price and row is not None:  # `held` has it, as it stands there now
        del wanted["price"], wanted["currency"]
    attributes = {**told.options} | ({"gtin": told.gtin} if told.gtin else {})
    if attributes:
        wanted["attributes"] = {**held.get("attributes", {}), **attributes}
    if told.weight_g is not None:
        wanted["shipping"] = {**held.get("shipping", {}), "weight": told.weight_g, "weight_unit": "g"}
    if row is None and told.quantity is not None:
        wanted["inventory"] = {"quantity": told.quantity, "track_quantity": True}
    return held | {name: value for name, value in wanted.items() if value not in ("", [], None)}


def _plain(value: Any) -> Any:
    """Numbers of their answers are exact decimals here; JSON has none of these."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value
