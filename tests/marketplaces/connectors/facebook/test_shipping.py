"""Former orders: acknowledged, shipped once, cancelled as long as nothing left."""

import json
from typing import Any

import pytest

from marketplaces.canonical.shipments import CancelRequest, ShipmentLine, ShipmentRequest
from marketplaces.connectors.facebook import connector as facebook_connector
from marketplaces.framework.errors import AlreadyDone, NotSupported, Rejected
from tests.marketplaces.connectors.remote import Remote

from .samples import cancelled, edge, error, order, parcel, state

ORDER, ACK = "GET /64000000000001", "POST /64000000000001/acknowledge_order"
SHIP, CANCEL = "POST /64000000000001/shipments", "POST /64000000000001/cancellations"
NUMBER = "64000000000001"


def request(quantity: int = 2, **more: Any) -> ShipmentRequest:
    lines = (ShipmentLine(remote_line_id="5001", sku="TEA-1", quantity=quantity),)
    return ShipmentRequest(
        ref="parcel-1", order_remote_id=NUMBER, lines=lines, tracking_number="9400", carrier="USPS", **more
    )  # fmt: skip


def shipped() -> dict[str, Any]:
    return order(**state("COMPLETED"), shipments=edge(parcel("parcel-1")))


def test_a_new_order_is_acknowledged_before_it_is_shipped(remote: Remote, legacy: facebook_connector) -> None:
    remote.answers(ORDER, order(), shipped())
    remote.answers(ACK, {"id": NUMBER, "state": "IN_PROGRESS"})
    remote.answers(SHIP, {"success": True})
    result = legacy.confirm_shipment(request())
    assert (result.visible, result.parcel_remote_id, result.tracking_number) == (True, "8001", "9400")
    assert [each.path.rsplit("/", 1)[-1] for each in remote.seen if each.method == "POST"] == [
        "acknowledge_order", "shipments",
    ]  # fmt: skip
    sent = remote.asked(SHIP)[0].form
    assert json.loads(sent["items"]) == [{"item_id": "5001", "quantity": 2}]
    assert json.loads(sent["tracking_info"]) == {"carrier": "USPS", "tracking_number": "9400"}
    assert sent["external_shipment_id"] == "parcel-1"
    assert remote.asked(ACK)[0].form["merchant_order_reference"] == "parcel-1"


def test_an_order_that_somebody_else_acknowledged_meanwhile_is_shipped(
    remote: Remote, legacy: facebook_connector
) -> None:
    remote.answers(ORDER, order(), order(**state("IN_PROGRESS")), shipped())
    remote.answers(ACK, (400, error(2361004)))
    remote.answers(SHIP, {"success": True})
    assert legacy.confirm_shipment(request()).visible


def test_an_order_that_is_not_acknowledged_is_not_shipped(remote: Remote, legacy: facebook_connector) -> None:
    remote.answers(ORDER, order())
    remote.answers(ACK, (400, error(2361004)))
    with pytest.raises(Rejected):
        legacy.confirm_shipment(request())
    assert remote.asked(SHIP) == []


def test_a_parcel_that_stands_there_is_not_told_again(remote: Remote, legacy: facebook_connector) -> None:
    remote.answers(ORDER, shipped())
    assert legacy.confirm_shipment(request()).parcel_remote_id == "8001"
    assert len(remote.seen) == 1


def test_each_call_has_a_key_of_its_own_for_an_old_one_replays_its_refusal(
    remote: Remote, legacy: facebook_connector
) -> None:
    remote.answers(ORDER, order(**state("IN_PROGRESS")))
    remote.answers(SHIP, (400, error(2361081)))
    for _ in range(2):
        with pytest.raises(Rejected):
            legacy.confirm_shipment(request())
    keys = [each.form["idempotency_key"] for each in remote.asked(SHIP)]
    assert len(set(keys)) == 2


def test_a_lost_answer_is_asked_for_again_under_the_same_key(remote: Remote, legacy: facebook_connector) -> None:
    remote.answers(ORDER, order(**state("IN_PROGRESS")), shipped())
    remote.answers(SHIP, (503, error(2)), {"success": True})
    assert legacy.confirm_shipment(request()).visible
    keys = [each.form["idempotency_key"] for each in remote.asked(SHIP)]
    assert len(keys) == 2 and len(set(keys)) == 1


def test_a_parcel_that_is_not_shown_yet_is_asked_for_again(remote: Remote, legacy: facebook_connector) -> None:
    remote.answers(ORDER, order(**state("IN_PROGRESS")))
    remote.answers(SHIP, {"success": True})
    assert not legacy.confirm_shipment(request()).visible


@pytest.mark.parametrize(
    "row",
    [
        order(**state("FB_PROCESSING")),
        order(**state("COMPLETED"), cancellations=edge(cancelled())),
        order(**state("IN_PROGRESS"), shipments=edge(parcel("another", 1))),
    ],
)
def test_what_cannot_be_shipped_is_not_tried(remote: Remote, legacy: facebook_connector, row: dict[str, Any]) -> None:
    remote.answers(ORDER, row)
    with pytest.raises(Rejected):
        legacy.confirm_shipment(request())
    assert len(remote.seen) == 1


def cancel(*lines: ShipmentLine) -> CancelRequest:
    return CancelRequest(ref="c", order_remote_id=NUMBER, reason="OUT_OF_STOCK", message="sold out", lines=lines)


def test_a_whole_order_is_cancelled_without_naming_its_lines(remote: Remote, legacy: facebook_connector) -> None:
    remote.answers(ORDER, order())
    remote.answers(CANCEL, {"success": True})
    legacy.cancel(cancel())
    sent = remote.asked(CANCEL)[0].form
    assert json.loads(sent["cancel_reason"]) == {"reason_code": "OUT_OF_STOCK", "reason_description": "sold out"}
    assert "items" not in sent


def test_some_pieces_of_a_line_are_cancelled(remote: Remote, legacy: facebook_connector) -> None:
    remote.answers(ORDER, order())
    remote.answers(CANCEL, {"success": True})
    legacy.cancel(cancel(ShipmentLine(remote_line_id="5001", sku="TEA-1", quantity=1)))
    assert json.loads(remote.asked(CANCEL)[0].form["items"]) == [{"item_id": "5001", "quantity": 1}]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (order(**state("COMPLETED"), cancellations=edge(cancelled())), AlreadyDone),
        (order(**state("COMPLETED"), shipments=edge(parcel())), Rejected),
    ],
)
def test_what_is_over_is_not_cancelled(
    remote: Remote, legacy: facebook_connector, row: dict[str, Any], kind: type[Exception]
) -> None:
    remote.answers(ORDER, row)
    with pytest.raises(kind):
        legacy.cancel(cancel())
    assert len(remote.seen) == 1


def test_without_the_setting_nothing_is_told(remote: Remote, facebook: facebook_connector) -> None:
    with pytest.raises(NotSupported):
        facebook.confirm_shipment(request())
    with pytest.raises(NotSupported):
        facebook.cancel(cancel())
    assert remote.seen == []
