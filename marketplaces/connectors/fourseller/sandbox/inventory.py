"""Stock by product and fifty SKUs at once; a word older than the stored one is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import shelf
from .answers import refuse
from .products import failure
from .shapes import judged, read_body
from .vocabulary import INVENTORY, INVENTORY_ROW, QUANTITY

if TYPE_CHECKING:
    from .marketplace import FourSellerEmulator

routes = Routes()
STALE = "a newer quantity is stored"


@routes.get("/v1/products/{id}/inventory")
def get_inventory(shop: FourSellerEmulator, request: Request) -> Answer:
    return json_answer(_seen(shelf.product(shop, request)))


@routes.add("PATCH", "/v1/products/{id}/inventory")
def set_inventory(shop: FourSellerEmulator, request: Request) -> Answer:
    product = shelf.product(shop, request)
    body = read_body(QUANTITY, request.json)
    if shelf.is_stale(product, body.get("timestamp", "")):
        raise refuse(409, STALE)
    shelf.tell(shop, request.account, product["id"], body["quantity"], body.get("timestamp", ""))
    return json_answer(_seen(shop.state.table("products", request.account)[product["id"]]))


@routes.add("PUT", "/v1/inventory")
def set_inventory_batch(shop: FourSellerEmulator, request: Request) -> Answer:
    body = read_body(INVENTORY, request.json)
    fails = shop.faults.take("partial_failure", request.path) is not None
    results = []
    for index, row in enumerate(body["items"]):
        failed = fails and index == 0 and len(body["items"]) > 1
        results.append({"index": index, **_told(shop, request.account, row, failed=failed)})
    return json_answer({"results": results})


def _told(shop: FourSellerEmulator, account: str, row: dict[str, Any], *, failed: bool) -> dict[str, Any]:
    sku = str(row.get("sku") or "")
    if failed:
        return failure(sku, "internal", "this item could not be stored, try again")
    if problems := judged(INVENTORY_ROW, row):
        name, texts = next(iter(problems.items()))
        return failure(sku, "validation_failed", f"{name} {texts[0]}")
    if row.get("warehouse"):
        return failure(sku, "validation_failed", f"there is no warehouse {row['warehouse']}")
    product = shelf.find_sku(shop, account, sku)
    if product is None:
        return failure(sku, "not_found", f"there is no product with the sku {sku}")
    if shelf.is_stale(product, row.get("timestamp", "")):
        return failure(sku, "conflict", STALE)
    changed = shelf.tell(shop, account, product["id"], row["quantity"], row.get("timestamp", ""))
    return {"sku": sku, "id": product["id"], "status": "updated" if changed else "unchanged", "error": None}


def _seen(product: dict[str, Any]) -> dict[str, Any]:
    return {
        "product_id": product["id"],
        "sku": product["sku"],
        "quantity": product["quantity"],
        "reserved": product["reserved"],
        "low_stock_threshold": product["low_stock_threshold"],
        "updated_at": product["updated_at"],
    }
