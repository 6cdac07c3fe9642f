"""What came in: orders checked against what can be stored, each with the digest of its content."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import orjson
from django.utils.translation import gettext as _

from marketplaces.canonical.orders import Order, OrderLine

LARGEST_AMOUNT = Decimal(10) ** 11
#: Of all lines together: no parcel holds more, and sums over many such orders still fit their columns.
LARGEST_COUNT = 10_000_000
MOST_LINES = 2**15 - 1
CURRENCY = re.compile(r"[A-Z]{3}")
NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS


@dataclass(frozen=True, slots=True)
class Arrival:
    """An order that can be stored; the same digest as the stored one means that nothing changed."""

    order: Order
    digest: str


class NotStorable(ValueError):
    """str() is the sentence that the run's log shows."""


def check_all(orders: Sequence[Order]) -> tuple[list[Arrival], list[tuple[str, str]]]:
    """Sort what can be stored from what cannot; of an order told twice only the newest telling counts."""
    arrivals: dict[str, Arrival] = {}
    refused: list[tuple[str, str]] = []
    for order in orders:
        try:
            arrival = checked(order)
        except NotStorable as error:
            refused.append((order.remote_id, str(error)))
            continue
        met = arrivals.get(order.remote_id)
        if met is None or met.order.updated_at <= order.updated_at:
            arrivals[order.remote_id] = arrival
    return list(arrivals.values()), refused


def checked(order: Order) -> Arrival:
    """The arrival of an order. Raises NotStorable with the reason."""
    if not 0 < len(order.remote_id) <= 100 or len(order.parent_remote_id) > 100:
        raise NotStorable(_("The order's id is empty or longer than 100 characters. Report it to the marketplace."))
    if not CURRENCY.fullmatch(order.currency):
        raise NotStorable(
            _("“%s” is no currency. The order can be read again once it names one.") % order.currency[:20]
        )
    if len(order.lines) > MOST_LINES:
        raise NotStorable(_("The order has more lines than can be kept (%s).") % MOST_LINES)
    if any(moment.tzinfo is None for moment in (order.placed_at, order.updated_at)):
        raise NotStorable(_("A time of the order has no zone, so nobody can tell when it was."))
    for name in ("shipping_cost", "tax", "discount", "subtotal", "total", "fees", "net"):
        _check_amount(name, getattr(order, name))
    _check_lines(order.lines)
    return Arrival(order, _digest(order))


def _check_lines(lines: Sequence[OrderLine]) -> None:
    if len({line.remote_id for line in lines}) != len(lines):
        raise NotStorable(_("Two lines of the order have the same id. Report it with the order's raw data."))
    for line in lines:
        if not 0 < len(line.remote_id) <= 100 or len(line.sku) > 100:
            raise NotStorable(_("A line's id or SKU is longer than 100 characters: %s") % (line.sku or line.title)[:60])
        if not 0 <= line.quantity <= LARGEST_COUNT or not 0 <= line.cancelled_quantity <= LARGEST_COUNT:
            raise NotStorable(_("The line “%s” has a quantity that cannot be.") % (line.sku or line.title)[:60])
        for name in ("unit_price", "discount", "tax"):
            _check_amount(name, getattr(line, name))
        _check_amount("line total", line.unit_price * line.quantity)
    if sum(line.quantity for line in lines) > LARGEST_COUNT:
        raise NotStorable(_("The order's lines come to a quantity that cannot be."))


def _check_amount(name: str, amount: Decimal | None) -> None:
    if amount is not None and not (amount.is_finite() and abs(amount) < LARGEST_AMOUNT):
        raise NotStorable(
            _("The amount “%(name)s” cannot be: %(amount)s.") % {"name": name, "amount": str(amount)[:40]}
        )


def _digest(order: Order) -> str:
    try:
        text = orjson.dumps(order, default=plain, option=OPTIONS)
    except orjson.JSONEncodeError as error:
        raise NotStorable(_("The order holds data that cannot be kept: %s.") % error) from None
    if b"\\u0000" in text and NUL.search(text):
        raise NotStorable(_("The order holds a NUL character, which no text may contain."))
    return hashlib.blake2b(text, digest_size=16).hexdigest()


def plain(value: Any) -> Any:
    """For what orjson does not know by itself."""
    return dict(value) if isinstance(value, Mapping) else str(value)


def cut(text: str, length: int) -> str:
    """Words that nothing is found by are shortened; the raw data keeps them whole."""
    return text if len(text) <= length else text[: length - 1] + "…"
