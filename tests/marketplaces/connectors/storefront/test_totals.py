"""Sums in both styles, and how far off they may be."""

from decimal import Decimal

import pytest

from marketplaces.connectors.storefront import totals

from .samples import order, receive


def priced(lines, *, include=True, **sums):
    rows = [
        {"external_line_id": str(n), "name": "x", "quantity": 1, "unit_price": t, "total": t, "discount": d}
        for n, (t, d) in enumerate(lines)
    ]
    return order(lines=rows, totals=sums, prices_include_tax=include)


@pytest.mark.parametrize(
    ("told", "off"),
    [
        (priced([("36.56", "3.34"), ("18.14", "1.66")], shipping="4.90", discount="5.00", total="59.60"), "0"),
        (priced([("39.90", "0.00")], shipping="4.90", discount="5.00", total="39.80"), "0"),
        (priced([("36.56", "3.34")], discount="5.00", total="34.90"), "0"),
        (priced([("100.00", "0.00")], include=False, tax="17.00", total="117.00"), "0"),
        (priced([("117.00", "0.00")], include=False, tax="17.00", total="117.00"), "0"),
        (priced([("100.00", "0.00")], include=True, tax="17.00", total="117.00"), "17.00"),
        (priced([("9.99", "0.00")], total="10.00"), "0.01"),
        (priced([("9.98", "0.00")], total="10.00"), "0.02"),
        (priced([("9.97", "0.00")], total="10.00"), "0.03"),
        (priced([("-5.00", "0.00"), ("15.00", "0.00")], total="10.00"), "0"),
        (priced([("0.0001", "0.00"), ("0.0002", "0.00")], total="0.0003"), "0"),
    ],
)
def test_the_difference_is_exact(told, off):
    assert totals.difference(told) == Decimal(off)


@pytest.mark.parametrize(
    ("total", "paid", "status", "code"),
    [
        ("59.60", "unpaid", 201, ""), ("59.61", "unpaid", 201, "total_rounding"),
        ("59.62", "unpaid", 201, "total_rounding"), ("59.63", "unpaid", 422, "total_mismatch"),
        ("59.63", "authorized", 422, "total_mismatch"), ("99.99", "paid", 201, "total_rounding"),
    ],
)  # fmt: skip
def test_an_unpaid_order_has_to_add_up_and_a_paid_one_is_kept(desk, total, paid, status, code):
    told = order(totals__total=total, payment_status=paid)
    got, body = receive(desk, "POST", "/orders", told)
    assert got == status
    assert (body.get("code") or "".join(each["code"] for each in body["warnings"])) == code
    assert bool(desk.asks) == (total == "99.99")
