"""What the desk of the practice CodesWholesale can do: others buy, prices move, keys come late or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.emulator import ControlError

from . import postbacks, purchases, shelf, tokens
from .seeding import CLIENTS, MAIN

if TYPE_CHECKING:
    from .marketplace import CodesWholesaleEmulator

LOSES = "loses"
WAYS_TO_LOSE = ("nothing", "error500", "html_page", "torn", "limit")
PREFIX = "cw_"


def sell(shop: CodesWholesaleEmulator, wish: dict[str, Any]) -> dict[str, Any]:
    """Somebody else buys at the supplier: fewer are left."""
    wanted = wish.get("lines") or [{"sku": wish.get("sku", ""), "quantity": wish.get("quantity", 1)}]
    lines = []
    for each in wanted:
        found, quantity = _product(shop, str(each.get("sku") or "")), int(each.get("quantity", 1))
        if quantity > found["quantity"]:
            raise ControlError(f"Only {found['quantity']} of {found['name']} left, {quantity} wanted.")
        lines.append(purchases.line(found, quantity, shelf.unit_price(found, quantity), promised=False))
    purchases.sold(shop, lines)
    made = purchases.new(shop, "somebody-else", None, lines, at=shop.clock.now())
    purchases.fill(shop, "somebody-else", made["orderId"])
    return told(shop.state.table("purchases", "somebody-else")[made["orderId"]])


def move(shop: CodesWholesaleEmulator, number: str, status: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """An order shows another status; keys come with Completed."""
    if status not in purchases.STATUSES:
        raise ControlError(f"{status!r} is no status of an order. There are: {', '.join(purchases.STATUSES)}.")
    account, found = _account(details), _purchase(shop, details, number)
    if status == purchases.COMPLETED:
        purchases.fill(shop, account, found["orderId"])
    shop.state.table("purchases", account).edit(found["orderId"])["status"] = status
    return told(shop.state.table("purchases", account)[found["orderId"]])


def supply(shop: CodesWholesaleEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """`{"sku", "quantity", "price", "hidden", "name"}`: the supplier changes a product, and says so."""
    found = _product(shop, str(body.get("sku") or ""), hidden=True)
    number = found["productId"]
    fields: dict[str, Any] = {name: body[name] for name in ("name", "hidden", "quantity") if name in body}
    if "price" in body:
        fields["bands"] = shelf.bands(_amount(body["price"]))
    shelf.change(shop, number, **fields)
    if "hidden" in fields:
        postbacks.tell(shop, "PRODUCT_HIDDEN" if fields["hidden"] else "NEW_PRODUCT", productId=number)
        if not fields["hidden"]:
            postbacks.full(shop, number)
    elif fields.keys() & {"quantity", "bands"}:
        postbacks.stock(shop, number)
    else:
        postbacks.tell(shop, "PRODUCT_UPDATED", productId=number)
    return {"productId": number, **fields}


def assign(shop: CodesWholesaleEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """`{"order"}`: the keys of its pre-orders have come."""
    found = _purchase(shop, body, str(body.get("order", "")))
    return {"keys": purchases.assign(shop, _account(body), found["orderId"])}


def pace(shop: CodesWholesaleEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """`{"seconds"}`: so long new orders wait for their keys."""
    return shop.state.table("desk").put(purchases.PACE, {"seconds": float(body.get("seconds", 3))})


def short(shop: CodesWholesaleEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """`{"keys"}`: the next order gets so many fewer than were paid for."""
    return shop.state.table("desk").put(purchases.SHORT, {"keys": int(body.get("keys", 1))})


def balance(shop: CodesWholesaleEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """`{"balance", "credit"}`: what the client has to spend from now on."""
    document = shop.state.table("clients").edit(_account(body))
    for name in ("balance", "credit"):
        if name in body:
            document[name] = str(_amount(body[name]).quantize(Decimal("0.01")))
    return {name: document[name] for name in ("balance", "credit")}


def complain(shop: CodesWholesaleEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """`{"allowed"}`: whether the client may complain."""
    document = shop.state.table("clients").edit(_account(body))
    document["complains"] = body.get("allowed", True) is not False
    return {"allowed": document["complains"]}


def token(shop: CodesWholesaleEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """`{"wrapped"}`: the other form of the token's answer; `{"drop": true}`: all tokens end."""
    if "wrapped" in body:
        shop.state.table("desk").delete(tokens.SHAPE)
        if body["wrapped"]:
            shop.state.table("desk").put(tokens.SHAPE, {"wrapped": True})
    if body.get("drop"):
        given = shop.state.table("tokens")
        for token_name in given.keys():  # noqa: SIM118  (a table is no mapping)
            given.delete(token_name)
    return {"tokens": len(shop.state.table("tokens"))}


