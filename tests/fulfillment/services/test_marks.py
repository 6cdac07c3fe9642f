"""Marking codes of units: kept before the call, needed before shipping, one code for one unit, told with the parcel."""

from collections.abc import Mapping
from typing import Any

import pytest

from core.errors import DomainError
from fulfillment.models import Shipment, ShipmentItem, UnitMark
from fulfillment.services.marks import Place, keep_marks
from fulfillment.services.ship import ship
from marketplaces.canonical.marks import MarkKind, MarkWish
from marketplaces.canonical.shipments import ShipmentRequest
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.models import OutboundChange
from orders.models import Order
from sync.push.parcel import shipment_request
from sync.push.queue import Claimed
from tests.orders.world import World, line, told

ASKED = (MarkWish(MarkKind.IMEI), MarkWish(MarkKind.EXPIRATION, required=False))
FIRST, SECOND, THIRD = "490154203237518", "356938035643809", "351756051523993"


def marked(world: World, remote_id: str = "R-1", units: int = 2, **more: Any) -> Order:
    world.take_in(told(remote_id, line("TEA", units, marks=ASKED), **more))
    return world.ours(remote_id)


def place(order: Order, unit: int, kind: MarkKind = MarkKind.IMEI) -> Place:
    return Place(order.items.get().pk, unit, kind)


def keep(order: Order, *codes: str) -> int:
    return keep_marks(order=order, given={place(order, unit): code for unit, code in enumerate(codes, start=1)})


def kept(order: Order) -> list[tuple[int, str]]:
    return list(UnitMark.objects.filter(order_item__order=order).order_by("unit").values_list("unit", "code"))


def send(order: Order, units: int, key: str = "k", boxes: tuple[Mapping[Any, int], ...] = ()) -> Shipment:
    item = order.items.get()
    return ship(order=order, takes={item.pk: units}, carrier="", tracking_number="", request_key=key, boxes=boxes)


def request_of(shipment: Shipment) -> ShipmentRequest:
    change = OutboundChange.objects.get(subject_id=shipment.pk)
    claimed = Claimed(
        id=change.pk, subject_id=shipment.pk, version=1, sent_version=0, attempts=0, state="waiting", progress={},
        last_sent={}, urgent=False,
    )  # fmt: skip
    return shipment_request(Shipment.objects.get(pk=shipment.pk), claimed)


def test_what_is_asked_is_kept_on_the_line_and_a_telling_without_a_word_changes_nothing(world: World) -> None:
    world.put("TEA", 5)
    order = marked(world)
    assert order.items.get().mark_wishes == ASKED
    world.take_in(told("R-1", line("TEA", 2), status=OrderStatus.PROCESSING, later=60))
    assert order.items.get().mark_wishes == ASKED
    world.take_in(told("R-1", line("TEA", 2, marks=()), status=OrderStatus.PROCESSING, later=120))
    assert order.items.get().mark_wishes == ()


def test_units_without_a_needed_code_do_not_leave(world: World) -> None:
    world.put("TEA", 5)
    order = marked(world)
    with pytest.raises(DomainError, match="codes of 2 units are missing"):
        send(order, 2)
    keep(order, FIRST)
    with pytest.raises(DomainError, match="code of 1 unit is missing"):
        send(order, 2)
    assert world.stock("TEA") == (5, 2)
    keep(order, FIRST, SECOND)
    assert send(order, 2).items.get().quantity == 2


def test_a_part_needs_the_codes_of_its_own_units(world: World) -> None:
    world.put("TEA", 5)
    order = marked(world)
    keep(order, FIRST)
    send(order, 1)
    with pytest.raises(DomainError, match="code of 1 unit is missing"):
        send(order, 1, key="two")


def test_the_same_code_again_is_no_change_and_an_empty_one_takes_it_away(world: World) -> None:
    world.put("TEA", 5)
    order = marked(world)
    assert (keep(order, FIRST, SECOND), keep(order, FIRST, SECOND), keep(order, FIRST, "")) == (2, 0, 1)
    assert kept(order) == [(1, FIRST)]
    assert UnitMark.history.filter(history_type="-").count() == 1


def test_two_codes_may_change_places(world: World) -> None:
    world.put("TEA", 5)
    order = marked(world)
    keep(order, FIRST, SECOND)
    assert keep(order, SECOND, FIRST) == 2
    assert kept(order) == [(1, SECOND), (2, FIRST)]


def test_one_code_is_not_kept_for_two_units(world: World) -> None:
    world.put("TEA", 9)
    order, other = marked(world), marked(world, "R-2")
    with pytest.raises(DomainError, match="entered for two units") as refused:
        keep(order, FIRST, FIRST)
    assert refused.value.field == place(order, 2).name
    keep(order, FIRST)
    with pytest.raises(DomainError, match="entered for two units"):
        keep_marks(order=order, given={place(order, 2): FIRST})
    with pytest.raises(DomainError, match=f"was entered for {order.number} already"):
        keep(other, FIRST)
    assert (kept(order), kept(other)) == ([(1, FIRST)], [])


