"""What is looked at before an order is stored, in the contract's order: form, currency, sums, SKUs."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

from . import totals
from .acks import Warning_
from .forms import ORDER
from .mapping import is_digital
from .problems import Problem
from .shapes import Kind, errors

Json = Mapping[str, Any]
MOST_ERRORS = 50
PAID = frozenset({"paid", "partially_paid", "partially_refunded", "refunded"})
PLACE = ("line1", "city", "country")


def form(kind: Kind, body: Any) -> None:
    found = list(islice(errors(kind, body), MOST_ERRORS))
    if found:
        raise Problem("validation_failed", errors=found)


def order(told: Any, *, currencies: Sequence[str]) -> list[Warning_]:
    """Raises Problem for an order that cannot be taken; returns what is odd about one that can."""
    form(ORDER, told)
    twice = _twice([each["external_line_id"] for each in told["lines"]])
    if twice:
        raise Problem("validation_failed", errors=[(f"/lines/{n}/external_line_id", "stands twice") for n in twice])
    if currencies and told["currency"] not in currencies:
        raise Problem(
            "currency_not_allowed", f"Accepted: {', '.join(currencies)}.", errors=[("/currency", "is not accepted")]
        )
    return sums(told)


def sums(told: Json) -> list[Warning_]:
    """An unpaid order that does not add up is refused; a paid one is kept, for the buyer has paid."""
    off = totals.difference(told)
    if off == 0:
        return []
    if off > totals.TOLERANCE and told.get("payment_status") not in PAID:
        sentence = f"is {off} away from the sum of lines, shipping and discount"
        raise Problem("total_mismatch", errors=[("/totals/total", sentence)])
    return [("total_rounding", "/totals/total", f"The total is {off} away from the sum of the order's parts")]


def for_a_person(told: Json, warnings: Sequence[Warning_]) -> list[Warning_]:
    """What somebody has to look at: no rounding, and no SKU, for the hub itself sees what it has no product for."""
    seen_by_the_hub = ("unknown_sku", "sku_missing")
    return [
        each for each in warnings
        if each[0] not in seen_by_the_hub and (each[0] != "total_rounding" or is_far_off(told))
    ]  # fmt: skip


def is_far_off(told: Json) -> bool:
    return totals.difference(told) > totals.TOLERANCE


def goods(told: Json, products: Mapping[str, bool]) -> list[Warning_]:
    """Lines whose product is not known are kept: nobody who paid is turned away for that."""
    found: list[Warning_] = []
    for number, line in enumerate(told["lines"]):
        at, sku = f"/lines/{number}/sku", line.get("sku") or ""
        if not sku and not is_digital(line, products):
            found.append(("sku_missing", at, "This line has no SKU; it was kept"))
        elif sku and sku not in products:
            found.append(("unknown_sku", at, f"No product with SKU {sku}; the line was kept"))
    return found


def address(told: Json, products: Mapping[str, bool]) -> list[Warning_]:
    """A parcel needs a street, a city and a country."""
    if all(is_digital(line, products) for line in told["lines"]):
        return []
    given = told.get("shipping_address") or {}
    missing = [name for name in PLACE if not given.get(name)]
    sentence = f"A parcel cannot be sent without {', '.join(missing)}"
    return [("address_incomplete", "/shipping_address", sentence)] if missing else []


def same_currency(body: Json, told: Json) -> None:
    if body["currency"] != told["currency"]:
        raise Problem("validation_failed", errors=[("/currency", f"must be {told['currency']}, as the order's")])


def positive(body: Json) -> Decimal:
    found = totals.amount(body["amount"])
    if found < 0:
        raise Problem("validation_failed", errors=[("/amount", "must not be negative")])
    return found


def _twice(names: Sequence[str]) -> list[int]:
    return [place for place, name in enumerate(names) if name in names[:place]]
