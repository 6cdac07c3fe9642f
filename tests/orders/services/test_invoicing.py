"""Invoices and credit notes: numbered without a gap, one standing invoice an order, never changed."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from core.errors import DomainError
from orders.models import Invoice, Order
from orders.services.invoicing import credit, issue
from orders.services.seller import change_seller, seller_of
from tests.orders.world import World, line, told

D = Decimal


@pytest.fixture
def selling(world: World) -> World:
    """A store that has said who sells."""
    change_seller(world.store, {"legal_name": "Teahouse S.à r.l.", "address": "Rue du Fort 3\nLuxembourg"}, by="Anna")
    world.put("TEA", 90)
    return world


def sold(world: World, remote: str = "A1", **more: Any) -> Order:
    goods = more.pop("goods", line("TEA", 2, price="11.70", tax=D("3.40")))
    world.take_in(told(remote, goods, **({"total": D("23.40"), "tax": D("3.40")} | more)))
    return world.ours(remote)


def sums(row: Invoice) -> tuple[Decimal, Decimal, Decimal]:
    return row.net, row.tax, row.total


def test_it_names_who_sold_who_bought_and_what_with_its_tax(selling: World) -> None:
    row = issue(order=sold(selling), actor_label="Anna")
    assert (row.number, row.sequence, row.kind, row.issued_by) == ("INV-00001", 1, "invoice", "Anna")
    assert sums(row) == (D("20.00"), D("3.40"), D("23.40"))
    assert row.seller["legal_name"] == "Teahouse S.à r.l." and row.buyer["name"] == "Anna Weber"
    [drawn] = row.lines
    assert (drawn["name"], drawn["quantity"], drawn["net"], drawn["tax"], drawn["total"]) == (
        "Kettle TEA", 2, "20.00", "3.40", "23.40",
    )  # fmt: skip


def test_issued_twice_it_is_the_same(selling: World) -> None:
    order = sold(selling)
    assert issue(order=order).pk == issue(order=order).pk
    assert Invoice.objects.count() == 1


def test_numbers_have_no_gap_also_where_one_was_rolled_back(selling: World) -> None:
    issue(order=sold(selling, "A1"))
    with pytest.raises(RuntimeError), transaction.atomic():
        issue(order=sold(selling, "A2"))
        raise RuntimeError
    issue(order=sold(selling, "A3"))
    assert sorted(Invoice.objects.values_list("sequence", flat=True)) == [1, 2]


def test_numbers_go_on_from_where_another_program_ended(selling: World) -> None:
    change_seller(selling.store, {"first_number": 4812, "invoice_prefix": "R-"}, by="Anna")
    assert issue(order=sold(selling)).number == "R-04812"
    with pytest.raises(DomainError, match="already"):
        change_seller(selling.store, {"first_number": 1}, by="Anna")


def test_what_is_issued_is_changed_by_nobody(selling: World) -> None:
    row = issue(order=sold(selling))
    row.total = D(1)
    with pytest.raises(TypeError, match="not changed"):
        row.save()
    with pytest.raises(DatabaseError, match="was issued"), transaction.atomic():
        Invoice.objects.filter(pk=row.pk).update(reason="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Invoice.objects.create(**{
            name: getattr(row, name) for name in (
                "store", "order", "kind", "sequence", "issued_at", "issued_on", "supplied_on", "currency", "net", "tax",
                "total", "seller", "buyer", "lines",
            )
        }, number="another")  # fmt: skip
    change_seller(selling.store, {"legal_name": "Another"}, by="Anna")
    assert Invoice.objects.get().seller["legal_name"] == "Teahouse S.à r.l."


def test_shipping_discount_and_tax_told_for_the_order_alone_come_to_its_total(selling: World) -> None:
    goods = line("TEA", 2, price="10.00")
    order = sold(selling, goods=goods, shipping_cost=D("5.00"), discount=D("1.00"), tax=D("4.00"), total=D("24.00"))
    row = issue(order=order)
    assert sums(row) == (D("20.00"), D("4.00"), D("24.00"))
    assert [(each["name"], each["tax"], each["total"]) for each in row.lines] == [
        ("Kettle TEA", "3.20", "20.00"), ("Shipping", "0.80", "5.00"), ("Discount", "0", "-1.00"),
    ]  # fmt: skip


def test_tax_on_top_of_the_prices_is_added_to_its_line(selling: World) -> None:
    order = sold(selling, goods=line("TEA", 2, price="10.00", tax=D("3.40")))
    row = issue(order=order)
    assert [(each["net"], each["total"]) for each in row.lines] == [("20.00", "23.40")]
    assert sums(row) == (D("20.00"), D("3.40"), D("23.40"))


def test_cancelled_units_are_not_invoiced(selling: World) -> None:
    goods = line("TEA", 3, price="10.00", cancelled_quantity=1)
    row = issue(order=sold(selling, goods=goods, tax=D(0), total=D("20.00")))
    assert [(each["quantity"], each["total"]) for each in row.lines] == [(2, "20.00")]


def test_what_nobody_pays_for_is_not_invoiced(selling: World) -> None:
    order = sold(selling)
    Order.objects.filter(pk=order.pk).update(status="cancelled")
    with pytest.raises(DomainError, match="nothing to invoice"):
        issue(order=order)
    Order.objects.filter(pk=order.pk).update(status="confirmed", money_unbalanced=True)
    with pytest.raises(DomainError, match="do not add up"):
        issue(order=order)


def test_first_it_is_said_who_sells(world: World) -> None:
    world.put("TEA", 9)
    with pytest.raises(DomainError, match="Say who sells"):
        issue(order=sold(world))
    assert not Invoice.objects.exists() and seller_of(world.store).legal_name == ""


def test_a_refund_is_taken_back_with_its_share_of_the_tax(selling: World) -> None:
    order = sold(selling)
    row = issue(order=order)
    with pytest.raises(DomainError, match="Nothing of INV-00001 was refunded"):
        credit(invoice=row)
    Order.objects.filter(pk=order.pk).update(refunded_amount=D("11.70"))
    part = credit(invoice=row, reason="Lid broken")
    assert (part.number, part.corrects, part.reason) == ("CN-00001", row, "Lid broken")
    assert sums(part) == (D("-10.00"), D("-1.70"), D("-11.70"))
    with pytest.raises(DomainError, match="Nothing of"):
        credit(invoice=row)


def test_no_more_is_taken_back_than_was_invoiced(selling: World) -> None:
    row = issue(order=sold(selling))
    credit(invoice=row, amount=D("20.00"))
    with pytest.raises(DomainError, match="only 3.40"):
        credit(invoice=row, amount=D("3.41"))
    with pytest.raises(DomainError, match="is a credit note"):
        credit(invoice=Invoice.objects.get(kind="credit"), amount=D(1))


def test_taken_back_whole_it_has_its_own_lines_and_the_order_can_be_invoiced_anew(selling: World) -> None:
    order = sold(selling)
    row = issue(order=order)
    back = credit(invoice=row, amount=D("23.40"))
    assert [(each["name"], each["quantity"], each["tax"]) for each in back.lines] == [("Kettle TEA", 2, "-3.40")]
    again = issue(order=order)
    assert again.number == "INV-00002" and sum(Invoice.objects.values_list("total", flat=True)) == D("23.40")


def test_invoices_and_credit_notes_begin_differently(selling: World) -> None:
    with pytest.raises(DomainError, match="different beginnings"):
        change_seller(selling.store, {"credit_prefix": "INV-"}, by="Anna")
