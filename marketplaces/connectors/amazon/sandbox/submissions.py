"""What a seller tells of a listing, by call or in a feed: judged first, then done, at once or a while later."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from . import shelf
from .sellers import PLACES, Place

if TYPE_CHECKING:
    from .marketplace import AmazonEmulator

Issue = dict[str, Any]
OPERATIONS = ("add", "replace", "merge", "delete")
#: By what a row of an attribute is recognised when it is merged.
SELECTORS = {
    "fulfillment_availability": ("fulfillment_channel_code",),
    "purchasable_offer": ("marketplace_id", "audience"),
}
DEFAULTS = {"audience": "ALL"}
#: What a whole new listing must tell, and an offer on a product that Amazon has already.
NEEDED = {
    "LISTING": (
        "item_name", "brand", "product_description", "externally_assigned_product_identifier", "condition_type",
        "purchasable_offer", "fulfillment_availability", "main_product_image_locator",
    ),
    "LISTING_OFFER_ONLY": ("condition_type", "purchasable_offer", "fulfillment_availability"),
    "LISTING_PRODUCT_ONLY": ("item_name", "brand", "product_description"),
}  # fmt: skip
LONGEST_NAME = 200


def issue(code: str, message: str, *names: str, severity: str = "ERROR") -> Issue:
    return {
        "code": code, "message": message, "severity": severity, "attributeNames": list(names),
        "categories": ["INVALID_ATTRIBUTE"],
    }  # fmt: skip


def answer(sku: str, issues: Sequence[Issue], *, preview: bool = False) -> dict[str, Any]:
    """200 also where it was refused: only the status tells."""
    bad = any(each["severity"] == "ERROR" for each in issues)
    good = "VALID" if preview else "ACCEPTED"
    return {
        "sku": sku, "status": "INVALID" if bad else good, "submissionId": uuid.uuid4().hex, "issues": list(issues),
    }  # fmt: skip


def patched(
    shop: AmazonEmulator, account: str, sku: str, patches: Sequence[dict[str, Any]], place: Place
) -> tuple[dict[str, Any], list[Issue]]:
    """The attributes as they would be, and what is wrong with them."""
    item = shop.state.table("items", account).find(sku)
    if item is None or item["place"] != place.number:
        return {}, [issue("8560", f"SKU {sku} does not match any listing of this seller.")]
    if shop.faults.take("partial_failure", f"/listings/{sku}"):
        return {}, [issue("99300", "The listing is being changed by another submission.")]
    attributes = {name: [dict(row) for row in rows] for name, rows in item["attributes"].items()}
    issues: list[Issue] = []
    for patch in patches:
        name = str(patch.get("path", "")).removeprefix("/attributes/")
        problem = _problem(name, patch)
        if problem is not None:
            issues.append(problem)
            continue
        _apply(attributes, name, patch)
    return attributes, issues + judged(attributes, place)


def _problem(name: str, patch: dict[str, Any]) -> Issue | None:
    if not str(patch.get("path", "")).startswith("/attributes/") or "/" in name or patch.get("op") not in OPERATIONS:
        return issue("4000001", "Only attributes at the top can be patched.")
    if not re.fullmatch(r"[a-z0-9_]+", name):
        return issue("90000900", f"'{name}' is not a valid attribute for the product type.", name)
    rows = patch.get("value")
    if patch["op"] == "delete" and rows is None:
        return None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return issue("4000002", "The value is a list of objects.", name)
    return None


def _apply(attributes: dict[str, Any], name: str, patch: dict[str, Any]) -> None:
    """`replace` drops what was there, `merge` joins rows by what they are recognised by."""
    rows = patch.get("value") or []
    if patch["op"] in ("add", "replace"):
        attributes[name] = [dict(row) for row in rows]
    elif patch["op"] == "delete":
        attributes.pop(name, None)
    else:
        held = attributes.setdefault(name, [])
        for row in rows:
            there = next((each for each in held if _key(name, each) == _key(name, row)), None)
            if there is None:
                held.append(dict(row))
            else:
                there.update(row)


def _key(name: str, row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row.get(each, DEFAULTS.get(each, "")) for each in SELECTORS.get(name, ()))


def judged(attributes: dict[str, Any], place: Place, *, requirements: str = "") -> list[Issue]:
    """Issues of a listing's attributes as a whole."""
    issues = [
        issue("90220", f"'{name}' is required but not supplied.", name)
        for name in NEEDED.get(requirements, ())
        if not attributes.get(name)
    ]
    issues += [
        issue("90000900", f"'{name}' is not a valid attribute for the product type.", name)
        for name in attributes
        if not re.fullmatch(r"[a-z0-9_]+", name)
    ]
    for row in attributes.get("fulfillment_availability") or []:
        issues += _stock_problems(row)
    for row in attributes.get("purchasable_offer") or []:
        issues += _price_problems(row, place)
    for row in attributes.get("item_name") or []:
        if not 0 < len(str(row.get("value", ""))) <= LONGEST_NAME:
            issues.append(issue("90225", f"'item_name' has 1 to {LONGEST_NAME} characters.", "item_name"))
    return issues


def _stock_problems(row: dict[str, Any]) -> list[Issue]:
    name, number = "fulfillment_availability", row.get("quantity")
    if row.get("fulfillment_channel_code") not in ("DEFAULT", "AMAZON_EU", "AMAZON_NA", "AMAZON_FE"):
        return [issue("90003", "'fulfillment_channel_code' is not valid.", name)]
    if number is not None and (not isinstance(number, int) or isinstance(number, bool) or number < 0):
        return [issue("90004", "'quantity' must be a whole number that is zero or more.", name)]
    return []


def _price_problems(row: dict[str, Any], place: Place) -> list[Issue]:
    name = "purchasable_offer"
    if row.get("marketplace_id", place.number) != place.number or row.get("currency") != place.currency:
        return [issue("90115", f"The currency of {place.name} is {place.currency}.", name)]
    for each in row.get("our_price") or []:
        for step in each.get("schedule") or [{}]:
            told = step.get("value_with_tax")
            if not isinstance(told, int | float) or isinstance(told, bool) or told <= 0 or round(told, 2) != told:
                return [issue("90117", "'value_with_tax' must be a number above zero with two decimals.", name)]
    return []


def settle(
    shop: AmazonEmulator, account: str, sku: str, product_type: str, attributes: dict[str, Any], place: Place
) -> None:
    """Now, or when the set time has passed: accepted is not visible."""
    told: dict[str, Any] = {"account": account, "sku": sku, "product_type": product_type, "attributes": attributes}
    wait = (shop.state.table("settings").find("delay") or {}).get("seconds", 0)
    if wait:
        shop.later(wait, "show_listing", **told, place=place.number)
    else:
        show(shop, **told, place=place.number)


def show(
    shop: AmazonEmulator, *, account: str, sku: str, product_type: str, attributes: dict[str, Any], place: str
) -> None:
    shelf.put(shop, account, sku, product_type, attributes, PLACES[place])


def remove(shop: AmazonEmulator, account: str, sku: str) -> None:
    shop.state.table("items", account).delete(sku)
