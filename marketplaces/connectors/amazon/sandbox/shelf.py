"""The shelf: listings as attributes of Amazon's own form, and what a sale or a seller's word does to their numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from .sellers import Place
from .times import iso

if TYPE_CHECKING:
    from .marketplace import AmazonEmulator

DEFAULT = "DEFAULT"


def listed(shop: AmazonEmulator, account: str, place: Place) -> list[dict[str, Any]]:
    return [each for each in shop.state.table("items", account).values() if each["place"] == place.number]


def put(
    shop: AmazonEmulator, account: str, sku: str, product_type: str, attributes: dict[str, Any], place: Place
) -> dict[str, Any]:
    """All of the listing becomes what was told; what Amazon holds of it stays."""
    now = iso(shop.clock.now())
    before = shop.state.table("items", account).find(sku)
    if before is None:
        number = shop.state.table("asins").next_number(10_001)
        before = {"sku": sku, "asin": f"B0L{number:07d}", "created": now, "fba": 0, "issues": []}
    document = {
        **before, "place": place.number, "productType": product_type, "attributes": attributes, "updated": now,
    }  # fmt: skip
    return shop.state.table("items", account).put(sku, document)


def quantity(item: dict[str, Any]) -> int:
    """What can be sold: the seller's own number, or what lies in Amazon's warehouse."""
    if is_theirs(item):
        return int(item["fba"])
    rows = item["attributes"].get("fulfillment_availability") or []
    return sum(int(row.get("quantity") or 0) for row in rows if row.get("fulfillment_channel_code") == DEFAULT)


def is_theirs(item: dict[str, Any]) -> bool:
    rows = item["attributes"].get("fulfillment_availability") or []
    return any(row.get("fulfillment_channel_code") != DEFAULT for row in rows)


def price(item: dict[str, Any]) -> Decimal | None:
    """What everybody pays."""
    for row in item["attributes"].get("purchasable_offer") or []:
        if row.get("audience", "ALL") == "ALL":
            for each in row.get("our_price") or []:
                for step in each.get("schedule") or []:
                    return Decimal(str(step["value_with_tax"]))
    return None


def currency(item: dict[str, Any], place: Place) -> str:
    rows = item["attributes"].get("purchasable_offer") or [{}]
    return str(rows[0].get("currency") or place.currency)


def value(item: dict[str, Any], name: str) -> str:
    """The first text of an attribute."""
    rows = item["attributes"].get(name) or [{}]
    return str(rows[0].get("value", ""))


def status(item: dict[str, Any]) -> list[str]:
    """Buyable where it has a price and stock, discoverable where it has a name."""
    words = ["BUYABLE"] if price(item) is not None and quantity(item) > 0 and not item["issues"] else []
    return words + (["DISCOVERABLE"] if value(item, "item_name") else [])


def take(shop: AmazonEmulator, account: str, sku: str, number: int) -> None:
    """A buyer takes some, or with a negative number they come back."""
    table = shop.state.table("items", account)
    if sku not in table:
        return
    item = table.edit(sku)
    if is_theirs(item):
        item["fba"] = max(0, item["fba"] - number)
        return
    for row in item["attributes"].get("fulfillment_availability") or []:
        if row.get("fulfillment_channel_code") == DEFAULT:
            row["quantity"] = max(0, int(row.get("quantity") or 0) - number)
            return
