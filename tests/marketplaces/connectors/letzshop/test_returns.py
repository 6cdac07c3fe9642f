"""Pieces that came back: one return each, the same one however often it is read."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from marketplaces.connectors.letzshop.returns import of_shipment
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import NotSupported, UnexpectedPayload

from .samples import shipment, shipments, unit

UNTIL = datetime(2026, 1, 8, 12, 0, tzinfo=UTC)


def read(connector):
    return list(connector.pull_returns(since=UNTIL - timedelta(hours=3), until=UNTIL))


def back(number, **more):
    return unit(number, state="returned", **more)


def test_each_piece_is_a_return_with_its_price_and_its_goods():
    row = shipment(1, state="confirmed", units=[back(1), unit(2, state="confirmed_available"), back(3, price=24.9)])
    one, other = of_shipment(row)
    assert (one.remote_id, one.order_remote_id, one.status) == ("Unit-1", "Ship-1", "refunded")
    assert (one.refund_amount, one.currency, other.refund_amount) == (Decimal("49.90"), "EUR", Decimal("24.9"))
    assert (one.refund_estimated, one.refund_given, one.came_back) == (True, True, True)
    assert [(line.sku, line.quantity, line.title) for line in one.lines] == [("LU-1001", 1, "Théière")]
    assert one.updated_at == datetime(2026, 1, 5, 8, 12, 33, tzinfo=UTC)


def test_goods_without_a_sku_are_known_by_their_number():
    (one,) = of_shipment(shipment(1, state="confirmed", units=[back(1, sku=None)]))
    assert [(line.sku, line.remote_product_id) for line in one.lines] == [("", "Var-None")]


@pytest.mark.parametrize("state", ["unconfirmed", "confirmed_available", "confirmed_unavailable", "lost_in_the_post"])
def test_no_other_piece_came_back(state):
    assert of_shipment(shipment(1, state="confirmed", units=[unit(1, state=state)])) == ()


def test_a_piece_without_its_number_is_said():
    row = shipment(1, state="confirmed", units=[back(1) | {"id": None}])
    with pytest.raises(UnexpectedPayload, match="inventoryUnits"):
        of_shipment(row)


def test_confirmed_shipments_are_walked_and_one_that_cannot_be_read_holds_no_other(remote, letzshop):
    pages = {
        "": ([shipment(1, state="confirmed", units=[back(1)])], "P2"),
        "P2": ([shipment(2, state="confirmed", units=[back(2) | {"id": None}]),
                shipment(3, state="confirmed", units=[back(3)])], ""),
    }  # fmt: skip
    remote.answers(
        "ShipmentsByState",
        lambda seen: shipments(
            *pages[seen.variables["after"] or ""][:1], after=pages[seen.variables["after"] or ""][1]
        ),
    )
    first, last = read(letzshop)
    assert [each.remote_id for page in (first, last) for each in page.items] == ["Unit-1", "Unit-3"]
    assert [each.remote_id for each in last.refused] == ["Ship-2"]
    assert (first.safe_until, last.safe_until) == (None, UNTIL)
    assert {each.variables["state"] for each in remote.asked("ShipmentsByState")} == {"confirmed"}


def test_a_list_that_goes_in_circles_ends(remote, letzshop):
    remote.answers("ShipmentsByState", lambda _seen: shipments([shipment(1, state="confirmed")], after="P2"))
    with pytest.raises(UnexpectedPayload):
        read(letzshop)


def test_long_before_the_window_nothing_is_read_any_more(remote, letzshop):
    old = [
        shipment(number, state="confirmed", completedAt=f"2025-11-{20 - number:02}T09:12:33+01:00") for number in (1, 2)
    ]
    remote.answers("ShipmentsByState", lambda _seen: shipments(old, after="P2"))
    assert len(read(letzshop)) == 1


def test_the_other_dialect_tells_of_none(seed, letzshop):
    with pytest.raises(NotSupported):
        read(seed)
    assert Capability.REFUND in letzshop.able({}) and Capability.REFUND not in letzshop.able({"dialect": "seed"})
