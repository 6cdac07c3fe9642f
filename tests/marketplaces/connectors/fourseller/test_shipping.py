"""Parcels and cancellations: look first, tell once, look again."""

import pytest

from marketplaces.canonical.shipments import CancelRequest, ShipmentLine, ShipmentRequest
from marketplaces.framework.errors import AlreadyDone, Rejected, Unavailable
from tests.marketplaces.connectors.fourseller import samples

ORDER, FULFIL = "/v1/orders/FS-1", "/v1/orders/FS-1/fulfillment"
TRACKING = {"number": "LU1", "carrier": "POST", "url": None}


def parcel(**more):
    lines = (ShipmentLine(remote_line_id="1", sku="LU-1001", quantity=2),)
    given = {"lines": lines, "tracking_number": "LU1", "carrier": "POST", **more}
    return ShipmentRequest(ref="p", order_remote_id="FS-1", **given)


def test_a_parcel_is_told_by_its_lines_and_looked_for(remote, fourseller):
    remote.answers(f"GET {ORDER}", samples.order(), samples.order(tracking=TRACKING, status="shipped"))
    remote.answers(f"POST {FULFIL}", (201, {"id": "F-1", "order_status": "shipped"}))
    result = fourseller.confirm_shipment(parcel())
    assert (result.visible, result.parcel_remote_id, result.carrier) == (True, "LU1", "POST")
    assert remote.asked(f"POST {FULFIL}")[0].body == {
        "tracking_number": "LU1", "carrier": "POST", "shipped_at": "2026-11-20T12:00:00.000Z",
        "lines": [{"line_id": "1", "quantity": 2}],
    }  # fmt: skip


def test_a_parcel_that_is_not_shown_yet_is_asked_for_again(remote, fourseller):
    remote.answers(f"GET {ORDER}", samples.order())
    remote.answers(f"POST {FULFIL}", (201, {}))
    assert not fourseller.confirm_shipment(parcel()).visible


def test_a_parcel_that_is_there_is_not_told_again(remote, fourseller):
    remote.answers(f"GET {ORDER}", samples.order(tracking=TRACKING, status="processing"))
    assert fourseller.confirm_shipment(parcel()).visible
    assert {each.method for each in remote.seen} == {"GET"}


@pytest.mark.parametrize("more", [{"status": "shipped"}, {"items": [samples.item(fulfilled_quantity=2)]}])
def test_what_left_in_another_parcel_is_told_as_done(remote, fourseller, more):
    remote.answers(f"GET {ORDER}", samples.order(tracking={**TRACKING, "number": "OTHER"}, **more))
    with pytest.raises(AlreadyDone):
        fourseller.confirm_shipment(parcel())


def test_a_second_parcel_of_an_order_is_told(remote, fourseller):
    part = samples.order(
        status="processing", tracking={**TRACKING, "number": "FIRST"}, items=[samples.item(fulfilled_quantity=1)]
    )
    remote.answers(f"GET {ORDER}", part, samples.order(status="shipped", tracking=TRACKING))
    remote.answers(f"POST {FULFIL}", (201, {}))
    lines = (ShipmentLine(remote_line_id="1", sku="LU-1001", quantity=1),)
    assert fourseller.confirm_shipment(parcel(lines=lines)).visible


@pytest.mark.parametrize("missing", [{"tracking_number": ""}, {"carrier": ""}])
def test_without_carrier_and_number_the_merchant_is_told_what_to_do(remote, fourseller, missing):
    remote.answers(f"GET {ORDER}", samples.order())
    with pytest.raises(Rejected, match="tracking number") as caught:
        fourseller.confirm_shipment(parcel(**missing))
    assert caught.value.fix


def test_a_lost_answer_is_not_sent_again_but_looked_up(remote, fourseller):
    remote.answers(f"GET {ORDER}", samples.order())
    remote.answers(f"POST {FULFIL}", (502, {}))
    with pytest.raises(Unavailable) as caught:
        fourseller.confirm_shipment(parcel())
    assert caught.value.maybe_done
    assert len(remote.asked(f"POST {FULFIL}")) == 1
    remote.answers(f"GET {ORDER}", samples.order(tracking=TRACKING))
    assert fourseller.confirm_shipment(parcel()).visible
    assert len(remote.asked(f"POST {FULFIL}")) == 1


def test_in_the_mode_single_the_order_gets_its_state_and_tracking(remote, line):
    at = line(write_mode="single")
    remote.answers(f"GET {ORDER}", samples.order(), samples.order(tracking=TRACKING, status="shipped"))
    remote.answers(f"PATCH {ORDER}", samples.order())
    assert at.connector.confirm_shipment(parcel()).visible
    assert remote.asked(f"PATCH {ORDER}")[0].body == {
        "status": "shipped", "updated_at": "2026-11-20T12:00:00.000Z",
        "tracking": {"number": "LU1", "carrier": "POST"},
    }  # fmt: skip


def test_what_we_tell_is_never_older_than_their_own_last_change(remote, line):
    at = line(write_mode="single")
    later = samples.order(updated_at="2026-12-01T00:00:00Z")
    remote.answers(f"GET {ORDER}", samples.order(), later, samples.order(tracking=TRACKING))
    conflict = (409, {"error": {"code": "conflict", "message": "the order was changed later than that"}})
    remote.answers(f"PATCH {ORDER}", conflict, samples.order())
    assert at.connector.confirm_shipment(parcel()).visible
    assert [each.body["updated_at"] for each in remote.asked(f"PATCH {ORDER}")] == [
        "2026-11-20T12:00:00.000Z", "2026-12-01T00:00:00.000Z",
    ]  # fmt: skip


def test_in_the_mode_single_a_part_of_an_order_is_refused_with_a_way_out(remote, line):
    at = line(write_mode="single")
    remote.answers(f"GET {ORDER}", samples.order())
    rest = (ShipmentLine(remote_line_id="1", sku="LU-1001", quantity=1),)
    with pytest.raises(Rejected) as caught:
        at.connector.confirm_shipment(parcel(rest=rest))
    assert "batch" in caught.value.fix


def test_a_cancellation_is_a_state_and_is_told_once(remote, fourseller):
    remote.answers(f"GET {ORDER}", samples.order(), samples.order(status="cancelled"))
    remote.answers(f"PATCH {ORDER}", samples.order(status="cancelled"))
    request = CancelRequest(ref="c", order_remote_id="FS-1", reason="seller")
    fourseller.cancel(request)
    assert remote.asked(f"PATCH {ORDER}")[0].body == {"status": "cancelled", "updated_at": "2026-11-20T12:00:00.000Z"}
    with pytest.raises(AlreadyDone):
        fourseller.cancel(request)


def test_some_lines_cannot_be_cancelled(fourseller):
    lines = (ShipmentLine(remote_line_id="1", sku="A", quantity=1),)
    with pytest.raises(Rejected):
        fourseller.cancel(CancelRequest(ref="c", order_remote_id="FS-1", reason="seller", lines=lines))
