"""Inventory items: what a SKU is, in which words, and how many there are. A write replaces all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import asked, shelf
from .answers import fault, refuse

if TYPE_CHECKING:
    from .marketplace import EbayEmulator

routes = Routes()
BASE = "/sell/inventory/v1"
READ, WRITE = "sell.inventory.readonly", "sell.inventory"
BULK, LONGEST_SKU = 25, 50
CONDITIONS = (
    "NEW",
    "LIKE_NEW",
    "NEW_OTHER",
    "NEW_WITH_DEFECTS",
    "USED_EXCELLENT",
    "USED_GOOD",
    "FOR_PARTS_OR_NOT_WORKING",
)
KNOWN = {"availability", "condition", "conditionDescription", "conditionDescriptors", "packageWeightAndSize", "product"}


@routes.get(f"{BASE}/inventory_item", scope=READ)
def get_inventory_items(shop: EbayEmulator, request: Request) -> Answer:
    """Here the offset counts pages."""
    limit = asked.whole(request, "limit", 25, 1, 200)
    page = asked.whole(request, "offset", 0, 0, 10**6)
    found = list(shop.state.table("items", request.account).values())
    part = found[page * limit : (page + 1) * limit]
    here = f"{request.base_url}{BASE}/inventory_item"
    answer: dict[str, Any] = {
        "href": f"{here}?limit={limit}&offset={page}",
        "total": len(found),
        "size": len(part),
        "limit": limit,
        "inventoryItems": [seen(each) for each in part],
    }
    if (page + 1) * limit < len(found):
        answer["next"] = f"{here}?limit={limit}&offset={page + 1}"
    if page:
        answer["prev"] = f"{here}?limit={limit}&offset={page - 1}"
    return json_answer(answer)


@routes.get(f"{BASE}/inventory_item/{{sku}}", scope=READ)
def get_inventory_item(shop: EbayEmulator, request: Request) -> Answer:
    return json_answer(seen(_item(shop, request)))


@routes.post(f"{BASE}/bulk_get_inventory_item", scope=READ)
def bulk_get(shop: EbayEmulator, request: Request) -> Answer:
    table, answers = shop.state.table("items", request.account), []
    for row in asked.rows(request, BULK):
        sku = str(row.get("sku", ""))
        if sku in table:
            answers.append({"sku": sku, "statusCode": 200, "inventoryItem": seen(table[sku]), "errors": []})
        else:
            answers.append({"sku": sku, "statusCode": 404, "errors": [not_there(sku)]})
    return bulk_answer(answers)


@routes.add("PUT", f"{BASE}/inventory_item/{{sku}}", scope=WRITE)
def replace_item(shop: EbayEmulator, request: Request) -> Answer:
    language = asked.language(request)
    sku, told = request.params["sku"], asked.body(request)
    if wrong := problem(sku, told):
        raise refuse(400, wrong["errorId"], wrong["message"])
    new = shelf.replace(shop, request.account, sku, told, language)
    return json_answer({"warnings": []}, 201) if new else Answer(204)


@routes.post(f"{BASE}/bulk_create_or_replace_inventory_item", scope=WRITE)
def bulk_replace(shop: EbayEmulator, request: Request) -> Answer:
    language, answers = asked.language(request), []
    fails = shop.faults.take("partial_failure", request.path) is not None
    for number, row in enumerate(asked.rows(request, BULK)):
        sku = str(row.get("sku", ""))
        told = {name: value for name, value in row.items() if name not in ("sku", "locale")}
        wrong = system_trouble() if fails and number == 0 else problem(sku, told)
        if wrong:
            answers.append({"sku": sku, "statusCode": status_of(wrong), "errors": [wrong], "warnings": []})
            continue
        new = shelf.replace(shop, request.account, sku, told, language)
        answers.append(
            {"sku": sku, "locale": language.replace("-", "_"), "statusCode": 201 if new else 200, "errors": []}
        )
    return bulk_answer(answers)


@routes.add("DELETE", f"{BASE}/inventory_item/{{sku}}", scope=WRITE)
def delete_item(shop: EbayEmulator, request: Request) -> Answer:
    """Its offers go with it, and a listing of it ends."""
    sku = _item(shop, request)["sku"]
    shop.state.table("items", request.account).delete(sku)
    offers = shop.state.table("offers", request.account)
    for offer in [each for each in offers.values() if each["sku"] == sku]:
        offers.delete(offer["offerId"])
    return Answer(204)


def _item(shop: EbayEmulator, request: Request) -> dict[str, Any]:
    sku = request.params["sku"]
    found = shop.state.table("items", request.account).find(sku)
    if found is None:
        raise refuse(404, 25710, "We didn't find the entity you are requesting.")
    return found


def problem(sku: str, told: dict[str, Any]) -> dict[str, Any] | None:
    """What is wrong with a written item, if anything."""
    if not sku or len(sku) > LONGEST_SKU:
        return fault(25707, "This is an invalid value for a SKU. It has from 1 to 50 characters.")
    if unknown := told.keys() - KNOWN:
        return fault(25709, f"Invalid value for {sorted(unknown)[0]}. The field is not known.")
    product = told.get("product")
    title = product.get("title") if isinstance(product, dict) else None
    if title is not None and (not isinstance(title, str) or len(title) > 80):
        return fault(25709, "Invalid value for title. It has at most 80 characters.")
    if told.get("condition") not in (None, *CONDITIONS):
        return fault(25709, "Invalid value for condition.")
    quantity = (told.get("availability") or {}).get("shipToLocationAvailability", {}).get("quantity", 0)
    if not isinstance(quantity, int) or isinstance(quantity, bool) or quantity < 0:
        return fault(25709, "Invalid value for quantity. It is 0 or more.")
    return None


def not_there(sku: str) -> dict[str, Any]:
    return fault(25702, f"{sku} could not be found or is not available in the system.", parameters={"sku": sku})


def system_trouble() -> dict[str, Any]:
    return fault(25001, "A system error has occurred.", category="APPLICATION")


def status_of(wrong: dict[str, Any]) -> int:
    return {25001: 500, 25025: 500, 25702: 404}.get(wrong["errorId"], 400)


def bulk_answer(answers: list[dict[str, Any]]) -> Answer:
    """200 where all went well, else 207."""
    good = all(each["statusCode"] < 300 for each in answers)
    return json_answer({"responses": answers}, 200 if good else 207)


def seen(item: dict[str, Any]) -> dict[str, Any]:
    """An item as the API shows it; what is held beside is not told."""
    return {name: value for name, value in item.items() if not name.startswith("_")}
