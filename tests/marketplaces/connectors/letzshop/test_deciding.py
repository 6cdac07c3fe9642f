"""Accepting, declining and sending: piece by piece, once, and never a guess."""

import pytest

from marketplaces.canonical.shipments import CancelRequest, ShipmentLine, ShipmentRequest
from marketplaces.framework.errors import AlreadyDone, NotFound, NotSupported, Rejected, Unavailable

from .samples import shipment, shipments, unit


def held(*rows):
    def reply(seen):
        return shipments([row for row in rows if row["state"] == seen.variables["state"]])

    return reply


def decided(errors=None):
    units = None if errors else []
    return {"data": {"confirmInventoryUnits": {"inventoryUnits": units, "errors": errors}}}


def tracked(errors=None):
    row = None if errors else {"id": "Ship-1", "state": "confirmed"}
    return {"data": {"setShipmentTracking": {"shipment": row, "errors": errors or []}}}


def decisions(remote):
    return [
        {each["inventoryUnitId"]: each["isAvailable"] for each in seen.variables["input"]["inventoryUnits"]}
        for seen in remote.asked("DecideUnits")
    ]


ALREADY = {"id": "Unit-1", "code": "already_confirmed", "message": "Inventory unit is already confirmed"}
NOT_YET = {"id": "Ship-1", "code": "not_confirmed", "message": "Shipment is not confirmed"}
HALF = [unit(1, state="confirmed_unavailable"), unit(2), unit(3)]


# Accepting -----------------------------------------------------------------------------------------------------------
def test_only_open_pieces_are_confirmed(remote, letzshop):
    remote.answers("ShipmentsByState", held(shipment(1, units=HALF)))
    remote.answers("DecideUnits", decided())
    letzshop.accept_order("Ship-1")
    assert decisions(remote) == [{"Unit-2": True, "Unit-3": True}]


def test_what_was_confirmed_before_is_done(remote, letzshop):
    remote.answers("ShipmentsByState", held(shipment(1, state="confirmed")))
    with pytest.raises(AlreadyDone):
        letzshop.accept_order("Ship-1")
    assert not decisions(remote)


def test_what_was_confirmed_in_between_is_done(remote, letzshop):
    remote.answers("ShipmentsByState", held(shipment(1)))
    remote.answers("DecideUnits", decided([ALREADY]))
    with pytest.raises(AlreadyDone):
        letzshop.accept_order("Ship-1")


def test_what_was_declined_or_is_unknown_cannot_be_accepted(remote, letzshop):
    remote.answers("ShipmentsByState", held(shipment(1, state="declined", units=[HALF[0]])))
    with pytest.raises(Rejected):
        letzshop.accept_order("Ship-1")
    with pytest.raises(NotFound):
        letzshop.accept_order("Ship-404")


# Declining -----------------------------------------------------------------------------------------------------------
def cancel(*lines):
    return CancelRequest(ref="c", order_remote_id="Ship-1", reason="unavailable", lines=lines)


def test_a_whole_order_is_declined_piece_by_piece(remote, letzshop):
    remote.answers("ShipmentsByState", held(shipment(1, units=[unit(1), unit(2)])))
    remote.answers("DecideUnits", decided())
    letzshop.cancel(cancel())
    assert decisions(remote) == [{"Unit-1": False, "Unit-2": False}]


def test_of_a_line_as_many_pieces_are_declined_as_were_named(remote, letzshop):
    remote.answers("ShipmentsByState", held(shipment(1, units=[*HALF, unit(4, sku="LU-2")])))
    remote.answers("DecideUnits", decided())
    line = ShipmentLine(remote_line_id="Var-LU-1001", sku="LU-1001", quantity=1)
    letzshop.cancel(cancel(line))
    assert decisions(remote) == [{"Unit-2": False}]


def test_more_pieces_than_are_open_are_refused_with_the_number(remote, letzshop):
    remote.answers("ShipmentsByState", held(shipment(1, units=HALF)))
    with pytest.raises(Rejected, match="2 undecided"):
        letzshop.cancel(cancel(ShipmentLine(remote_line_id="Var-LU-1001", sku="LU-1001", quantity=3)))
    assert not decisions(remote)


def test_what_is_confirmed_cannot_be_declined_and_says_where_to_turn(remote, letzshop):
    remote.answers("ShipmentsByState", held(shipment(1, state="confirmed")))
    with pytest.raises(Rejected) as caught:
        letzshop.cancel(cancel())
    assert "support@letzshop.lu" in caught.value.fix


def test_what_was_declined_before_is_done(remote, letzshop):
    remote.answers("ShipmentsByState", held(shipment(1, state="declined", units=[HALF[0]])))
    with pytest.raises(AlreadyDone):
        letzshop.cancel(cancel())


def test_seed_has_neither_and_says_so(seed):
    for call in (lambda: seed.cancel(cancel()), lambda: seed.accept_order("1")):
        with pytest.raises(NotSupported, match="seed"):
            call()


