"""The one field of the write calls: XML, or JSON of the same shape: rows of SKUs, a whole product, a picture."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

from marketplaces.sandbox.messages import Request

from . import arguments
from .envelope import Refused

MOST = 50
LISTS = {"MultiWarehouseInventories": "MultiWarehouseInventory"}
PLAIN = ("ItemId", "PrimaryCategory")


def skus(request: Request) -> list[dict[str, Any]]:
    """The rows, values as text, warehouses as a list. Refused with Lazada's own codes."""
    text = arguments.needed(request, "payload").strip()
    rows = _from_xml(text) if text.startswith("<") else _from_json(text)
    if not rows:
        raise Refused("30", "E030: Empty Request")
    if len(rows) > MOST:
        raise Refused("4171", f"The updated SKU quantity exceeds the maximum number {MOST}.")
    return rows


def product(request: Request) -> dict[str, Any]:
    """A whole product: its number or category, `Attributes`, `Images` (None where not told) and the rows of `Skus`."""
    text = arguments.needed(request, "payload").strip()
    found = _product_of_xml(text) if text.startswith("<") else _product_of_json(text)
    if not any(found.values()):
        raise Refused("30", "E030: Empty Request")
    return found


def picture(request: Request) -> str:
    """The address of a picture to be brought over; XML only."""
    url = (_root(arguments.needed(request, "payload").strip()).findtext("./Image/Url") or "").strip()
    if not url:
        raise Refused("30", "E030: Empty Request")
    return url


def _product_of_xml(text: str) -> dict[str, Any]:
    root = _root(text)
    pictures = root.find("./Product/Images")
    return {
        **{name: (root.findtext(f"./Product/{name}") or "").strip() for name in PLAIN},
        "Attributes": {each.tag: (each.text or "").strip() for each in root.findall("./Product/Attributes/*")},
        "Images": None if pictures is None else [(each.text or "").strip() for each in pictures.findall("Image")],
        "Skus": [_row(each) for each in root.findall("./Product/Skus/Sku")],
    }


def _product_of_json(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)["Request"]["Product"]
        pictures, rows = found.get("Images"), found.get("Skus", {}).get("Sku", [])
        return {
            **{name: str(found.get(name) or "") for name in PLAIN},
            "Attributes": {name: str(value) for name, value in found.get("Attributes", {}).items()},
            "Images": None if pictures is None else [str(each) for each in pictures["Image"]],
            "Skus": [{name: str(value) for name, value in row.items()} for row in rows],
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refused("5", "E005: Invalid Request Format") from None


def _from_xml(text: str) -> list[dict[str, Any]]:
    return [_row(each) for each in _root(text).findall("./Product/Skus/Sku")]


def _root(text: str) -> ElementTree.Element:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Refused("5", "E005: Invalid Request Format")
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError:
        raise Refused("5", "E005: Invalid Request Format") from None
    if root.tag != "Request":
        raise Refused("5", "E005: Invalid Request Format")
    return root


def _row(element: ElementTree.Element) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for child in element:
        if child.tag in LISTS:
            row[child.tag] = [_row(each) for each in child.findall(LISTS[child.tag])]
        else:
            row[child.tag] = (child.text or "").strip()
    return row


def _from_json(text: str) -> list[dict[str, Any]]:
    try:
        found = json.loads(text)["Request"]["Product"]["Skus"]["Sku"]
    except (ValueError, KeyError, TypeError):
        raise Refused("5", "E005: Invalid Request Format") from None
    rows = found if isinstance(found, list) else [found]
    if not all(isinstance(row, dict) for row in rows):
        raise Refused("5", "E005: Invalid Request Format")
    return [
        {name: value if isinstance(value, dict | list) else str(value) for name, value in row.items()} for row in rows
    ]
