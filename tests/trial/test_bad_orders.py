"""Orders as no document prints them: what can be kept is kept exactly, the rest is refused with a sentence each."""

from decimal import Decimal

import pytest

from core.models import NeedsYou
from orders.models import MarketplaceOrder, Order
from sync.models import MarketplaceSyncLog
from tests.trial.conftest import Customer, Said
from tests.trial.ozon import ozon, posting, product, stamp
from tests.trial.shopee import line, order, shopee
from tests.trial.stub import Script


def read(customer: Customer, code: str, script: Script) -> Said:
    """Connect, read, and see that the records balance and the run was not broken by a fault of ours."""
    said = customer.sync(customer.connect(code, script))
    told = said.line
    assert told["total_records"] == sum(
        told[name] for name in ("created", "updated", "unchanged", "parked", "failed_records")
    )
    assert not any("fault of ours" in each["reason"] for each in told["errors"]), told["errors"]
    return said


ODD_POSTINGS = {
    "numbers as text": posting(order_id="9007199254740993", products=[product(sku="17286634790012345")]),
    "money as a number": posting(products=[product(price=1390.5, currency_code="RUB")]),
    "money as text with four places": posting(products=[product(price="0.1234", currency_code="RUB")]),
    "money as a nested number": posting(products=[product(price={"amount": 1390.5, "currency": "RUB"})]),
    "the printed example's names": posting(products=[{
        "product_id": "1728663479", "product_offer_id": "TEA-1", "product_name": "Чай", "quantity": "2",
        "price": "10.50", "currency_code": "RUB",
    }]),
    "empty texts for dates": posting(shipment_date="", delivering_date="", fact_delivery_date=""),
    "the zero date": posting(shipment_date="0001-01-01T00:00:00Z", delivering_date="0001-01-01T00:00:00Z"),
    "nulls": posting(products=[product(imei=None, name=None, currency_code=None)], tpl_integration_type=None,
                     delivery_method=None, substatus=None, tracking_number=None, order_number=None),
    "an astronomic date": posting(shipment_date="9999-12-31T23:59:59Z"),
    "seconds with nine places": posting(in_process_at="2026-11-18T05:50:26.123456789Z"),
    "a very long name": posting(products=[product(name="Ж" * 5000, offer_id="LONG")]),
    "emoji, right to left and half a pair": posting(products=[product(name="☕️👨‍👩‍👧 שלום \ud83d")]),
    "a NUL": posting(products=[product(name="Tea\x00pot")]),
    "the same SKU twice": posting(products=[product(), product(quantity=2)]),
    "a zero price": posting(products=[product(price={"amount": "0", "currency": "RUB"})]),
    "a line of none": posting(products=[product(), product(sku=5, quantity=0)]),
    "no lines": posting(products=None) | {"products": []},
    "tenge": posting(products=[product(price={"amount": "465000.00", "currency": "KZT"})]),
}  # fmt: skip


@pytest.mark.parametrize("row", ODD_POSTINGS.values(), ids=ODD_POSTINGS.keys())
def test_an_odd_posting_is_kept(customer: Customer, row: dict) -> None:
    said = read(customer, "ozon", ozon(row, posting("1-1-1")))
    assert (said.code, said.line["total_records"], said.line["failed_records"]) == (0, 2, 0), said.line["errors"]
    kept = customer.order(row["posting_number"])
    assert kept.items.count() == len(row["products"])
    assert kept.status == "confirmed"


def test_amounts_come_exact(customer: Customer) -> None:
    rows = [product(1, price="0.1234"), product(2, price=1390.15), product(3, price={"amount": "99999999.99"})]
    read(customer, "ozon", ozon(posting(products=rows)))
    prices = customer.order("57195475-0050-3").items.order_by("position").values_list("unit_price", flat=True)
    assert list(prices) == [Decimal("0.1234"), Decimal("1390.15"), Decimal("99999999.99")]


UNREADABLE = {
    "a negative quantity": posting("2-2-2", products=[product(quantity=-1, name="a\x00b")]),
    "half a unit": posting("2-2-2", products=[product(quantity=1.5)]),
    "two currencies": posting("2-2-2", products=[product(), product(2, price={"amount": "1", "currency": "USD"})]),
    "money that is none": posting("2-2-2", products=[product(price={"amount": "NaN", "currency": "RUB"})]),
    "money that no column holds": posting("2-2-2", products=[product(price={"amount": "1e20", "currency": "RUB"})]),
    "no date at all": posting("2-2-2", in_process_at=None, shipment_date=None),
    "a page where lines should be": posting("2-2-2") | {"products": "<html>"},
    "a number too long": posting("2" * 101),
    "no status": posting("2-2-2", status=None),
    "no number": posting("") | {"posting_number": None},
}


