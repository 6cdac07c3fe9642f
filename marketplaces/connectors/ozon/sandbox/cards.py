"""Cards in: a task takes them, a look at the task tells what became of each, and a new one is checked after that.

Out again they go into the archive, and come back out of it.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from . import categories, controls, cursors
from .answers import NOT_FOUND, ok, refuse
from .products import FILTER, VISIBILITY, matching
from .shapes import fields, id_either, many, one_of, text, whole
from .times import plain, shifted

if TYPE_CHECKING:
    from .marketplace import OzonEmulator

routes = Routes()
Row = dict[str, Any]
Fault = dict[str, Any]

VALUE = fields({"dictionary_value_id": whole(0), "value": text()})
ATTRIBUTE = fields({"complex_id": whole(0), "id": whole(1), "values": many(VALUE)})
PROMOTION = fields({"operation": one_of("UNKNOWN", "ENABLE", "DISABLE"), "type": one_of("REVIEWS_PROMO")})
CARD = fields(
    {
        "offer_id": text(longest=50),
        "name": text(longest=500),
        "description_category_id!": whole(1),
        "new_description_category_id": whole(0),
        "type_id!": whole(1),
        "price!": text(),
        "old_price": text(),
        "currency_code": text(),
        "vat": text(),
        "barcode": text(),
        "depth": whole(0),
        "width": whole(0),
        "height": whole(0),
        "dimension_unit": one_of("mm", "cm", "in"),
        "weight": whole(0),
        "weight_unit": one_of("g", "kg", "lb"),
        "primary_image": text(),
        "images": many(text(), most=30),
        "images360": many(text(), most=70),
        "color_image": text(),
        "pdf_list": many(fields({"index": whole(), "name": text(), "src_url": text()})),
        "geo_names": many(text()),
        "attributes": many(ATTRIBUTE),
        "complex_attributes": many(fields({"attributes": many(ATTRIBUTE)})),
        "promotions": many(PROMOTION),
        "service_type": one_of("IS_CODE_SERVICE", "IS_NO_CODE_SERVICE"),
    }
)
IMPORT = fields({"items!": many(CARD, least=1, most=100)})
TASK = fields({"task_id!": id_either})
NUMBERS = fields({"product_id!": many(id_either, least=1, most=100)})
READ = fields(
    {
        "filter": fields({**FILTER, "sku": many(id_either, most=1000), "visibility": VISIBILITY}),
        "last_id": text(),
        "limit": whole(1, 1000),
        "sort_by": text(),
        "sort_dir": one_of("ASC", "DESC", "asc", "desc"),
    }
)
SIDES = ("depth", "width", "height")
#: What a look at a card tells and what a card may tell of itself, beside name, price and place in the tree.
KEPT = ("images", "images360", "primary_image", "color_image", "attributes", "complex_attributes", "pdf_list")
UNCHECKED, MODERATED = "imported", "price_sent"


# in


@routes.post("/v3/product/import", shape=IMPORT)
def take(shop: OzonEmulator, request: Request) -> Answer:
    """Only a number for now; the cards are judged one by one afterwards."""
    tasks = shop.state.table("card_tasks", request.account)
    number = tasks.next_number(172_549_000)
    fails = shop.faults.take("partial_failure", request.path) is not None
    tasks.put(number, {"rows": request.json["items"], "polls": 0, "result": None, "fails": fails})
    shop.later(controls.setting(shop, "import_delay"), "import_cards", account=request.account, task=number)
    return ok({"result": {"task_id": number}})


@routes.post("/v1/product/import/info", shape=TASK)
def told(shop: OzonEmulator, request: Request) -> Answer:
    tasks = shop.state.table("card_tasks", request.account)
    task = tasks.find(request.json["task_id"])
    if task is None:
        raise refuse("task not found", NOT_FOUND)
    number = int(request.json["task_id"])
    if task["result"] is None and task["polls"] >= controls.setting(shop, "import_polls"):
        work(shop, request.account, number)
        task = tasks[number]
    elif task["result"] is None:
        tasks.edit(number)["polls"] += 1
    rows = task["result"] or [
        {"offer_id": row.get("offer_id", ""), "product_id": 0, "status": "pending", "errors": []}
        for row in task["rows"]
    ]
    return ok({"result": {"items": rows, "total": len(rows)}})


def work(shop: OzonEmulator, account: str, task: int) -> None:
    """Judges the cards of a task, once."""
    document = shop.state.table("card_tasks", account).edit(task)
    if document["result"] is None:
        document["result"] = [
            _worked(shop, account, row, fails=document["fails"] and place % 2 == 0)
            for place, row in enumerate(document["rows"])
        ]


def _worked(shop: OzonEmulator, account: str, row: Row, *, fails: bool) -> dict[str, Any]:
    there = shop.find_product(account, offer_id=row.get("offer_id"))
    faults = _faults(shop, account, row, there)
    if fails and not faults:
        faults = [_fault("INTERNAL_ERROR", "", "Internal error")]
    status = "failed"
    if not faults:
        status = _change(shop, account, row, there) if there else _make(shop, account, row)
        there = shop.find_product(account, offer_id=row["offer_id"])
    return {
        "offer_id": row.get("offer_id", ""),
        "product_id": there["product_id"] if there else 0,
        "status": status,
        "errors": faults,
    }


def _make(shop: OzonEmulator, account: str, row: Row) -> str:
    """A card without SKU: buyers do not see it before it is checked."""
    _count(shop, account, "create")
    products = shop.state.table("products", account)
    number = max((int(key) for key in list(products.keys())), default=3_141_592_000) + 1
    now = plain(shop.clock.now())
    blank = {
        "product_id": number, "sku": 0, "offer_id": row["offer_id"], "archived": False, "auto_action": False, "fbo": 0,
        "created_at": now, "model_id": 420_000_000 + number % 1_000_000, "model_size": 1, "min_price": "0.00",
        "color": "", "status": UNCHECKED,
    }  # fmt: skip
    products.put(number, blank | _of(row, blank, now))
    shop.state.table("offers", account).put(row["offer_id"], {"product_id": number})
    shop.later(controls.setting(shop, "moderation_delay"), "moderate", account=account, product=number)
    return "imported"


def _change(shop: OzonEmulator, account: str, row: Row, there: dict[str, Any]) -> str:
    now = plain(shop.clock.now())
    told = _of(row, there, now)
    if all(there.get(name) == value for name, value in told.items() if name != "updated_at"):
        return "skipped"
    _count(shop, account, "update")
    shop.state.table("products", account).edit(there["product_id"]).update(told)
    return "imported"


def _of(row: Row, before: dict[str, Any], now: str) -> dict[str, Any]:
    """The whole card as it was told: what it leaves out is gone."""
    return {
        "name": row["name"],
        "price": f"{Decimal(row['price']):.2f}",
        "old_price": f"{Decimal(row.get('old_price') or 0):.2f}",
        "currency": row.get("currency_code") or "RUB",
        "vat": row.get("vat") or before.get("vat", "0.2"),
        "barcode": row.get("barcode", ""),
        "category_id": row.get("new_description_category_id") or row["description_category_id"],
        "type_id": row["type_id"],
        "weight": _grams(row),
        "sides": [_millimetres(row, side) for side in SIDES],
        **{name: row.get(name, "" if name in ("primary_image", "color_image") else []) for name in KEPT},
        "updated_at": now,
    }


def _grams(row: Row) -> int:
    return int(row.get("weight", 0) * {"g": 1, "kg": 1000, "lb": 453.6}[row.get("weight_unit", "g")])


def _millimetres(row: Row, side: str) -> int:
    return int(row.get(side, 0) * {"mm": 1, "cm": 10, "in": 25.4}[row.get("dimension_unit", "mm")])


def moderate(shop: OzonEmulator, account: str, product: int) -> None:
    """Ozon has looked at it: it gets its SKU and can be sold."""
    document = shop.state.table("products", account).edit(product)
    if document["sku"]:
        return
    skus = shop.state.table("skus", account)
    document["sku"] = max((int(key) for key in list(skus.keys())), default=2_718_281_000) + 1
    document["status"], document["updated_at"] = MODERATED, plain(shop.clock.now())
    skus.put(document["sku"], {"product_id": product})


# what is wrong with a card


def _faults(shop: OzonEmulator, account: str, row: Row, there: dict[str, Any] | None) -> list[Fault]:
    found = [_fault("EMPTY_FIELD", name, f"{name} is not given") for name in ("offer_id", "name") if not row.get(name)]
    found += [
        _fault("WRONG_DIMENSIONS", name, "Size and weight of the packed product must be above 0")
        for name in (*SIDES, "weight")
        if not row.get(name)
    ]
    found += _price_faults(row)
    pictures = [url for url in (*row.get("images", ()), row.get("primary_image", "")) if url]
    if any(not url.startswith(("https://", "http://")) for url in pictures):
        found.append(_fault("IMAGE_ERROR", "images", "The picture cannot be fetched"))
    if len(row.get("images", ())) + bool(row.get("primary_image")) > 30:
        found.append(_fault("IMAGE_ERROR", "images", "At most 30 pictures"))
    if not categories.known(row["description_category_id"], row["type_id"]):
        return [*found, _fault("CATEGORY_ERROR", "type_id", "There is no such type in this category")]
    if there is not None and there["archived"]:
        found.append(_fault("PRODUCT_ARCHIVED", "offer_id", "The product is in the archive"))
    return found + _attribute_faults(row) + _quota_faults(shop, account, new=there is None)


def _price_faults(row: Row) -> list[Fault]:
    if row.get("currency_code", "RUB") != "RUB":
        return [_fault("CURRENCY_ERROR", "currency_code", "The currency of your account is RUB")]
    try:
        price = Decimal(row["price"])
        old = Decimal(row.get("old_price") or 0)
    except InvalidOperation:
        return [_fault("PRICE_ERROR", "price", "A price is a decimal number as a string")]
    good = price.is_finite() and price > 0 and price == round(price, 2) and (old == 0 or old > price)
    return [] if good else [_fault("PRICE_ERROR", "price", "The price is wrong")]


def _attribute_faults(row: Row) -> list[Fault]:
    """Mandatory ones are there, and the words of directories are theirs. The type is told by its own field."""
    told = {each["id"]: [value for value in each.get("values", ()) if any(value.values())] for each in row["attributes"]
            } if row.get("attributes") else {}  # fmt: skip
    found = []
    for known in categories.characteristics(row["type_id"]):
        values = told.get(known["id"], [])
        if not values and known["is_required"] and known["id"] != categories.KIND:
            found.append(_fault("MANDATORY_ATTRIBUTE", "attributes", f"{known['name']} must be filled in", known))
        words = categories.DIRECTORIES.get(known["dictionary_id"])
        if words is not None and any(value.get("dictionary_value_id", 0) not in words for value in values):
            found.append(_fault("WRONG_DICTIONARY_VALUE", "attributes", "The value is not in the directory", known))
    return found


def _fault(code: str, field: str, said: str, attribute: dict[str, Any] | None = None) -> Fault:
    return {
        "code": code,
        "field": field,
        "attribute_id": attribute["id"] if attribute else 0,
        "attribute_name": attribute["name"] if attribute else "",
        "state": "imported",
        "level": "error",
        "description": said,
        "message": said,
    }


# how many a day


def _today(shop: OzonEmulator, account: str) -> dict[str, Any]:
    table, day = shop.state.table("card_days", account), plain(shop.clock.now())[:10]
    return table.find(day) or table.put(day, {"create": 0, "update": 0})


def _count(shop: OzonEmulator, account: str, what: str) -> None:
    _today(shop, account)
    shop.state.table("card_days", account).edit(plain(shop.clock.now())[:10])[what] += 1


def _quota_faults(shop: OzonEmulator, account: str, *, new: bool) -> list[Fault]:
    what = "create" if new else "update"
    if _today(shop, account)[what] < controls.setting(shop, f"daily_{what}"):
        return []
    return [_fault("item_limit_exceeded", "", "The daily limit of cards is used up")]


@routes.post("/v4/product/info/limit")
def limits(shop: OzonEmulator, request: Request) -> Answer:
    used, reset = _today(shop, request.account), f"{shifted(plain(shop.clock.now()), days=1)[:10]}T00:00:00Z"
    count = len(shop.state.table("products", request.account))
    daily = {
        f"daily_{what}": {"limit": int(controls.setting(shop, f"daily_{what}")), "usage": used[what], "reset_at": reset}
        for what in ("create", "update")
    }
    return ok({**daily, "total": {"limit": -1, "usage": count}})


# out


def _archiving(path: str, archived: bool) -> None:
    @routes.post(path, shape=NUMBERS)
    def operation(shop: OzonEmulator, request: Request) -> Answer:
        """One number that is not the seller's refuses the whole call."""
        products = shop.state.table("products", request.account)
        numbers = [int(each) for each in request.json["product_id"]]
        if any(number not in products for number in numbers):
            raise refuse("product not found", NOT_FOUND)
        for number in numbers:
            products.edit(number)["archived"] = archived
        return ok({"result": True})


