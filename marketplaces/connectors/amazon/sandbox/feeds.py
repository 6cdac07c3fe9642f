"""Feeds: a document is announced, uploaded, submitted, worked off step by step, and answered by another document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.limits import Bucket, Window
from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import files, submissions
from .answers import QUOTA, missing, refuse, wrong
from .participations import known
from .sellers import PLACES
from .times import iso

if TYPE_CHECKING:
    from .marketplace import AmazonEmulator

routes = Routes()
BASE = "/feeds/2021-06-30"
LISTINGS = "JSON_LISTINGS_FEED"
#: They ended on 31 July 2025: taken, and never done.
DEAD = {
    "POST_PRODUCT_DATA",
    "POST_INVENTORY_AVAILABILITY_DATA",
    "POST_PRODUCT_PRICING_DATA",
    "POST_FLAT_FILE_LISTINGS_DATA",
}
FIVE_MINUTES = Window(5, 300)
MOST_MESSAGES, MOST_PLACES = 25_000, 25
OPERATIONS = ("UPDATE", "PARTIAL_UPDATE", "PATCH", "DELETE")


@routes.post(f"{BASE}/documents", limit=Bucket(0.5, 15))
def create_document(shop: AmazonEmulator, request: Request) -> Answer:
    kind = _body(request).get("contentType")
    if not isinstance(kind, str) or "/" not in kind:
        raise wrong("'contentType' is required.")
    number = files.new(shop, request.account, kind=kind)
    url = files.address(shop, request, number, write=True)
    return json_answer({"feedDocumentId": number, "url": url}, 201)


@routes.post(f"{BASE}/feeds", limit=Bucket(0.0083, 15))
def create_feed(shop: AmazonEmulator, request: Request) -> Answer:
    body = _body(request)
    kind, places, number = body.get("feedType"), body.get("marketplaceIds"), body.get("inputFeedDocumentId")
    if not isinstance(kind, str) or not isinstance(places, list) or not places:
        raise wrong("'feedType' and 'marketplaceIds' are required.")
    known(request.account, [str(each) for each in places], most=MOST_PLACES)
    if kind != LISTINGS and kind not in DEAD:
        raise wrong(f"Invalid feed type: {kind}")
    if files.content(shop, request.account, str(number)) is None:
        raise wrong(f"Invalid document id: {number}")
    if kind == LISTINGS and shop.limits.take(f"{request.account}:{LISTINGS}", FIVE_MINUTES):
        raise refuse(429, "QuotaExceeded", QUOTA)
    table = shop.state.table("feeds", request.account)
    name = str(table.next_number(50_001_020_431))
    wait = (shop.state.table("settings").find("feeds") or {}).get("seconds", 0)
    table.put(name, {
        "feedId": name, "feedType": kind, "marketplaceIds": places, "createdTime": iso(shop.clock.now()),
        "processingStatus": "IN_QUEUE", "_document": number, "_ready": shop.clock.timestamp() + wait,
    })  # fmt: skip
    return json_answer({"feedId": name}, 202)


@routes.get(f"{BASE}/feeds/{{feed}}", limit=Bucket(2, 15))
def get_feed(shop: AmazonEmulator, request: Request) -> Answer:
    """Each look finds it one step further, once its time has come."""
    feed = _advance(shop, request)
    return json_answer({name: value for name, value in feed.items() if not name.startswith("_")})


@routes.get(f"{BASE}/documents/{{document}}", limit=Bucket(0.0222, 10))
def get_document(shop: AmazonEmulator, request: Request) -> Answer:
    return json_answer(described(shop, request, "feedDocumentId"))


def described(shop: AmazonEmulator, request: Request, name: str) -> dict[str, Any]:
    """A document with a fresh link to it."""
    number = request.params["document"]
    held = shop.state.table("files", request.account).find(number)
    if held is None:
        raise missing(f"Document {number} not found.")
    told = {name: number, "url": files.address(shop, request, number)}
    return told | ({"compressionAlgorithm": "GZIP"} if held["packed"] else {})


def _advance(shop: AmazonEmulator, request: Request) -> dict[str, Any]:
    table, name = shop.state.table("feeds", request.account), request.params["feed"]
    if name not in table:
        raise missing(f"Feed {name} not found.")
    feed = table[name]
    if feed["processingStatus"] not in ("IN_QUEUE", "IN_PROGRESS") or feed["_ready"] > shop.clock.timestamp():
        return feed
    feed = table.edit(name)
    if feed["processingStatus"] == "IN_QUEUE":
        feed |= {"processingStatus": "IN_PROGRESS", "processingStartTime": iso(shop.clock.now())}
        return feed
    feed["processingEndTime"] = iso(shop.clock.now())
    report = None if feed["feedType"] in DEAD else _worked_off(shop, request.account, feed)
    feed["processingStatus"] = "FATAL" if report is None else "DONE"
    if report is not None:
        text = json.dumps(report, ensure_ascii=False).encode()
        feed["resultFeedDocumentId"] = files.new(
            shop, request.account, content=text, kind="application/json", packed=len(report["issues"]) > 20
        )
    return feed


def _worked_off(shop: AmazonEmulator, account: str, feed: dict[str, Any]) -> dict[str, Any] | None:
    """Message by message; None where the file as a whole cannot be read."""
    try:
        told = json.loads(files.content(shop, account, feed["_document"]) or b"")
    except ValueError:
        return None
    messages = told.get("messages") if isinstance(told, dict) else None
    header = told.get("header") if isinstance(told, dict) else None
    if not isinstance(header, dict) or header.get("sellerId") != account or header.get("version") != "2.0":
        return None
    if not isinstance(messages, list) or not 0 < len(messages) <= MOST_MESSAGES:
        return None
    numbers = [each.get("messageId") for each in messages]
    if len(set(numbers)) != len(numbers) or not all(isinstance(each, int) and 0 < each < 2**31 for each in numbers):
        return None
    issues = [issue for message in messages for issue in _message(shop, account, feed, message)]
    invalid = {each["messageId"] for each in issues if each["severity"] == "ERROR"}
    return {
        "header": {"sellerId": account, "version": "2.0", "feedId": feed["feedId"]},
        "issues": issues,
        "summary": {
            "errors": len([each for each in issues if each["severity"] == "ERROR"]), "warnings": 0,
            "messagesProcessed": len(messages), "messagesAccepted": len(messages) - len(invalid),
            "messagesInvalid": len(invalid),
        },
    }  # fmt: skip


def _message(shop: AmazonEmulator, account: str, feed: dict[str, Any], message: dict[str, Any]) -> list[dict[str, Any]]:
    """The issues of one message; without an error it is done."""
    sku, place = str(message.get("sku", "")), PLACES[feed["marketplaceIds"][0]]
    kind, operation = str(message.get("productType") or ""), message.get("operationType")
    item = shop.state.table("items", account).find(sku)
    if operation == "DELETE":
        submissions.remove(shop, account, sku)
        return []
    if operation not in OPERATIONS or not kind or not sku:
        found = [submissions.issue("4000003", "The message lacks its sku, its operationType or its productType.")]
        return [_reported(message, each) for each in found]
    if operation == "PATCH":
        attributes, found = submissions.patched(shop, account, sku, message.get("patches") or [], place)
    else:
        given = message.get("attributes") or {}
        attributes = {**(item["attributes"] if item and operation == "PARTIAL_UPDATE" else {}), **given}
        needed = "" if operation == "PARTIAL_UPDATE" and item else str(message.get("requirements", "LISTING"))
        found = submissions.judged(attributes, place, requirements=needed)
    if not any(each["severity"] == "ERROR" for each in found):
        held = item["productType"] if item and kind == "PRODUCT" else kind
        submissions.settle(shop, account, sku, held, attributes, place)
    return [_reported(message, each) for each in found]


def _reported(message: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    told = {name: found[name] for name in ("code", "severity", "message")}
    names = found["attributeNames"]
    return {
        "messageId": message["messageId"], "sku": message.get("sku") or "-", **told,
        **({"attributeName": names[0]} if names else {}),
    }  # fmt: skip


def _body(request: Request) -> dict[str, Any]:
    if not isinstance(request.json, dict):
        raise wrong("A body is required.")
    return request.json
