"""Products made, changed and taken out, one per call; what is wrong stands in `detail`, and then nothing was done."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from . import arguments, categories, payload, pictures, shelf
from .accounts import SELLERS
from .envelope import Refused, failure, success

if TYPE_CHECKING:
    from .market import LazadaEmulator

routes = Routes()
Document = dict[str, Any]
Wrong = dict[str, str]
NAME, DESCRIPTION, PICTURES, REMOVED = 255, 25_000, 8, 50
AMOUNT = re.compile(r"\d{1,12}(\.\d{1,2})?")
SIZE = re.compile(r"\d{1,4}(\.\d{1,2})?")
PACKAGE = ("package_length", "package_width", "package_height", "package_weight")
SKU_ID = re.compile(r"SkuId_(\d+)_(\d+)")


@routes.post("/rest/product/create")
def create(market: LazadaEmulator, request: Request) -> Answer:
    """One product with its SKUs; the category must be at the end of the tree."""
    told = payload.product(request)
    category = told["PrimaryCategory"]
    if not (category.isascii() and category.isdigit()):
        raise Refused("201", f"E201: {category} Invalid CategoryId")
    if int(category) not in categories.leaves():
        raise Refused("4134", "Please select the last level category.")
    wrong = [
        *_wrong_words(told["Attributes"], needed=("name", "brand")),
        *_wrong_pictures(told["Images"] or []),
        *(problem for row in told["Skus"] for problem in _wrong_new(market, request.account, row)),
    ]
    if not told["Images"]:
        wrong.append(_problem("Images", "BIZ_CHECK_MAIN_IMAGE_REQUIRE: Main image is require"))
    if not told["Skus"]:
        wrong.append(_problem("Skus", "CHK_BASIC_REQUIRED: A product has a SKU"))
    if wrong:
        return failure("500", "E500: Create product failed", detail=wrong)
    made = _make(market, request.account, told)
    return success(
        {
            "item_id": made["item_id"],
            "sku_list": [
                {"shop_sku": sku["shop_sku"], "seller_sku": sku["seller_sku"], "sku_id": sku["sku_id"]}
                for sku in made["skus"]
            ],
            "item_status": made["status"],
        }
    )


@routes.post("/rest/product/update")
def update(market: LazadaEmulator, request: Request) -> Answer:
    """What is not named stays as it is."""
    told = payload.product(request)
    product = market.items(request.account).find(told["ItemId"]) if told["ItemId"] else None
    if product is None:
        return _not_updated([_problem("ItemId", "ITEM_NOT_FOUND")])
    wrong = _wrong_words(told["Attributes"], needed=())
    wrong += _wrong_pictures(told["Images"] or [])
    if told["PrimaryCategory"] and told["PrimaryCategory"] not in map(str, categories.leaves()):
        wrong.append(_problem("PrimaryCategory", "CHK_CATEGORY_ID_NOT_LEAF_CATEGORY"))
    for row in told["Skus"]:
        wrong += _wrong_amounts(row) if _sku_of(product, row) else [_problem("SkuId", "SELLER_SKU_NOT_FOUND", row)]
    if wrong:
        return _not_updated(wrong)
    product = market.items(request.account).edit(product["item_id"])
    product |= {
        name: told["Attributes"][name] for name in ("name", "description", "brand") if told["Attributes"].get(name)
    }
    product["images"] = told["Images"] or product["images"]
    product["category"] = int(told["PrimaryCategory"] or product["category"])
    for row in told["Skus"]:
        sku = _sku_of(product, row)
        assert sku is not None
        sku["price"] = row.get("price") or sku["price"]
        sku["kilograms"] = row.get("package_weight") or sku["kilograms"]
        sku["size_cm"] = [row.get(name) or was for name, was in zip(PACKAGE, sku["size_cm"], strict=False)]
    product["updated"] = market.now()
    return success({"item_status": product["status"]})


@routes.post("/rest/product/remove")
def remove(market: LazadaEmulator, request: Request) -> Answer:
    """By `SkuId_<product>_<SKU>`; a product without SKUs is gone."""
    names = arguments.json_text(request, "sku_id_list")
    if not isinstance(names, list) or not names:
        raise Refused("30", "E030: Empty Request")
    if len(names) > REMOVED:
        raise Refused("204", "E204: Too many SKU in one request")
    items, wrong = market.items(request.account), []
    for name in map(str, names):
        found = SKU_ID.fullmatch(name)
        product = items.find(found[1]) if found else None
        if found is None or product is None or found[2] not in {str(sku["sku_id"]) for sku in product["skus"]}:
            wrong.append(_problem("SkuId", f"{name} ITEM_NOT_FOUND"))
            continue
        product = items.edit(found[1])
        product["skus"] = [sku for sku in product["skus"] if str(sku["sku_id"]) != found[2]]
        product["updated"] = market.now()
        if not product["skus"]:
            items.delete(found[1])
    return failure("503", "E503: Remove product failed", detail=wrong) if wrong else success({})


def _make(market: LazadaEmulator, seller: str, told: Document) -> Document:
    number = market.items(seller).next_number(2_000_001)
    product = {
        "item_id": number,
        "category": int(told["PrimaryCategory"]),
        "name": told["Attributes"]["name"],
        "description": told["Attributes"].get("description", ""),
        "brand": told["Attributes"]["brand"],
        "status": "Active",
        "created": market.now(),
        "updated": market.now(),
        "images": told["Images"],
        "skus": [_sku(market, seller, number, row) for row in told["Skus"]],
    }
    market.items(seller).put(number, product)
    return product


def _sku(market: LazadaEmulator, seller: str, number: int, row: Document) -> Document:
    shop = SELLERS[seller]
    sku_id = market.state.table("skus").next_number(7_000_001)
    units = int(row.get("quantity") or 0)
    return {
        "sku_id": sku_id,
        "seller_sku": row["SellerSku"],
        "shop_sku": f"{number}_{shop.country.upper()}-{sku_id}",
        "status": "active",
        "variation": "",
        "options": {},
        "price": row["price"],
        "special_price": "",
        "stock": {name: units if place == 0 else 0 for place, name in enumerate(shop.warehouses)},
        "kilograms": row["package_weight"],
        "size_cm": [row[name] for name in PACKAGE[:3]],
        "images": [],
    }


def _sku_of(product: Document, row: Document) -> Document | None:
    for sku in product["skus"]:
        if str(sku["sku_id"]) == row.get("SkuId") or (
            not row.get("SkuId") and sku["seller_sku"] == row.get("SellerSku")
        ):
            found: Document = sku
            return found
    return None


def _wrong_words(words: Document, *, needed: tuple[str, ...]) -> list[Wrong]:
    found = [_problem(name, f"CHK_BASIC_REQUIRED: {name} is mandatory") for name in needed if not words.get(name)]
    if len(words.get("name", "")) > NAME:
        found.append(_problem("name", f"The name has more than {NAME} characters"))
    if len(words.get("description", "")) > DESCRIPTION:
        found.append(_problem("description", f"The description has more than {DESCRIPTION} characters"))
    return found


def _wrong_pictures(urls: list[str]) -> list[Wrong]:
    if len(urls) > PICTURES:
        return [_problem("Images", f"A product has at most {PICTURES} images")]
    return [_problem("Images", "BIZ_CHECK_EXIST_OUTER_IMAGE") for url in urls if not pictures.is_own(url)][:1]


def _wrong_new(market: LazadaEmulator, seller: str, row: Document) -> list[Wrong]:
    missing = [name for name in ("SellerSku", "price", *PACKAGE) if not row.get(name)]
    if missing:
        return [_problem(name, f"CHK_BASIC_REQUIRED: {name} is mandatory", row) for name in missing]
    if shelf.find_sku(market, seller, row["SellerSku"]) is not None:
        return [_problem("SellerSku", "BIZ_CHECK_SELLER_SKU_DUPLICATE", row)]
    return _wrong_amounts(row)


def _wrong_amounts(row: Document) -> list[Wrong]:
    found = []
    if row.get("price") and not AMOUNT.fullmatch(row["price"]):
        found.append(_problem("price", "BIZ_CHECK_PRICE_PRECISION_INVALID", row))
    elif row.get("price") and not float(row["price"]):
        found.append(_problem("price", "BIZ_CHECK_PRICE_IS_ZERO", row))
    if row.get("quantity") and not re.fullmatch(r"\d{1,9}", row["quantity"]):
        found.append(_problem("quantity", "THD_INVENTORY_ERR_INV_PARAM_ILLEGAL", row))
    sizes = [name for name in PACKAGE if row.get(name)]
    wrong = [name for name in sizes if not SIZE.fullmatch(row[name]) or not float(row[name])]
    return found + [_problem(name, "BIZ_CHECK_PACKAGE_DECIMAL_INVALID", row) for name in wrong]


def _problem(field: str, said: str, row: Document | None = None) -> Wrong:
    return {"seller_sku": (row or {}).get("SellerSku", ""), "field": field, "message": said}


def _not_updated(wrong: list[Wrong]) -> Answer:
    return failure("501", "E501: Update product failed", detail=wrong)
