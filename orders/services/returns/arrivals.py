"""Returns that came in: checked against what can be stored, each with the digest of its content."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import orjson
from django.utils.translation import gettext as _

from marketplaces.canonical.returns import Return, ReturnLine
from orders.services.intake.arrivals import LARGEST_AMOUNT, LARGEST_COUNT, MOST_LINES, NUL, OPTIONS, NotStorable, plain


@dataclass(frozen=True, slots=True)
class Arrival:
    """A return that can be stored; the same digest as the stored one means that nothing changed."""

    told: Return
    digest: str


def check_all(returns: Sequence[Return]) -> tuple[list[Arrival], list[tuple[str, str]]]:
    """Sort what can be stored from what cannot; of a return told twice only the newest telling counts."""
    arrivals: dict[str, Arrival] = {}
    refused: list[tuple[str, str]] = []
    for told in returns:
        try:
            arrival = checked(told)
        except NotStorable as error:
            refused.append((told.remote_id, str(error)))
            continue
        met = arrivals.get(told.remote_id)
        if met is None or met.told.updated_at <= told.updated_at:
            arrivals[told.remote_id] = arrival
    return list(arrivals.values()), refused


def checked(told: Return) -> Arrival:
    """The arrival of a return. Raises NotStorable with the reason."""
    if not (0 < len(told.remote_id) <= 100 and 0 < len(told.order_remote_id) <= 100):
        raise NotStorable(_("The return's id or the order it names is empty or longer than 100 characters."))
    if told.created_at.tzinfo is None or told.updated_at.tzinfo is None:
        raise NotStorable(_("A time of the return has no zone, so nobody can tell when it was."))
    amount = told.refund_amount
    if amount is not None and not (amount.is_finite() and 0 <= amount < LARGEST_AMOUNT):
        raise NotStorable(_("The refund cannot be: %s.") % str(amount)[:40])
    if len(told.currency) > 3 or len(told.lines) > MOST_LINES:
        raise NotStorable(_("The return has a currency or a number of lines that cannot be."))
    for line in told.lines:
        _check_line(line)
    return Arrival(told, _digest(told))


def _check_line(line: ReturnLine) -> None:
    if max(len(line.remote_product_id), len(line.remote_variant_id), len(line.sku)) > 100:
        raise NotStorable(_("A line's id or SKU is longer than 100 characters: %s") % (line.sku or line.title)[:60])
    if not 0 <= line.quantity <= LARGEST_COUNT:
        raise NotStorable(_("The line “%s” has a quantity that cannot be.") % (line.sku or line.title)[:60])


def _digest(told: Return) -> str:
    try:
        text = orjson.dumps(told, default=plain, option=OPTIONS)
    except orjson.JSONEncodeError as error:
        raise NotStorable(_("The return holds data that cannot be kept: %s.") % error) from None
    if b"\\u0000" in text and NUL.search(text):
        raise NotStorable(_("The return holds a NUL character, which no text may contain."))
    return hashlib.blake2b(text, digest_size=16).hexdigest()
