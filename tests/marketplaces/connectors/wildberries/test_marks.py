"""Marking codes: asked by an order, told before its supply leaves, checked by Wildberries, refused with its word."""

from typing import Any

import pytest

from marketplaces.canonical.marks import MarkKind, Marks, MarkWish
from marketplaces.canonical.orders import Order
from marketplaces.canonical.shipments import ShipmentLine, ShipmentRequest, ShipmentResult
from marketplaces.connectors.wildberries import marks
from marketplaces.framework.errors import Rejected
from tests.contract.shop import Shop

CODE = "0104630568317423215EirD_orEif7X\x1d91EE12\x1d92VygELprJ87wrc/qF/Vq/KEFUVpZm4vDPQt2kqUw308Y="
SGTIN = MarkWish(MarkKind.SGTIN)


@pytest.fixture(autouse=True)
def checks_at_once(shop: Shop) -> None:
    shop.control("settings", {"marks_pending": 0})


def again(shop: Shop, order: Order) -> Order:
    (found,) = shop.connector.order_items([order.remote_id]).items
    return found


def ship(shop: Shop, order: Order, codes: Marks, progress: dict[str, Any] | None = None) -> ShipmentResult:
    line = order.lines[0]
    packed = ShipmentLine(remote_line_id=line.remote_id, sku=line.sku, quantity=1, marks=(codes,))
    return shop.connector.confirm_shipment(
        ShipmentRequest(
            ref="p", order_remote_id=order.remote_id, lines=(packed,), order_raw=order.raw, progress=progress or {}
        )
    )


def test_a_new_order_says_which_codes_it_needs(shop: Shop) -> None:
    order = shop.sold(marked=["sgtin", "imei"], markable=["gtin"])
    asked = order.lines[0].marks
    assert asked == (SGTIN, MarkWish(MarkKind.IMEI), MarkWish(MarkKind.GTIN, required=False))
    assert shop.sold().lines[0].marks == ()


def test_an_accepted_order_still_says_so_until_it_has_them(shop: Shop) -> None:
    order = shop.sold(marked=True)
    shop.connector.accept_order(order.remote_id)
    assert again(shop, order).lines[0].marks == (SGTIN,)
    since, until = shop.window()
    read = [each for page in shop.connector.pull_orders(since=since, until=until) for each in page.items]
    assert next(each for each in read if each.remote_id == order.remote_id).lines[0].marks == (SGTIN,)
    shop.control("settings", {"marks_pending": 1})
    assert not ship(shop, order, {MarkKind.SGTIN: CODE}).visible
    assert again(shop, order).lines[0].marks == ()


def test_the_code_goes_before_the_supply_leaves(shop: Shop) -> None:
    order = shop.sold(marked=True)
    assert ship(shop, order, {MarkKind.SGTIN: CODE}).visible
    assert again(shop, order).status == "shipped"


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (MarkKind.UIN, "1234567890123456"),
        (MarkKind.IMEI, "490154203237518"),
        (MarkKind.GTIN, "4601234567893"),
        (MarkKind.EXPIRATION, "2030-09-12"),
        (MarkKind.CUSTOMS, "10704010/010624/0000302"),
    ],
)
def test_each_kind_has_its_own_call(shop: Shop, kind: MarkKind, code: str) -> None:
    word = next(word for word, known in marks.KINDS.items() if known is kind)
    order = shop.sold(marked=[word])
    assert order.lines[0].marks == (MarkWish(kind),)
    assert ship(shop, order, {kind: code}).visible


def test_a_code_that_is_being_checked_is_asked_about_and_not_sent_again(shop: Shop) -> None:
    shop.control("settings", {"marks_pending": 1})
    order = shop.sold(marked=True)
    result = ship(shop, order, {MarkKind.SGTIN: CODE})
    assert not result.visible
    before = len(shop.recorder.calls)
    assert not ship(shop, order, {MarkKind.SGTIN: CODE}, dict(result.progress)).visible
    assert not any("/meta/sgtin" in call.path for call in shop.recorder.calls[before:])
    shop.control("settings", {"marks_pending": 0})
    assert ship(shop, order, {MarkKind.SGTIN: CODE}, dict(result.progress)).visible


def test_a_code_that_is_wrong_is_refused_in_their_word_and_another_one_goes(shop: Shop) -> None:
    order = shop.sold(marked=True)
    with pytest.raises(Rejected, match="does not take a marking code") as refused, shop.trouble():
        ship(shop, order, {MarkKind.SGTIN: "9904630568317423215EirD"})
    assert refused.value.said == "sgtin: sgtinInvalidPattern"
    assert again(shop, order).status == "processing"
    assert again(shop, order).lines[0].marks == (SGTIN,)
    assert ship(shop, again(shop, order), {MarkKind.SGTIN: CODE}).visible


def test_a_code_that_may_be_left_out_holds_nothing_up(shop: Shop) -> None:
    order = shop.sold(markable=["imei"])
    assert order.lines[0].marks == (MarkWish(MarkKind.IMEI, required=False),)
    assert ship(shop, order, {}).visible


def test_orders_that_need_no_code_cost_no_call_for_it(shop: Shop) -> None:
    order = shop.sold()
    before = len(shop.recorder.calls)
    shop.shipped(order)
    assert not any("meta" in call.path for call in shop.recorder.calls[before:])
