"""Products: a list by filter and time, and one by its number; each with its SKUs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from . import arguments, times
from .envelope import Refused, success
from .vocabulary import FILTERS

if TYPE_CHECKING:
    from .market import LazadaEmulator

routes = Routes()
Document = dict[str, Any]
PAGE, LAST_OFFSET, BY_SKU = 50, 10_000, 100


@routes.get("/rest/products/get")
def list_products(market: LazadaEmulator, request: Request) -> Answer:
    asked = arguments.given(request)
    if asked.get("filter") not in FILTERS:
        raise Refused("36", "E036: “filter” is missing or not valid.")
    limit = arguments.number(request, "limit", code="19", least=1, most=PAGE, default=20)
    offset = arguments.number(request, "offset", code="14", most=LAST_OFFSET, default=0)
    skus = _skus(request)
    spans = {
        "created": (arguments.moment(request, "create_after"), arguments.moment(request, "create_before")),
        "updated": (arguments.moment(request, "update_after"), arguments.moment(request, "update_before")),
    }
    found = [
        each
        for each in market.items(request.account).values()
        if _fits(each, asked["filter"])
        and all(_inside(each[name], span) for name, span in spans.items())
        and (skus is None or any(sku["seller_sku"] in skus for sku in each["skus"]))
    ]
    rows = found[offset : offset + limit]
    if rows and market.faults.take("missing_page", request.path):
        rows = []
    return success({"total_products": len(found), "products": [view(each, images=each["images"]) for each in rows]})


def _skus(request: Request) -> list[str] | None:
    if not arguments.given(request).get("sku_seller_list"):
        return None
    found = arguments.json_text(request, "sku_seller_list")
    if not isinstance(found, list) or len(found) > BY_SKU:
        raise Refused("70", f"E070: “sku_seller_list” is a list of at most {BY_SKU} SKUs.")
    return [str(each) for each in found]


def _fits(product: Document, word: str) -> bool:
    if word == "all":
        return True
    if word == "sold-out":
        return all(not any(sku["stock"].values()) for sku in product["skus"])
    return bool(
        {
            "live": "Active",
            "inactive": "InActive",
            "deleted": "Deleted",
            "pending": "Pending QC",
            "rejected": "Rejected",
        }[word]
        == product["status"]
    )


def _inside(moment: float, span: tuple[float | None, float | None]) -> bool:
    second = int(moment)
    return (span[0] is None or second >= int(span[0])) and (span[1] is None or second <= span[1])


@routes.get("/rest/product/item/get")
def get_product(market: LazadaEmulator, request: Request) -> Answer:
    found = market.items(request.account).find(arguments.identity(request, "item_id"))
    if found is None:
        raise Refused("208", "E208: Item ID is not found.")
    return success(view(found, images=json.dumps(found["images"])))


def view(product: Document, *, images: list[str] | str) -> Document:
    """Pictures are a list in the list of products, and the text of one where a single product is told."""
    return {
        "item_id": product["item_id"],
        "primary_category": product["category"],
        "status": product["status"],
        "created_time": times.milliseconds(product["created"]),
        "updated_time": times.milliseconds(product["updated"]),
        "images": images,
        "attributes": {
            "name": product["name"],
            "description": product["description"],
            "brand": product["brand"],
            "short_description": "",
        },
        "skus": [_sku(sku) for sku in product["skus"]],
    }


def _sku(sku: Document) -> Document:
    total = sum(sku["stock"].values())
    return {
        "SkuId": sku["sku_id"],
        "SellerSku": sku["seller_sku"],
        "ShopSku": sku["shop_sku"],
        "Status": sku["status"],
        "quantity": total,
        "Available": total,
        "price": float(sku["price"]),
        "special_price": float(sku["special_price"] or 0),
        "package_weight": sku["kilograms"],
        "package_length": sku["size_cm"][0],
        "package_width": sku["size_cm"][1],
        "package_height": sku["size_cm"][2],
        "saleProp": sku["options"],
        "Images": sku["images"],
        "Url": f"https://www.lazada.example/i{sku['sku_id']}.html",
        "multiWarehouseInventories": [
            {
                "warehouseCode": name,
                "quantity": units,
                "sellableQuantity": units,
                "totalQuantity": units,
                "occupyQuantity": 0,
                "withholdQuantity": 0,
            }
            for name, units in sku["stock"].items()
        ],
    }
