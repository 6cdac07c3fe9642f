"""Invoices on pages: issued from the order and from the list, read as PDF, exported, taken back."""

import csv
import io

import pytest
from django.test import Client

from marketplaces.models import Connection
from orders.models import Invoice, Order, Seller
from orders.services.invoicing import issue
from sync import bulk
from tests.dashboard import world
from tests.dashboard.conftest import Cast


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine that is busy elsewhere an act is carried out at once all the same."""
    monkeypatch.setattr(bulk, "PATIENCE", 60.0)


@pytest.fixture
def order(cast: Cast) -> Order:
    return world.order(world.connection(cast.store, "Shop", code="ebay"), quantity=2)


@pytest.fixture
def seller(cast: Cast) -> Seller:
    return Seller.objects.create(store=cast.store, legal_name="Atelier Lumen", address="Rue du Fort 3")


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_is_issued_from_the_order_and_read_as_pdf(owner: Client, order: Order, seller: Seller) -> None:
    assert "Issue invoice" in text(owner, f"/orders/{order.pk}/")
    said = owner.post(f"/orders/{order.pk}/invoice/", follow=True).content.decode()
    assert "Invoice INV-00001 is issued." in said and "Take it back…" in said and "Issue invoice" not in said
    row = Invoice.objects.get()
    sheet = owner.get(f"/invoices/{row.pk}/invoice.pdf")
    assert sheet["Content-Type"] == "application/pdf" and sheet.content.startswith(b"%PDF-")


def test_before_it_is_said_who_sells_nothing_is_issued(owner: Client, order: Order) -> None:
    said = owner.post(f"/orders/{order.pk}/invoice/", follow=True).content.decode()
    assert "Say who sells before the first invoice" in said and not Invoice.objects.exists()
    assert "Enter the name under which you sell" in owner.post("/settings/invoices/", {}).content.decode()
    typed = {"legal_name": "Atelier", "address": "Rue 1\r\nLuxembourg", "invoice_prefix": "R-", "credit_prefix": "G-",
             "first_number": "7"}  # fmt: skip
    assert "Saved:" in owner.post("/settings/invoices/", typed, follow=True).content.decode()
    owner.post(f"/orders/{order.pk}/invoice/")
    row = Invoice.objects.get()
    assert (row.number, row.seller["address"]) == ("R-00007", "Rue 1\nLuxembourg")


def test_it_is_taken_back_in_part(owner: Client, order: Order, seller: Seller) -> None:
    row = issue(order=order)
    where = f"/invoices/{row.pk}/credit/"
    assert "Nothing of INV-00001 was refunded" in owner.post(where, {"amount": ""}, follow=True).content.decode()
    said = owner.post(where, {"amount": "100", "reason": "Scratched"}, follow=True).content.decode()
    assert "Credit note CN-00001 is issued." in said and "Scratched" in said
    note = Invoice.objects.get(kind="credit")
    assert owner.get(f"/invoices/{note.pk}/invoice.pdf").content.startswith(b"%PDF-")


@pytest.mark.parametrize("amount", ["999999", "half", "-1"])
def test_an_amount_that_cannot_be_taken_back_comes_back_as_it_was_typed(
    owner: Client, order: Order, seller: Seller, amount: str
) -> None:
    row = issue(order=order)
    answer = owner.post(f"/invoices/{row.pk}/credit/", {"amount": amount, "reason": "Scratched"})
    html = answer.content.decode()
    assert answer.status_code == 422 and "One thing to correct" in html
    assert f'name="amount" value="{amount}"' in html and 'name="reason" value="Scratched"' in html
    assert 'href="#credit-amount"' in html and '<details class="card-foot" open>' in html
    assert not Invoice.objects.filter(kind="credit").exists()


def test_many_are_issued_from_the_list(owner: Client, order: Order, seller: Seller) -> None:
    shop = Connection.objects.get()
    closed = world.order(shop, status="cancelled")
    ticked = {"do": "invoice", "order": [str(order.pk), str(closed.pk)], "confirmed": "1", "key": "k"}
    said = owner.post("/orders/act/", ticked, follow=True).content.decode()
    assert "1 of 2 have their invoices." in said and "nothing to invoice" in said
    assert [row.order_id for row in Invoice.objects.all()] == [order.pk]


def test_the_list_is_narrowed_and_exported(owner: Client, order: Order, seller: Seller) -> None:
    assert "No invoice was issued yet" in text(owner, "/invoices/")
    row = issue(order=order)
    assert row.number in text(owner, "/invoices/?kind=invoice")
    assert "Nothing was issued then" in text(owner, "/invoices/?until=2020-01-01")
    answer = owner.get(f"/invoices/export.csv?since={row.issued_on}&until={row.issued_on}")
    head, line = csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    found = dict(zip(head, line, strict=True))
    assert (found["Number"], found["Order"], found["Total"], found["Currency"]) == (
        "INV-00001", order.number, "12400.0000", "RUB"
    )  # fmt: skip


def test_a_packer_sees_no_invoice_and_issues_none(packer: Client, order: Order, seller: Seller) -> None:
    row = issue(order=order)
    assert row.number not in text(packer, f"/orders/{order.pk}/")
    for path in ("/invoices/", "/invoices/export.csv", f"/invoices/{row.pk}/invoice.pdf"):
        assert packer.get(path).status_code == 403
    assert packer.post(f"/orders/{order.pk}/invoice/").status_code == 403
    ticked = {"do": "invoice", "order": [str(order.pk)], "confirmed": "1", "key": "k"}
    assert packer.post("/orders/act/", ticked).status_code == 403


def test_the_reader_reads_and_the_stranger_gets_nothing(
    reader: Client, stranger: Client, order: Order, seller: Seller
) -> None:
    row = issue(order=order)
    assert row.number in text(reader, "/invoices/") and "Take it back" not in text(reader, f"/orders/{order.pk}/")
    assert reader.post(f"/invoices/{row.pk}/credit/", {"amount": "1"}).status_code == 403
    assert reader.post("/settings/invoices/", {"legal_name": "X"}).status_code == 403
    assert stranger.get(f"/invoices/{row.pk}/invoice.pdf").status_code == 404
    assert stranger.post(f"/invoices/{row.pk}/credit/", {"amount": "1"}).status_code == 404
    assert stranger.post(f"/orders/{order.pk}/invoice/").status_code == 404
    assert row.number not in text(stranger, "/invoices/")


def test_looking_issues_nothing(owner: Client, order: Order, seller: Seller) -> None:
    assert owner.get(f"/orders/{order.pk}/invoice/").status_code == 405
    assert not Invoice.objects.exists()
