"""The order API before 2026: PascalCase, lines and address by calls of their own, words spelt otherwise."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.limits import Bucket
from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from .access import personal
from .answers import wrong
from .notifications import OLD_WORDS
from .order_view import UNPAID
from .orders import AGE, find
from .participations import asked
from .sellers import PLACES
from .times import iso, read

if TYPE_CHECKING:
    from .marketplace import AmazonEmulator

routes = Routes()
BASE = "/orders/v0/orders"
ONE = f"{BASE}/{{order}}"
CHANNELS = {"MERCHANT": "MFN", "AMAZON": "AFN"}
STATUSES = {*OLD_WORDS.values(), "InvoiceUnconfirmed"}
MOST_NAMED = 50


@routes.get(BASE, limit=Bucket(0.0167, 20))
def get_orders(shop: AmazonEmulator, request: Request) -> Answer:
    places = {each.number for each in asked(request, "MarketplaceIds")}
    held = _token(request)
    field, first, last = _span(shop, request, held)
    words, channels, numbers = held.get("filters") or _filters(request)
    found = [
        each
        for each in shop.state.table("orders", request.account).values()
        if each["place"] in places
        and first <= datetime.fromisoformat(each[field]) <= last
        and (not words or OLD_WORDS[each["status"]] in words)
        and (not channels or CHANNELS[each["by"]] in channels)
        and (not numbers or each["id"] in numbers)
    ]
    found.sort(key=lambda each: (each[field], each["id"]))
    start, size = held.get("start", 0), _size(request)
    people = personal(shop, request, "buyerInfo"), personal(shop, request, "shippingAddress")
    name = "LastUpdatedBefore" if field == "updated" else "CreatedBefore"
    payload: dict[str, Any] = {"Orders": [_seen(e, *people) for e in found[start : start + size]], name: iso(last)}
    if start + size < len(found):
        told = {"start": start + size, "field": field, "first": iso(first), "last": iso(last)}
        told["filters"] = [words, channels, numbers]
        payload["NextToken"] = base64.urlsafe_b64encode(json.dumps(told).encode()).decode()
    return json_answer({"payload": payload})


@routes.get(ONE, limit=Bucket(0.5, 30))
def get_order(shop: AmazonEmulator, request: Request) -> Answer:
    people = personal(shop, request, "buyerInfo"), personal(shop, request, "shippingAddress")
    return json_answer({"payload": _seen(find(shop, request), *people)})


@routes.get(f"{ONE}/orderItems", limit=Bucket(0.5, 30))
def get_items(shop: AmazonEmulator, request: Request) -> Answer:
    order = find(shop, request)
    return json_answer(
        {"payload": {"AmazonOrderId": order["id"], "OrderItems": [_line(e, order) for e in order["lines"]]}}
    )


@routes.get(f"{ONE}/address", limit=Bucket(0.5, 30))
def get_address(shop: AmazonEmulator, request: Request) -> Answer:
    """Without a token for personal data only city, state, code and country."""
    order = find(shop, request)
    whole = personal(shop, request, "shippingAddress")
    return json_answer({"payload": {"AmazonOrderId": order["id"], "ShippingAddress": _address(order, whole=whole)}})


@routes.get(f"{ONE}/buyerInfo", limit=Bucket(0.5, 30))
def get_buyer(shop: AmazonEmulator, request: Request) -> Answer:
    """Without a token for personal data the number only, and the e-mail of Amazon's own making."""
    order, whole = find(shop, request), personal(shop, request, "buyerInfo")
    told = {} if order["status"] in UNPAID else _buyer(order, whole=whole)
    return json_answer({"payload": {"AmazonOrderId": order["id"], **told}})


@routes.get(f"{ONE}/orderItems/buyerInfo", limit=Bucket(0.5, 30))
def get_items_buyer(shop: AmazonEmulator, request: Request) -> Answer:
    """Gift wraps and engravings; nobody here orders any."""
    order = find(shop, request)
    lines = [{"OrderItemId": line["id"]} for line in order["lines"]]
    return json_answer({"payload": {"AmazonOrderId": order["id"], "OrderItems": lines}})


