"""Listings: searched in pages, one by one, put, patched and taken out."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.limits import Bucket
from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import shelf, submissions
from .answers import denied, missing, refuse, wrong
from .participations import asked
from .sellers import Place
from .times import read

if TYPE_CHECKING:
    from .marketplace import AmazonEmulator

routes = Routes()
BASE = "/listings/2021-08-01/items/{seller}"
ONE = f"{BASE}/{{sku}}"
#: However many there are, so many can be paged through.
MOST_FOUND, MOST_PAGE, USUAL_PAGE, MOST_NAMED = 1000, 20, 10, 20
PARTS = {
    "summaries", "attributes", "issues", "offers", "fulfillmentAvailability", "procurement", "relationships",
    "productTypes",
}  # fmt: skip
SORTS = {"lastUpdatedDate": "updated", "createdDate": "created", "sku": "sku"}


@routes.get(BASE, limit=Bucket(5, 5))
def search(shop: AmazonEmulator, request: Request) -> Answer:
    _own(request)
    place, parts = asked(request, most=1)[0], _parts(request)
    found = [each for each in shelf.listed(shop, request.account, place) if _wanted(request, each)]
    name = SORTS.get(request.query.get("sortBy", "lastUpdatedDate"))
    order = request.query.get("sortOrder", "DESC")
    if name is None or order not in ("ASC", "DESC"):
        raise wrong("Invalid sortBy or sortOrder.")
    found.sort(key=lambda each: (each[name], each["sku"]), reverse=order == "DESC")
    size, start = _size(request), _start(request)
    reachable = found[:MOST_FOUND]
    answer: dict[str, Any] = {
        "numberOfResults": len(found),
        "items": [seen(each, place, parts) for each in reachable[start : start + size]],
    }
    paging = {}
    if start + size < len(reachable):
        paging["nextToken"] = _token(request, start + size)
    if start:
        paging["previousToken"] = _token(request, max(0, start - size))
    if paging:
        answer["pagination"] = paging
    return json_answer(answer)


@routes.get(ONE, limit=Bucket(5, 10))
def get_one(shop: AmazonEmulator, request: Request) -> Answer:
    _own(request)
    place, parts = asked(request, most=1)[0], _parts(request)
    item = shop.state.table("items", request.account).find(request.params["sku"])
    if item is None or item["place"] != place.number:
        raise missing(f"SKU '{request.params['sku']}' not found in marketplace {place.number}")
    return json_answer(seen(item, place, parts))


@routes.add("PATCH", ONE, limit=Bucket(5, 5))
def patch(shop: AmazonEmulator, request: Request) -> Answer:
    _own(request)
    place, body, sku = asked(request, most=1)[0], _body(request), request.params["sku"]
    patches = body.get("patches")
    if not isinstance(patches, list) or not patches or not all(isinstance(each, dict) for each in patches):
        raise wrong("'patches' is a list of at least one operation.")
    attributes, issues = submissions.patched(shop, request.account, sku, patches, place)
    return _told(shop, request, body, attributes, issues, place)


@routes.add("PUT", ONE, limit=Bucket(5, 10))
def put(shop: AmazonEmulator, request: Request) -> Answer:
    """The whole listing; what it does not tell is gone."""
    _own(request)
    place, body = asked(request, most=1)[0], _body(request)
    attributes, requirements = body.get("attributes"), body.get("requirements", "LISTING")
    if not isinstance(attributes, dict) or requirements not in submissions.NEEDED:
        raise wrong("'attributes' is an object, 'requirements' one of the known words.")
    issues = submissions.judged(attributes, place, requirements=requirements)
    return _told(shop, request, body, attributes, issues, place)


@routes.add("DELETE", ONE, limit=Bucket(5, 5))
def delete(shop: AmazonEmulator, request: Request) -> Answer:
    """Taken for any SKU: what is not there is not there afterwards either."""
    _own(request)
    asked(request, most=1)
    submissions.remove(shop, request.account, request.params["sku"])
    return json_answer(submissions.answer(request.params["sku"], []))


def _told(
    shop: AmazonEmulator, request: Request, body: dict[str, Any], attributes: dict[str, Any],
    issues: list[dict[str, Any]], place: Place,
) -> Answer:  # fmt: skip
    preview = request.query.get("mode") == "VALIDATION_PREVIEW"
    answer = submissions.answer(request.params["sku"], issues, preview=preview)
    if answer["status"] == "ACCEPTED":
        held = shop.state.table("items", request.account).find(request.params["sku"])
        kind = held["productType"] if held and body["productType"] == "PRODUCT" else body["productType"]
        submissions.settle(shop, request.account, request.params["sku"], kind, attributes, place)
    return json_answer(answer)


def seen(item: dict[str, Any], place: Place, parts: set[str]) -> dict[str, Any]:
    """A listing with the asked parts."""
    told = {"sku": item["sku"]}
    views = {
        "summaries": lambda: [_summary(item, place)],
        "attributes": lambda: item["attributes"],
        "issues": lambda: item["issues"],
        "offers": lambda: _offers(item, place),
        "fulfillmentAvailability": lambda: _availability(item),
        "productTypes": lambda: [{"marketplaceId": place.number, "productType": item["productType"]}],
        "relationships": lambda: [{"marketplaceId": place.number, "relationships": []}],
        "procurement": list,
    }
    return told | {name: view() for name, view in views.items() if name in parts}


def _summary(item: dict[str, Any], place: Place) -> dict[str, Any]:
    told: dict[str, Any] = {
        "marketplaceId": place.number, "asin": item["asin"], "productType": item["productType"],
        "conditionType": shelf.value(item, "condition_type") or "new_new", "status": shelf.status(item),
        "createdDate": item["created"], "lastUpdatedDate": item["updated"],
    }  # fmt: skip
    if name := shelf.value(item, "item_name"):
        told["itemName"] = name
    images = item["attributes"].get("main_product_image_locator") or []
    if images:
        told["mainImage"] = {"link": images[0].get("media_location", ""), "height": 500, "width": 500}
    if shelf.is_theirs(item):
        told["fnSku"] = f"X{item['asin'][1:]}"
    return told


def _offers(item: dict[str, Any], place: Place) -> list[dict[str, Any]]:
    price = shelf.price(item)
    if price is None:
        return []
    money = {"currencyCode": shelf.currency(item, place), "amount": f"{price:.2f}"}
    return [{"marketplaceId": place.number, "offerType": "B2C", "price": money}]


def _availability(item: dict[str, Any]) -> list[dict[str, Any]]:
    """What lies in Amazon's warehouses is told without a number: another call counts it."""
    rows = item["attributes"].get("fulfillment_availability") or []
    return [
        {"fulfillmentChannelCode": row["fulfillment_channel_code"]}
        | ({"quantity": row.get("quantity", 0)} if row["fulfillment_channel_code"] == shelf.DEFAULT else {})
        for row in rows
    ]


