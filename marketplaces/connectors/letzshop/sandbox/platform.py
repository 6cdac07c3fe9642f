"""The dialect that really exists: shipments, pieces to decide about, a parcel's number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from . import lifecycle
from .answers import NOT_AUTHORISED
from .execution import FieldFailed, Resolver
from .vocabulary import AVAILABLE, RETURNED, UNAVAILABLE, UNCONFIRMED, cursor, name, place_of

if TYPE_CHECKING:
    from .marketplace import LetzshopEmulator

MOST = 100
USUAL = 50
PARSERS = {14: "gtin14", 13: "gtin13", 12: "gtin12", 8: "gtin8", 10: "isbn10"}


class Platform:
    """One account's view; without a key (`account` empty) only products are open."""

    def __init__(self, shop: LetzshopEmulator, account: str) -> None:
        self._shop, self._account = shop, account

    def resolvers(self) -> dict[str, Resolver]:
        return {
            "shipments": self._shipments,
            "products": self._products,
            "confirmInventoryUnits": self._confirm,
            "setShipmentTracking": self._track,
            "returnInventoryUnits": self._return,
        }

    # Reading ---------------------------------------------------------------------------------------------------------
    def _shipments(self, given: Mapping[str, Any]) -> dict[str, Any]:
        self._needs_key()
        wanted = given.get("state")
        found = [each for each in self._all() if wanted is None or lifecycle.state(each) == wanted]
        return page([view(each) for each in found], given)

    def _all(self) -> list[dict[str, Any]]:
        """Newest first."""
        return sorted(
            self._shop.state.table("shipments", self._account).values(),
            key=lambda each: (each["placed_at"], each["number"]),
            reverse=True,
        )

    def _products(self, given: Mapping[str, Any]) -> dict[str, Any]:
        goods = self._shop.state.table("goods", self._account or self._shop.main).values()
        return page([_product(each) for each in goods], given)

    # Deciding --------------------------------------------------------------------------------------------------------
    def _confirm(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Each piece by itself; what is wrong with one leaves all as they are."""
        self._needs_key()
        decisions = given["input"]["inventoryUnits"]
        problems = [p for each in decisions if (p := self._undecidable(each["inventoryUnitId"]))]
        if problems or not decisions:
            return {"inventoryUnits": None, "errors": problems or [_problem("", "blank", "No inventory units given")]}
        changed = []
        for each in decisions:
            state = AVAILABLE if each["isAvailable"] else UNAVAILABLE
            changed.append(self._set(each["inventoryUnitId"], state))
        return {"inventoryUnits": changed, "errors": []}

    def _undecidable(self, number: str) -> dict[str, str] | None:
        unit = self._unit(number)
        if unit is None:
            return _problem(number, "not_found", "Inventory unit does not exist")
        if unit["state"] != UNCONFIRMED:
            return _problem(number, "already_confirmed", "Inventory unit is already confirmed")
        return None

    def _return(self, given: Mapping[str, Any]) -> dict[str, Any]:
        self._needs_key()
        numbers = given["input"]["inventoryUnitIds"]
        wrong = [each for each in numbers if (self._unit(each) or {}).get("state") != AVAILABLE]
        if wrong:
            errors = [_problem(each, "not_confirmed", "Inventory unit is not confirmed") for each in wrong]
            return {"inventoryUnits": None, "errors": errors}
        return {"inventoryUnits": [self._set(each, RETURNED) for each in numbers], "errors": []}

    def _track(self, given: Mapping[str, Any]) -> dict[str, Any]:
        self._needs_key()
        wanted = given["input"]
        number = wanted["shipmentId"]
        shipment = self._shop.state.table("shipments", self._account).find(number)
        if shipment is None:
            return {"shipment": None, "errors": [_problem(number, "not_found", "Shipment does not exist")]}
        if lifecycle.state(shipment) != "confirmed":
            return {"shipment": None, "errors": [_problem(number, "not_confirmed", "Shipment is not confirmed")]}
        if not wanted["code"].strip() or not wanted["provider"].strip():
            return {"shipment": None, "errors": [_problem(number, "blank", "Code and provider can't be blank")]}
        tracking = {"code": wanted["code"], "provider": wanted["provider"], "at": lifecycle.iso(self._shop.clock.now())}
        before = shipment["tracking"] or {}
        if (before.get("code"), before.get("provider")) != (tracking["code"], tracking["provider"]):
            shipment = lifecycle.edit(self._shop, self._account, number)
            shipment["tracking"] = tracking
            if shipment["status"] in ("PAID", "PROCESSING"):
                shipment["status"] = "SHIPPED"
        return {"shipment": view(shipment), "errors": []}

    def _unit(self, number: str) -> dict[str, Any] | None:
        found = self._shop.state.table("unit_index", self._account).find(number)
        if found is None:
            return None
        shipment = self._shop.state.table("shipments", self._account)[found["shipment"]]
        return next(each for each in shipment["units"] if each["id"] == number)

    def _set(self, number: str, state: str) -> dict[str, Any]:
        held = self._shop.state.table("unit_index", self._account)[number]["shipment"]
        shipment = lifecycle.edit(self._shop, self._account, held)
        unit = next(each for each in shipment["units"] if each["id"] == number)
        unit["state"] = state
        lifecycle.settle(shipment)
        return _unit(unit)

    def _needs_key(self) -> None:
        if not self._account:
            raise FieldFailed(NOT_AUTHORISED, "UNAUTHORIZED")


def page(rows: Sequence[Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """A part of a list; a cursor is a place in it, so it moves when the list does."""
    first = given.get("first")
    if first is not None and first < 0:
        raise FieldFailed("first must not be negative")
    start = 0
    if given.get("after"):
        found = place_of(given["after"])
        if found is None:
            raise FieldFailed(f"Invalid cursor: {given['after']!r}")
        start = found
    some = rows[start : start + min(USUAL if first is None else first, MOST)]
    end = start + len(some)
    return {
        "nodes": some,
        "pageInfo": {"hasNextPage": end < len(rows), "endCursor": cursor(end) if some else None},
    }


def view(shipment: dict[str, Any]) -> dict[str, Any]:
    """A shipment as this dialect tells it."""
    person = shipment["person"]
    address = {
        "firstName": person["first"],
        "lastName": person["last"],
        "streetName": person["street"],
        "streetNumber": person["number"] or None,
        "city": person["city"],
        "zipCode": person["postcode"],
        "country": {"name": {"LU": "Luxembourg", "DE": "Deutschland", "FR": "France"}[person["country"]],
                    "iso": person["country"]},
    }  # fmt: skip
    whole = lifecycle.goods_total(shipment) + Decimal(shipment["others"])
    return {
        "id": shipment["id"],
        "number": shipment["number"],
        "state": lifecycle.state(shipment),
        "order": {
            "id": shipment["order_id"],
            "number": shipment["order_number"],
            "email": person["email"],
            "total": lifecycle.money(whole),
            "completedAt": lifecycle.local(datetime.fromisoformat(shipment["placed_at"])),
            "locale": shipment["locale"],
            "shipAddress": {**address, "company": None, "phone": person["phone"]},
            "billAddress": {**address, "company": shipment["company"], "phone": None},
        },
        "inventoryUnits": [_unit(each) for each in shipment["units"]],
        "tracking": shipment["tracking"],
    }


def _unit(unit: dict[str, Any]) -> dict[str, Any]:
    variant = unit["variant"]
    gtin = variant["gtin"]
    return {
        "id": unit["id"],
        "state": unit["state"],
        "variant": {
            "id": variant["id"],
            "sku": variant["sku"],
            "mpn": variant["mpn"] or None,
            "price": variant["price"],
            "tradeId": {"number": gtin, "parser": PARSERS[len(gtin)]} if gtin and len(gtin) in PARSERS else None,
            "product": {"id": None, "name": variant["names"], "_brand": _brand(variant["brand"])},
        },
    }


def _product(good: dict[str, Any]) -> dict[str, Any]:
    names = {each: good["texts"].get(each, {}).get("title") for each in ("en", "fr", "de")}
    return {"id": name("Product", good["number"]), "name": names, "_brand": _brand(good["cells"].get("brand"))}


def _brand(brand: str | None) -> dict[str, Any]:
    return {"__typename": "Brand", "name": brand} if brand else {"__typename": "BrandUnknown", "_placeholder": None}


def _problem(number: str, code: str, message: str) -> dict[str, str]:
    return {"id": number, "code": code, "message": message}