def lose(shop: CodesWholesaleEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """`{"how", "method", "path", "times", "done"}`: so often the answer to such a call is lost.

    `done` false: what was asked for is not done either. Without `how` the answer is `{}`.
    """
    how = str(body.get("how", "nothing"))
    if how not in WAYS_TO_LOSE:
        raise ControlError(f'"how" is one of {", ".join(WAYS_TO_LOSE)}.')
    shop.undone = 0
    told_ = {"how": how, "method": str(body.get("method", "POST")), "path": str(body.get("path", "/v3/orders"))}
    return shop.state.table("desk").put(
        LOSES, {**told_, "times": int(body.get("times", 1)), "done": body.get("done", True) is not False}
    )


def push(shop: CodesWholesaleEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """`{"type", …}`: a message of any kind, also of one that nobody knows."""
    kind = str(body.get("type", ""))
    if not kind:
        raise ControlError('Say which: {"type": "STOCK"}.')
    postbacks.tell(shop, kind, **{name: value for name, value in body.items() if name != "type"})
    return {"type": kind}


CONTROLS: dict[str, Callable[[Any, dict[str, Any]], Any]] = {
    "supply": supply, "assign": assign, "pace": pace, "short": short, "balance": balance, "complaints": complain,
    "token": token, "lose": lose, "push": push,
}  # fmt: skip


def describe(shop: CodesWholesaleEmulator, query: Mapping[str, str]) -> dict[str, Any]:
    """The price list, and what one client bought; no key is told here."""
    account = _account(query)
    found: dict[str, Any] = {
        "account": account,
        **{n: shop.state.table("clients")[account][n] for n in ("balance", "credit")},
    }
    if query.get("products") != "0":
        found["products"] = [_shown(each) for each in shelf.listed(shop)]
    if query.get("orders") != "0":
        found["orders"] = [told(each) for each in shop.state.table("purchases", account).values()]
    return found


def _shown(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "sku": f"{PREFIX}{found['productId']}",
        "id": found["productId"],
        "name": found["name"],
        "price": str(shelf.unit_price(found, 1)),
        "currency": "EUR",
        "form": found["form"],
        "stock": {"": {"available": found["quantity"], "present": found["quantity"], "reserved": 0}},
    }


def told(purchase: dict[str, Any]) -> dict[str, Any]:
    """An order as the desk tells it: how many keys, not which."""
    return {
        "id": purchase["orderId"],
        "reference": purchase["clientOrderId"],
        "status": purchase["status"],
        "total": purchase["total"],
        "currency": "EUR",
        "created": purchase["created"],
        "updated": purchase["created"],
        "lines": [
            {
                "id": each["productId"], "sku": f"{PREFIX}{each['productId']}", "quantity": each["quantity"],
                "price": each["price"], "keys": len(each["codes"]),
            }
            for each in purchase["lines"]
        ],
    }  # fmt: skip


def _product(shop: CodesWholesaleEmulator, sku: str, *, hidden: bool = False) -> dict[str, Any]:
    """The one of this SKU; without one, that of which there are most."""
    table = shop.state.table("products")
    if not sku:
        found = max(shelf.listed(shop), key=lambda each: int(each["quantity"]), default=None)
    else:
        found = table.find(sku.removeprefix(PREFIX))
    if found is None or (found["hidden"] and not hidden):
        raise ControlError(f"The supplier does not list {sku!r}.")
    return found


def _purchase(shop: CodesWholesaleEmulator, given: Mapping[str, Any], number: str) -> dict[str, Any]:
    found = purchases.find(shop, _account(given), number)
    if found is None:
        raise ControlError(f"There is no order {number!r}.")
    return found


def _amount(given: Any) -> Decimal:
    try:
        return Decimal(str(given))
    except InvalidOperation:
        raise ControlError(f"{given!r} is no amount.") from None


def _account(given: Mapping[str, Any]) -> str:
    account = str(given.get("account") or MAIN)
    if account not in CLIENTS:
        raise ControlError(f"There is no client {account}. There are: {', '.join(CLIENTS)}.")
    return account
