"""What we tell the shop, over the wire, held against the contract and against what the shop then has."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from marketplaces.canonical.digital import DigitalDelivery, KeyLink
from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.shipments import CancelRequest, ShipmentLine, ShipmentRequest
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.canonical.stock import StockUpdate
from marketplaces.connectors.storefront.callbacks import money
from marketplaces.framework.errors import LoginExpired, Rejected, Unavailable
from tests.contract.exercise import delivered
from tests.contract.shop import as_placed


def goods(shop):
    return {each["sku"]: each for each in shop.control("state?orders=0&webhooks=0")["products"]}


def sold(shop, **more):
    (placed,) = shop.control("sell", {"send": False, **more})["orders"]
    return placed


def seen(shop, number):
    orders = shop.control("state?products=0&webhooks=0")["orders"]
    return next(each for each in orders if each["id"] == number)


def events(shop):
    """What it took, in order; an event that it knew is not taken twice."""
    return [each["type"] for each in shop.control("state?orders=0&products=0&webhooks=0")["callbacks"]]


def stock(sku, quantity, ref="s"):
    return StockUpdate(ref=ref, remote_product_id=sku, remote_variant_id="", sku=sku, quantity=quantity)


def price(sku, amount, currency="EUR", ref="p"):
    return PriceUpdate(
        ref=ref, remote_product_id=sku, remote_variant_id="", sku=sku, price=Decimal(amount), currency=currency
    )


def parcel(order, **more):
    lines = tuple(
        ShipmentLine(remote_line_id=each["id"], sku=each["sku"], quantity=each["quantity"]) for each in order["lines"]
    )
    given = {"ref": "F1", "tracking_number": "LU1", "carrier": "POST Luxembourg", "lines": lines, **more}
    return ShipmentRequest(order_remote_id=order["id"], **given)


def test_the_test_call_is_a_signed_ping(shop):
    account = shop.connector.account()
    assert account.remote_account_id == shop.credentials.values["key_id"]
    assert events(shop) == ["ping"]
    shop.credentials.values["currencies"] = "CHF,EUR"
    assert shop.connector.account().currency == "CHF"


def test_stock_is_told_and_told_again(shop):
    sku = next(iter(goods(shop)))
    for quantity in (7, 3, 7):  # the same quantity later is news again
        (result,) = shop.connector.push_stock([stock(sku, quantity)])
        assert (result.ok, result.visible) == (True, True)
        assert goods(shop)[sku]["stock"][""]["available"] == quantity


def test_prices_are_told_exactly(shop):
    sku = next(iter(goods(shop)))
    assert shop.connector.push_price([price(sku, "19.9")])[0].ok
    assert goods(shop)[sku]["price"] == "19.90"


@pytest.mark.parametrize(("amount", "text"), [("5", "5.00"), ("5.1", "5.10"), ("5.125", "5.125"), ("1E+2", "100.00")])
def test_an_amount_has_two_to_four_decimals(amount, text):
    assert money(Decimal(amount)) == text


def test_a_hundred_rows_are_one_callback(shop):
    shop.fresh(products=120, orders=0)
    updates = [stock(sku, 5, ref=sku) for sku in list(goods(shop))[:100]]
    assert all(each.ok for each in shop.connector.push_stock(updates))
    assert events(shop) == ["stock.changed"]


def test_one_refused_row_never_holds_the_others(shop):
    skus = list(goods(shop))[:3]
    updates = [price(skus[0], "1.00", ref="a"), price(skus[1], "2.00", "CHF", ref="b"), price(skus[2], "3.00", ref="c")]
    results = {each.ref: each for each in shop.connector.push_price(updates)}
    assert (results["a"].ok, results["b"].ok, results["c"].ok) == (True, False, True)
    assert isinstance(results["b"].error, Rejected)
    assert "EUR only" in str(results["b"].error)


def test_a_listing_without_a_sku_is_refused_alone(shop):
    sku = next(iter(goods(shop)))
    results = {each.ref: each.ok for each in shop.connector.push_stock([stock("", 1, "a"), stock(sku, 1, "b")])}
    assert results == {"a": False, "b": True}


def test_a_parcel_is_told_once(shop):
    order = sold(shop)
    for _ in range(2):
        result = shop.connector.confirm_shipment(parcel(order))
        assert (result.visible, result.parcel_remote_id) == (True, "F1")
    now = seen(shop, order["id"])
    assert now["hub_status"] == "shipped"
    assert [(each["id"], each["tracking_number"], each["carrier"]) for each in now["fulfillments"]] == [
        ("F1", "LU1", "POST Luxembourg")
    ]
    told = [each["type"] for each in shop.control("state?orders=0&products=0&webhooks=0")["callbacks"]]
    assert told == ["fulfillment.created"]


def test_another_number_of_the_same_parcel_is_an_update(shop):
    order = sold(shop)
    shop.connector.confirm_shipment(parcel(order))
    shop.connector.confirm_shipment(parcel(order, tracking_number="LU2", parcel_remote_id="F1"))
    assert [each["tracking_number"] for each in seen(shop, order["id"])["fulfillments"]] == ["LU2"]
    assert events(shop) == ["fulfillment.created", "fulfillment.updated"]


def test_the_first_of_two_parcels_leaves_the_order_in_process(shop):
    order = sold(shop, quantity=2)
    line = order["lines"][0]
    one = ShipmentLine(remote_line_id=line["id"], sku=line["sku"], quantity=1)
    shop.connector.confirm_shipment(parcel(order, lines=(one,), rest=(one,)))
    assert seen(shop, order["id"])["hub_status"] == "processing"
    shop.connector.confirm_shipment(parcel(order, ref="F2", lines=(one,)))
    assert seen(shop, order["id"])["hub_status"] == "shipped"


def test_a_cancellation_is_told_with_its_reason(shop):
    order = sold(shop)
    reason = shop.connector.cancel_reasons(order["id"])[0]
    for _ in range(2):
        shop.connector.cancel(CancelRequest(ref="c", order_remote_id=order["id"], reason=reason.code))
    assert seen(shop, order["id"])["hub_status"] == "cancelled"
    (event,) = shop.control("state?orders=0&products=0&webhooks=0")["callbacks"]
    assert event["data"]["reason"] == "Out of stock"


def test_some_lines_cannot_be_cancelled(shop):
    line = ShipmentLine(remote_line_id="1", sku="x", quantity=1)
    with pytest.raises(Rejected, match="whole orders"):
        shop.connector.cancel(CancelRequest(ref="c", order_remote_id="1", reason="other", lines=(line,)))


def link(units, ref="D1", sign="first"):
    return KeyLink(ref=ref, address=f"https://orion.example/keys/open/Imh1YjE:1tX:{sign}-signature/", units=units)


def told_of(shop, order, *links):
    """The exercise's delivery, whose lines carry keys, with these links in place of its own."""
    return replace(delivered(as_placed(order)), links=links)


