"""Sales of a range of days: figures, groups and bars, one block per currency; nothing is ever converted.

Everything belongs to the day on which its order was placed, refunds and fees too, so that each figure is the sum over
orders that can be listed. The figures of a block are the sum of its rows, and the rows the sum of their bars.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F

from core.models import Store
from core.period import Period
from marketplaces.models import Connection
from orders.selectors.product_sales import product_rows
from orders.selectors.standing import LEFT_OUT, SOLD, having, practice_shops
from orders.selectors.summing import Slot, placed, summed
from orders.selectors.sums import AMOUNTS, EMPTY, OTHERS, REST, Block, By, Left, Row, Sales, Sums, shortened
from orders.selectors.terms import NONE

KEYS: Mapping[str, str] = {"marketplace": "channel", "connection": "connection_id", "country": "country"}
_COUNTED = frozenset(each.name for each in fields(Sums)) - {"fees"}


def sales(
    store: Store, period: Period, by: By = "marketplace", *, before: Period | None = None, most: int | None = None
) -> Sales:
    """The sales of a period beside those of the one before: two statements over orders, three by product.

    At most `most` groups are told one by one, all others together. Without it every group has its row.
    """
    practice, before = practice_shops(store), before or period.before()
    orders = placed(store, period, practice).annotate(slot=Slot(period))
    if by == "product":
        lines = product_rows(orders.filter(having(SOLD, practice)), most)
        groups = _products(lines, summed(orders, "slot"), period)
    else:
        groups = _groups(summed(orders.annotate(key=F(KEYS[by])), "slot", "key"), _names(store, by), period)
    earlier = figures(store, before, practice)
    for currency in earlier.keys() - groups.keys():
        groups[currency] = [Row(key="", bars=[EMPTY] * len(period.slots()))]
    blocks = [_block(currency, rows, earlier.get(currency, EMPTY), most) for currency, rows in groups.items()]
    blocks.sort(key=lambda block: (block.currency != store.currency, -block.sums.orders, block.currency))
    only = not practice and Connection.objects.filter(store=store, is_sandbox=True).exists()
    return Sales(period=period, before=before, by=by, blocks=blocks, practice=only)


def figures(store: Store, period: Period, practice: Sequence[UUID] | None = None) -> Mapping[str, Sums]:
    """The figures of a period alone, by currency."""
    return {currency: block.sums for currency, block in totals(store, period, practice).items() if block.sums.orders}


def totals(
    store: Store, period: Period, practice: Sequence[UUID] | None = None, *, until: datetime | None = None
) -> Mapping[str, Block]:
    """The figures of a period and what is left out of them, without groups; `until` ends its last day earlier."""
    orders = placed(store, period, practice_shops(store) if practice is None else practice)
    found = summed(orders.filter(ordered_at__lt=until) if until else orders)
    return {row["currency"]: Block(currency=row["currency"], sums=_sums(row), left=_left(row)) for row in found}


def _sums(row: Mapping[str, Any]) -> Sums:
    if not row["orders"]:
        return EMPTY
    return Sums(**{name: row[name] for name in _COUNTED & row.keys()}, fees=row["kept"])


def _left(row: Mapping[str, Any]) -> dict[str, Left]:
    """What is left out, by reason; a row by product has nothing of it."""
    counted = {name: row.get(f"left_{name}", 0) for name in LEFT_OUT}
    return {name: Left(count, row[f"left_{name}_gross"]) for name, count in counted.items() if count}


#: What a group is called, and the code and name of its marketplace.
Words = tuple[str, str, str]


def _names(store: Store, by: By) -> Mapping[str, Words]:
    """The words of groups by key; countries are the face's to name."""
    shops = Connection.all_objects.filter(store=store)
    known = shops.values_list("pk", "name", "marketplace__code", "marketplace__name")
    if by == "connection":
        return {str(pk): (name, code, marketplace) for pk, name, code, marketplace in known}
    if by == "marketplace":
        return {code: (marketplace, code, marketplace) for _pk, _name, code, marketplace in known}
    return {}


Found = Iterable[Mapping[str, Any]]


def _groups(found: Found, names: Mapping[str, Words], period: Period) -> dict[str, list[Row]]:
    """Rows by currency."""
    groups: dict[str, dict[str, list[Mapping[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for each in found:
        groups[each["currency"]][str(each["key"] or "")].append(each)
    return {
        currency: [_row(key, rows, period, names.get(key, ("", "", ""))) for key, rows in keys.items()]
        for currency, keys in groups.items()
    }


def _products(found: Found, all_of_it: Found, period: Period) -> dict[str, list[Row]]:
    """Rows of products by currency, each list ending with what is told of whole orders and belongs to no product."""
    named = [{**each, "key": OTHERS if each["merged"] else each["product_id"] or NONE} for each in found]
    names = {str(each["key"]): (each["name"], "", "") for each in named}
    products, whole = _groups(named, names, period), _groups([{**each, "key": ""} for each in all_of_it], {}, period)
    for currency, (orders,) in whole.items():
        lines = products.get(currency, [])
        rest = [_rest(bar, [row.bars[at] for row in lines]) for at, bar in enumerate(orders.bars)]
        last = Row(key=REST, sums=sum(rest, EMPTY), bars=rest, left=orders.left, orders=orders.sums)
        products[currency] = [*lines, last]
    return products


def _rest(whole: Sums, parts: Iterable[Sums]) -> Sums:
    """The money of some orders that none of their lines brought; it counts no order, the lines do."""
    rest = whole - sum(parts, EMPTY)
    money = {name: getattr(rest, name) for name in AMOUNTS}
    return Sums(**money) if any(money.values()) else EMPTY


def _row(key: str, rows: Sequence[Mapping[str, Any]], period: Period, words: Words) -> Row:
    bars, left = [EMPTY] * len(period.slots()), dict[str, Left]()
    for each in rows:
        bars[each["slot"] - 1] += _sums(each)
        left |= {name: left.get(name, Left()) + some for name, some in _left(each).items()}
    merged = max(each.get("merged", 0) for each in rows)
    name, code, marketplace = words
    total = sum(bars, EMPTY)
    return Row(
        key=key, name=name, code=code, marketplace=marketplace, sums=total, bars=bars, left=left, merged=merged
    )  # fmt: skip


def _block(currency: str, rows: Sequence[Row], before: Sums, most: int | None) -> Block:
    left: dict[str, Left] = {}
    for row in rows:
        for name, some in row.left.items():
            left[name] = left.get(name, Left()) + some
    total = sum((row.sums for row in rows), EMPTY)
    counted = next((row.orders for row in rows if row.orders), total)
    shown = [row for row in rows if any(bar is not EMPTY for bar in row.bars)]
    return Block(
        currency=currency,
        sums=replace(counted, units=total.units, **{name: getattr(total, name) for name in AMOUNTS}),
        before=before,
        rows=shortened(sorted(shown, key=_place), most),
        bars=[sum(bars, EMPTY) for bars in zip(*(row.bars for row in rows), strict=True)],
        left=left,
    )


def _place(row: Row) -> tuple[bool, bool, Decimal, str, str]:
    return (row.key == REST, row.key == OTHERS, -row.sums.net, row.name, row.key)