# Sending -------------------------------------------------------------------------------------------------------------
def parcel(row=None, **more):
    line = ShipmentLine(remote_line_id="Var-LU-1001", sku="LU-1001", quantity=1)
    given = {"tracking_number": "LU0001", "carrier": "POST Luxembourg", "lines": (line,), **more}
    return ShipmentRequest(ref="p", order_remote_id="Ship-1", order_raw=row or shipment(1), **given)


def test_open_pieces_are_confirmed_before_the_number_is_set(remote, letzshop):
    remote.answers("DecideUnits", decided())
    remote.answers("SetTracking", tracked())
    result = letzshop.confirm_shipment(parcel())
    assert (result.visible, result.parcel_remote_id) == (True, "LU0001")
    assert [each.name for each in remote.seen] == ["DecideUnits", "SetTracking"]
    assert remote.seen[1].variables["input"] == {
        "shipmentId": "Ship-1", "code": "LU0001", "provider": "POST Luxembourg",
    }  # fmt: skip


def test_pieces_that_were_decided_meanwhile_stop_nothing(remote, letzshop):
    remote.answers("DecideUnits", decided([ALREADY]))
    remote.answers("SetTracking", tracked())
    assert letzshop.confirm_shipment(parcel()).visible


def test_a_shipment_that_still_waits_there_is_read_again_and_confirmed(remote, letzshop):
    remote.answers("ShipmentsByState", held(shipment(1)))
    remote.answers("DecideUnits", decided())
    remote.answers("SetTracking", tracked([NOT_YET]), tracked())
    assert letzshop.confirm_shipment(parcel(shipment(1, state="confirmed"))).visible
    assert decisions(remote) == [{"Unit-1": True}]


def test_only_pieces_that_are_in_the_parcel_are_promised(remote, letzshop):
    remote.answers("DecideUnits", decided())
    remote.answers("ShipmentsByState", held(shipment(1, units=[unit(1), unit(2)])))
    remote.answers("SetTracking", tracked([NOT_YET]))
    with pytest.raises(Rejected) as caught:
        letzshop.confirm_shipment(parcel(shipment(1, units=[unit(1), unit(2)])))
    assert caught.value.fix
    assert all(each == {"Unit-1": True} for each in decisions(remote))


def test_a_refused_number_is_told_in_their_words(remote, letzshop):
    remote.answers("SetTracking", tracked([{"id": "x", "code": "blank", "message": "Code can't be blank"}]))
    with pytest.raises(Rejected, match="Code can't be blank"):
        letzshop.confirm_shipment(parcel(shipment(1, state="confirmed")))


def test_without_a_number_the_confirmation_is_all(remote, letzshop):
    remote.answers("DecideUnits", decided())
    result = letzshop.confirm_shipment(parcel(tracking_number="", carrier=""))
    assert (result.visible, result.parcel_remote_id) == (True, "Ship-1")
    assert not remote.asked("SetTracking")


def test_a_part_of_an_order_is_refused_before_anything_is_told(remote, letzshop, seed):
    rest = (ShipmentLine(remote_line_id="Var-LU-2", sku="LU-2", quantity=1),)
    for connector in (letzshop, seed):
        with pytest.raises(Rejected):
            connector.confirm_shipment(parcel(rest=rest))
    assert remote.seen == []


def test_seed_is_told_the_parcel_and_shows_it(remote, seed):
    order = {"id": "Ship-1", "status": "SHIPPED", "fulfillment": None}
    remote.answers("UpdateOrderFulfillment", {"data": {"updateOrderFulfillment": {"order": order, "errors": []}}})
    assert seed.confirm_shipment(parcel()).visible
    (seen,) = remote.seen
    assert seen.variables == {
        "orderId": "Ship-1",
        "input": {
            "status": "SHIPPED", "trackingNumber": "LU0001", "carrier": "POST Luxembourg",
            "shippedAt": "2026-11-20T12:00:00Z",
        },
    }  # fmt: skip


@pytest.mark.parametrize("beside", [True, False])
def test_errors_of_seed_are_found_in_both_places(remote, seed, beside):
    error = {"field": "trackingNumber", "message": "is invalid"}
    payload = {"order": None, "errors": [] if beside else [error]}
    remote.answers(
        "UpdateOrderFulfillment",
        {"data": {"updateOrderFulfillment": payload}} | ({"errors": [error]} if beside else {}),
    )
    with pytest.raises(Rejected, match="trackingNumber is invalid" if not beside else "is invalid"):
        seed.confirm_shipment(parcel())


def test_nobody_is_guessed_at_while_letzshop_is_away(remote, letzshop):
    remote.answers("DecideUnits", (503, {}))
    with pytest.raises(Unavailable):
        letzshop.confirm_shipment(parcel())
    assert not remote.asked("SetTracking")
