"""Items made, changed and taken off sale, and the pictures that go with them; contract section 8 and source S1."""

from __future__ import annotations

import hashlib
from email import message_from_bytes
from email.policy import HTTP
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from .accounts import SHOPS
from .arguments import arguments
from .envelope import success
from .errors import Refused, wrong
from .product_view import picture
from .shelf import CATEGORY, FIRST_ITEM, category_tree
from .shipping_options import CHANNELS

if TYPE_CHECKING:
    from .emulator import ShopeeEmulator

routes = Routes()

LARGEST_PICTURE = 10 * 1024 * 1024
MOST_PICTURES = 9
LONGEST_NAME = 255
BEGINNINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
SHOWN = ("NORMAL", "UNLIST")

Document = dict[str, Any]


@routes.get("/api/v2/product/get_category")
def get_category(emulator: ShopeeEmulator, request: Request) -> Answer:
    """The tree; only its ends take items."""
    arguments(request)
    return success({"category_list": category_tree()})


@routes.get("/api/v2/product/search_item")
def search_item(emulator: ShopeeEmulator, request: Request) -> Answer:
    """Items by SKU or by part of the name."""
    given = arguments(request)
    if not any(given.get(name) for name in ("item_sku", "item_name", "attribute_status")):
        raise wrong("request must set one of [item_name,attribute_status]")
    found = [item for item in emulator.items(request.account).values() if _is_meant(item, given)]
    start = int(given.get("offset") or 0)
    page = found[start : start + given["page_size"]]
    answer: Document = {"item_id_list": [item["item_id"] for item in page], "total_count": len(found)}
    more = start + len(page) < len(found)
    return success(answer | {"next_offset": str(start + len(page)) if more else ""})


def _is_meant(item: Document, given: Document) -> bool:
    if item["status"] not in given.get("item_status", SHOWN):
        return False
    if given.get("item_sku"):
        return bool(item["sku"] == given["item_sku"])
    return str(given.get("item_name", "")).lower() in item["name"].lower()


@routes.post("/api/v2/media_space/upload_image", public=True)
def upload_image(emulator: ShopeeEmulator, request: Request) -> Answer:
    """One picture as a form's file; the id that it gets is what items name."""
    content = _file(request)
    if not content.startswith(BEGINNINGS):
        raise wrong("Wrong parameters, detail: image format accepted: JPG, JPEG, PNG.")
    if len(content) > LARGEST_PICTURE:
        raise wrong("Wrong parameters, detail: image is over 10.0 MB.")
    number = f"sg-11134207-{hashlib.sha256(content).hexdigest()[:20]}"
    emulator.state.table("pictures").put(number, {"image_id": number})
    info = {"image_id": number, "image_url_list": [{"image_url_region": "SG", "image_url": picture(number)}]}
    return success({"image_info": info, "image_info_list": [{"id": 0, "error": "", "message": "", "image_info": info}]})


def _file(request: Request) -> bytes:
    kind = request.headers.get("Content-Type", "")
    if not kind.startswith("multipart/form-data"):
        raise wrong("Wrong parameters, detail: image is required.")
    form = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + request.body, policy=HTTP)
    for part in form.iter_parts():
        if part.get_param("name", header="content-disposition") == "image" and part.get_filename():
            content = part.get_payload(decode=True)
            return content if isinstance(content, bytes) else b""
    raise wrong("Wrong parameters, detail: image is required.")


@routes.post("/api/v2/product/add_item")
def add_item(emulator: ShopeeEmulator, request: Request) -> Answer:
    """One item without models."""
    given = arguments(request)
    shop = SHOPS[int(request.account)]
    _check(emulator, given)
    table = emulator.items(request.account)
    number = max((int(item["item_id"]) for item in table.values()), default=FIRST_ITEM) + 1
    stock = given.get("seller_stock") or [{"stock": 0}]
    model = {
        "model_id": 0, "name": "", "sku": given.get("item_sku", ""), "gtin": given.get("gtin_code", ""),
        "tier_index": [], "original": float(given["original_price"]), "price": float(given["original_price"]),
        "locked": False, "promotion_id": 0, "stock": stock[0]["stock"], "reserved": 0, "shopee_stock": 0,
    }  # fmt: skip
    item = {
        "item_id": number, "sku": given.get("item_sku", ""), "status": given.get("item_status", "NORMAL"),
        "currency": shop.currency, "location": shop.location, "has_model": False, "by_shopee": False, "tiers": [],
        "models": [model], "create_time": int(emulator.now()), "brand": "", "dimension": None, "pictures": [],
    } | _told(given)  # fmt: skip
    item["update_time"] = int(emulator.now())
    return success(_answer(table.put(number, item)))


