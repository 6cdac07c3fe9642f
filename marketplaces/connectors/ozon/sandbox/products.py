"""The catalogue: the list of products, and their details by id, article or SKU."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from . import cursors, shelves
from .answers import ok, refuse
from .shapes import fields, id_either, many, one_of, text, whole

if TYPE_CHECKING:
    from .marketplace import OzonEmulator

routes = Routes()
Product = dict[str, Any]

VISIBILITY = one_of(
    *[
        "ALL",
        "VISIBLE",
        "INVISIBLE",
        "EMPTY_STOCK",
        "NOT_MODERATED",
        "MODERATED",
        "DISABLED",
        "STATE_FAILED",
        "READY_TO_SUPPLY",
    ],
    *["VALIDATION_STATE_PENDING", "VALIDATION_STATE_FAIL", "VALIDATION_STATE_SUCCESS", "TO_SUPPLY", "IN_SALE"],
    *[
        "REMOVED_FROM_SALE",
        "OVERPRICED",
        "CRITICALLY_OVERPRICED",
        "EMPTY_BARCODE",
        "BARCODE_EXISTS",
        "QUARANTINE",
        "ARCHIVED",
    ],
    *["OVERPRICED_WITH_STOCK", "PARTIAL_APPROVED", "AUTO_ARCHIVED", "MANUAL_ARCHIVED", "SEASONAL_AUTO_ARCHIVED"],
    "VISIBLE_WITH_FBO_STOCK",
)
FILTER = {"offer_id": many(text(), most=1000), "product_id": many(id_either, most=1000), "visibility": VISIBILITY}
LIST = fields({"filter": fields(FILTER), "last_id": text(), "limit!": whole(1, 1000)})
INFO = fields(
    {
        name: many(check, most=1000)
        for name, check in (("offer_id", text()), ("product_id", id_either), ("sku", id_either))
    }
)
HIDDEN = frozenset({"NOT_MODERATED", "DISABLED", "STATE_FAILED", "VALIDATION_STATE_PENDING", "VALIDATION_STATE_FAIL"})


def matching(shop: OzonEmulator, account: str, wanted: dict[str, Any]) -> list[Product]:
    """The products a filter chooses, by product id. Archived ones only when asked for."""
    offers, ids = set(wanted.get("offer_id") or ()), {int(one) for one in wanted.get("product_id") or ()}
    visibility = wanted.get("visibility", "ALL")
    return [
        product
        for product in shop.state.table("products", account).values()
        if (not offers or product["offer_id"] in offers)
        and (not ids or product["product_id"] in ids)
        and _visible(shop, account, product, visibility)
    ]


def _visible(shop: OzonEmulator, account: str, product: Product, visibility: str) -> bool:
    if visibility in ("ARCHIVED", "MANUAL_ARCHIVED"):
        return bool(product["archived"])
    if product["archived"] or visibility in HIDDEN:
        return False
    if visibility in ("EMPTY_STOCK", "VISIBLE", "IN_SALE", "INVISIBLE"):
        stocked = any(row["present"] > row["reserved"] for row in shelves.shelves(shop, account, product["product_id"]))
        return stocked == (visibility in ("VISIBLE", "IN_SALE"))
    return True


def page_after(
    shop: OzonEmulator,
    request: Request,
    products: list[Product],
    cursor: str,
    key: Callable[[Product], int],
    *,
    limit: int | None = None,
) -> tuple[list[Product], str]:
    """One page and the cursor behind it; the last page has an empty cursor. The limit is the request's unless given."""
    after = cursors.unpack(cursor, 1)
    rest = [product for product in products if after is None or key(product) > int(after[0])]
    page = rest[: limit or request.json["limit"]]
    next_cursor = cursors.pack([key(page[-1])]) if len(rest) > len(page) else ""
    if page and shop.faults.take("missing_page", request.path):
        page = []
    return page, next_cursor


def product_id(product: Product) -> int:
    return int(product["product_id"])


@routes.post("/v3/product/list", shape=LIST)
def product_list(shop: OzonEmulator, request: Request) -> Answer:
    products = matching(shop, request.account, request.json.get("filter") or {})
    page, last_id = page_after(shop, request, products, request.json.get("last_id", ""), product_id)
    items = [_item(shop, request.account, product) for product in page]
    return ok({"result": {"items": items, "total": len(products), "last_id": last_id}})


