"""The place for feed files: complete ones by language, and changes that only hold some columns and rows.

Letzshop publishes no such place over HTTP; it fetches a file from an address, or from an upload place. Address and
wrapping are this practice shop's own, the files are Letzshop's.
"""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Refused, Request, json_answer
from marketplaces.sandbox.routes import Routes

from .answers import failed, refuse
from .vocabulary import (
    ALIASES,
    AVAILABILITIES,
    COLUMNS,
    CURRENCY,
    IN_STOCK,
    LANGUAGES,
    MORE,
    OUT_OF_STOCK,
    TEXTS,
)

if TYPE_CHECKING:
    from .marketplace import LetzshopEmulator

routes = Routes()
FILE = re.compile(rf"(products|changes)_({'|'.join(LANGUAGES)})\.csv")
PRICE = re.compile(r"(\d{1,9}(?:\.\d{1,2})?)(?: ([A-Z]{3}))?")


@routes.get("/feeds/{file}")
def give(shop: LetzshopEmulator, request: Request) -> Answer:
    """Everything that is listed in this language, as it stands now."""
    kind, language = _named(request)
    if kind != "products":
        raise refuse(404, "There is no such file")
    text = written(shop, request.account, language)
    return Answer(200, text.encode(), {"Content-Type": "text/csv; charset=utf-8"})


@routes.add("PUT", "/feeds/{file}")
def take(shop: LetzshopEmulator, request: Request) -> Answer:
    """A complete file takes out what it does not name. Neither kind tells what became of a row."""
    kind, language = _named(request)
    body = request.json
    if not isinstance(body, dict) or not isinstance(body.get("feed"), str):
        raise refuse(400, "A file is expected")
    rows = _rows(body["feed"])
    problems = {}
    for number, row in enumerate(rows, start=2):
        try:
            _store(shop, request.account, language, row)
        except ValueError as error:
            problems[str(number)] = str(error)
    if kind == "products":
        _drop(shop, request.account, language, {row["id"] for row in rows})
    shop.state.table("reports", request.account).put(request.params["file"], {"rows": len(rows), "problems": problems})
    return json_answer({})


def _named(request: Request) -> tuple[str, str]:
    found = FILE.fullmatch(request.params["file"])
    if found is None:
        raise refuse(404, "There is no such file")
    return found[1], found[2]


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
def _rows(text: str) -> list[dict[str, str]]:
    """The rows by column. A file that is none is refused as a whole."""
    lines = io.StringIO(text.removeprefix("\ufeff"), newline="")
    head = next(csv.reader([text.removeprefix("\ufeff").partition("\n")[0]], delimiter="\t"), [])
    delimiter = "\t" if len(head) > 1 else ";" if ";" in "".join(head) else ","
    reader = csv.reader(lines, delimiter=delimiter)
    columns = [ALIASES.get(name, name) for name in (cell.strip().removeprefix("g:") for cell in next(reader, []))]
    if "id" not in columns:
        raise Refused(failed(422, "The first line names no column id"))
    unknown = set(columns) - set(COLUMNS) - set(MORE)
    if unknown:
        raise Refused(failed(422, f"Unknown columns: {', '.join(sorted(unknown))}"))
    found = []
    for number, cells in enumerate(reader, start=2):
        if not cells:
            continue
        if len(cells) != len(columns):
            raise Refused(failed(422, f"Row {number} has {len(cells)} cells, not {len(columns)}"))
        found.append(dict(zip(columns, (each.strip() for each in cells), strict=True)))
    return found


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
