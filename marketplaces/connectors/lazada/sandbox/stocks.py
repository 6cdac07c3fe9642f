"""Stock and prices by SKU: what is wrong with a row stands in `detail`, the other rows are done all the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.emulator import ControlError
from marketplaces.sandbox.limits import Bucket
from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from . import payload
from .accounts import MAIN, SELLERS
from .envelope import failure, success

if TYPE_CHECKING:
    from .market import LazadaEmulator

routes = Routes()
Document = dict[str, Any]
Write = Callable[[Document, Document], str]
INVENTORY = Bucket(rate=50, burst=50)
AMOUNT = re.compile(r"\d{1,12}(\.\d{1,2})?")


@routes.get("/rest/product/stock/sellable/update", limit=INVENTORY)
@routes.post("/rest/product/stock/sellable/update", limit=INVENTORY)
def update_stock(market: LazadaEmulator, request: Request) -> Answer:
    """Absolute units for sale."""
    return _write(market, request, lambda row, sku: _stock(market, request.account, row, sku, relative=False))


@routes.post("/rest/product/stock/sellable/adjust", limit=INVENTORY)
def adjust_stock(market: LazadaEmulator, request: Request) -> Answer:
    """More or fewer units."""
    return _write(market, request, lambda row, sku: _stock(market, request.account, row, sku, relative=True))


@routes.post("/rest/product/price_quantity/update", limit=INVENTORY)
def update_price(market: LazadaEmulator, request: Request) -> Answer:
    """Price, price of a sale, and the sum of the stock; what is not named stays."""
    return _write(market, request, lambda row, sku: _price(market, request.account, row, sku))


def _write(market: LazadaEmulator, request: Request, change: Write) -> Answer:
    rows = payload.skus(request)
    wrong: list[dict[str, str]] = []
    broken = market.faults.take("partial_failure", request.path)
    for place, row in enumerate(rows):
        found = _find(market, request.account, row)
        said = "Internal call exception" if broken and place == 0 else "SELLER_SKU_NOT_FOUND" if found is None else ""
        if found is not None and not said:
            product = market.items(request.account).edit(found[0])
            sku = next(each for each in product["skus"] if each["sku_id"] == found[1])
            said = change(row, sku)
            if not said:
                product["updated"] = market.now()
        if said:
            wrong.append({"seller_sku": row.get("SellerSku", ""), "field": "SellerSku", "message": said})
    if wrong:
        return failure("501", "E501: Update product failed", detail=wrong)
    return success({})


def _find(market: LazadaEmulator, seller: str, row: Document) -> tuple[int, int] | None:
    """Product and SKU number; the seller's own SKU will do where the numbers are missing."""
    item, sku_id, name = row.get("ItemId", ""), row.get("SkuId", ""), row.get("SellerSku", "")
    found = market.items(seller).find(item) if item else None
    for product in [found] if found is not None else ([] if item else market.items(seller).values()):
        for sku in product["skus"]:
            if (sku_id and str(sku["sku_id"]) == sku_id) or (not sku_id and sku["seller_sku"] == name):
                return product["item_id"], sku["sku_id"]
    return None


def _stock(market: LazadaEmulator, seller: str, row: Document, sku: Document, *, relative: bool) -> str:
    """The sentence that refuses it, or nothing."""
    places = row.get("MultiWarehouseInventories")
    if places is not None and len(SELLERS[seller].warehouses) == 1:
        return "The seller is not a multi-warehouse seller"
    if places is None:
        places = [{"WarehouseCode": next(iter(sku["stock"])), "SellableQuantity": row.get("SellableQuantity", "")}]
    told = dict(sku["stock"])
    for place in places:
        name, text = place.get("WarehouseCode", ""), place.get("SellableQuantity", "")
        if name not in told:
            return f"The warehouse {name} does not exist"
        if not re.fullmatch(r"-?\d{1,9}" if relative else r"\d{1,9}", text):
            return "E212: Negative or wrong sellable quantity"
        told[name] = told[name] + int(text) if relative else int(text)
    if any(units < 0 for units in told.values()):
        return "E212: Negative sellable quantity"
    locked = market.state.table("campaign", seller).find(sku["seller_sku"])
    if locked and sum(told.values()) < locked["units"]:
        return "E4170: This SKU takes part in a campaign; its stock may not be lowered"
    sku["stock"] = told
    return ""


def _price(market: LazadaEmulator, seller: str, row: Document, sku: Document) -> str:
    for name in ("Price", "SalePrice"):
        if row.get(name) and not AMOUNT.fullmatch(row[name]):
            return "BIZ_CHECK_PRICE_PRECISION_INVALID"
    if row.get("Price") and Decimal(row["Price"]) <= 0:
        return "BIZ_CHECK_PRICE_IS_ZERO"
    if row.get("Price") and sku["special_price"] and Decimal(row["Price"]) < Decimal(sku["special_price"]):
        return "BIZ_CHECK_SPECIAL_PRICE_RATE_OUT_OF_RANGE"
    if row.get("Quantity"):
        said = _stock(market, seller, {"SellableQuantity": row["Quantity"]}, sku, relative=False)
        if said:
            return said
    sku["price"] = row.get("Price") or sku["price"]
    sku["special_price"] = row.get("SalePrice") or sku["special_price"]
    return ""


def lock(market: LazadaEmulator, body: Document) -> Document:
    """Control call: a campaign holds `{"sku", "units"}`; no units ends it."""
    name = str(body.get("sku", ""))
    if not name:
        raise ControlError('Say which: {"sku": "…", "units": 5}.')
    market.state.table("campaign", MAIN).put(name, {"units": int(body.get("units", 0))})
    return {"sku": name, "units": int(body.get("units", 0))}
