"""A parcel is confirmed step by step: each try begins with a look, so that sending it again does no harm."""

from typing import Any

import pytest

from marketplaces.canonical.shipments import CancelRequest, ShipmentLine, ShipmentRequest
from marketplaces.connectors.ozon import connector as ozon_connector
from marketplaces.framework.errors import AlreadyDone, NotFound, Rejected, Unavailable
from tests.marketplaces.connectors.remote import Remote

from .samples import posting, product

GET, SHIP = "/v3/posting/fbs/get", "/v4/posting/fbs/ship"
TRACK, DELIVERING = "/v2/fbs/posting/tracking-number/set", "/v2/fbs/posting/delivering"
DONE = {"result": [{"posting_number": "P", "result": True, "error": ""}]}


def parcel(*lines: tuple[str, int], **more: Any) -> ShipmentRequest:
    given = tuple(ShipmentLine(remote_line_id=line, sku="", quantity=units) for line, units in lines)
    return ShipmentRequest(ref="r", order_remote_id="P", lines=given, **more)


def fbs(status: str, **more: Any) -> dict[str, Any]:
    told = {"tpl_integration_type": "ozon", "posting_number": "P", "products": [product(7, 2), product(8, 1)]} | more
    return {"result": posting(status=status, **told)}


WHOLE = (("7", 2), ("8", 1))


def test_a_whole_posting_goes_in_one_package_and_is_not_yet_visible(ozon: ozon_connector, remote: Remote) -> None:
    remote.answers(GET, fbs("awaiting_packaging"))
    remote.answers(SHIP, {"result": ["P"], "additional_data": []})
    result = ozon.confirm_shipment(parcel(*WHOLE))
    assert (result.visible, result.parcel_remote_id) == (False, "P")
    (sent,) = remote.bodies(SHIP)
    assert sent["packages"] == [{"products": [{"product_id": 7, "quantity": 2}, {"product_id": 8, "quantity": 1}]}]


@pytest.mark.parametrize("status", ["awaiting_deliver", "delivering", "delivered", "driver_pickup"])
def test_a_packed_posting_is_done_without_another_call(status: str, ozon: ozon_connector, remote: Remote) -> None:
    remote.answers(GET, fbs(status))
    assert ozon.confirm_shipment(parcel(*WHOLE)).visible
    assert [seen.path for seen in remote.seen] == [GET]


def test_a_single_posting_may_come_without_its_wrapping(ozon: ozon_connector, remote: Remote) -> None:
    remote.answers(GET, fbs("awaiting_deliver")["result"])
    assert ozon.confirm_shipment(parcel(*WHOLE)).visible
    remote.answers(GET, {"result": None})
    with pytest.raises(NotFound):
        ozon.confirm_shipment(parcel(*WHOLE))


def test_a_posting_that_is_being_packed_is_left_alone(ozon: ozon_connector, remote: Remote) -> None:
    remote.answers(GET, fbs("awaiting_packaging", available_actions=["ship_async_in_process"]))
    assert not ozon.confirm_shipment(parcel(*WHOLE)).visible
    assert remote.bodies(SHIP) == []


@pytest.mark.parametrize("substatus", ["ship_failed", "ship failed"])
def test_packing_that_failed_is_ordered_again(substatus: str, ozon: ozon_connector, remote: Remote) -> None:
    remote.answers(GET, fbs("awaiting_packaging", substatus=substatus), fbs("awaiting_deliver"))
    remote.answers(SHIP, {"result": ["P"]})
    assert ozon.confirm_shipment(parcel(*WHOLE, progress={"parcel": "P"})).visible
    assert len(remote.bodies(SHIP)) == 1


def test_a_part_splits_the_posting_and_the_rest_gets_a_package(ozon: ozon_connector, remote: Remote) -> None:
    child = fbs("awaiting_deliver", posting_number="P-2", products=[product(7, 1)], parent_posting_number="P")
    remote.answers(GET, fbs("awaiting_packaging"), child)
    told = [
        {"posting_number": "P-3", "products": [product(7, 1), product(8, 1)]},
        {"posting_number": "P-2", "products": [product(7, 1)]},
    ]
    remote.answers(SHIP, {"result": ["P-3", "P-2"], "additional_data": told})
    result = ozon.confirm_shipment(parcel(("7", 1)))
    assert (result.visible, result.parcel_remote_id) == (True, "P-2")
    (sent,) = remote.bodies(SHIP)
    assert sent["packages"] == [
        {"products": [{"product_id": 7, "quantity": 1}]},
        {"products": [{"product_id": 7, "quantity": 1}, {"product_id": 8, "quantity": 1}]},
    ]


@pytest.mark.parametrize("progress", [{}, {"parcel": "P"}])
def test_after_a_lost_answer_the_parcel_is_found_among_the_children(
    progress: dict[str, str], ozon: ozon_connector, remote: Remote
) -> None:
    parent = fbs(
        "cancelled_from_split_pending", related_postings={"related_posting_numbers": ["P-3", "P-2"]},
    )  # fmt: skip
    family = {
        "P": parent,
        "P-2": fbs("awaiting_deliver", posting_number="P-2", products=[product(7, 1)]),
        "P-3": fbs("awaiting_packaging", posting_number="P-3", products=[product(7, 1), product(8, 1)]),
    }
    remote.answers(GET, lambda seen: family[seen.body["posting_number"]])
    result = ozon.confirm_shipment(parcel(("7", 1), progress=progress))
    assert (result.visible, result.parcel_remote_id) == (True, "P-2")
    assert remote.bodies(SHIP) == []