def test_a_code_of_an_order_that_was_cancelled_may_be_sold_again(world: World) -> None:
    world.put("TEA", 9)
    order, other = marked(world), marked(world, "R-2")
    keep(order, FIRST)
    world.take_in(told("R-1", line("TEA", 2, marks=ASKED), status=OrderStatus.CANCELLED, later=60))
    keep(other, FIRST)
    assert (kept(order), kept(other)) == ([], [(1, FIRST)])


@pytest.mark.parametrize("unit", [0, 3])
def test_there_is_no_code_for_a_unit_that_is_not_there(world: World, unit: int) -> None:
    world.put("TEA", 5)
    order = marked(world)
    with pytest.raises(DomainError, match="there is no unit"):
        keep_marks(order=order, given={place(order, unit): FIRST})


def test_a_line_of_another_order_is_not_touched(world: World) -> None:
    world.put("TEA", 9)
    order, other = marked(world), marked(world, "R-2")
    with pytest.raises(DomainError, match="not part of this order"):
        keep_marks(order=order, given={place(other, 1): FIRST})


def test_a_wrong_code_names_its_field_and_keeps_nothing(world: World) -> None:
    world.put("TEA", 5)
    order = marked(world)
    with pytest.raises(DomainError, match="15 digits") as refused:
        keep(order, FIRST, "123")
    assert (refused.value.field, kept(order)) == (place(order, 2).name, [])


def test_each_parcel_is_told_with_the_codes_of_its_own_units(world: World) -> None:
    world.put("TEA", 5)
    order = marked(world, units=3)
    keep(order, FIRST, SECOND, THIRD)
    first, second = send(order, 1), send(order, 2, key="two")
    codes = [[dict(unit) for packed in request_of(each).lines for unit in packed.marks] for each in (first, second)]
    assert codes == [[{MarkKind.IMEI: FIRST}], [{MarkKind.IMEI: SECOND}, {MarkKind.IMEI: THIRD}]]


def test_boxes_are_kept_and_told_with_the_codes_that_lie_in_them(world: World) -> None:
    world.put("TEA", 5)
    order = marked(world, units=3)
    keep(order, FIRST, SECOND, THIRD)
    item = order.items.get().pk
    shipment = send(order, 3, boxes=({item: 2}, {}, {item: 1}))
    assert list(ShipmentItem.objects.order_by("box").values_list("box", "quantity")) == [(1, 2), (2, 1)]
    request = request_of(shipment)
    assert [packed.quantity for packed in request.lines] == [3]
    assert [[dict(unit) for unit in packed.marks] for box in request.boxes for packed in box] == [
        [{MarkKind.IMEI: FIRST}, {MarkKind.IMEI: SECOND}], [{MarkKind.IMEI: THIRD}],
    ]  # fmt: skip
    assert order.items.get().shipped_quantity == 3


def test_one_box_is_told_as_a_parcel_without_boxes(world: World) -> None:
    world.put("TEA", 5)
    world.take_in(told("R-1", line("TEA", 2)))
    request = request_of(send(world.ours("R-1"), 2))
    assert (request.boxes, request.lines[0].marks) == ((), ())


@pytest.mark.parametrize("units", [(1, 0), (2, 1), (3, -1)])
def test_boxes_hold_just_what_the_parcel_holds(world: World, units: tuple[int, int]) -> None:
    world.put("TEA", 5)
    world.take_in(told("R-1", line("TEA", 2)))
    order = world.ours("R-1")
    item = order.items.get().pk
    with pytest.raises(DomainError, match=r"boxes hold something else|negative"):
        send(order, 2, boxes=({item: units[0]}, {item: units[1]}))
    assert not Shipment.objects.exists()


def test_a_refused_parcel_goes_again_when_its_code_is_mended(world: World) -> None:
    world.put("TEA", 5)
    order = marked(world, units=1)
    keep(order, FIRST)
    shipment = send(order, 1)
    news = OutboundChange.objects.filter(subject_id=shipment.pk)
    news.update(state="refused", sent_version=0, error="no", attempts=3)
    keep(order, SECOND)
    change = news.get()
    assert (change.state, change.error, change.attempts) == ("waiting", "", 0)
    assert request_of(shipment).lines[0].marks == ({MarkKind.IMEI: SECOND},)


def test_an_arrived_parcel_is_not_told_again(world: World) -> None:
    world.put("TEA", 5)
    order = marked(world, units=1)
    keep(order, FIRST)
    shipment = send(order, 1)
    OutboundChange.objects.filter(subject_id=shipment.pk).update(state="synced")
    keep(order, SECOND)
    assert OutboundChange.objects.get(subject_id=shipment.pk).state == "synced"