def test_a_link_is_told_and_never_a_key(shop):
    order = sold(shop, digital=True, quantity=2)
    told = told_of(shop, order, link({"1": 2}))
    keys = [key for line in told.lines for key in line.keys]
    shop.connector.tell_digital(told)
    (event,) = shop.control("state?orders=0&products=0&webhooks=0")["callbacks"]
    assert event["type"] == "digital.delivered"
    assert event["data"] == {
        "external_id": order["id"], "hub_status": "fulfilled", "link": told.links[0].address,
        "lines": [{"external_line_id": "1", "quantity": 2}],
    }  # fmt: skip
    assert len(keys) == 2 and not any(key in json.dumps(event) for key in keys)
    assert "first-signature" not in repr(told) + repr(shop.recorder.calls)
    assert (seen(shop, order["id"])["links"], seen(shop, order["id"])["hub_status"]) == (
        [told.links[0].address], "fulfilled",
    )  # fmt: skip


def test_a_link_whose_answer_was_lost_is_known_there_though_it_is_signed_anew(shop):
    order = sold(shop, digital=True)
    for sign in ("first", "second"):
        shop.fault("error500", when="after", times=1)
        with shop.trouble():
            shop.connector.tell_digital(told_of(shop, order, link({"1": 1}, sign=sign)))
    assert seen(shop, order["id"])["links"] == [link({"1": 1}).address]
    assert events(shop) == ["digital.delivered"]


