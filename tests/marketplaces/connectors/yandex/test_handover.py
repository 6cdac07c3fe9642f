"""Parcels: boxes and readiness, tracking and status, each step once; cancelling whole orders and single units."""

import pytest

from marketplaces.canonical.shipments import CancelRequest, ShipmentLine, ShipmentRequest
from marketplaces.framework.errors import AlreadyDone, NotFound, Rejected
from tests.contract.shop import Shop

from .exercise import DBS_SHOP, in_shop, sold_by


def asked(shop: Shop, word: str) -> int:
    return sum(word in call.path for call in shop.recorder.calls)


def told(shop: Shop, number: str, account: str = "21000001") -> dict[str, object]:
    orders = shop.control(f"state?products=0&webhooks=0&account={account}")["orders"]
    return next(each for each in orders if each["id"] == number)


def request_of(order: object, **more: object) -> ShipmentRequest:
    lines = tuple(
        ShipmentLine(remote_line_id=line.remote_id, sku=line.sku, quantity=line.quantity)
        for line in order.lines  # type: ignore[attr-defined]
    )
    return ShipmentRequest(ref="p", order_remote_id=order.remote_id, **{"lines": lines, **more})  # type: ignore[attr-defined, arg-type]


def test_an_order_is_packed_and_made_ready(shop: Shop) -> None:
    order = shop.sold(2)
    result = shop.shipped(order)
    now = told(shop, order.remote_id)
    assert (now["status"], now["substatus"], now["boxes"]) == ("PROCESSING", "READY_TO_SHIP", 1)
    assert result.parcel_remote_id == f"{order.remote_id}1"
    shop.shipped(order)
    assert (asked(shop, "/boxes"), asked(shop, "/status")) == (1, 1)


def test_boxes_that_were_told_before_a_broken_step_are_not_told_again(shop: Shop) -> None:
    order = shop.sold()
    shop.fault("error500", times=3, path=f"/v2/campaigns/21000001/orders/{order.remote_id}/status")
    with shop.trouble(), pytest.raises(Exception, match="could not answer"):
        shop.connector.confirm_shipment(request_of(order))
    shop.control("faults", method="DELETE")
    assert shop.connector.confirm_shipment(request_of(order)).visible
    assert asked(shop, "/boxes") == 1


def test_a_part_of_an_order_is_refused_in_words(shop: Shop) -> None:
    order = shop.sold(2)
    part = (ShipmentLine(remote_line_id=order.lines[0].remote_id, sku="", quantity=1),)
    with pytest.raises(Rejected, match="as a whole"):
        shop.connector.confirm_shipment(request_of(order, lines=part))


@pytest.mark.parametrize(
    ("status", "words"), [("CANCELLED", "cancelled"), ("UNPAID", "not released"), ("PENDING", "not released")]
)
def test_an_order_that_cannot_go_says_why(shop: Shop, status: str, words: str) -> None:
    order = shop.sold()
    shop.control("move", {"order": order.remote_id, "status": status})
    with pytest.raises(Rejected, match=words):
        shop.connector.confirm_shipment(request_of(order))


def test_what_was_handed_over_already_counts_as_done(shop: Shop) -> None:
    order = shop.sold()
    shop.control("move", {"order": order.remote_id, "status": "DELIVERY"})
    assert shop.connector.confirm_shipment(request_of(order)).visible
    assert asked(shop, "/status") == 0


def test_an_order_that_is_not_there_is_not_found(shop: Shop) -> None:
    with pytest.raises(NotFound):
        shop.connector.confirm_shipment(ShipmentRequest(ref="p", order_remote_id="404", lines=()))


def test_the_shops_own_courier_gets_a_track_and_a_status_once(shop: Shop) -> None:
    in_shop(shop, DBS_SHOP)
    number = sold_by(shop)
    (order,) = shop.connector.order_items([number]).items
    for _ in range(2):
        result = shop.shipped(order, tracking_number="RA1", carrier="сдэк")
        assert (result.tracking_number, result.visible) == ("RA1", True)
    now = told(shop, number, DBS_SHOP)
    assert (now["status"], now["tracks"]) == ("DELIVERY", ["RA1"])
    assert (asked(shop, "/delivery/track"), asked(shop, "/status")) == (1, 1)


def test_units_of_an_order_are_taken_out(shop: Shop) -> None:
    order = shop.sold(3)
    part = ShipmentLine(remote_line_id=order.lines[0].remote_id, sku=order.lines[0].sku, quantity=1)
    cancel = CancelRequest(ref="c", order_remote_id=order.remote_id, reason="SHOP_FAILED", lines=(part,))
    shop.connector.cancel(cancel)
    (now,) = shop.connector.order_items([order.remote_id]).items
    assert (now.status, now.lines[0].quantity) == ("confirmed", 2)


def test_taking_out_every_unit_cancels_the_order(shop: Shop) -> None:
    order = shop.sold(2)
    part = ShipmentLine(remote_line_id=order.lines[0].remote_id, sku=order.lines[0].sku, quantity=2)
    shop.connector.cancel(CancelRequest(ref="c", order_remote_id=order.remote_id, reason="SHOP_FAILED", lines=(part,)))
    (now,) = shop.connector.order_items([order.remote_id]).items
    assert (now.status, now.cancel_reason) == ("cancelled", "SHOP_FAILED")


def test_a_shop_of_its_own_couriers_has_more_reasons(shop: Shop) -> None:
    assert [each.code for each in shop.connector.cancel_reasons("1")] == ["SHOP_FAILED"]
    assert len(in_shop(shop, DBS_SHOP).connector.cancel_reasons("1")) > 5


@pytest.mark.parametrize(("accept", "status"), [(True, "CANCELLED"), (False, "DELIVERY")])
def test_a_buyers_wish_to_cancel_is_answered_once(shop: Shop, accept: bool, status: str) -> None:
    in_shop(shop, DBS_SHOP)
    number = sold_by(shop)
    shop.control("move", {"order": number, "status": "DELIVERY"})
    shop.control("ask_to_cancel", {"order": number})
    assert shop.connector.order_items([number]).items[0].cancel_requested
    shop.connector.answer_cancellation(number, accept=accept)
    assert told(shop, number, DBS_SHOP)["status"] == status
    with pytest.raises(AlreadyDone):
        shop.connector.answer_cancellation(number, accept=accept)


def test_whoever_says_nothing_for_two_days_agrees(shop: Shop) -> None:
    in_shop(shop, DBS_SHOP)
    number = sold_by(shop)
    shop.control("move", {"order": number, "status": "DELIVERY"})
    shop.control("ask_to_cancel", {"order": number})
    shop.pass_time(49 * 3600)
    assert shop.connector.order_items([number]).items[0].status == "cancelled"
