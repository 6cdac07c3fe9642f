"""Catalogue calls: items, their models, and stock and price of one item per call; contract section 8."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from . import product_view
from .arguments import arguments, whole_numbers
from .envelope import success
from .errors import Refused, wrong
from .shelf import find_model

if TYPE_CHECKING:
    from .emulator import ShopeeEmulator

routes = Routes()

BASE_INFO_LIMIT = 50
MOST_STOCK, HIGHEST_PRICE = 999_999, 500_000
_GONE = ("SELLER_DELETE", "SHOPEE_DELETE", "BANNED")

Document = dict[str, Any]


@routes.get("/api/v2/product/get_item_list")
def get_item_list(emulator: ShopeeEmulator, request: Request) -> Answer:
    """Items by status, in pages by offset."""
    given = arguments(request)
    start, end = given.get("update_time_from", 0), given.get("update_time_to", 2**40)
    if start > end:
        raise Refused("product.error_update_time_range", "update_time_from must be earlier than update_time_to.")
    found = [
        item
        for item in emulator.items(request.account).values()
        if item["status"] in given["item_status"] and start <= item["update_time"] <= end
    ]
    page = found[given["offset"] : given["offset"] + given["page_size"]]
    rows = [] if emulator.faults.take("missing_page", request.path) else [product_view.list_row(item) for item in page]
    answer = {"item": rows, "total_count": len(found), "has_next_page": given["offset"] + len(page) < len(found)}
    if answer["has_next_page"]:
        answer["next_offset"] = given["offset"] + len(page)
    return success(answer)


@routes.get("/api/v2/product/get_item_base_info")
def get_item_base_info(emulator: ShopeeEmulator, request: Request) -> Answer:
    """Up to 50 items; ids that are not of this shop are left out."""
    numbers = whole_numbers(arguments(request)["item_id_list"], "item_id_list")
    if len(numbers) > BASE_INFO_LIMIT:
        raise Refused("product.error_query_over_itemid_size", "The number of item_id_list is over 50.")
    table = emulator.items(request.account)
    found = [item for number in dict.fromkeys(numbers) if (item := table.find(number)) is not None]
    if not found:
        raise Refused("product.error_item_not_found", "Product not found.")
    return success({"item_list": [product_view.base_info(item) for item in found]})


@routes.get("/api/v2/product/get_model_list")
def get_model_list(emulator: ShopeeEmulator, request: Request) -> Answer:
    """The variations of one item."""
    return success(product_view.models(_item(emulator, request.account, arguments(request)["item_id"])))


@routes.post("/api/v2/product/update_stock")
def update_stock(emulator: ShopeeEmulator, request: Request) -> Answer:
    """Absolute stock of the models of one item; read ``failure_list`` even when ``error`` is empty."""
    return _update(emulator, request, "stock_list", _set_stock)


@routes.post("/api/v2/product/update_price")
def update_price(emulator: ShopeeEmulator, request: Request) -> Answer:
    """Original price of the models of one item."""
    return _update(emulator, request, "price_list", _set_price)


def _update(
    emulator: ShopeeEmulator, request: Request, rows: str, change: Callable[[Document, Document, Document], Document]
) -> Answer:
    given = arguments(request)
    item = _editable(emulator, request.account, given["item_id"])
    ids = [row.get("model_id", 0) for row in given[rows]]
    if len(set(ids)) != len(ids):
        raise wrong("Wrong parameters, detail: a model_id is given more than once.")
    if item["has_model"] and 0 in ids:
        kind = rows.removesuffix("_list")
        raise Refused(f"product.error_edit_item_{kind}_for_item_has_model", "The item has models: model_id is wanted.")
    done, failed = [], []
    for row, model_id in zip(given[rows], ids, strict=True):
        try:
            if emulator.faults.take("partial_failure", request.path):
                raise RowFailed("System busy, please try again later.")
            done.append({"model_id": model_id} | change(item, _model(item, model_id), row))
        except RowFailed as failure:
            failed.append({"model_id": model_id, "failed_reason": str(failure)})
    if done:
        item["update_time"] = int(emulator.now())
    return success({"success_list": done, "failure_list": failed})


class RowFailed(Exception):
    """One model of the call could not be changed; the text is its ``failed_reason``."""


def _set_stock(item: Document, model: Document, row: Document) -> Document:
    wanted = row["seller_stock"]
    if len(wanted) != 1 or wanted[0].get("location_id", item["location"]) != item["location"]:
        raise RowFailed("The location_id does not exist in this shop.")
    stock = wanted[0]["stock"]
    if item["by_shopee"]:
        raise RowFailed("The stock of this product is held by Shopee and cannot be edited.")
    if not 0 <= stock <= MOST_STOCK:
        raise RowFailed(f"Stock must be between 0 and {MOST_STOCK}.")
    if stock < model["reserved"]:
        raise RowFailed(f"Stock cannot be lower than the {model['reserved']} reserved for promotion.")
    model["stock"] = stock
    return {"location_id": item["location"], "stock": stock}


def _set_price(item: Document, model: Document, row: Document) -> Document:
    price = row["original_price"]
    if model["locked"]:
        raise RowFailed("The price is locked while the product is in promotion.")
    if not 0 < price <= HIGHEST_PRICE:
        raise RowFailed(f"Price must be more than 0 and at most {HIGHEST_PRICE}.")
    if round(price, 2) != price:
        raise RowFailed("Price may have at most two decimals.")
    model["original"] = model["price"] = float(price)
    return {"original_price": float(price)}


def _model(item: Document, model_id: int) -> Document:
    model = find_model(item, model_id)
    if model is None:
        raise RowFailed("Model not found.")
    return model


def _item(emulator: ShopeeEmulator, account: str, item_id: int) -> Document:
    item = emulator.items(account).find(item_id)
    if item is None:
        raise Refused("product.error_item_not_found", "Product not found.")
    return item


def _editable(emulator: ShopeeEmulator, account: str, item_id: int) -> Document:
    if _item(emulator, account, item_id)["status"] in _GONE:
        raise Refused("product.error_item_uneditable", "The product can no longer be edited.")
    return emulator.items(account).edit(item_id)