@routes.post("/api/v2/product/update_item")
def update_item(emulator: ShopeeEmulator, request: Request) -> Answer:
    """Only what is told changes; price and stock have calls of their own."""
    given = arguments(request)
    _check(emulator, given)
    found = emulator.items(request.account).find(given["item_id"])
    if found is None:
        raise Refused("error_item_not_found", "Item_id is not found.")
    if found["status"] not in SHOWN:
        raise Refused("product.error_item_uneditable", "The product can no longer be edited.")
    item = emulator.items(request.account).edit(given["item_id"])
    item |= _told(given)
    item["status"] = given.get("item_status", item["status"])
    item["taken_off"] = item["status"] == "UNLIST" and bool(item.get("taken_off"))
    if "item_sku" in given:
        item["sku"] = given["item_sku"]
    if "gtin_code" in given and not item["has_model"]:
        item["models"][0]["gtin"] = given["gtin_code"]
    item["update_time"] = int(emulator.now())
    return success(_answer(item))


@routes.post("/api/v2/product/unlist_item")
def unlist_item(emulator: ShopeeEmulator, request: Request) -> Answer:
    """Up to 50 items leave the shop window or come back; read ``failure_list``."""
    done: list[Document] = []
    failed: list[Document] = []
    for row in arguments(request)["item_list"]:
        reason = _why_not(emulator, request, row)
        if reason:
            failed.append({"item_id": row["item_id"], "failed_reason": reason})
            continue
        item = emulator.items(request.account).edit(row["item_id"])
        item |= {"status": "UNLIST" if row["unlist"] else "NORMAL", "update_time": int(emulator.now())}
        item["taken_off"] = row["unlist"]  # the control desk tells what is offered; what was never offered is told too
        done.append({"item_id": row["item_id"], "unlist": row["unlist"]})
    if not done:
        raise Refused("error_unlist_item_all_failed", f"Unlist item all failed. {failed[0]['failed_reason']}")
    return success({"failure_list": failed, "success_list": done})


def _why_not(emulator: ShopeeEmulator, request: Request, row: Document) -> str:
    item = emulator.items(request.account).find(row["item_id"])
    if item is None:
        return "Product not found"
    if emulator.faults.take("partial_failure", request.path):
        return "Unlist item failed. please try later."
    if item["status"] not in SHOWN:
        return "Reviewing or banned item cannot be delisted."
    if row["unlist"] and any(model["locked"] for model in item["models"]):
        return "Can't unlist item when item is under promotion"
    return ""


def _check(emulator: ShopeeEmulator, given: Document) -> None:
    """What both calls hold their values against."""
    if "category_id" in given and given["category_id"] not in _ends():
        raise wrong("Invalid category.")
    if not 0 < len(given.get("item_name", "x")) <= LONGEST_NAME:
        raise wrong(f"Wrong parameters, detail: item_name must have 1 to {LONGEST_NAME} signs.")
    if given.get("weight", 1) <= 0 or given.get("original_price", 1) <= 0:
        raise wrong("Wrong parameters, detail: weight and original_price must be more than 0.")
    for number in given.get("image", {}).get("image_id_list", ()):
        if number not in emulator.state.table("pictures") and not number.startswith("sg-2"):
            raise Refused("error_invalid_image", f"Invalid image id {number}.")
    if not 0 < len(given.get("image", {}).get("image_id_list", ["-"])) <= MOST_PICTURES:
        raise wrong(f"Wrong parameters, detail: an item has 1 to {MOST_PICTURES} images.")
    if "logistic_info" in given and not any(row["enabled"] for row in given["logistic_info"]):
        raise wrong("Invalid logistic info, at least one channel must be enabled.")
    for row in given.get("logistic_info", ()):
        if row["logistic_id"] not in CHANNELS:
            raise wrong("Invalid logistic info, the channel does not exist.")


def _ends() -> set[int]:
    return {row["category_id"] for row in category_tree() if not row["has_children"]}


def _told(given: Document) -> Document:
    found: Document = {}
    for theirs, ours in (("item_name", "name"), ("description", "description"), ("category_id", "category_id")):
        if theirs in given:
            found[ours] = given[theirs]
    if "weight" in given:
        found["weight"] = round(given["weight"] * 1000)
    if "brand" in given:
        found["brand"] = given["brand"].get("original_brand_name", "")
    if "dimension" in given:
        found["dimension"] = given["dimension"]
    if "image" in given:
        found["pictures"] = given["image"]["image_id_list"]
    return found


def _answer(item: Document) -> Document:
    return {
        "item_id": item["item_id"], "category_id": item.get("category_id", CATEGORY), "item_name": item["name"],
        "description": item["description"], "item_status": item["status"], "weight": item["weight"] / 1000,
        "images": {"image_id_list": item["pictures"], "image_url_list": [picture(each) for each in item["pictures"]]},
        "brand": {"brand_id": 0, "original_brand_name": item["brand"]}, "condition": "NEW",
    }  # fmt: skip