_archiving("/v1/product/archive", archived=True)
_archiving("/v1/product/unarchive", archived=False)


# read


@routes.post("/v4/product/info/attributes", shape=READ)
def attributes(shop: OzonEmulator, request: Request) -> Answer:
    """Every card of the filter with all that it says; archived ones only when asked for."""
    asked = request.json.get("filter") or {}
    found = matching(shop, request.account, {name: value for name, value in asked.items() if name != "sku"})
    skus = {str(each) for each in asked.get("sku") or ()}
    found = [each for each in found if not skus or str(each["sku"]) in skus]
    after = cursors.unpack(request.json.get("last_id", ""), 1)
    rest = [each for each in found if after is None or each["product_id"] > after[0]]
    page = rest[: request.json.get("limit", 100)]
    last_id = cursors.pack([page[-1]["product_id"]]) if len(rest) > len(page) else ""
    return ok({"result": [_card(each) for each in page], "last_id": last_id, "total": len(found)})


def _card(product: dict[str, Any]) -> dict[str, Any]:
    depth, width, height = product["sides"]
    return {
        "id": product["product_id"],
        "offer_id": product["offer_id"],
        "sku": str(product["sku"]),
        "name": product["name"],
        "barcode": product["barcode"],
        "barcodes": [product["barcode"]] if product["barcode"] else [],
        "description_category_id": product["category_id"],
        "type_id": product["type_id"],
        "depth": depth,
        "width": width,
        "height": height,
        "dimension_unit": "mm",
        "weight": product["weight"],
        "weight_unit": "g",
        "primary_image": product["primary_image"],
        "images": product["images"],
        "color_image": product["color_image"],
        "attributes": [_shown(each) for each in product["attributes"]],
        "complex_attributes": [
            _shown(each) for group in product["complex_attributes"] for each in group.get("attributes", ())
        ],
        "attributes_with_defaults": [],
        "model_info": {"model_id": product["model_id"], "count": product["model_size"]},
        "pdf_list": [{"file_name": each["src_url"], "name": each["name"]} for each in product["pdf_list"]],
    }


def _shown(attribute: dict[str, Any]) -> dict[str, Any]:
    """The word of a directory is told even where only its number was given."""
    values = [
        {"dictionary_value_id": value.get("dictionary_value_id", 0), "value": value.get("value") or _word(value)}
        for value in attribute.get("values", ())
    ]
    return {"id": attribute["id"], "complex_id": attribute.get("complex_id", 0), "values": values}


def _word(value: dict[str, Any]) -> str:
    number = value.get("dictionary_value_id", 0)
    return next((words[number] for words in categories.DIRECTORIES.values() if number in words), "")


ACTIONS: dict[str, Callable[..., None]] = {"import_cards": work, "moderate": moderate}
