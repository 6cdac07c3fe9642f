"""Feed files: the export of the merchant's own shop, and the files that Letzshop fetches from the merchant's address.

Whether a file is complete is told nowhere; here one that names titles is, and one of some columns only is a change.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import requests

from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes
from marketplaces.sandbox.webhooks import BadReceiver, check_receiver

from .answers import refuse
from .vocabulary import (
    ALIASES,
    AVAILABILITIES,
    COLUMNS,
    CURRENCY,
    DOORS,
    IN_STOCK,
    LANGUAGES,
    MORE,
    OUT_OF_STOCK,
    TEXTS,
)

if TYPE_CHECKING:
    from .marketplace import LetzshopEmulator

routes = Routes()
FILE = re.compile(rf"products_({'|'.join(LANGUAGES)})\.csv")
PRICE = re.compile(r"(\d{1,9}(?:\.\d{1,2})?)(?: ([A-Z]{3}))?")
SECONDS = 10


class NoFeed(ValueError):
    """The file cannot be had or is none; str() says why."""


@routes.get("/feeds/{door}/{file}", public=True)
def give(shop: LetzshopEmulator, request: Request) -> Answer:
    """The export of the merchant's own shop system, for whoever knows its address; it lists what Letzshop shows."""
    account = next((each for each, door in DOORS.items() if door == request.params["door"]), "")
    found = FILE.fullmatch(request.params["file"])
    if not account or found is None:
        raise refuse(404, "There is no such file")
    text = written(shop, account, found[1])
    return Answer(200, text.encode(), {"Content-Type": "text/csv; charset=utf-8"})


def fetch(shop: LetzshopEmulator, account: str, addresses: Mapping[str, str]) -> dict[str, Any]:
    """Letzshop reads the merchant's files, by language, as it does every now and then. What became of the rows."""
    texts = {language: _fetched(address) for language, address in addresses.items()}
    return {language: take(shop, account, language, text) for language, text in texts.items()}


def _fetched(address: str) -> str:
    try:
        with requests.Session() as session:
            session.trust_env = False
            answer = session.get(check_receiver(address), timeout=SECONDS)
    except BadReceiver as error:
        raise NoFeed(str(error)) from None
    except requests.RequestException:
        raise NoFeed(f"{address} does not answer.") from None
    if answer.status_code != requests.codes.ok:
        raise NoFeed(f"{address} answers with {answer.status_code}.")
    return answer.content.decode("utf-8-sig")


def take(shop: LetzshopEmulator, account: str, language: str, text: str) -> dict[str, Any]:
    """A file that names titles is complete: what it does not name is taken out. Any other is a change."""
    columns, rows = _rows(text)
    problems = {}
    for number, row in enumerate(rows, start=2):
        try:
            _store(shop, account, language, row)
        except ValueError as error:
            problems[str(number)] = str(error)
    if "title" in columns:
        _drop(shop, account, language, {row["id"].removeprefix("'") for row in rows})
    return {"rows": len(rows), "problems": problems}


# Out -----------------------------------------------------------------------------------------------------------------
def written(shop: LetzshopEmulator, account: str, language: str) -> str:
    """Tab separated, though it is called csv."""
    out = io.StringIO()
    file = csv.writer(out, delimiter="\t", lineterminator="\n")
    file.writerow(COLUMNS)
    for good in shop.state.table("goods", account).values():
        if language in good["texts"]:
            row = {**good["cells"], **good["texts"][language], **_counted(good), "id": good["sku"]}
            file.writerow([row.get(column, "") for column in COLUMNS])
    return out.getvalue()


def _counted(good: dict[str, Any]) -> dict[str, str]:
    availability = good["availability"]
    if availability in (IN_STOCK, OUT_OF_STOCK):
        availability = IN_STOCK if good["quantity"] else OUT_OF_STOCK
    return {
        "price": f"{good['price']} {CURRENCY}",
        "sale_price": f"{good['sale_price']} {CURRENCY}" if good["sale_price"] else "",
        "availability": availability,
        "atalanda:quantity": str(good["quantity"]),
    }


# In ------------------------------------------------------------------------------------------------------------------
def _rows(text: str) -> tuple[list[str], list[dict[str, str]]]:
    """Columns and rows. A file that is none is refused as a whole."""
    head = next(csv.reader([text.partition("\n")[0]], delimiter="\t"), [])
    delimiter = "\t" if len(head) > 1 else ";" if ";" in "".join(head) else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns = [ALIASES.get(name, name) for name in (cell.strip().removeprefix("g:") for cell in next(reader, []))]
    if "id" not in columns:
        raise NoFeed("The first line names no column id.")
    unknown = set(columns) - set(COLUMNS) - set(MORE)
    if unknown:
        raise NoFeed(f"Unknown columns: {', '.join(sorted(unknown))}.")
    found = []
    for number, cells in enumerate(reader, start=2):
        if not cells:
            continue
        if len(cells) != len(columns):
            raise NoFeed(f"Row {number} has {len(cells)} cells, not {len(columns)}.")
        found.append(dict(zip(columns, (each.strip() for each in cells), strict=True)))
    if not found:
        raise NoFeed("The file has no row.")
    return columns, found


def _store(shop: LetzshopEmulator, account: str, language: str, row: dict[str, str]) -> None:
    """One row. What has no column stays as it is, an empty cell empties. Raises ValueError for what cannot be."""
    sku = row["id"].removeprefix("'")
    if not sku:
        raise ValueError("id is required")
    goods = shop.state.table("goods", account)
    if row.get("title") == "":
        raise ValueError("title is required")
    told = _told(row)
    if sku not in goods:
        if not row.get("title") or not told.get("price"):
            raise ValueError("a new product needs title and price")
        number = goods.next_number()
        goods.put(
            sku,
            {"sku": sku, "number": number, "price": told["price"], "sale_price": "", "quantity": 0,
             "availability": OUT_OF_STOCK, "cells": {}, "texts": {}},
        )  # fmt: skip
    good = goods.edit(sku)
    good.update(told)
    texts = {name: row[name] for name in TEXTS if name in row}
    if texts:
        good["texts"][language] = {**good["texts"].get(language, {}), **texts}
    plain = {"id", "price", "sale_price", "availability", "atalanda:quantity", *TEXTS}
    good["cells"] = {**good["cells"], **{name: value for name, value in row.items() if name not in plain}}


def _told(row: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {"price": _price(row["price"])} if "price" in row else {}
    if "sale_price" in row:
        found["sale_price"] = _price(row["sale_price"]) if row["sale_price"] else ""
    if quantity := row.get("atalanda:quantity", ""):
        if not re.fullmatch(r"\d{1,9}", quantity):
            raise ValueError(f"{quantity} is no quantity")
        found["quantity"] = int(quantity)
    if availability := row.get("availability", ""):
        if availability not in AVAILABILITIES:
            raise ValueError(f"{availability} is no availability")
        found["availability"] = availability
    return found


def _price(text: str) -> str:
    found = PRICE.fullmatch(text)
    if found is None or (found[2] or CURRENCY) != CURRENCY:
        raise ValueError(f"{text} is no price in {CURRENCY}")
    return f"{Decimal(found[1]):.2f}"


def _drop(shop: LetzshopEmulator, account: str, language: str, named: set[str]) -> None:
    """Who is missing in one language is not gone; who is missing in all is."""
    goods = shop.state.table("goods", account)
    for sku in [each for each in list(goods.keys()) if each not in named]:
        good = goods.edit(sku)
        good["texts"].pop(language, None)
        if not good["texts"]:
            goods.delete(sku)
