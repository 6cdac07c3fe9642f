"""The one field of the write calls: XML, or JSON of the same shape, down to the rows of SKUs."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

from marketplaces.sandbox.messages import Request

from . import arguments
from .envelope import Refused

MOST = 50
LISTS = {"MultiWarehouseInventories": "MultiWarehouseInventory"}


def skus(request: Request) -> list[dict[str, Any]]:
    """The rows, values as text, warehouses as a list. Refused with Lazada's own codes."""
    text = arguments.needed(request, "payload").strip()
    rows = _from_xml(text) if text.startswith("<") else _from_json(text)
    if not rows:
        raise Refused("30", "E030: Empty Request")
    if len(rows) > MOST:
        raise Refused("4171", f"The updated SKU quantity exceeds the maximum number {MOST}.")
    return rows


def _from_xml(text: str) -> list[dict[str, Any]]:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Refused("5", "E005: Invalid Request Format")
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError:
        raise Refused("5", "E005: Invalid Request Format") from None
    if root.tag != "Request":
        raise Refused("5", "E005: Invalid Request Format")
    return [_row(each) for each in root.findall("./Product/Skus/Sku")]


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
