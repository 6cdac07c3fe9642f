"""How a shipment comes to be and moves: what is bought, confirmed, sent and given back, piece by piece."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from marketplaces.sandbox.people import Buyer, buyer

from .vocabulary import AVAILABLE, CURRENCY, RETURNED, UNAVAILABLE, UNCONFIRMED, name

if TYPE_CHECKING:
    from .marketplace import LetzshopEmulator

HOME = ZoneInfo("Europe/Luxembourg")
LOCALES = {"LU": "fr", "DE": "de", "FR": "fr"}


def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def local(moment: datetime) -> str:
    """As the platform dialect tells times: with the offset of the country."""
    return moment.astimezone(HOME).isoformat(timespec="seconds")


def state(shipment: dict[str, Any]) -> str:
    """Derived from its pieces."""
    states = {unit["state"] for unit in shipment["units"]}
    if UNCONFIRMED in states:
        return "unconfirmed"
    return "confirmed" if states & {AVAILABLE, RETURNED} else "declined"


def new_shipment(
    shop: LetzshopEmulator, account: str, wanted: list[tuple[dict[str, Any], int]], dice: random.Random, *, at: datetime
) -> dict[str, Any]:
    """A shipment of (good, pieces), under the next number; not stored yet."""
    number = shop.state.table("shipments", account).next_number()
    person = buyer(dice, dice.choices(("LU", "DE", "FR"), (70, 15, 15))[0])
    spelling = dice.choice(("{} EUR", "{}"))
    units = [_unit(shop, account, good, spelling) for good, count in wanted for _ in range(count)]
    return {
        "id": name("Shipment", number),
        "number": f"H{10_000_000_000 + number}",
        "order_id": name("Order", number),
        "order_number": f"R{100_000_000 + number}",
        "locale": dice.choice((LOCALES[person.country], "en")) if dice.random() < 0.3 else LOCALES[person.country],
        "person": _person(person),
        "company": "Exemple Sàrl" if dice.random() < 0.1 else None,
        "others": "0.00" if dice.random() < 0.7 else f"{dice.randrange(500, 9000) / 100:.2f}",
        "units": units,
        "status": "PAID",
        "placed_at": iso(at),
        "updated_at": iso(at),
        "tracking": None,
    }


def _unit(shop: LetzshopEmulator, account: str, good: dict[str, Any], spelling: str) -> dict[str, Any]:
    return {
        "id": name("Unit", shop.state.table("units", account).next_number()),
        "state": UNCONFIRMED,
        "variant": {
            "id": name("Variant", good["number"]),
            "number": good["number"],
            "sku": good["sku"],
            "mpn": good["cells"].get("mpn"),
            "price": spelling.format(good["price"]),
            "gtin": good["cells"].get("gtin"),
            "brand": good["cells"].get("brand"),
            "names": {each: good["texts"].get(each, {}).get("title") for each in ("en", "fr", "de")},
        },
    }


def _person(person: Buyer) -> dict[str, Any]:
    """Street and house number are two fields; where a street is written in another way it is all street."""
    first, _, last = person.name.partition(" ")
    before, _, after = person.street.partition(",")
    number, street = (before, after.strip()) if before.isdigit() and after else ("", person.street)
    return {
        "first": first,
        "last": last,
        "email": person.email,
        "phone": person.phone,
        "street": street,
        "number": number,
        "city": person.city,
        "postcode": person.postcode,
        "country": person.country,
    }


def place(shop: LetzshopEmulator, account: str, shipment: dict[str, Any]) -> None:
    """The buyer has paid: the pieces leave the shelf."""
    goods = shop.state.table("goods", account)
    for unit in shipment["units"]:
        if unit["variant"]["sku"] in goods:
            good = goods.edit(unit["variant"]["sku"])
            good["quantity"] = max(0, good["quantity"] - 1)
    keep(shop, account, shipment)


def keep(shop: LetzshopEmulator, account: str, shipment: dict[str, Any]) -> None:
    """Stored, and its pieces can be found."""
    shop.state.table("shipments", account).put(shipment["id"], shipment)
    index = shop.state.table("unit_index", account)
    for unit in shipment["units"]:
        index.put(unit["id"], {"shipment": shipment["id"]})


def edit(shop: LetzshopEmulator, account: str, number: str) -> dict[str, Any]:
    """The shipment, to be changed; its time of change is now."""
    shipment = shop.state.table("shipments", account).edit(number)
    shipment["updated_at"] = iso(shop.clock.now())
    return shipment


def settle(shipment: dict[str, Any]) -> None:
    """What the order is called in the other dialect, after its pieces changed."""
    states = [unit["state"] for unit in shipment["units"] if unit["state"] != UNAVAILABLE]
    if not states:
        shipment["status"] = "CANCELLED"
    elif all(each == RETURNED for each in states):
        shipment["status"] = "REFUNDED"
    elif UNCONFIRMED not in states and shipment["status"] in ("PENDING", "PAID"):
        shipment["status"] = "PROCESSING"


def become(shop: LetzshopEmulator, account: str, number: str, status: str) -> dict[str, Any]:
    """The order is called so from now on, and its pieces are as they must be for that."""
    shipment = edit(shop, account, number)
    wanted = {
        "PENDING": UNCONFIRMED, "PAID": UNCONFIRMED, "CANCELLED": UNAVAILABLE, "REFUNDED": RETURNED
    }.get(status, AVAILABLE)  # fmt: skip
    for unit in shipment["units"]:
        if wanted in (UNAVAILABLE, UNCONFIRMED) or unit["state"] != UNAVAILABLE:
            unit["state"] = wanted
    shipment["status"] = status
    return shipment


def goods_total(shipment: dict[str, Any]) -> Decimal:
    return sum((Decimal(unit["variant"]["price"].split()[0]) for unit in shipment["units"]), Decimal(0))


def money(amount: Decimal) -> str:
    return f"{amount:.2f} {CURRENCY}"
