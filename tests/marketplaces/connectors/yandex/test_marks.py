"""Several boxes of a parcel, and marking codes: asked by a line, told with the boxes, checked before the order goes."""

from collections.abc import Sequence
from typing import Any

import pytest

from marketplaces.canonical.marks import MarkKind, Marks, MarkWish
from marketplaces.canonical.orders import Order
from marketplaces.canonical.shipments import ShipmentLine, ShipmentRequest, ShipmentResult
from marketplaces.framework.errors import Rejected
from tests.contract.shop import Shop

from .exercise import DBS_SHOP, in_shop

CODES = [f"0104630568317423215EirD_orEif{place}\x1d91EE12\x1d92VygELprJ87wrc" for place in range(4)]


@pytest.fixture(autouse=True)
def checks_at_once(shop: Shop) -> None:
    shop.control("check_codes", {"slow": False})


def sold(shop: Shop, *quantities: int, marked: Any = False, **more: Any) -> Order:
    """Lines of the goods that the shop has most of, the first of them with codes."""
    goods = shop.control(f"state?orders=0&webhooks=0&account={more.pop('account', '21000001')}")["products"]
    goods = sorted(goods, key=lambda each: -each["stock"][""]["available"])
    lines = [{"sku": each["sku"], "quantity": units} for each, units in zip(goods, quantities, strict=False)]
    lines[0]["marked"] = marked
    (placed,) = shop.control("sell", {"lines": lines, **more})["orders"]
    return again(shop, placed["id"])


def again(shop: Shop, number: str) -> Order:
    (order,) = shop.connector.order_items([number]).items
    return order


def ship(
    shop: Shop, order: Order, *boxes: Sequence[int], codes: Sequence[Marks] = (), progress: Any = None
) -> ShipmentResult:
    """`boxes` are units by line; the codes are those of the first line's units, in their order."""
    left = list(codes)

    def line(place: int, units: int) -> ShipmentLine:
        given = tuple(left.pop(0) for _ in range(units if place == 0 and codes else 0))
        told = order.lines[place]
        return ShipmentLine(remote_line_id=told.remote_id, sku=told.sku, quantity=units, marks=given)

    packed = tuple(tuple(line(place, units) for place, units in enumerate(box) if units) for box in boxes)
    left[:] = codes
    lines = tuple(line(place, each.quantity) for place, each in enumerate(order.lines))
    request = ShipmentRequest(
        ref="p", order_remote_id=order.remote_id, lines=lines, boxes=packed, progress=progress or {}
    )
    return shop.connector.confirm_shipment(request)


def asked(shop: Shop, word: str) -> int:
    return sum(call.path.endswith(word) for call in shop.recorder.calls)


def told(shop: Shop, number: str, account: str = "21000001") -> dict[str, Any]:
    orders = shop.control(f"state?products=0&webhooks=0&account={account}")["orders"]
    return next(each for each in orders if each["id"] == number)


def test_what_lies_in_which_box_is_told(shop: Shop) -> None:
    order = sold(shop, 3, 1)
    result = ship(shop, order, (2, 0), (1, 1))
    assert (result.visible, told(shop, order.remote_id)["boxes"]) == (True, 2)
    units = [dict(parcel.lines) for parcel in again(shop, order.remote_id).parcels]
    first, second = (line.remote_id for line in order.lines)
    assert units == [{first: 2}, {first: 1, second: 1}]
    assert result.parcel_remote_id == f"{order.remote_id}1"


def test_boxes_that_hold_less_than_the_order_are_refused_before_the_call(shop: Shop) -> None:
    order = sold(shop, 3)
    with pytest.raises(Rejected, match="as a whole"):
        ship(shop, order, (1,), (1,))
    assert asked(shop, "/boxes") == 0


@pytest.mark.parametrize(
    ("word", "wish"),
    [
        ("CIS", MarkWish(MarkKind.SGTIN)),
        ("CIS_OPTIONAL", MarkWish(MarkKind.SGTIN, required=False)),
        ("UIN", MarkWish(MarkKind.UIN)),
        ("RNPT", MarkWish(MarkKind.RNPT)),
        ("GTD", MarkWish(MarkKind.CUSTOMS)),
    ],
)
def test_a_line_says_which_code_its_units_need(shop: Shop, word: str, wish: MarkWish) -> None:
    order = sold(shop, 1, 1, marked=[word])
    assert [line.marks for line in order.lines] == [(wish,), ()]


def test_each_unit_goes_with_its_code_in_its_box_and_then_lacks_none(shop: Shop) -> None:
    order = sold(shop, 3, 1, marked=True)
    codes = [{MarkKind.SGTIN: code} for code in CODES[:3]]
    assert ship(shop, order, (2, 0), (1, 1), codes=codes).visible
    now = again(shop, order.remote_id)
    assert [line.marks for line in now.lines] == [(), ()]
    assert [each["cisFull"] for each in now.raw["items"][0]["instances"]] == CODES[:3]
    layout = now.raw["delivery"]["boxesLayout"]
    assert [len(box["items"][0]["instances"]) for box in layout] == [2, 1]


def test_an_order_without_its_codes_is_refused_with_words(shop: Shop) -> None:
    order = sold(shop, 2, marked=True)
    with pytest.raises(Rejected) as refused, shop.trouble():
        ship(shop, order)
    assert "marking codes on the order" in refused.value.fix


def test_codes_that_are_being_checked_are_asked_about_and_not_sent_again(shop: Shop) -> None:
    shop.control("check_codes", {"slow": True})
    order = sold(shop, 1, marked=True)
    codes = [{MarkKind.SGTIN: CODES[0]}]
    first = ship(shop, order, codes=codes)
    assert not first.visible
    assert not ship(shop, order, codes=codes, progress=first.progress).visible
    assert (asked(shop, "/boxes"), asked(shop, "/status")) == (1, 2)
    shop.control("check_codes", {"slow": False})
    assert ship(shop, order, codes=codes, progress=first.progress).visible
    assert asked(shop, "/boxes") == 1


def test_a_code_that_is_wrong_is_refused_in_their_word_and_another_one_goes(shop: Shop) -> None:
    order = sold(shop, 1, marked=True)
    with pytest.raises(Rejected, match="does not take a marking code") as refused, shop.trouble():
        ship(shop, order, codes=[{MarkKind.SGTIN: "9904630568317423215EirD"}])
    assert refused.value.said.startswith("CIS_GTIN_NOT_FOUND")
    assert told(shop, order.remote_id)["substatus"] == "STARTED"
    assert ship(shop, order, codes=[{MarkKind.SGTIN: CODES[0]}]).visible
    assert asked(shop, "/boxes") == 2


def test_the_shops_own_courier_tells_codes_by_a_call_of_its_own(shop: Shop) -> None:
    in_shop(shop, DBS_SHOP)
    order = sold(shop, 2, marked=["UIN"], account=DBS_SHOP, scheme="DBS")
    codes: list[Marks] = [{MarkKind.UIN: "1234567890123456"}, {MarkKind.UIN: "1234567890123457"}]
    assert ship(shop, order, codes=codes).visible
    now = again(shop, order.remote_id)
    assert now.lines[0].marks == ()
    assert now.raw["items"][0]["instances"] == [{"uin": "1234567890123456"}, {"uin": "1234567890123457"}]
    assert told(shop, order.remote_id, DBS_SHOP)["status"] == "DELIVERY"
