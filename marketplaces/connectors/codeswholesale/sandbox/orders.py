"""The calls that cost money, and those that look at what was bought."""

from __future__ import annotations

import base64
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import purchases, shelf
from .answers import BALANCE, no_order, refuse
from .goods import PREORDER
from .times import day, moment

if TYPE_CHECKING:
    from .marketplace import CodesWholesaleEmulator

routes = Routes()


@routes.post("/v3/orders")
def create_order(shop: CodesWholesaleEmulator, request: Request) -> Answer:
    return json_answer(purchases.told(shop, _bought(shop, request)))


@routes.post("/v2/orders")
def create_order_v2(shop: CodesWholesaleEmulator, request: Request) -> Answer:
    return json_answer(purchases.told(shop, _bought(shop, request), version="v2"))


@routes.get("/v3/orders", takes=("startFrom", "endOn"))
def list_orders(shop: CodesWholesaleEmulator, request: Request) -> Answer:
    return json_answer({"items": [purchases.summary(each) for each in _history(shop, request)]})


@routes.get("/v2/orders", takes=("startFrom", "endOn"))
def list_orders_v2(shop: CodesWholesaleEmulator, request: Request) -> Answer:
    return json_answer({"items": [purchases.summary(each, version="v2") for each in _history(shop, request)]})


@routes.get("/v3/orders/{orderId}")
def get_order(shop: CodesWholesaleEmulator, request: Request) -> Answer:
    return json_answer(purchases.told(shop, _own(shop, request)))


@routes.get("/v2/orders/{orderId}")
def get_order_v2(shop: CodesWholesaleEmulator, request: Request) -> Answer:
    return json_answer(purchases.told(shop, _own(shop, request), version="v2"))


@routes.get("/v3/orders/{orderId}/invoice")
def get_invoice(shop: CodesWholesaleEmulator, request: Request) -> Answer:
    return json_answer(_invoice(_own(shop, request)))


@routes.get("/v2/orders/{orderId}/invoice")
def get_invoice_v2(shop: CodesWholesaleEmulator, request: Request) -> Answer:
    return json_answer(_invoice(_own(shop, request)))


def _bought(shop: CodesWholesaleEmulator, request: Request) -> purchases.Purchase:
    """All or nothing: judged, paid, put in the queue. A field that is not known is dropped without a word."""
    body = request.json
    if not isinstance(body, dict):
        raise refuse(400, "The body must be an object")
    reference = body.get("orderId")
    if reference is not None and not isinstance(reference, str):
        raise refuse(400, "orderId must be text")
    wanted = body.get("products")
    if not isinstance(wanted, list) or not wanted:
        raise refuse(400, "products must not be empty")
    promises = body.get("allowPreOrder", True) is not False
    lines = [_line(shop, each, promises=promises) for each in wanted]
    _check_stock(shop, lines)
    _pay(shop, request.account, sum((Decimal(each["price"]) * each["quantity"] for each in lines), Decimal(0)))
    purchases.sold(shop, lines)
    made = purchases.new(shop, request.account, reference, lines, at=shop.clock.now())
    shop.later(purchases.pace(shop), "fill", account=request.account, number=made["orderId"])
    return made


def _line(shop: CodesWholesaleEmulator, wanted: Any, *, promises: bool) -> dict[str, Any]:
    if not isinstance(wanted, dict) or not isinstance(wanted.get("productId"), str):
        raise refuse(400, "productId is required")
    quantity = wanted.get("quantity")
    if not isinstance(quantity, int) or isinstance(quantity, bool) or quantity < 1:
        raise refuse(400, "quantity must be a whole number of at least 1")
    found = shelf.product(shop, wanted["productId"])
    price = shelf.unit_price(found, quantity)
    agreed = wanted.get("price")
    if agreed is not None and (isinstance(agreed, bool) or not isinstance(agreed, int | float)):
        raise refuse(400, "price must be a number")
    if agreed is not None and Decimal(str(agreed)) != price:
        raise refuse(400, f"Price of {found['name']} has changed: {price}")
    promised = found["form"] == PREORDER
    if promised and not promises:
        raise refuse(400, f"{found['name']} is a pre-order, which this order does not allow")
    return purchases.line(found, quantity, price, promised=promised)


def _check_stock(shop: CodesWholesaleEmulator, lines: list[dict[str, Any]]) -> None:
    """Of all lines of a product together; what is promised is not counted."""
    wanted: Counter[str] = Counter()
    for each in lines:
        if each["form"] != PREORDER:
            wanted[each["productId"]] += each["quantity"]
    for number, count in wanted.items():
        found = shelf.product(shop, number)
        if count > found["quantity"]:
            raise refuse(400, f"{found['name']} is out of stock: {found['quantity']} left")


def _pay(shop: CodesWholesaleEmulator, account: str, total: Decimal) -> None:
    """From the balance first, then on credit."""
    held = shop.state.table("clients")[account]
    if total > Decimal(held["balance"]) + Decimal(held["credit"]):
        raise refuse(400, "Not enough balance", code=BALANCE)
    document = shop.state.table("clients").edit(account)
    rest = Decimal(document["balance"]) - total
    document["balance"] = str(max(Decimal("0.00"), rest))
    document["credit"] = str(Decimal(document["credit"]) + min(Decimal(0), rest))


def _history(shop: CodesWholesaleEmulator, request: Request) -> list[purchases.Purchase]:
    """Days count whole, the last one included."""
    query = request.query
    first = day(query["startFrom"], "startFrom") if "startFrom" in query else None
    last = day(query["endOn"], "endOn") if "endOn" in query else None
    if first and last and last < first:
        raise refuse(400, "endOn is before startFrom")
    found = shop.state.table("purchases", request.account).values()
    days = [(moment(each["created"], "created").date(), each) for each in found]
    return [each for on, each in days if (not first or on >= first) and (not last or on <= last)]


def _own(shop: CodesWholesaleEmulator, request: Request) -> purchases.Purchase:
    found = purchases.find(shop, request.account, request.params["orderId"])
    if found is None:
        raise no_order(request.params["orderId"])
    return found


def _invoice(purchase: purchases.Purchase) -> dict[str, str]:
    """A page with one line is enough of a PDF for practice."""
    said = f"%PDF-1.4\n% {purchase['identifier']} {purchase['total']} EUR\n%%EOF\n"
    return {"invoiceNo": f"INV-{purchase['identifier']}", "body": base64.b64encode(said.encode()).decode()}
