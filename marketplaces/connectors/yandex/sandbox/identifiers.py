"""Marking codes of units: which are needed, which were given, and how the Market's check of them stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .answers import refuse
from .shapes import fields, text

if TYPE_CHECKING:
    from .market import YandexEmulator

Item = dict[str, Any]
INSTANCE = fields({name: text() for name in ("cis", "uin", "rnpt", "gtd", "countryCode")})
#: The field that each kind of need is met by.
FIELD_OF = {"CIS": "cis", "UIN": "uin", "RNPT": "rnpt", "GTD": "gtd"}
CHECKED = ("cis", "uin")
SEPARATOR, TAIL = "\x1d", "\x1d91"
UIN_DIGITS = 16


def check(item: Item, given: list[dict[str, Any]], units: int) -> None:
    """Raises Refused where a unit lacks what it needs, or an entry names two codes."""
    if any(len([name for name in each if name != "countryCode"]) != 1 for each in given):
        raise refuse("instances: exactly one identifier is expected")
    for need in item["marks"]:
        name = FIELD_OF.get(need)
        if name and sum(name in each for each in given) < units:
            raise refuse(f"Item {item['id']} requires {need} for every unit")


def keep(order: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    """What was given takes the place of what was there."""
    for item in order["items"]:
        item["instances"] = [each for row in rows if row["id"] == item["id"] for each in row.get("instances") or ()]


def shown(given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Codes of Честный знак are told in two ways: without their signature, and whole."""
    return [
        {"cis": each["cis"].partition(TAIL)[0], "cisFull": each["cis"]} if "cis" in each else each for each in given
    ]


def brief(item: Item) -> dict[str, Any]:
    return {
        "id": item["id"], "offerId": item["offerId"], "offerName": item["name"], "count": item["count"],
        "instances": shown(item["instances"]),
    }  # fmt: skip


def statuses(market: YandexEmulator, order: dict[str, Any]) -> list[dict[str, Any]]:
    """Lines whose codes are checked."""
    found = []
    for item in order["items"]:
        row = {
            name: [_status(market, name, each[name]) for each in item["instances"] if name in each] for name in CHECKED
        }
        if any(row.values()):
            found.append({"id": item["id"], **{name: told for name, told in row.items() if told}})
    return found


def _status(market: YandexEmulator, name: str, code: str) -> dict[str, Any]:
    if is_slow(market):
        return {"value": code, "status": "IN_PROGRESS"}
    if name == "uin":
        good = len(code) == UIN_DIGITS and code.isdigit()
        return {"value": code, "status": "OK" if good else "FAILED"}
    if not code.startswith("01"):
        return {"value": code, "status": "INVALID", "substatus": "CIS_GTIN_NOT_FOUND"}
    return {"value": code, "status": "OK"}


def check_ready(market: YandexEmulator, order: dict[str, Any]) -> None:
    """An order is ready when all codes that must be checked were."""
    unmet = [
        item
        for item in order["items"]
        for need in item["marks"]
        if need in ("CIS", "UIN") and sum(FIELD_OF[need] in each for each in item["instances"]) < item["count"]
    ]
    told = [each for row in statuses(market, order) for name in CHECKED for each in row.get(name, ())]
    if unmet or any(each["status"] != "OK" for each in told):
        raise refuse(f"Identifiers of order {order['id']} are not validated", 400, "STATUS_NOT_ALLOWED")


def is_slow(market: YandexEmulator) -> bool:
    """The control desk keeps the check from ending."""
    return bool((market.state.table("_marks").find("check") or {}).get("slow"))


def make_slow(market: YandexEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """`slow`: codes stay unchecked until it is false again."""
    return market.state.table("_marks").put("check", {"slow": bool(body.get("slow"))})
