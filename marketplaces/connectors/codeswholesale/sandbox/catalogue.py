"""The calls of the price list: v3 by continuation token, v2 whole with filters, single products, texts, words."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.limits import Window
from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import goods, shelf
from .answers import refuse
from .times import moment

if TYPE_CHECKING:
    from .marketplace import CodesWholesaleEmulator

routes = Routes()
#: 400 lists in ten minutes, 600 single products in five (contract section 6).
LISTS, SINGLES = Window(count=400, seconds=600), Window(count=600, seconds=300)
#: Assumed: no source tells the size of a page.
PAGE = 50
FILTERS = ("updatedSince", "createdSince", "productIds")


@routes.get("/v3/products", takes=(*FILTERS, "continuationToken"), limit=LISTS, budget="list")
def list_products(shop: CodesWholesaleEmulator, request: Request) -> Answer:
    """The token stands for the last product given and for the question, so that what is hidden shifts nobody."""
    asked = {name: text for name, text in request.query.items() if name in FILTERS}
    after = -1
    if token := request.query.get("continuationToken"):
        asked, after = _place(token, asked)
    fits = _filter(asked)
    found = [each for each in shelf.listed(shop) if each["number"] > after and fits(each)]
    page, rest = found[:PAGE], found[PAGE:]
    following = _token(asked, page[-1]["number"]) if rest else None
    return json_answer({"items": [shelf.told(shop, each) for each in page], "continuationToken": following})


@routes.get("/v2/products", takes=("language", "platform", "region", "inStockDaysAgo"), limit=LISTS, budget="list")
def list_products_v2(shop: CodesWholesaleEmulator, request: Request) -> Answer:
    """All at once; each filter is a list with commas."""
    wanted = {
        name: request.query[name].split(",") for name in ("language", "platform", "region") if request.query.get(name)
    }
    days = request.query.get("inStockDaysAgo", "")
    if days and not (days.isascii() and days.isdigit() and 1 <= int(days) <= 60):
        raise refuse(400, "inStockDaysAgo must be a number from 1 to 60")
    since = shop.clock.now() - timedelta(days=int(days)) if days else None
    found = [
        each
        for each in shelf.listed(shop)
        if _has(each["languages"], wanted.get("language"))
        and _has([each["platform"]], wanted.get("platform"))
        and _has(each["regions"], wanted.get("region"))
        and (since is None or each["quantity"] or moment(each["updated"], "updated") >= since)
    ]
    return json_answer({"items": [shelf.told(shop, each, version="v2") for each in found]})


@routes.get("/v3/products/{productId}", limit=SINGLES, budget="single")
def get_product(shop: CodesWholesaleEmulator, request: Request) -> Answer:
    return json_answer(shelf.told(shop, shelf.product(shop, request.params["productId"])))


@routes.get("/v2/products/{productId}", limit=SINGLES, budget="single")
def get_product_v2(shop: CodesWholesaleEmulator, request: Request) -> Answer:
    return json_answer(shelf.told(shop, shelf.product(shop, request.params["productId"]), version="v2"))


@routes.get("/v3/products/{productId}/description", takes=("locale",))
def get_description(shop: CodesWholesaleEmulator, request: Request) -> Answer:
    return json_answer(_description(shop, request))


@routes.get("/v2/products/{productId}/description", takes=("locale",))
def get_description_v2(shop: CodesWholesaleEmulator, request: Request) -> Answer:
    return json_answer(_description(shop, request))


@routes.get("/v3/productImages/{id}")
def get_image(shop: CodesWholesaleEmulator, request: Request) -> Answer:
    number = request.params["id"]
    found = next(
        (each for each in shelf.listed(shop) if number in (f"{each['number']}_m", f"{each['number']}_s")), None
    )
    if found is None:
        raise refuse(404, f"Image {number} not found")
    size = "MEDIUM" if number.endswith("_m") else "SMALL"
    return json_answer({"id": number, "image": f"https://images.example/{number}.jpg", "format": size})


@routes.get("/v3/platforms")
def list_platforms(shop: CodesWholesaleEmulator, request: Request) -> Answer:
    return json_answer({"platforms": [{"name": name} for name in goods.PLATFORMS]})


@routes.get("/v3/regions")
def list_regions(shop: CodesWholesaleEmulator, request: Request) -> Answer:
    return json_answer({"regions": [{"name": name} for name in goods.REGIONS]})


@routes.get("/v3/languages")
def list_languages(shop: CodesWholesaleEmulator, request: Request) -> Answer:
    return json_answer({"languages": [{"name": name} for name in goods.LANGUAGES]})


@routes.get("/v3/territory")
def list_territories(shop: CodesWholesaleEmulator, request: Request) -> Answer:
    return json_answer({"territories": [{"territory": name} for name in goods.TERRITORIES]})


def _description(shop: CodesWholesaleEmulator, request: Request) -> dict[str, Any]:
    """Texts of the language that was asked for, or of all where none was; an unknown one has none."""
    found = shelf.product(shop, request.params["productId"])
    locale = request.query.get("locale", "")
    texts = goods.LOCALES.values() if not locale else filter(None, [goods.LOCALES.get(locale[:2].lower())])
    words = list(texts)
    return {
        "productId": found["productId"],
        "officialTitle": found["name"].partition(" (")[0],
        "platform": found["platform"],
        "category": "Games",
        "pegirating": "12",
        "developerName": "Lumen Works",
        "keywords": "adventure, quest",
        "eans": list(found["eans"]),
        "editions": ["Standard"],
        "extensionPacks": [],
        "inTheGameLanguages": list(found["languages"]),
        "localizedTitles": [{"title": found["name"], "territory": word} for word in words],
        "factSheets": [
            {"territory": word, "description": f"<p>{found['name']} ({word}).</p>"} for word in words
        ],
        "releases": [],
        "photos": [],
        "videos": [],
        "minimumRequirements": "",
        "recommendedRequirements": "",
        "lastUpdated": found["updated"],
    }  # fmt: skip


def _filter(asked: dict[str, str]) -> Callable[[dict[str, Any]], bool]:
    if "updatedSince" in asked and "createdSince" in asked:
        raise refuse(400, "updatedSince and createdSince cannot be used together")
    tests: list[Callable[[dict[str, Any]], bool]] = []
    for name, field in (("updatedSince", "updated"), ("createdSince", "created")):
        if name in asked:
            tests.append(_not_before(moment(asked[name], name), field))
    if "productIds" in asked:
        numbers = set(_numbers(asked["productIds"]))
        tests.append(lambda each: each["productId"] in numbers)
    return lambda each: all(test(each) for test in tests)


def _not_before(since: datetime, field: str) -> Callable[[dict[str, Any]], bool]:
    return lambda each: moment(each[field], field) >= since


def _numbers(text: str) -> Iterator[str]:
    for part in text.split(","):
        try:
            yield str(uuid.UUID(part.strip()))
        except ValueError:
            raise refuse(400, f"{part!r} is not a product id") from None


def _token(asked: dict[str, str], number: int) -> str:
    return base64.urlsafe_b64encode(json.dumps({"after": number, "asked": asked}).encode()).decode().rstrip("=")


def _place(token: str, asked: dict[str, str]) -> tuple[dict[str, str], int]:
    """What the token stands for. Another question beside it than the one it was given for is refused."""
    try:
        held = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        first, after = dict(held["asked"]), int(held["after"])
    except (ValueError, KeyError, TypeError):
        raise refuse(400, "continuationToken is not valid") from None
    if asked and asked != first:
        raise refuse(400, "continuationToken belongs to another query")
    return first, after


def _has(values: list[str], wanted: list[str] | None) -> bool:
    return wanted is None or bool(set(values) & set(wanted))
