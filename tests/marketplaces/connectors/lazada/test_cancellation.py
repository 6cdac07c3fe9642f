"""Cancelling: whole orders and single units, packages undone first, buyers answered."""

import pytest

from marketplaces.canonical.shipments import CancelRequest, ShipmentLine
from marketplaces.framework.errors import AlreadyDone, NotFound, Rejected
from tests.marketplaces.connectors.lazada.conftest import good, result
from tests.marketplaces.connectors.lazada.samples import item
from tests.marketplaces.connectors.lazada.test_shipping import ITEMS, ONE, ORDER, TWO, listed

VALIDATE, CREATE = "/order/reverse/cancel/validate", "/order/reverse/cancel/create"
DECIDE, REPACK = "/order/reverse/cancel/seller/decide", "/order/package/repack"


def asked(**more):
    return CancelRequest(ref="c", order_remote_id=ORDER, reason="10000026", **more)


def part(quantity=1, line=ONE):
    return (ShipmentLine(remote_line_id=str(line), sku="TEA-1", quantity=quantity),)


@pytest.fixture
def open_order(remote):
    remote.answers(ITEMS, listed(item(1), item(2)))
    remote.answers(CREATE, good({"tip_type": "success", "tip_content": ""}))
    remote.answers(
        REPACK, result({"packages": [{"package_id": "FP1", "item_err_code": "0", "msg": "", "retry": False}]})
    )
    return remote


def test_reasons_say_when_they_empty_the_shelf(lazada, open_order):
    options = [{"reason_id": "10000021", "reason_name": "Out of stock"}, {"reason_id": "7", "reason_name": "Other"}]
    open_order.answers(VALIDATE, good({"tip_type": "info", "tip_content": "", "reason_options": options}))
    found = lazada.cancel_reasons(ORDER)
    assert [(each.code, "stock of these goods to 0" in each.title) for each in found] == [
        ("10000021", True), ("7", False),
    ]  # fmt: skip
    assert open_order.asked(VALIDATE)[0].json("order_item_id_list") == [ONE, TWO]


def test_a_whole_order_is_all_that_is_still_open(lazada, open_order):
    open_order.answers(ITEMS, listed(item(1, status="canceled"), item(2), item(3, status="shipped")))
    lazada.cancel(asked())
    assert open_order.asked(CREATE)[0].json("order_item_id_list") == [TWO]


def test_some_units_of_a_line_are_cancelled_alone(lazada, open_order):
    lazada.cancel(asked(lines=part()))
    assert len(open_order.asked(CREATE)[0].json("order_item_id_list")) == 1
    assert open_order.asked(REPACK) == []


def test_a_package_of_which_a_unit_stays_is_undone_first(lazada, open_order):
    open_order.answers(ITEMS, listed(*(item(each, status="packed", package_id="FP1") for each in (1, 2))))
    lazada.cancel(asked(lines=part()))
    assert [path for path in open_order.names() if path != ITEMS] == [REPACK, CREATE]


def test_a_whole_package_is_cancelled_as_it_is(lazada, open_order):
    open_order.answers(ITEMS, listed(*(item(each, status="packed", package_id="FP1") for each in (1, 2))))
    lazada.cancel(asked(lines=part(2)))
    assert open_order.asked(REPACK) == []


def test_a_unit_of_a_package_that_is_ready_is_refused(lazada, open_order):
    open_order.answers(ITEMS, listed(*(item(each, status="ready_to_ship", package_id="FP1") for each in (1, 2))))
    with pytest.raises(Rejected, match="ready to be sent"):
        lazada.cancel(asked(lines=part()))
    assert open_order.asked(CREATE) == []


def test_cancelled_before_counts_as_done(lazada, open_order):
    open_order.answers(ITEMS, listed(item(1, status="canceled"), item(2, status="canceled")))
    for request in (asked(), asked(lines=part())):
        with pytest.raises(AlreadyDone):
            lazada.cancel(request)


def test_what_is_on_its_way_is_refused(lazada, open_order):
    open_order.answers(ITEMS, listed(item(1, status="shipped")))
    with pytest.raises(Rejected, match="shipped"):
        lazada.cancel(asked())


def test_a_no_in_the_answer_is_a_no(lazada, open_order):
    open_order.answers(CREATE, good({"tip_type": "error", "tip_content": "Too late"}))
    with pytest.raises(Rejected, match="Too late"):
        lazada.cancel(asked())


def test_an_order_that_is_not_there_is_not_found(lazada, open_order):
    open_order.answers(ITEMS, good([]))
    with pytest.raises(NotFound):
        lazada.cancel(asked())


@pytest.mark.parametrize(("accept", "word"), [(True, "true"), (False, "false")])
def test_a_buyer_is_answered_under_the_number_of_his_request(lazada, open_order, accept, word):
    waiting = {"is_cancel_pending": True, "reverse_order_id": 77}
    open_order.answers(ITEMS, listed(item(1, **waiting), item(2, **waiting)))
    open_order.answers(DECIDE, good({}))
    lazada.answer_cancellation(ORDER, accept=accept)
    (call,) = open_order.asked(DECIDE)
    assert (call.given["reverse_order_id"], call.given["agree_cancel"]) == ("77", word)


def test_nobody_who_asks_is_nobody_to_answer(lazada, open_order):
    with pytest.raises(AlreadyDone):
        lazada.answer_cancellation(ORDER, accept=True)
