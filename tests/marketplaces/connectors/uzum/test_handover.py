"""Accepting, delivery notes, labels and cancelling, in front of the practice Uzum."""

from typing import Any

import pytest

from marketplaces.canonical.orders import Order
from marketplaces.canonical.shipments import CancelRequest, ShipmentLine, ShipmentRequest
from marketplaces.connectors.uzum import connector as uzum_connector
from marketplaces.framework.errors import AlreadyDone, NotFound, Rejected, Unavailable, UnexpectedPayload
from tests.contract.shop import Shop
from tests.marketplaces.connectors.remote import Remote

from .conftest import refusal, wrapped
from .samples import order as sample

NOTE = "POST /api/seller-openapi/v1/fbs/invoice"


def parcel(order: Order, **more: Any) -> ShipmentRequest:
    lines = tuple(
        ShipmentLine(remote_line_id=line.remote_id, sku=line.sku, quantity=line.quantity) for line in order.lines
    )
    return ShipmentRequest(ref="parcel-1", order_remote_id=order.remote_id, lines=lines, **more)


def there(shop: Shop, order: Order) -> dict[str, Any]:
    orders = shop.control("state?products=0&webhooks=0")["orders"]
    return next(each for each in orders if each["id"] == order.remote_id)


def calls(shop: Shop) -> dict[str, int]:
    found: dict[str, int] = shop.control("calls")["calls"]
    return found


def test_a_new_order_is_accepted_and_put_into_a_note_at_the_chosen_point(shop: Shop) -> None:
    order = shop.sold()
    result = shop.connector.confirm_shipment(parcel(order))
    assert (result.visible, result.parcel_remote_id) == (True, order.remote_id)
    assert there(shop, order)["status"] == "PENDING_DELIVERY"
    (now,) = shop.connector.order_items([order.remote_id]).items
    assert (now.status, now.shipping_method) == ("ready_for_shipment", "Toshkent, Sergeli tumani, Nilufar 77")


def test_dbs_goes_on_its_way_without_a_note(shop: Shop) -> None:
    order = shop.sold(scheme="dbs")
    assert shop.connector.confirm_shipment(parcel(order)).visible
    assert there(shop, order)["status"] == "DELIVERING"
    assert NOTE not in calls(shop)


def test_where_to_bring_it_is_asked_and_never_guessed(shop: Shop) -> None:
    point = shop.credentials.values.pop("drop_off_point")
    order = shop.sold()
    with pytest.raises(Rejected) as caught:
        shop.connector.confirm_shipment(parcel(order))
    assert point in str(caught.value) and "Sergeli" in str(caught.value)
    assert NOTE not in calls(shop)
    shop.control("settings", {"points": 1})
    assert shop.connector.confirm_shipment(parcel(order)).visible
    shop.control("settings", {"points": 2})


def test_a_point_that_is_not_offered_is_said(shop: Shop) -> None:
    shop.credentials.values["drop_off_point"] = "9b2b7b4a-6c3a-4b61-8f7e-0d8c6a1f5b11"
    with pytest.raises(Rejected, match="not offered"):
        shop.connector.confirm_shipment(parcel(shop.sold()))


def test_a_lost_answer_makes_no_second_note(shop: Shop) -> None:
    order = shop.sold()
    shop.fault("error500", path="/api/seller-openapi/v1/fbs/invoice", when="after", times=3)
    with pytest.raises(Unavailable):
        for _ in range(2):  # the first two strikes fall on what is asked before the note
            shop.connector.confirm_shipment(parcel(order))
    shop.control("faults", method="DELETE")
    assert shop.connector.confirm_shipment(parcel(order)).visible
    assert len({there(shop, order)["note"]}) == 1
    assert calls(shop).get(NOTE, 0) <= 1


def test_a_part_of_an_order_cannot_be_sent_alone(shop: Shop) -> None:
    order = shop.sold(2)
    rest = (ShipmentLine(remote_line_id=order.lines[0].remote_id, sku=order.lines[0].sku, quantity=1),)
    with pytest.raises(Rejected, match="one parcel"):
        shop.connector.confirm_shipment(parcel(order, rest=rest))


def test_an_order_that_was_cancelled_there_is_kept_here(shop: Shop) -> None:
    order = shop.sold()
    shop.control("cancel", {"order": order.remote_id})
    with pytest.raises(Rejected, match="cancelled"):
        shop.connector.confirm_shipment(parcel(order))
    with pytest.raises(Rejected, match="cancelled"):
        shop.connector.accept_order(order.remote_id)