def test_a_link_in_place_of_another_is_an_event_of_its_own(shop):
    order = sold(shop, digital=True)
    shop.connector.tell_digital(told_of(shop, order, link({"1": 1})))
    shop.connector.tell_digital(told_of(shop, order, link({"1": 1}, ref="D2", sign="second")))
    assert events(shop) == ["digital.delivered"] * 2
    assert len(seen(shop, order["id"])["links"]) == 2


def test_what_a_person_handed_over_is_told_by_the_orders_state(shop):
    order = sold(shop, digital=True)
    for _ in range(2):
        shop.connector.tell_digital(told_of(shop, order))
    assert (seen(shop, order["id"])["hub_status"], events(shop)) == ("fulfilled", ["order.status_changed"])


def test_a_state_that_is_unknown_is_told_to_nobody(shop):
    order = sold(shop, digital=True)
    told = replace(told_of(shop, order, link({"1": 1})), order_status=OrderStatus.UNKNOWN)
    shop.connector.tell_digital(told)
    shop.connector.tell_digital(replace(told, links=()))
    (event,) = shop.control("state?orders=0&products=0&webhooks=0")["callbacks"]
    assert (event["type"], "hub_status" in event["data"]) == ("digital.delivered", False)


def test_an_order_without_a_delivered_line_is_told_nothing(shop):
    shop.connector.tell_digital(DigitalDelivery(order_remote_id="NOPE", lines=(), order_status=OrderStatus.FULFILLED))
    assert events(shop) == []


def test_a_link_that_the_shop_refuses_is_in_no_error(shop):
    told = replace(told_of(shop, sold(shop, digital=True), link({"1": 1})), order_remote_id="NOPE")
    with shop.trouble(), pytest.raises(Rejected) as caught:
        shop.connector.tell_digital(told)
    assert "no order NOPE" in str(caught.value)
    assert "first-signature" not in f"{caught.value} {caught.value.as_dict()} {shop.recorder.calls}"


def test_an_order_that_the_shop_does_not_know_is_said(shop):
    with shop.trouble(), pytest.raises(Rejected) as caught:
        shop.connector.cancel(CancelRequest(ref="c", order_remote_id="NOPE", reason="other"))
    assert "no order NOPE" in str(caught.value)


def test_another_secret_pauses_the_connection(shop):
    shop.credentials.values["secret"] = "another-secret-entirely"
    with shop.trouble(), pytest.raises(LoginExpired) as caught:
        shop.connector.account()
    assert "another-secret" not in str(caught.value) + json.dumps(caught.value.as_dict())
    assert "secret" in caught.value.fix


def test_a_torn_answer_after_a_2xx_is_done_all_the_same(shop):
    sku = next(iter(goods(shop)))
    shop.fault("torn")
    assert shop.connector.push_stock([stock(sku, 4)])[0].ok
    assert goods(shop)[sku]["stock"][""]["available"] == 4


def test_a_web_page_is_no_receiver(shop):
    shop.fault("html_page")
    with shop.trouble(), pytest.raises(Unavailable, match="web page"):
        shop.connector.account()


def test_a_lost_answer_is_told_once_more_and_known_there(shop):
    order = sold(shop)
    shop.fault("error500", when="after", times=1)
    with shop.trouble():
        assert shop.connector.confirm_shipment(parcel(order)).visible
    assert len(seen(shop, order["id"])["fulfillments"]) == 1
    assert len(shop.control("state?orders=0&products=0&webhooks=0")["callbacks"]) == 1


def test_rows_that_the_shop_refuses_now_and_then_are_told_apart(shop):
    updates = [stock(sku, 6, ref=sku) for sku in list(goods(shop))[:10]]
    shop.fault("partial_failure", times=2)
    results = {each.ref: each.ok for each in shop.connector.push_stock(updates)}
    assert list(results.values()).count(False) == 1  # the first refusal was of all ten together
    shown = {sku: each["stock"][""]["available"] for sku, each in goods(shop).items() if sku in results}
    assert all(shown[sku] == 6 for sku, ok in results.items() if ok)