def _seen(order: dict[str, Any], buyer: bool, address: bool) -> dict[str, Any]:
    place = PLACES[order["place"]]
    told: dict[str, Any] = {
        "AmazonOrderId": order["id"], "PurchaseDate": order["created"], "LastUpdateDate": order["updated"],
        "OrderStatus": OLD_WORDS[order["status"]], "FulfillmentChannel": "AFN" if order["by"] == "AMAZON" else "MFN",
        "SalesChannel": place.name, "MarketplaceId": place.number, "OrderType": "StandardOrder",
        "ShipServiceLevel": order["service"].capitalize(), "EarliestShipDate": order["ship_by"][0],
        "LatestShipDate": order["ship_by"][1], "IsPrime": "PRIME" in order["programs"], "IsBusinessOrder": False,
        "NumberOfItemsShipped": sum(line["shipped"] for line in order["lines"]),
        "NumberOfItemsUnshipped": sum(line["quantity"] - line["shipped"] for line in order["lines"]),
    }  # fmt: skip
    if order["status"] not in UNPAID:
        total = sum((Decimal(line["total"]) for line in order["lines"]), Decimal(0))
        told["OrderTotal"] = _money(str(total), place.currency)
        told["BuyerInfo"] = _buyer(order, whole=buyer)
        told["ShippingAddress"] = _address(order, whole=address)
    return told


def _buyer(order: dict[str, Any], *, whole: bool) -> dict[str, str]:
    return {"BuyerEmail": order["buyer"]["email"]} | ({"BuyerName": order["buyer"]["name"]} if whole else {})


def _line(line: dict[str, Any], order: dict[str, Any]) -> dict[str, Any]:
    currency = PLACES[order["place"]].currency
    told: dict[str, Any] = {
        "ASIN": line["asin"], "SellerSKU": line["sku"], "OrderItemId": line["id"], "Title": line["title"],
        "QuantityOrdered": line["quantity"], "QuantityShipped": line["shipped"], "IsGift": "false",
        "ProductInfo": {"NumberOfItems": "1"},
    }  # fmt: skip
    if line["asked"]:
        told["BuyerRequestedCancel"] = {"IsBuyerRequestedCancel": "true", "BuyerCancelReason": line["asked"]}
    if order["status"] not in UNPAID:
        shipping_tax = Decimal(line["tax"]) - Decimal(line["goods_tax"])
        told |= {
            "ItemPrice": _money(line["goods"], currency), "ItemTax": _money(line["goods_tax"], currency),
            "ShippingPrice": _money(line["postage"], currency), "ShippingTax": _money(str(shipping_tax), currency),
            "PromotionDiscount": _money(line["discount"], currency),
        }  # fmt: skip
    return told


def _address(order: dict[str, Any], *, whole: bool) -> dict[str, str]:
    names = {
        "city": "City", "stateOrRegion": "StateOrRegion", "postalCode": "PostalCode", "countryCode": "CountryCode",
    }  # fmt: skip
    if whole:
        names |= {"name": "Name", "addressLine1": "AddressLine1", "addressLine2": "AddressLine2", "phone": "Phone"}
    return {new: order["address"][old] for old, new in names.items() if old in order["address"]}


def _money(amount: str, currency: str) -> dict[str, str]:
    return {"CurrencyCode": currency, "Amount": amount}


def _span(shop: AmazonEmulator, request: Request, held: dict[str, Any]) -> tuple[str, datetime, datetime]:
    if held:
        return held["field"], datetime.fromisoformat(held["first"]), datetime.fromisoformat(held["last"])
    given = [name for name in ("LastUpdated", "Created") if f"{name}After" in request.query]
    if len(given) != 1:
        raise wrong("Exactly one of CreatedAfter and LastUpdatedAfter is required.")
    (name,) = given
    latest = shop.clock.now() - AGE
    first = read(request.query[f"{name}After"])
    last = read(request.query.get(f"{name}Before", iso(latest)))
    if first is None or last is None or last < first or last > latest:
        raise wrong(f"{name}After and {name}Before are moments, the later one two minutes in the past.")
    return "updated" if name == "LastUpdated" else "created", first, last


def _filters(request: Request) -> list[list[str]]:
    """Statuses, channels and numbers that an order must be among; an empty list lets all through."""
    words, channels, numbers = (
        [each for each in request.query.get(name, "").split(",") if each]
        for name in ("OrderStatuses", "FulfillmentChannels", "AmazonOrderIds")
    )
    if set(words) - STATUSES or set(channels) - set(CHANNELS.values()) or len(numbers) > MOST_NAMED:
        raise wrong(f"Invalid OrderStatuses or FulfillmentChannels, or more than {MOST_NAMED} AmazonOrderIds.")
    return [words, channels, numbers]


def _size(request: Request) -> int:
    text = request.query.get("MaxResultsPerPage", "100")
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 100:
        raise wrong("MaxResultsPerPage is from 1 to 100.")
    return int(text)


def _token(request: Request) -> dict[str, Any]:
    text = request.query.get("NextToken")
    if not text:
        return {}
    try:
        held: dict[str, Any] = json.loads(base64.urlsafe_b64decode(text))
    except ValueError:
        raise wrong("Invalid NextToken.") from None
    return held
