"""What only Ozon's control desk can do, and how it tells the state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.emulator import ControlError

from . import orders, returns, shelves

if TYPE_CHECKING:
    from .marketplace import OzonEmulator

SETTINGS = {
    "ship_delay": 2.0,
    "status_delay": 1.0,
    "label_delay": 45.0,
    "import_delay": 5.0,
    "import_polls": 1.0,
    "moderation_delay": 20.0,
    "daily_create": 1000.0,
    "daily_update": 10_000.0,
}


def setting(shop: OzonEmulator, name: str) -> float:
    """See `change_settings`."""
    return float((shop.state.table("_settings").find("seconds") or {}).get(name, SETTINGS[name]))


def change_settings(shop: OzonEmulator, body: dict[str, Any]) -> dict[str, float]:
    """How long things take, in seconds of sandbox time, and how many cards a day are taken.

    Packing, a status change, a label, a task of cards, the check of a new one: `ship_delay`, `status_delay`,
    `label_delay`, `import_delay`, `moderation_delay`. `import_polls`: how often a task is found waiting before.
    """
    if unknown := set(body) - set(SETTINGS):
        raise ControlError(f"There is no setting {', '.join(sorted(unknown))}. There are: {', '.join(SETTINGS)}.")
    now = {name: float(body.get(name, setting(shop, name))) for name in SETTINGS}
    shop.state.table("_settings").put("seconds", now)
    return now


def split(shop: OzonEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """Ozon splits a posting: one part per unit, or `parts`: [[{"sku", "quantity"}, …], …] with our articles."""
    number = str(body.get("order", ""))
    account = shop.account_of(number, body)
    posting = shop.state.table("postings", account)[number]
    if body.get("parts"):
        parts = [[_cut(posting, line) for line in part] for part in body["parts"]]
    else:
        parts = [[line | {"quantity": 1}] for line in posting["lines"] for _ in range(line["quantity"])]
    if len(parts) < 2:
        raise ControlError("A posting of one unit cannot be split.")
    children = orders.split(shop, account, number, parts, status=posting["status"])
    return {"parent": number, "children": [told(child) for child in children]}


def _cut(posting: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    for line in posting["lines"]:
        if line["offer_id"] == wanted.get("sku"):
            return dict(line) | {"quantity": int(wanted.get("quantity", 1))}
    raise ControlError(f"The posting has no line with the article {wanted.get('sku')!r}.")


def ping(shop: OzonEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """Ozon checks the connection of every receiver."""
    shop.ping_receivers()
    return {"receivers": len(shop.webhooks.receivers())}


def rotate_key(shop: OzonEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """`key` is added or, with `drop`, taken away; `expires_at` moves the end of the account's keys."""
    account = str(body.get("account", shop.credentials()["client_id"]))
    document = shop.state.table("accounts").edit(account)
    if body.get("key"):
        document["keys"] = [k for k in document["keys"] if k != body["key"]] + (
            [] if body.get("drop") else [body["key"]]
        )
    document["expires_at"] = body.get("expires_at", document["expires_at"])
    return {"keys": len(document["keys"]), "expires_at": document["expires_at"]}


CONTROLS: dict[str, Callable[[Any, dict[str, Any]], Any]] = {
    "split": split,
    "ping": ping,
    "settings": change_settings,
    "key": rotate_key,
    "return": returns.give_back,
    "move_return": returns.move_return,
}


def told(posting: dict[str, Any]) -> dict[str, Any]:
    """A posting as the control desk tells it."""
    return {
        "id": posting["posting_number"],
        "order_number": posting["order_number"],
        "parent": posting["parent_posting_number"],
        "scheme": posting["scheme"],
        "status": posting["status"],
        "substatus": posting["substatus"],
        "tracking": posting["tracking_number"],
        "warehouse_id": posting["warehouse_id"],
        "in_process_at": posting["in_process_at"],
        "changed_at": posting["changed_at"],
        "lines": [
            {"sku": line["offer_id"], "quantity": line["quantity"], "price": line["price"]} for line in posting["lines"]
        ],
        "cancellation": posting["cancellation"],
    }


def describe(shop: OzonEmulator, account: str, query: Mapping[str, str]) -> dict[str, Any]:
    """Products with stock and price, and orders; a part that `?orders=0` or `?products=0` leaves out is not built."""
    found: dict[str, Any] = {"account": account}
    if query.get("products") != "0":
        products = shop.state.table("products", account).values()
        found["products"] = [_product(shop, account, p) for p in products if not p["archived"]]
    if query.get("orders") != "0":
        found["orders"] = [told(posting) for posting in shop.state.table("postings", account).values()]
        found["returns"] = [returns.told(row) for row in shop.state.table("returns", account).values()]
    return found


def _product(shop: OzonEmulator, account: str, product: dict[str, Any]) -> dict[str, Any]:
    rows = shelves.shelves(shop, account, product["product_id"])
    return {
        "sku": product["offer_id"],
        "id": product["product_id"],
        "ozon_sku": product["sku"],
        "name": product["name"],
        "price": product["price"],
        "old_price": product["old_price"],
        "currency": product["currency"],
        "stock": {
            str(row["warehouse_id"]): {
                "available": row["present"] - row["reserved"],
                "present": row["present"],
                "reserved": row["reserved"],
            }
            for row in rows
        },
    }
