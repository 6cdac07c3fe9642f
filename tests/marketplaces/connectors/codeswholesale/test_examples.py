"""The contract's own examples, read as they are printed."""

import json
from decimal import Decimal

import pytest

from marketplaces.canonical.purchases import KeyForm, PurchaseLine, PurchaseRequest, PurchaseState
from marketplaces.connectors.codeswholesale import account, goods, mapping
from tests.conftest import shared


@pytest.fixture
def examples():
    return json.loads((shared("contracts/codeswholesale") / "examples.json").read_text(), parse_float=Decimal)


def test_the_page_of_products(examples):
    first, second = (goods.product(row) for row in examples["product_page"]["items"])
    assert (first.title, first.variants[0].price) == ("Example Quest (Steam)", Decimal("8.49"))
    assert (second.variants[0].status, second.variants[0].price) == ("out_of_stock", Decimal("19.1"))
    assert "platform" not in second.variants[0].options


def test_the_texts(examples):
    row = examples["product_page"]["items"][0]
    found = goods.product(row, examples["description"], language="fr")
    assert (found.title, found.variants[0].gtin) == ("Exemple de quête", "5401122000001")


def test_the_order_that_is_asked_for(examples):
    wanted = examples["order_request"]
    (row,) = wanted["products"]
    line = PurchaseLine(remote_product_id=row["productId"], quantity=row["quantity"], unit_cost=row["price"])
    sent = mapping.order_text(PurchaseRequest(reference=wanted["orderId"], lines=(line,)))
    assert json.loads(sent, parse_float=Decimal) == wanted


def test_the_order_that_waits(examples):
    found = mapping.purchase(examples["order_fulfilling"])
    assert (found.state, found.reference, found.keys) == (PurchaseState.WAITING, "hub-4711-2", ())
    assert found.total == Decimal("16.98")


def test_the_order_that_is_complete(examples):
    found = mapping.purchase(examples["order_completed_mixed"])
    assert found.state is PurchaseState.READY
    assert [key.form for key in found.keys] == [KeyForm.TEXT, KeyForm.TEXT, KeyForm.IMAGE, KeyForm.PROMISED]
    assert [key.text for key in found.keys] == ["AAAA-BBBB-CCCC", "DDDD-EEEE-FFFF", "", ""]


def test_the_picture(examples):
    found = mapping.key(examples["code_image"])
    assert (found.media_type, found.file_name, len(found.image)) == ("image/png", "card.png", 67)


def test_the_account_and_the_risk(examples):
    assert account.balance(examples["account"]).to_spend == Decimal("150.5")
    assert not account.risk(examples["security"]).hold
