"""Every status of both contracts' tables, from the wire to our order, by the one rule of the features' list."""

import pytest

from core.models import NeedsYou
from tests.trial.conftest import Customer
from tests.trial.ozon import ozon, posting
from tests.trial.shopee import order, shopee

OZON = {
    "awaiting_registration": "pending", "awaiting registration": "pending", "awaiting_verification": "pending",
    "awaiting_approve": "pending", "acceptance_in_progress": "pending", "awaiting_packaging": "confirmed",
    "awaiting_deliver": "ready_for_shipment", "sent_by_seller": "shipped", "driver_pickup": "shipped",
    "delivering": "shipped", "delivered": "delivered", "cancelled": "cancelled", "not_accepted": "processing",
    "arbitration": "processing", "client_arbitration": "processing", "teleported": "unknown",
}  # fmt: skip
SHOPEE = {
    "UNPAID": "pending", "PENDING": "pending", "INVOICE_PENDING": "confirmed", "READY_TO_SHIP": "confirmed",
    "PROCESSED": "ready_for_shipment", "RETRY_SHIP": "ready_for_shipment", "SHIPPED": "shipped",
    "TO_CONFIRM_RECEIVE": "delivered", "COMPLETED": "delivered", "TO_RETURN": "delivered", "CANCELLED": "cancelled",
    "IN_CANCEL": "confirmed", "TELEPORTED": "unknown",
}  # fmt: skip


@pytest.fixture(scope="module")
def told_by_ozon() -> list[dict]:
    return [posting(f"5719547{at}-0001-1", word) for at, word in enumerate(OZON)]


def test_each_status_of_ozon(customer: Customer, told_by_ozon: list[dict]) -> None:
    shop = customer.connect("ozon", ozon(*told_by_ozon))
    said = customer.sync(shop)
    assert (said.code, said.line["total_records"]) == (0, len(OZON)), said
    found = {row["status"]: customer.order(row["posting_number"]).status for row in told_by_ozon}
    assert found == OZON


def test_a_posting_that_ozon_holds_up_needs_a_person_until_it_goes_on(customer: Customer) -> None:
    held = ("not_accepted", "arbitration", "client_arbitration")
    script = ozon(*[posting(f"{at}-1-1", word) for at, word in enumerate(held, start=1)], posting("9-1-1"))
    shop = customer.connect("ozon", script)
    customer.sync(shop)
    open_ones = NeedsYou.objects.filter(subject_type="order", settled_at=None, cause_key__startswith="dispute:")
    assert set(open_ones.values_list("reference", flat=True)) == {"1-1-1", "2-1-1", "3-1-1"}
    assert open_ones.get(reference="1-1-1").said == "Ozon did not take the parcel in at its sorting centre"
    script.postings = [posting("1-1-1", "awaiting_deliver"), posting("2-1-1", "client_arbitration")]  # type: ignore[attr-defined]
    customer.sync(shop)
    assert set(open_ones.values_list("reference", flat=True)) == {"2-1-1", "3-1-1"}


def test_each_status_of_shopee(customer: Customer) -> None:
    rows = [order(f"26112{at:02}ABCDEFG", word) for at, word in enumerate(SHOPEE)]
    shop = customer.connect("shopee", shopee(*rows))
    said = customer.sync(shop)
    assert (said.code, said.line["total_records"]) == (0, len(SHOPEE)), said
    assert {row["order_status"]: customer.order(row["order_sn"]).status for row in rows} == SHOPEE
