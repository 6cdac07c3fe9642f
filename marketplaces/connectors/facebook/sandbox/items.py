"""What one row of a batch may say, and what becomes of the item it names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from . import catalog

if TYPE_CHECKING:
    from .marketplace import FacebookEmulator

METHODS = ("CREATE", "UPDATE", "DELETE")
AVAILABILITY = ("in stock", "out of stock", "available for order", "discontinued")
CONDITIONS = ("new", "refurbished", "used")
CURRENCIES = frozenset({
    "USD", "EUR", "GBP", "THB", "SGD", "VND", "RUB", "KZT", "UZS", "JPY", "AUD", "CAD", "CHF", "PLN",
})  # fmt: skip
MONEY = re.compile(r"\d+(\.\d+)? [A-Z]{3}")
LONGEST_ID = 100
NEEDED = ("title", "description", "availability", "condition", "price", "link", "image")
#: Name in a batch to the name an item is read by, for those that differ.
READ_AS = {"title": "name", "link": "url", "item_group_id": "retailer_product_group_id"}
KNOWN = frozenset({
    "id", "title", "description", "availability", "condition", "price", "sale_price", "link", "image", "brand", "gtin",
    "mpn", "item_group_id", "color", "size", "quantity_to_sell_on_facebook", "google_product_category",
    "fb_product_category", "additional_variant_attribute", "shipping_weight", "status",
})  # fmt: skip


def problems(row: Any) -> tuple[str, list[str], list[str]]:
    """The SKU, errors and warnings of a row, as far as they can be seen without the catalogue."""
    data = row.get("data") if isinstance(row, dict) else None
    if not isinstance(data, dict):
        return "", ["Each request needs a method and data"], []
    sku = str(data.get("id") or "")
    errors = []
    if row.get("method") not in METHODS:
        errors.append(f"method must be one of {', '.join(METHODS)}")
    if not sku or len(sku) > LONGEST_ID:
        errors.append(f"id must have 1 to {LONGEST_ID} characters")
    errors += _values(data)
    return sku, errors, [f"The field {name} is not known" for name in data if name not in KNOWN]


def _values(data: dict[str, Any]) -> list[str]:
    errors = []
    for name in ("price", "sale_price"):
        if name in data:
            text = str(data[name])
            if not MONEY.fullmatch(text):
                errors.append(f"{name} must read like 10.00 USD")
            elif text[-3:] not in CURRENCIES:
                errors.append(f"{name} has the currency {text[-3:]}, which is not supported")
    if "availability" in data and data["availability"] not in AVAILABILITY:
        errors.append("availability must be one of " + ", ".join(AVAILABILITY))
    if "condition" in data and data["condition"] not in CONDITIONS:
        errors.append("condition must be one of " + ", ".join(CONDITIONS))
    count = data.get("quantity_to_sell_on_facebook")
    if count is not None and (isinstance(count, bool) or not isinstance(count, int) or count < 0):
        errors.append("quantity_to_sell_on_facebook must be a whole number")
    if "image" in data and not (isinstance(data["image"], list) and all(_is_image(each) for each in data["image"])):
        errors.append("image must be a list of objects with a url")
    if "link" in data and not str(data["link"]).startswith(("http://", "https://")):
        errors.append("link must be an address")
    return errors


def _is_image(each: Any) -> bool:
    return isinstance(each, dict) and str(each.get("url", "")).startswith(("http://", "https://"))


def apply(shop: FacebookEmulator, account: str, row: dict[str, Any], *, upsert: bool) -> str:
    """Does what a row says; what is wrong with it, or ""."""
    method, data = row["method"], row["data"]
    sku = str(data["id"])
    there = sku in shop.state.table("items", account)
    if method == "DELETE":
        if not there:
            return f"There is no item {sku} in this catalog"
        catalog.drop(shop, account, sku)
        return ""
    if method == "CREATE" and there and not upsert:
        return f"An item {sku} is in this catalog already"
    if method == "UPDATE" and not there and not upsert:
        return f"There is no item {sku} in this catalog"
    if there:
        _change(shop.state.table("items", account).edit(sku), data)
        return ""
    return _make(shop, account, sku, data)


def _make(shop: FacebookEmulator, account: str, sku: str, data: dict[str, Any]) -> str:
    missing = [name for name in NEEDED if not data.get(name)]
    if missing:
        return f"A required field is missing: {', '.join(missing)}"
    item: dict[str, Any] = {"retailer_id": sku, "review_status": "approved", "visibility": "published"}
    _change(item, data)
    catalog.store(shop, account, item)
    return ""


def _change(item: dict[str, Any], data: dict[str, Any]) -> None:
    for name, value in data.items():
        if name in ("price", "sale_price"):
            item[name], item["currency"] = str(value)[:-4], str(value)[-3:]
        elif name == "image":
            urls = [each["url"] for each in value]
            item["image_url"], item["additional_image_urls"] = urls[0] if urls else "", urls[1:]
        elif name == "quantity_to_sell_on_facebook":
            item["inventory"] = value
        elif name != "id" and name in KNOWN:
            item[READ_AS.get(name, name)] = value