def _own(request: Request) -> None:
    if request.params["seller"] != request.account:
        raise denied()


def _body(request: Request) -> dict[str, Any]:
    if "application/json" not in request.headers.get("Content-Type", ""):
        raise refuse(415, "UnsupportedMediaType", "The media type is not supported.")
    body = request.json
    if not isinstance(body, dict) or not isinstance(body.get("productType"), str) or not body["productType"]:
        raise wrong("'productType' is required.")
    return body


def _parts(request: Request) -> set[str]:
    parts = {each for each in request.query.get("includedData", "summaries").split(",") if each}
    if parts - PARTS:
        raise wrong(f"Invalid includedData: {sorted(parts - PARTS)[0]}")
    return parts


def _wanted(request: Request, item: dict[str, Any]) -> bool:
    query = request.query
    if "identifiers" in query or "identifiersType" in query:
        names = query.get("identifiers", "").split(",")
        if len(names) > MOST_NAMED or query.get("identifiersType") not in ("SKU", "ASIN"):
            raise wrong(f"At most {MOST_NAMED} identifiers of a known type are allowed.")
        if item["sku" if query["identifiersType"] == "SKU" else "asin"] not in names:
            return False
    for name, field in (("lastUpdated", "updated"), ("created", "created")):
        first, last = _moment(request, f"{name}After"), _moment(request, f"{name}Before")
        if first or last:
            at = datetime.fromisoformat(item[field])
            if (first and at < first) or (last and at > last):
                return False
    wanted, unwanted = (set(filter(None, query.get(each, "").split(","))) for each in ("withStatus", "withoutStatus"))
    words = set(shelf.status(item))
    return (not wanted or bool(wanted & words)) and not unwanted & words


def _moment(request: Request, name: str) -> datetime | None:
    text = request.query.get(name)
    if text is None:
        return None
    found = read(text)
    if found is None:
        raise wrong(f"Invalid {name}.")
    return found


def _size(request: Request) -> int:
    text = request.query.get("pageSize", str(USUAL_PAGE))
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_PAGE:
        raise wrong(f"pageSize is from 1 to {MOST_PAGE}.")
    return int(text)


def _kept(request: Request) -> list[list[str]]:
    return sorted([name, text] for name, text in request.pairs if name not in ("pageToken", "pageSize", "includedData"))


def _token(request: Request, start: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([start, _kept(request)]).encode()).decode()


def _start(request: Request) -> int:
    text = request.query.get("pageToken")
    if text is None:
        return 0
    try:
        start, kept = json.loads(base64.urlsafe_b64decode(text))
    except ValueError:
        raise wrong("Invalid pageToken.") from None
    if kept != _kept(request):
        raise wrong("The pageToken belongs to another search.")
    return int(start)
