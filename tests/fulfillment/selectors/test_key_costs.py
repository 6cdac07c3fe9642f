"""What the keys of a line cost, and what is left."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from fulfillment.models import LicenseKey, SupplierOrder
from fulfillment.selectors.key_costs import KeyCost, KeyCosts, costs
from inventory.models import Variant
from orders.models import Order, OrderItem


def line(**more: Any) -> OrderItem:
    return OrderItem(order=Order(currency="EUR"), quantity=2, total=Decimal("50.00"), unit_price=Decimal(25), **more)


def own(position: int | None, cost: str | None = "8.00", currency: str = "EUR") -> LicenseKey:
    return LicenseKey(variant=Variant(cost=Decimal(cost) if cost else None, currency=currency), position=position)


def bought(row: SupplierOrder, position: int | None) -> LicenseKey:
    return LicenseKey(variant=Variant(), position=position, supplier_order=row)


def purchase(total: str | None, currency: str = "EUR", unit: str | None = None) -> SupplierOrder:
    return SupplierOrder(
        pk=uuid4(), quantity=2, currency=currency, total_cost=Decimal(total) if total else None,
        unit_cost=Decimal(unit) if unit else None,
    )  # fmt: skip


def kept(position: int | None, cost: str, today: str = "8.00") -> LicenseKey:
    """An own key whose cost was written down when it was given to the line."""
    return LicenseKey(
        variant=Variant(cost=Decimal(today), currency="EUR"), position=position, cost=Decimal(cost), currency="EUR"
    )


def test_own_keys_whose_cost_was_not_kept_cost_what_the_product_costs_and_say_so() -> None:
    found = costs(line(), [own(1), own(2)], [])
    assert (found.spent, found.margin, found.share) == ({"EUR": Decimal("16.00")}, Decimal("34.00"), Decimal("0.68"))
    assert found.terms == [KeyCost("today", 2, Decimal("8.00"), "EUR")]


def test_a_later_price_changes_nothing_of_what_a_key_had_cost() -> None:
    found = costs(line(), [kept(1, "3.00", today="9.00"), kept(2, "3.00", today="9.00")], [])
    assert (found.spent, found.margin) == ({"EUR": Decimal("6.00")}, Decimal("44.00"))
    assert found.terms == [KeyCost("kept", 2, Decimal("3.00"), "EUR")]


def test_one_more_than_an_other_line_needed_costs_here_what_it_was_bought_for() -> None:
    elsewhere = purchase("21.50")
    surplus = LicenseKey(variant=Variant(), position=1, supplier_order=elsewhere, cost=Decimal("10.75"), currency="EUR")
    assert costs(line(), [surplus, kept(2, "3.00")], []).spent == {"EUR": Decimal("13.75")}


def test_the_terms_add_up_to_what_was_spent() -> None:
    billed = purchase("21.50")
    found = costs(line(), [bought(billed, 1), kept(2, "3.00"), own(None)], [billed])
    assert sum(term.amount for term in found.terms) == found.spent["EUR"] == Decimal("21.75")
    assert {term.known for term in found.terms} == {"billed", "kept", "today"}


def test_bought_keys_cost_what_was_billed_else_what_was_agreed() -> None:
    billed = purchase("21.50", unit="10.00")
    assert costs(line(), [bought(billed, 1), bought(billed, 2)], [billed]).spent == {"EUR": Decimal("21.50")}
    agreed = purchase(None, unit="10.00")
    assert costs(line(), [bought(agreed, 1), bought(agreed, 2)], [agreed]).spent == {"EUR": Decimal("20.00")}


def test_a_replaced_key_was_paid_for_too() -> None:
    assert costs(line(), [own(1), own(2), own(None)], []).margin == Decimal("26.00")


def test_what_was_cancelled_is_not_sold() -> None:
    found = costs(line(cancelled_quantity=1), [own(1)], [])
    assert (found.sold, found.margin) == (Decimal("25.00"), Decimal("17.00"))


def test_a_loss_is_below_nothing() -> None:
    found = costs(line(), [own(1, "30"), own(2, "30")], [])
    assert (found.margin, found.share) == (Decimal("-10.00"), Decimal("-0.2"))


@pytest.mark.parametrize(
    ("keys", "unknown"),
    [
        ([own(1), own(2, None)], 1),
        ([own(1), own(2, currency="")], 1),
        ([own(1), own(2, currency="USD")], 0),
        ([own(1)], 0),
        ([], 0),
    ],
    ids=["a cost that nobody entered", "no currency", "another currency", "a key missing", "no key"],
)
def test_no_margin_is_said_where_it_cannot_be_known(keys: list[LicenseKey], unknown: int) -> None:
    found: KeyCosts = costs(line(), keys, [])
    assert (found.margin, found.share, found.unknown) == (None, None, unknown)


def test_each_currency_is_added_up_by_itself() -> None:
    dollars = purchase("18.00", "USD")
    found = costs(line(), [own(1), bought(dollars, 2)], [dollars])
    assert (found.spent, found.margin) == ({"EUR": Decimal("8.00"), "USD": Decimal("9.00")}, None)
