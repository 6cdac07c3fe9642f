"""Payments and refunds of a stored order: the document after one was told."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from .checks import positive, same_currency
from .problems import Problem
from .totals import TOLERANCE, amount

Json = Mapping[str, Any]


def with_payment(document: Json, body: Json, *, now: datetime) -> Json | None:
    """None when it was told before. One payment may be told again as it goes on (authorized, then paid)."""
    order = document["order"]
    same_currency(body, order)
    positive(body)
    name = body["external_payment_id"]
    if document["payments"].get(name) == body:
        return None
    payments = {**document["payments"], name: dict(body)}
    status = _payment_status(payments, order, body)
    return _changed(document, {**order, "payment_status": status}, now, payments=payments)


def _payment_status(payments: Json, order: Json, body: Json) -> str:
    before = str(order.get("payment_status", "unpaid"))
    if before in ("refunded", "partially_refunded"):
        return before  # money went back already: a payment told late does not undo that
    paid = sum((amount(each["amount"]) for each in payments.values() if each["status"] == "paid"), Decimal(0))
    if paid > 0:
        return "paid" if paid >= amount(order["totals"]["total"]) - TOLERANCE else "partially_paid"
    if before in ("paid", "partially_paid") or body["status"] == "failed":
        return before
    return "authorized" if body["status"] == "authorized" else "voided"


def with_refund(document: Json, body: Json, *, now: datetime) -> Json | None:
    """None when it was told before. Raises Problem for more than was paid, and for an id that was used otherwise."""
    order = document["order"]
    same_currency(body, order)
    if positive(body) == 0:
        raise Problem("validation_failed", errors=[("/amount", "must be more than nothing")])
    _units(body, order)
    name, known = body["external_refund_id"], document["refunds"]
    if name in known:
        if known[name] != body:
            raise Problem("state_conflict", "This refund was told before with another content.")
        return None
    refunds = {**known, name: dict(body)}
    given = sum((amount(each["amount"]) for each in refunds.values()), Decimal(0))
    total = amount(order["totals"]["total"])
    if given > total + TOLERANCE:
        raise Problem("validation_failed", errors=[("/amount", "is more than is left of the total")])
    totals = {**order["totals"], "refunded": f"{max(given, amount(order['totals'].get('refunded'))):f}"}
    status = "refunded" if given >= total - TOLERANCE else "partially_refunded"
    return _changed(document, {**order, "totals": totals, "payment_status": status}, now, refunds=refunds)


def _units(body: Json, order: Json) -> None:
    ordered = {each["external_line_id"]: each["quantity"] for each in order["lines"]}
    wrong = [
        (f"/lines/{number}", "is no line of this order, or more units than it has")
        for number, each in enumerate(body.get("lines") or [])
        if each["quantity"] > ordered.get(each["external_line_id"], 0)
    ]
    if wrong:
        raise Problem("validation_failed", errors=wrong)


def cancelled(document: Json, body: Json, *, now: datetime) -> Json:
    order = {**document["order"], "status": "cancelled"}
    return _changed(document, order, now, cancel_reason=body.get("reason", ""), restock=body.get("restock", True))


def _changed(document: Json, order: Json, now: datetime, **more: Any) -> Json:
    before = document.get("changed_at") or ""
    return {**document, "order": order, "changed_at": max(before, now.isoformat()), **more}
