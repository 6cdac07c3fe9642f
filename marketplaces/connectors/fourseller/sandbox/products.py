"""Products: one by one, fifty at once, and page by page; what is deleted is still told to who asks for changes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Refused, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import pushes, shelf
from .answers import invalid, refuse
from .shapes import judged, moment, read_body, read_query
from .times import iso
from .vocabulary import PAGE, PRODUCT, PRODUCT_QUERY, PRODUCTS

if TYPE_CHECKING:
    from .marketplace import FourSellerEmulator

routes = Routes()
OWN_FIELDS = tuple(name for name in PRODUCT if name != "inventory")


@routes.get("/v1/products")
def list_products(shop: FourSellerEmulator, request: Request) -> Answer:
    asked = read_query(PRODUCT_QUERY, request.query)
    since = moment(asked["updated_since"]) if "updated_since" in asked else None
    found = [each for each in shop.state.table("products", request.account).values() if _listed(each, since, asked)]
    return page_of(shop, request, asked, [seen(each) for each in found])


def page_of(shop: FourSellerEmulator, request: Request, asked: dict[str, Any], found: list[dict[str, Any]]) -> Answer:
    """One page and where it stands in the whole."""
    limit, offset = asked.get("limit", PAGE), asked.get("offset", 0)
    rows = found[offset : offset + limit]
    if rows and shop.faults.take("missing_page", request.path):
        rows = []
    return json_answer({"data": rows, "pagination": {"limit": limit, "offset": offset, "total": len(found)}})


def _listed(product: dict[str, Any], since: datetime | None, asked: dict[str, Any]) -> bool:
    if "sku" in asked and product["sku"] != asked["sku"]:
        return False
    if since is None:
        return product["status"] != "deleted"
    changed = moment(product["updated_at"])
    return changed is not None and changed >= since


@routes.post("/v1/products")
def create_product(shop: FourSellerEmulator, request: Request) -> Answer:
    body = read_body(PRODUCT, request.json)
    _check_currency(shop, request.account, body)
    if shelf.find_sku(shop, request.account, body["sku"]) is not None:
        raise refuse(409, f"there is a product with the sku {body['sku']} already", code="duplicate_sku")
    return json_answer(seen(_create(shop, request.account, body)), 201)


@routes.post("/v1/products/batch")
def upsert_products(shop: FourSellerEmulator, request: Request) -> Answer:
    body = read_body(PRODUCTS, request.json)
    fails = shop.faults.take("partial_failure", request.path) is not None
    results = []
    for index, row in enumerate(body["products"]):
        failed = fails and index == 0 and len(body["products"]) > 1
        results.append({"index": index, **_upsert(shop, request.account, row, failed=failed)})
    return json_answer({"results": results})


def _upsert(shop: FourSellerEmulator, account: str, row: dict[str, Any], *, failed: bool) -> dict[str, Any]:
    sku = str(row.get("sku") or "")
    if failed:
        return failure(sku, "internal", "this item could not be stored, try again")
    problems = judged(PRODUCT, row)
    if problems:
        name, texts = next(iter(problems.items()))
        return failure(sku, "validation_failed", f"{name} {texts[0]}")
    try:
        _check_currency(shop, account, row)
    except Refused:
        return failure(sku, "validation_failed", "currency is not the shop's")
    known = shelf.find_sku(shop, account, sku)
    if known is None:
        return {"sku": sku, "id": _create(shop, account, row)["id"], "status": "created", "error": None}
    status = "updated" if _replace(shop, account, known["id"], row) else "unchanged"
    return {"sku": sku, "id": known["id"], "status": status, "error": None}


def failure(sku: str, code: str, message: str) -> dict[str, Any]:
    """One item of a batch that was not taken."""
    return {"sku": sku, "id": None, "status": "failed", "error": {"code": code, "message": message}}


@routes.get("/v1/products/{id}")
def get_product(shop: FourSellerEmulator, request: Request) -> Answer:
    return json_answer(seen(shelf.product(shop, request)))


@routes.add("PUT", "/v1/products/{id}")
def update_product(shop: FourSellerEmulator, request: Request) -> Answer:
    product = shelf.product(shop, request)
    body = read_body(PRODUCT, request.json)
    _check_currency(shop, request.account, body)
    other = shelf.find_sku(shop, request.account, body["sku"])
    if other is not None and other["id"] != product["id"]:
        raise refuse(409, f"there is a product with the sku {body['sku']} already", code="duplicate_sku")
    _replace(shop, request.account, product["id"], body)
    return json_answer(seen(shop.state.table("products", request.account)[product["id"]]))


@routes.add("DELETE", "/v1/products/{id}")
def delete_product(shop: FourSellerEmulator, request: Request) -> Answer:
    number = shelf.product(shop, request)["id"]
    document = shop.state.table("products", request.account).edit(number)
    document["status"], document["updated_at"] = "deleted", iso(shop.clock.now())
    pushes.product(shop, request.account, "product.deleted", document)
    return Answer(204)


def _create(shop: FourSellerEmulator, account: str, body: dict[str, Any]) -> dict[str, Any]:
    table = shop.state.table("products", account)
    now = iso(shop.clock.now())
    inventory = body.get("inventory") or {}
    document = {name: body[name] for name in OWN_FIELDS if name in body} | {
        "id": f"P-{table.next_number(1001)}",
        "status": "active",
        "quantity": inventory.get("quantity", 0),
        "track_quantity": inventory.get("track_quantity", True),
        "reserved": 0,
        "low_stock_threshold": None,
        "low_told": False,
        "told_at": "",
        "created_at": now,
        "updated_at": now,
    }
    table.put(document["id"], document)
    return document


def _replace(shop: FourSellerEmulator, account: str, number: str, body: dict[str, Any]) -> bool:
    """The whole product, its stock only where the body tells any; False when it is the same as before."""
    table = shop.state.table("products", account)
    before = {name: table[number][name] for name in OWN_FIELDS if name in table[number]}
    inventory = body.get("inventory") or {}
    wanted = {name: body[name] for name in OWN_FIELDS if name in body}
    quantity = inventory.get("quantity", table[number]["quantity"])
    if before == wanted and quantity == table[number]["quantity"]:
        return False
    document = table.edit(number)
    for name in OWN_FIELDS:
        document.pop(name, None)
    document.update(wanted)
    document["quantity"] = quantity
    document["track_quantity"] = inventory.get("track_quantity", document["track_quantity"])
    document["updated_at"] = iso(shop.clock.now())
    pushes.product(shop, account, "product.updated", document)
    return True


def _check_currency(shop: FourSellerEmulator, account: str, body: dict[str, Any]) -> None:
    ours = shop.state.table("accounts")[account]["currency"]
    if body["currency"] != ours:
        raise invalid({"currency": [f"this shop sells in {ours}"]})


def seen(product: dict[str, Any]) -> dict[str, Any]:
    """A product as the API shows it."""
    empty = product["status"] == "active" and product["track_quantity"] and product["quantity"] == 0
    return {name: product[name] for name in OWN_FIELDS if name in product} | {
        "id": product["id"],
        "status": "out_of_stock" if empty else product["status"],
        "inventory": {"quantity": product["quantity"], "track_quantity": product["track_quantity"]},
        "created_at": product["created_at"],
        "updated_at": product["updated_at"],
    }