@pytest.mark.parametrize("row", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_an_unreadable_posting_stops_no_other(customer: Customer, row: dict) -> None:
    said = read(customer, "ozon", ozon(row, posting("1-1-1")))
    assert (said.code, said.line["created"] + said.line["parked"], said.line["failed_records"]) == (1, 1, 1), said
    assert len(said.line["errors"][0]["reason"]) > 20
    assert Order.objects.count() == 1
    assert NeedsYou.objects.filter(kind=NeedsYou.Kind.UNREADABLE).count() == 1


ODD_ORDERS = {
    "numbers as text": order(total_amount="120.00", create_time="1763600000", item_list=[line(item_id="2000001")]),
    "empty texts for times": order(pay_time="", ship_by_date="", pickup_done_time=""),
    "masked and null people": order(recipient_address=None, buyer_username=None, buyer_user_id=None),
    "no packages": order(package_list=None),
    "dong": order(currency="VND", total_amount=1500000, item_list=[line(model_discounted_price=1500000)]),
    "a free order": order(total_amount=0, item_list=[line(model_discounted_price=0, model_original_price=0)]),
    "the same goods twice": order(item_list=[line(), line()]),
    "a line of none": order(item_list=[line(), line(3, model_quantity_purchased=0)]),
    "a NUL and half a pair": order(message_to_seller="ring\x00 twice \udc00", item_list=[line(item_name="a\x00")]),
    "a huge id": order(item_list=[line(2**62, model_id=2**63 - 1)]),
    "no money told": order(total_amount=None, estimated_shipping_fee=None),
    "place as text": order(item_list=[line(product_location_id="THZ")]),
}


@pytest.mark.parametrize("row", ODD_ORDERS.values(), ids=ODD_ORDERS.keys())
def test_an_odd_order_is_kept(customer: Customer, row: dict) -> None:
    said = read(customer, "shopee", shopee(row, order("2611200OTHER00")))
    assert (said.code, said.line["total_records"], said.line["failed_records"]) == (0, 2, 0), said.line["errors"]
    assert customer.order(row["order_sn"]).items.count() == len(row["item_list"])


UNREADABLE_ORDERS = {
    "a negative quantity": order("2611200ODD0000", item_list=[line(model_quantity_purchased=-2)]),
    "no currency": order("2611200ODD0000", currency=""),
    "no times": order("2611200ODD0000", create_time=None),
    "no price": order("2611200ODD0000", item_list=[line(model_discounted_price=None, model_original_price=None)]),
    "money as a list": order("2611200ODD0000", total_amount=[1, 2.5]),
}


@pytest.mark.parametrize("row", UNREADABLE_ORDERS.values(), ids=UNREADABLE_ORDERS.keys())
def test_an_unreadable_order_stops_no_other(customer: Customer, row: dict) -> None:
    said = read(customer, "shopee", shopee(row, order("2611200OTHER00")))
    assert (said.code, said.line["failed_records"]) == (1, 1), said
    assert Order.objects.count() == 1
    assert NeedsYou.objects.filter(kind=NeedsYou.Kind.UNREADABLE).count() == 1


def test_a_posting_that_can_be_read_at_last_needs_nobody(customer: Customer) -> None:
    script = ozon(posting("2-2-2", status=None), posting("3-3-3", products=[product(price="1e20")]))
    shop = customer.connect("ozon", script)
    customer.sync(shop)
    assert NeedsYou.objects.filter(kind=NeedsYou.Kind.UNREADABLE, settled_at=None).count() == 2
    script.postings = [posting("2-2-2"), posting("3-3-3")]  # type: ignore[attr-defined]
    assert customer.sync(shop).code == 0
    assert NeedsYou.objects.filter(kind=NeedsYou.Kind.UNREADABLE, settled_at=None).count() == 0


def test_an_unknown_status_is_kept_and_needs_a_person(customer: Customer) -> None:
    script = ozon(posting("1-1-1"))
    shop = customer.connect("ozon", script)
    customer.sync(shop)
    script.postings = [posting("1-1-1", "teleported"), posting("2-2-2", "teleported")]  # type: ignore[attr-defined]
    said = customer.sync(shop)
    assert (said.code, said.line["parked"]) == (0, 2)
    assert (customer.order("1-1-1").status, customer.order("2-2-2").status) == ("confirmed", "unknown")
    told = MarketplaceOrder.objects.get(marketplace_order_id="1-1-1")
    assert (told.status, told.remote_status) == ("unknown", "teleported")
    assert NeedsYou.objects.filter(kind=NeedsYou.Kind.UNKNOWN_STATUS).count() == 1


def test_an_empty_shop_is_no_error(customer: Customer) -> None:
    for code, script in (("ozon", ozon()), ("shopee", shopee())):
        said = read(customer, code, script)
        assert (said.code, said.line["status"], said.line["total_records"]) == (0, "completed", 0)


def test_the_same_posting_on_two_pages_and_changed_in_between_is_one_order(customer: Customer) -> None:
    script = ozon()
    first, second = posting("1-1-1"), posting("1-1-1", "delivering", delivering_date=stamp(minutes=1))
    pages = iter([([first, posting("2-2-2")], "b"), ([first, posting("3-3-3")], "c"), ([second], "")])

    def listed(_asked: object) -> dict:
        rows, cursor = next(pages)
        return {"postings": rows, "cursor": cursor, "has_next": bool(cursor)}

    script.routes["/v4/posting/fbs/list"] = listed
    said = read(customer, "ozon", script)
    assert said.code == 0
    assert Order.objects.count() == 3
    assert customer.order("1-1-1").status == "shipped"
    assert MarketplaceSyncLog.objects.get().status == "completed"