def test_the_seller_number_is_found_among_the_charges_or_asked_for(uzum: uzum_connector, remote: Remote) -> None:
    uzum.context.credentials.values.pop("seller_id")  # type: ignore[attr-defined]
    ready = wrapped(sample(status="PACKING"))
    remote.answers("/v1/fbs/order/50000001", ready)
    point = {"uuid": "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "address": "A"}
    remote.answers("/v1/fbs/invoice/dop/drop-off-points", wrapped({"dropOffPoints": [point]}))
    slot = {"uuid": "7d444840-9dc0-41d1-b245-5ffdce74fad2", "timeFrom": 1900000000000, "timeTo": 1900003600000}
    remote.answers("/v1/fbs/invoice/dop/time-slot", wrapped({"timeSlots": [slot]}))
    remote.answers(
        "/v1/finance/expenses", wrapped({"payments": []}), wrapped({"payments": [{"id": 1, "sellerId": 7001}]})
    )
    remote.answers("/v1/fbs/invoice", wrapped({"id": 5, "number": 120000000005}))
    request = ShipmentRequest(ref="p", order_remote_id="50000001", lines=())
    with pytest.raises(Rejected, match="seller number"):
        uzum.confirm_shipment(request)
    result = uzum.confirm_shipment(request)
    (sent,) = [seen.body for seen in remote.asked("/v1/fbs/invoice")]
    assert sent["sellerId"] == 7001 and sent["orderIds"] == [50000001]
    assert (result.visible, result.progress) == (False, {"note": "5"})
    again = uzum.confirm_shipment(
        ShipmentRequest(ref="p", order_remote_id="50000001", lines=(), progress=result.progress)
    )
    assert not again.visible and len(remote.asked("/v1/fbs/invoice")) == 1


def test_a_slot_that_has_passed_is_not_chosen(uzum: uzum_connector, remote: Remote) -> None:
    remote.answers("/v1/fbs/order/50000001", wrapped(sample(status="PACKING")))
    remote.answers("/v1/fbs/invoice/dop/drop-off-points", wrapped({"dropOffPoints": [{"uuid": "u", "address": "A"}]}))
    remote.answers("/v1/fbs/invoice/dop/time-slot", wrapped({"timeSlots": [{"uuid": "s", "timeFrom": 1500000000000}]}))
    with pytest.raises(Rejected, match="no free time"):
        uzum.confirm_shipment(ShipmentRequest(ref="p", order_remote_id="50000001", lines=()))


def test_a_label_is_a_pdf_out_of_a_list_or_a_text(uzum: uzum_connector, remote: Remote) -> None:
    path, pdf = "/v1/fbs/order/5/labels/print", "JVBERi0xLjQK"
    for told in (pdf, [pdf]):
        remote.answers(path, wrapped({"document": told}))
        assert uzum.label(["5"]) == b"%PDF-1.4\n"
    for wrong in (None, [], "nonsense", "aGVsbG8="):
        remote.answers(path, wrapped({"document": wrong}))
        with pytest.raises(UnexpectedPayload):
            uzum.label(["5"])
    remote.answers(path, wrapped({"document": [pdf, pdf]}))
    with pytest.raises(Rejected, match="2 label files"):
        uzum.label(["5"])


def test_a_label_that_is_still_made_is_asked_for_later_and_missing_codes_are_said(
    uzum: uzum_connector, remote: Remote
) -> None:
    remote.answers("/v1/fbs/order/5/labels/print", refusal("seller-order-14"))
    with pytest.raises(Unavailable) as caught:
        uzum.label(["5"])
    assert caught.value.retry_after
    remote.answers("/v1/fbs/order/5/labels/print", refusal("seller-order-15"))
    with pytest.raises(Rejected, match="Marking codes"):
        uzum.label(["5"])


def test_the_reasons_are_those_that_a_seller_may_give(shop: Shop) -> None:
    reasons = shop.connector.cancel_reasons(shop.sold().remote_id)
    assert [reason.code for reason in reasons] == ["OUT_OF_STOCK", "OUT_OF_PACKAGE", "OUT_OF_TIME", "OTHER"]
    assert [reason.code for reason in reasons if reason.needs_message] == ["OTHER"]


@pytest.mark.parametrize("reason", ["MARKET_REASON", "402", ""])
def test_a_reason_that_is_not_the_sellers_is_refused_here(shop: Shop, reason: str) -> None:
    order = shop.sold()
    with pytest.raises(Rejected, match="reason"):
        shop.connector.cancel(CancelRequest(ref="c", order_remote_id=order.remote_id, reason=reason))


def test_cancelling_what_is_gone_or_on_its_way_says_so(shop: Shop) -> None:
    with pytest.raises(NotFound):
        shop.connector.cancel(CancelRequest(ref="c", order_remote_id="1", reason="OTHER", message="x"))
    order = shop.sold()
    shop.control("move", {"order": order.remote_id, "status": "DELIVERING"})
    with pytest.raises(Rejected):
        shop.connector.cancel(CancelRequest(ref="c", order_remote_id=order.remote_id, reason="OTHER", message="x"))
    with pytest.raises(AlreadyDone):
        shop.connector.accept_order(order.remote_id)
