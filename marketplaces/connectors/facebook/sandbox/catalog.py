"""The catalogue: items as they are stored, as they are read, and page by page."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import access
from .answers import refuse
from .arguments import arguments, chosen, fields, page, structure

if TYPE_CHECKING:
    from .marketplace import FacebookEmulator

routes = Routes()
ITEM_FIELDS = (
    "id", "retailer_id", "name", "description", "price", "sale_price", "currency", "availability", "condition",
    "inventory", "quantity_to_sell_on_facebook", "brand", "gtin", "url", "image_url", "additional_image_urls",
    "retailer_product_group_id", "product_group", "review_status", "visibility", "category", "color", "size", "errors",
)  # fmt: skip
USUAL = "id,retailer_id,name"
SIGNS = {"USD": "$", "THB": "฿", "EUR": "€", "GBP": "£"}


@routes.get("/{version}/{node}/products")
def products(shop: FacebookEmulator, request: Request) -> Answer:
    """By id, and with `filter` only those whose SKU is named."""
    access.needs(shop, request, "catalog_management")
    access.own_catalog(request)
    tree = fields(request.query.get("fields") or USUAL)
    wanted = _wanted(structure(arguments(request), "filter"))
    table = shop.state.table("items", request.account)
    rows = list(table.values()) if wanted is None else [table[sku] for sku in wanted if sku in table]
    rows.sort(key=lambda each: (len(each["id"]), each["id"]))
    answer = page(request, rows)
    answer["data"] = [chosen(seen(each), tree, ITEM_FIELDS) for each in answer["data"]]
    return json_answer(answer)


def _wanted(asked: Any) -> list[str] | None:
    if asked is None:
        return None
    rule = asked.get("retailer_id") if isinstance(asked, dict) else None
    if not isinstance(rule, dict) or set(rule) - {"is_any", "eq"}:
        raise refuse(100, "Param filter has no rule that can be read")
    names = rule.get("is_any") or [rule.get("eq")]
    return list(dict.fromkeys(str(name) for name in names))


def seen(item: dict[str, Any]) -> dict[str, Any]:
    """An item by its read names; prices are written for people."""
    shown = {name: item.get(name) for name in ITEM_FIELDS if name in item}
    shown |= {name: money(item[name], item["currency"]) for name in ("price", "sale_price") if item.get(name)}
    shown["quantity_to_sell_on_facebook"] = item.get("inventory")
    group = item.get("retailer_product_group_id")
    if group:
        shown["product_group"] = {"id": f"77{sum(map(ord, group)):09d}", "retailer_id": group}
    return shown


def money(amount: str, currency: str) -> str:
    """With a sign in front and commas between thousands."""
    return f"{SIGNS.get(currency, currency + ' ')}{Decimal(amount):,.2f}"


def find_item(shop: FacebookEmulator, account: str, number: str) -> dict[str, Any] | None:
    sku = shop.state.table("item_ids", account).find(number)
    return shop.state.table("items", account).find(sku["sku"]) if sku else None


def store(shop: FacebookEmulator, account: str, item: dict[str, Any]) -> None:
    """A new item under the next number."""
    number = str(shop.state.table("items", account).next_number(7001))
    item["id"] = number
    shop.state.table("items", account).put(item["retailer_id"], item)
    shop.state.table("item_ids", account).put(number, {"sku": item["retailer_id"]})


def drop(shop: FacebookEmulator, account: str, sku: str) -> None:
    table = shop.state.table("items", account)
    shop.state.table("item_ids", account).delete(table[sku]["id"])
    table.delete(sku)