def test_a_child_that_is_not_there_yet_is_waited_for(ozon: ozon_connector, remote: Remote) -> None:
    gone = (404, {"code": 5, "message": "POSTING_NOT_FOUND"})
    remote.answers(GET, fbs("awaiting_packaging"), gone)
    remote.answers(SHIP, {"result": ["P-2", "P-3"]})
    result = ozon.confirm_shipment(parcel(("7", 1)))
    assert (result.visible, result.progress) == (False, {"parcel": "P-2"})


def test_a_packing_order_whose_answer_was_lost_is_not_sent_twice(ozon: ozon_connector, remote: Remote) -> None:
    remote.answers(GET, fbs("awaiting_packaging"))
    remote.answers(SHIP, (502, b"<html>bad gateway</html>"))
    with pytest.raises(Unavailable) as caught:
        ozon.confirm_shipment(parcel(*WHOLE))
    assert caught.value.maybe_done
    assert len(remote.bodies(SHIP)) == 1


def test_a_posting_packed_meanwhile_counts_as_packed(ozon: ozon_connector, remote: Remote) -> None:
    remote.answers(GET, fbs("awaiting_packaging"), fbs("awaiting_deliver"))
    remote.answers(SHIP, (400, {"code": 3, "message": "POSTING_ALREADY_SHIPPED"}))
    assert ozon.confirm_shipment(parcel(*WHOLE)).visible


def test_a_parcel_of_our_own_carrier_gets_its_number_and_is_sent_on_its_way(
    ozon: ozon_connector, remote: Remote
) -> None:
    own = {"tpl_integration_type": "non_integrated"}
    remote.answers(
        GET, fbs("awaiting_packaging", **own), fbs("awaiting_deliver", **own), fbs("delivering", **own),
    )  # fmt: skip
    remote.answers(SHIP, {"result": ["P"]})
    remote.answers(TRACK, DONE)
    remote.answers(DELIVERING, DONE)
    result = ozon.confirm_shipment(parcel(*WHOLE, tracking_number="TRK-9"))
    assert (result.visible, result.tracking_number) == (True, "TRK-9")
    assert [seen.path for seen in remote.seen] == [GET, SHIP, GET, TRACK, DELIVERING, GET]
    assert remote.bodies(TRACK) == [{"tracking_numbers": [{"posting_number": "P", "tracking_number": "TRK-9"}]}]


def test_a_number_that_ozon_knows_already_is_not_told_again(ozon: ozon_connector, remote: Remote) -> None:
    remote.answers(GET, fbs("delivering", tpl_integration_type="non_integrated", tracking_number="TRK-9"))
    assert ozon.confirm_shipment(parcel(*WHOLE, tracking_number="TRK-9")).visible
    assert [seen.path for seen in remote.seen] == [GET]


def test_a_refused_step_inside_a_good_answer_is_an_error(ozon: ozon_connector, remote: Remote) -> None:
    remote.answers(GET, fbs("awaiting_deliver", tpl_integration_type="3pl_tracking"))
    remote.answers(TRACK, {"result": [{"posting_number": "P", "result": False, "error": "TRANSITION_IS_NOT_POSSIBLE"}]})
    with pytest.raises(Rejected):
        ozon.confirm_shipment(parcel(*WHOLE, tracking_number="TRK-9"))


def test_a_disputed_posting_is_taken_back_to_shipping(ozon: ozon_connector, remote: Remote) -> None:
    remote.answers(GET, fbs("arbitration", available_actions=["awaiting_delivery"]))
    remote.answers("/v2/posting/fbs/awaiting-delivery", {"result": True})
    assert not ozon.confirm_shipment(parcel(*WHOLE)).visible
    assert remote.bodies("/v2/posting/fbs/awaiting-delivery") == [{"posting_number": ["P"]}]


@pytest.mark.parametrize("status", ["cancelled", "awaiting_approve", "client_arbitration"])
def test_what_cannot_be_shipped_is_refused_with_a_way_out(status: str, ozon: ozon_connector, remote: Remote) -> None:
    remote.answers(GET, fbs(status, available_actions=[]))
    with pytest.raises(Rejected) as caught:
        ozon.confirm_shipment(parcel(*WHOLE))
    assert caught.value.fix


def test_more_units_than_the_posting_holds_are_refused_before_the_call(ozon: ozon_connector, remote: Remote) -> None:
    remote.answers(GET, fbs("awaiting_packaging"))
    with pytest.raises(Rejected):
        ozon.confirm_shipment(parcel(("7", 3)))
    assert remote.bodies(SHIP) == []


def test_a_posting_cancelled_before_says_so(ozon: ozon_connector, remote: Remote) -> None:
    remote.answers("/v2/posting/fbs/cancel", (400, {"code": 3, "message": "POSTING_ALREADY_CANCELLED"}))
    with pytest.raises(AlreadyDone):
        ozon.cancel(CancelRequest(ref="r", order_remote_id="P", reason="352"))


def test_reasons_of_the_posting_come_first_and_buyers_reasons_never(ozon: ozon_connector, remote: Remote) -> None:
    general = [
        {"id": 352, "title": "Out of stock", "type_id": "seller", "is_available_for_cancellation": True},
        {"id": 505, "title": "Changed my mind", "type_id": "buyer", "is_available_for_cancellation": True},
        {"id": 665, "title": "Not picked up", "type_id": "seller", "is_available_for_cancellation": False},
    ]
    remote.answers("/v2/posting/fbs/cancel-reason/list", {"result": general})
    remote.answers("/v1/posting/fbs/cancel-reason", {"result": []})
    assert [reason.code for reason in ozon.cancel_reasons("P")] == ["352"]
    own = {"posting_number": "P", "reasons": [{"id": 402, "title": "Other", "type_id": "seller"}]}
    remote.answers("/v1/posting/fbs/cancel-reason", {"result": [own]})
    assert [(reason.code, reason.needs_message) for reason in ozon.cancel_reasons("P")] == [("402", True)]