def _item(shop: OzonEmulator, account: str, product: Product) -> dict[str, Any]:
    return {
        "product_id": product["product_id"],
        "offer_id": product["offer_id"],
        "archived": product["archived"],
        "has_fbs_stocks": any(row["present"] for row in shelves.shelves(shop, account, product["product_id"])),
        "has_fbo_stocks": product["fbo"] > 0,
        "is_discounted": False,
        "quants": [],
    }


@routes.post("/v3/product/info/list", shape=INFO)
def product_info(shop: OzonEmulator, request: Request) -> Answer:
    """Up to a thousand identifiers of all three sorts together; what is not ours is left out."""
    body, account = request.json, request.account
    asked = sum(len(body.get(name) or ()) for name in ("offer_id", "product_id", "sku"))
    if not 1 <= asked <= 1000:
        raise refuse("pass from 1 to 1000 identifiers in offer_id, product_id and sku together")
    found: dict[int, Product] = {}
    for name in ("offer_id", "product_id", "sku"):
        for value in body.get(name) or ():
            product = shop.find_product(account, **{name: value})
            if product is not None:
                found[product["product_id"]] = product
    return ok({"items": [_details(shop, account, product) for product in found.values()]})


def _details(shop: OzonEmulator, account: str, product: Product) -> dict[str, Any]:
    rows = shelves.shelves(shop, account, product["product_id"])
    stocks = [{"source": "fbs", "sku": product["sku"], **_sum(rows)}]
    if product["fbo"]:
        stocks.append({"source": "fbo", "sku": product["sku"], "present": product["fbo"], "reserved": 0})
    has_stock = any(stock["present"] > stock["reserved"] for stock in stocks)
    return {
        "id": product["product_id"],
        "offer_id": product["offer_id"],
        "sku": product["sku"],
        "name": product["name"],
        "barcodes": [product["barcode"]] if product["barcode"] else [],
        "price": product["price"],
        "old_price": product["old_price"],
        "min_price": product["min_price"],
        "currency_code": product["currency"],
        "vat": product["vat"],
        "created_at": product["created_at"],
        "updated_at": product["updated_at"],
        "is_archived": product["archived"],
        "stocks": {"has_stock": has_stock, "stocks": stocks},
        "visibility_details": {"has_price": True, "has_stock": has_stock},
        "model_info": {"count": product["model_size"], "model_id": product["model_id"]},
        **_statuses(product),
        **_pictures(product),
        **_unchanging(product),
    }


def _sum(rows: list[dict[str, Any]]) -> dict[str, int]:
    return {name: sum(row[name] for row in rows) for name in ("present", "reserved")}


def _statuses(product: Product) -> dict[str, Any]:
    return {
        "statuses": {
            "is_created": True,
            "moderate_status": "approved" if product["sku"] else "",
            "status": product["status"],
            "status_description": "",
            "status_failed": "",
            "status_name": "Готов к продаже" if product["sku"] else "На модерации",
            "status_tooltip": "",
            "status_updated_at": product["updated_at"],
            "validation_status": "success",
        },
        "sources": [
            {
                "sku": product["sku"],
                "source": "sds",
                "created_at": product["created_at"],
                "shipment_type": "SHIPMENT_TYPE_GENERAL",
                "quant_code": "",
            }
        ],
        "availabilities": [
            {"availability": "AVAILABLE", "reasons": [], "sku": product["sku"], "source": "sds"},
        ],
    }


def _pictures(product: Product) -> dict[str, Any]:
    return {
        "primary_image": [product["primary_image"]] if product["primary_image"] else [],
        "images": product["images"],
        "images360": product["images360"],
        "color_image": [product["color_image"]] if product["color_image"] else [],
    }


def _unchanging(product: Product) -> dict[str, Any]:
    index = {"minimal_price": "", "minimal_price_currency": "RUB", "price_index_value": 0.0}
    names = ("external_index_data", "ozon_index_data", "self_marketplaces_index_data")
    return {
        "commissions": [
            {"sale_schema": "FBS", "percent": 12.0, "value": 0.0, "delivery_amount": 0.0, "return_amount": 0.0}
        ],
        "description_category_id": product["category_id"],
        "type_id": product["type_id"],
        "discounted_fbo_stocks": 0,
        "errors": [],
        "has_discounted_fbo_item": False,
        "is_autoarchived": False,
        "is_discounted": False,
        "is_kgt": False,
        "is_prepayment_allowed": True,
        "is_super": False,
        "price_indexes": {"color_index": "COLOR_INDEX_WITHOUT_INDEX", **dict.fromkeys(names, index)},
        "promotions": [],
        "volume_weight": round(product["weight"] / 1000, 2),
    }
