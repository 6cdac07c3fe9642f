"""Stock: the warehouses, what lies there, and the seller's push of new numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.limits import Bucket, Window
from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from . import pushes, shelves
from .answers import ok, refuse
from .products import FILTER, matching, page_after, product_id
from .shapes import fields, flag, id_either, many, text, whole

if TYPE_CHECKING:
    from .marketplace import OzonEmulator

routes = Routes()
Row = dict[str, Any]

# 80 requests a minute: four in hand, the others evenly, so that no minute, wherever it begins, holds more.
PUSH_LIMIT = Bucket(rate=76 / 60, burst=4)
PAIR_LIMIT = Window(1, 30)
STOCK_ROW = fields(
    {
        "offer_id": text(),
        "product_id": whole(1),
        "stock!": whole(0),
        "warehouse_id!": whole(1),
        "quant_size": whole(1),  # the schema asks for it, its example leaves it out
    }
)
PUSH = fields({"stocks!": many(STOCK_ROW, least=1, most=100)})
QUANT = fields({"created": flag, "exists": flag})
READ = fields({"filter!": fields({**FILTER, "with_quant": QUANT}), "cursor": text(), "limit!": whole(1, 1000)})
BY_WAREHOUSE = fields({"sku": many(id_either, least=1, most=500), "offer_id": many(text(), least=1, most=500)})
MOST_WAREHOUSES = 200
# The schema asks for a limit, its example sends 0: then as many as there may be.
LIST = fields(
    {
        "limit": whole(0, MOST_WAREHOUSES),
        "cursor": text(),
        "warehouse_ids": many(id_either, most=MOST_WAREHOUSES),
    }
)


@routes.post("/v2/warehouse/list", shape=LIST)
def warehouse_list(shop: OzonEmulator, request: Request) -> Answer:
    wanted = {str(one) for one in request.json.get("warehouse_ids") or ()}
    rows = [row for row in shelves.WAREHOUSES if not wanted or str(row[0]) in wanted]
    numbered = [{"product_id": row[0], "row": row} for row in rows]
    limit = request.json.get("limit") or MOST_WAREHOUSES
    page, cursor = page_after(shop, request, numbered, request.json.get("cursor", ""), product_id, limit=limit)
    shown = [_warehouse(item["row"]) for item in page]
    return ok({"warehouses": shown, "cursor": cursor, "has_next": bool(cursor)})


def _warehouse(row: tuple[int, str, bool, str, float, float]) -> dict[str, Any]:
    number, name, own, address, latitude, longitude = row
    return {
        "warehouse_id": number,
        "name": name,
        "is_rfbs": own,
        "status": "created",
        "warehouse_type": "rfbs" if own else "fbs",
        "address_info": {"address": address, "latitude": latitude, "longitude": longitude, "utc": "+03:00"},
        "created_at": "2025-03-01T09:00:00Z",
        "updated_at": "2026-02-11T12:30:00Z",
        "first_mile": {
            "dropoff_point_id": "" if own else "22655170176000",
            "first_mile_is_changing": False,
            "timeslot_id": 0,
            "timeslot_from": "",
            "timeslot_to": "",
            "type": "UNSPECIFIED" if own else "DROP_OFF",
        },
        "carriage_label_type": "UNSPECIFIED" if own else "BIG",
        "courier_comment": "",
        "courier_phones": [],
        "phone": "+74950000000",
        "cut_in_time": 1080,
        "sla_cut_in": 1440,
        "min_postings_limit": 10,
        "postings_limit": -1,
        "working_days": ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"],
        **dict.fromkeys(_OFF, False),
    }


_OFF = (
    "has_entrusted_acceptance",
    "has_postings_limit",
    "is_auto_assembly",
    "is_comfort",
    "is_express",
    "is_kgt",
    "is_waybill_enabled",
    "with_item_list",
)


@routes.post("/v4/product/info/stocks", shape=READ)
def product_stocks(shop: OzonEmulator, request: Request) -> Answer:
    products = matching(shop, request.account, request.json["filter"])
    page, cursor = page_after(shop, request, products, request.json.get("cursor", ""), product_id)
    items = [
        {
            "product_id": product["product_id"],
            "offer_id": product["offer_id"],
            "stocks": _stocks(shop, request.account, product),
        }
        for product in page
    ]
    return ok({"items": items, "total": len(products), "cursor": cursor})


def _stocks(shop: OzonEmulator, account: str, product: dict[str, Any]) -> list[dict[str, Any]]:
    rows = shelves.shelves(shop, account, product["product_id"])
    own = {
        kind: [r for r in rows if shelves.BY_ID[r["warehouse_id"]][2] == (kind == "rfbs")] for kind in ("fbs", "rfbs")
    }
    found = [
        {
            "type": kind,
            "present": sum(row["present"] for row in here),
            "reserved": sum(row["reserved"] for row in here),
            "warehouse_ids": [row["warehouse_id"] for row in here],
        }
        for kind, here in own.items()
        if here
    ]
    if product["fbo"]:
        found.append({"type": "fbo", "present": product["fbo"], "reserved": 0, "warehouse_ids": []})
    return [stock | {"sku": product["sku"], "shipment_type": "SHIPMENT_TYPE_GENERAL"} for stock in found]


@routes.post("/v1/product/info/stocks-by-warehouse/fbs", shape=BY_WAREHOUSE)
def stocks_by_warehouse(shop: OzonEmulator, request: Request) -> Answer:
    body = request.json
    if ("sku" in body) == ("offer_id" in body):
        raise refuse("pass either sku or offer_id")
    name = "sku" if "sku" in body else "offer_id"
    found = [shop.find_product(request.account, **{name: value}) for value in body[name]]
    result = [
        {
            "sku": product["sku"],
            "offer_id": product["offer_id"],
            "product_id": product["product_id"],
            "present": row["present"],
            "reserved": row["reserved"],
            "warehouse_id": row["warehouse_id"],
            "warehouse_name": shelves.BY_ID[row["warehouse_id"]][1],
        }
        for product in found
        if product is not None
        for row in shelves.shelves(shop, request.account, product["product_id"])
    ]
    return ok({"result": result})


@routes.post("/v2/products/stocks", shape=PUSH, limit=PUSH_LIMIT)
def push_stocks(shop: OzonEmulator, request: Request) -> Answer:
    """One answer per row, in the order of the rows; the call is 200 whatever the rows say."""
    rows: list[Row] = request.json["stocks"]
    for place, row in enumerate(rows):
        if not (row.get("offer_id") or row.get("product_id")):
            raise refuse(f"Request validation error: stocks[{place}]: offer_id or product_id is required")
    fault = shop.faults.take("partial_failure", request.path)
    result, changed = [], []
    for place, row in enumerate(rows):
        product = shop.find_product(
            request.account, offer_id=row.get("offer_id"), product_id=None if row.get("offer_id") else row["product_id"]
        )
        error = _objection(shop, request.account, row, product)
        if not error and fault and place % 2 == 0:
            error = ("INTERNAL_ERROR", "Internal error")
        if not error and product:
            changed.append(_set(shop, request.account, product, row))
        result.append(_row_answer(row, product, error))
    if changed:
        pushes.stocks_changed(shop, request.account, changed)
    return ok({"result": result})


def _set(shop: OzonEmulator, account: str, product: dict[str, Any], row: Row) -> dict[str, Any]:
    return shelves.set_available(shop, account, product["product_id"], row["warehouse_id"], row["stock"])


def _objection(shop: OzonEmulator, account: str, row: Row, product: dict[str, Any] | None) -> tuple[str, str] | None:
    if product is None:
        return "offer_id_not_found", "Product with such ID doesn't exist in your personal account."
    if row["warehouse_id"] not in shelves.BY_ID:
        return "WAREHOUSE_NOT_FOUND", f"Warehouse {row['warehouse_id']} not found."
    if product["archived"]:
        return "product_is_not_created", "The product is archived."
    if not product["sku"]:
        return "product_is_not_created", "The product is still being checked."
    if shop.limits.take(f"pair:{account}:{product['product_id']}:{row['warehouse_id']}", PAIR_LIMIT):
        return "TOO_MANY_REQUESTS", "You can update the stock of one product once in 30 seconds."
    return None


def _row_answer(row: Row, product: dict[str, Any] | None, error: tuple[str, str] | None) -> dict[str, Any]:
    return {
        "offer_id": product["offer_id"] if product else row.get("offer_id", ""),
        "product_id": product["product_id"] if product else row.get("product_id", 0),
        "warehouse_id": row["warehouse_id"],
        "updated": error is None,
        "errors": [] if error is None else [{"code": error[0], "message": error[1]}],
    }
