"""Which of two words about one order is newer, and what may still change (contract section 4)."""

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from marketplaces.canonical.statuses import OrderStatus

from .mapping import instant
from .totals import amount

Json = Mapping[str, Any]
LEFT = frozenset(
    {
        OrderStatus.SHIPPED, OrderStatus.DELIVERED, OrderStatus.FULFILLED, OrderStatus.REFUNDED,
        OrderStatus.PARTIALLY_REFUNDED,
    }
)  # fmt: skip
_PRICES = ("unit_price", "total")


class News(StrEnum):
    """What a message is, beside what is stored."""

    SAME = "same"  # identical: nothing to do
    NEWER = "newer"
    OLDER = "older"
    EQUAL = "equal"  # as old as what is stored, and other: it is taken


def compare(stored: Json, told: Json) -> News:
    """`revision` decides where both have one and they differ; else the time."""
    if _kept(stored) == _kept(told):
        return News.SAME
    before, now = stored.get("revision"), told.get("revision")
    if before is not None and now is not None and before != now:
        return News.NEWER if now > before else News.OLDER
    times = [instant(each["updated_at"], "updated_at") for each in (stored, told)]
    return News.EQUAL if times[0] == times[1] else News.NEWER if times[1] > times[0] else News.OLDER


def _kept(order: Json) -> Any:
    """As a database gives it back: a number with a point that a shop added is text there."""
    return json.loads(json.dumps(order, default=str))


def is_other_goods(stored: Json, told: Json) -> bool:
    """Whether lines or prices differ: that must not be once they left."""
    return _goods(stored) != _goods(told)


def _goods(order: Json) -> tuple[Any, ...]:
    lines = {
        each["external_line_id"]: (each.get("sku") or "", each["quantity"], *(amount(each[name]) for name in _PRICES))
        for each in order["lines"]
    }
    return order["currency"], amount(order["totals"]["total"]), lines
