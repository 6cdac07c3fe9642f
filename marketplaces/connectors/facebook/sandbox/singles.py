"""Items written one by one, by their read names and with prices in whole minor units; a page's messages switched on."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import access, catalog, items
from .accounts import MERCHANTS
from .answers import refuse, unknown
from .arguments import arguments, structure

if TYPE_CHECKING:
    from .marketplace import FacebookEmulator

routes = Routes()
NEEDED = ("retailer_id", "currency", "name", "price")
TEXTS = ("name", "description", "availability", "condition", "brand", "gtin", "url", "image_url", "category", "color")


@routes.post("/{version}/{node}/products")
def create(shop: FacebookEmulator, request: Request) -> Answer:
    access.needs(shop, request, "catalog_management")
    access.own_catalog(request)
    given = arguments(request)
    missing = [name for name in NEEDED if not given.get(name)]
    if missing:
        raise refuse(100, f"The parameter {missing[0]} is required")
    sku = str(given["retailer_id"])
    if sku in shop.state.table("items", request.account):
        raise refuse(10800, f"Duplicate retailer_id {sku} in this catalog")
    item = {"retailer_id": sku, "review_status": "approved", "visibility": "published", "availability": "in stock"}
    catalog.store(shop, request.account, item | _told(given, ""))
    return json_answer({"id": shop.state.table("items", request.account)[sku]["id"]})


@routes.post("/{version}/{node}")
def update(shop: FacebookEmulator, request: Request) -> Answer:
    held = _item(shop, request)
    told = _told(arguments(request), held["currency"])
    shop.state.table("items", request.account).edit(held["retailer_id"]).update(told)
    return json_answer({"success": True})


@routes.add("DELETE", "/{version}/{node}")
def delete(shop: FacebookEmulator, request: Request) -> Answer:
    catalog.drop(shop, request.account, _item(shop, request)["retailer_id"])
    return json_answer({"success": True})


@routes.post("/{version}/{node}/subscribed_apps")
def subscribe(shop: FacebookEmulator, request: Request) -> Answer:
    """The address itself is entered in the app, not told by a call."""
    if request.params["node"] != MERCHANTS[request.account].page_id:
        raise unknown(request.params["node"])
    if not arguments(request).get("subscribed_fields"):
        raise refuse(100, "Param subscribed_fields must be non-empty")
    return json_answer({"success": True})


def _item(shop: FacebookEmulator, request: Request) -> dict[str, Any]:
    access.needs(shop, request, "catalog_management")
    found = catalog.find_item(shop, request.account, request.params["node"])
    if found is None:
        raise unknown(request.params["node"])
    return found


def _told(given: dict[str, Any], currency: str) -> dict[str, Any]:
    """What is said, as it is stored."""
    told: dict[str, Any] = {name: str(given[name]) for name in TEXTS if given.get(name)}
    told["currency"] = str(given.get("currency") or currency)
    if told["currency"] not in items.CURRENCIES:
        raise refuse(100, "Param currency must be a currency that is supported")
    if told.get("availability", "in stock") not in items.AVAILABILITY:
        raise refuse(100, "Param availability must be one of " + ", ".join(items.AVAILABILITY))
    told |= {name: str(Decimal(_whole(given, name)) / 100) for name in ("price", "sale_price") if given.get(name)}
    if given.get("inventory") not in (None, ""):
        told["inventory"] = _whole(given, "inventory")
    if given.get("additional_image_urls"):
        told["additional_image_urls"] = structure(given, "additional_image_urls")
    return told


def _whole(given: dict[str, Any], name: str) -> int:
    text = str(given[name])
    if not text.isascii() or not text.isdigit():
        raise refuse(100, f"Param {name} must be an unsigned integer")
    return int(text)
