"""Prices: read by cursor, and the seller's push with Ozon's rules about discounts."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.limits import Window
from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from .answers import ok, refuse
from .products import FILTER, matching, page_after, product_id
from .shapes import fields, flag, many, one_of, text, whole
from .times import plain

if TYPE_CHECKING:
    from .marketplace import OzonEmulator

routes = Routes()
Row = dict[str, Any]

PRODUCT_LIMIT = Window(10, 3600)
PRICE_ROW = fields(
    {
        "offer_id": text(),
        "product_id": whole(1),
        "price": text(),
        "old_price": text(),
        "min_price": text(),
        "net_price": text(),
        "currency_code": text(),
        "auto_action_enabled": one_of("UNKNOWN", "ENABLED", "DISABLED"),
        "price_strategy_enabled": one_of("UNKNOWN", "ENABLED", "DISABLED"),
        "manage_elastic_boosting_through_price": flag,
        "min_price_for_auto_actions_enabled": flag,
        "quant_size": whole(1),
        "vat": text(),
    }
)
#: Whose prices a product's own is held against.
COMPARED = ("external", "ozon", "self_marketplaces")
PUSH = fields({"prices!": many(PRICE_ROW, least=1, most=1000)})
READ = fields({"filter!": fields(FILTER), "cursor": text(), "limit!": whole(1, 1000)})
TOO_OFTEN = "error limiting: acquire limit per item: items limit: limit exceeded"


@routes.post("/v5/product/info/prices", shape=READ)
def read_prices(shop: OzonEmulator, request: Request) -> Answer:
    products = matching(shop, request.account, request.json["filter"])
    page, cursor = page_after(shop, request, products, request.json.get("cursor", ""), product_id)
    return ok({"items": [_item(product) for product in page], "total": len(products), "cursor": cursor})


def _item(product: dict[str, Any]) -> dict[str, Any]:
    return {
        "product_id": product["product_id"],
        "offer_id": product["offer_id"],
        "acquiring": 0.0,
        "volume_weight": round(product["weight"] / 1000, 2),
        "price": {
            "price": float(product["price"]),
            "old_price": float(product["old_price"]),
            "min_price": float(product["min_price"]),
            "net_price": 0.0,
            "retail_price": 0.0,
            "marketing_seller_price": float(product["price"]),
            "currency_code": product["currency"],
            "auto_action_enabled": product["auto_action"],
            "vat": float(product["vat"]),
        },
        "commissions": {"sales_percent_fbo": 12.0, "sales_percent_fbs": 12.0, "sales_percent_rfbs": 11.0},
        "marketing_actions": {"actions": [], "ozon_actions_exist": False},
        "price_indexes": {"color_index": "WITHOUT_INDEX", **{f"{of}_index_data": _unknown() for of in COMPARED}},
    }


def _unknown() -> dict[str, Any]:
    """Nobody else sells it."""
    return {"min_price": 0.0, "min_price_currency": "", "price_index_value": 0.0}


@routes.post("/v1/product/import/prices", shape=PUSH)
def push_prices(shop: OzonEmulator, request: Request) -> Answer:
    """One answer per row, in the order of the rows."""
    rows: list[Row] = request.json["prices"]
    for place, row in enumerate(rows):
        if not (row.get("offer_id") or row.get("product_id")):
            raise refuse(f"Request validation error: prices[{place}]: offer_id or product_id is required")
    fault = shop.faults.take("partial_failure", request.path)
    result = []
    for place, row in enumerate(rows):
        product = shop.find_product(
            request.account, offer_id=row.get("offer_id"), product_id=None if row.get("offer_id") else row["product_id"]
        )
        error = _objection(shop, request.account, row, product)
        if not error and fault and place % 2 == 0:
            error = ("INTERNAL_ERROR", "Internal error")
        if not error and product:
            _set(shop, request.account, product["product_id"], row)
        result.append(_row_answer(row, product, error))
    return ok({"result": result})


def _set(shop: OzonEmulator, account: str, number: int, row: Row) -> None:
    product = shop.state.table("products", account).edit(number)
    for name in ("price", "old_price", "min_price"):
        if row.get(name):
            product[name] = f"{Decimal(row[name]):.2f}"
    if row.get("auto_action_enabled", "UNKNOWN") != "UNKNOWN":
        product["auto_action"] = row["auto_action_enabled"] == "ENABLED"
    product["updated_at"] = plain(shop.clock.now())


def _objection(shop: OzonEmulator, account: str, row: Row, product: dict[str, Any] | None) -> tuple[str, str] | None:
    if product is None:
        return "NOT_FOUND_ERROR", "There is no product with this identifier in your personal account."
    if row.get("currency_code", product["currency"]) != product["currency"]:
        return "currency_mismatch", f"The currency of your account is {product['currency']}."
    try:
        price, old, lowest = (Decimal(row.get(name) or product[name]) for name in ("price", "old_price", "min_price"))
    except InvalidOperation:
        return "invalid_price", "A price is a decimal number as a string."
    error = _price_objection(price, old, lowest)
    if error is None and shop.limits.take(f"price:{account}:{product['product_id']}", PRODUCT_LIMIT):
        return "TOO_MANY_REQUESTS", TOO_OFTEN
    return error


def _price_objection(price: Decimal, old: Decimal, lowest: Decimal) -> tuple[str, str] | None:
    if not all(number.is_finite() and number == round(number, 2) for number in (price, old, lowest)):
        return "invalid_price", "A price has up to two digits after the decimal point."
    if price < 0 or old < 0 or lowest < 0:
        return "price_negative", "An attempt to set a negative price."
    if price == 0:
        return "invalid_category_price", "The price is too low."
    if lowest > price:
        return "min_price_over_price", "min_price must not be higher than price."
    if old == 0:
        return None
    off = old - price
    if price < 400:
        enough, code = off > 20, "discount_for_low_price_is_too_small"
    elif price <= 10_000:
        enough, code = off > old * Decimal("0.05"), "discount_for_average_price_is_too_small"
    else:
        enough, code = off > 500, "discount_for_top_price_is_too_small"
    if not enough:
        return code, "The discount is too small."
    return ("discount_too_big", "The discount must be less than 90%.") if off >= old * Decimal("0.9") else None


def _row_answer(row: Row, product: dict[str, Any] | None, error: tuple[str, str] | None) -> dict[str, Any]:
    return {
        "offer_id": product["offer_id"] if product else row.get("offer_id", ""),
        "product_id": product["product_id"] if product else row.get("product_id", 0),
        "updated": error is None,
        "errors": [] if error is None else [{"code": error[0], "message": error[1]}],
    }
