"""Cancelling, answering a buyer who asks for it, and returns."""

from datetime import timedelta

import pytest

from marketplaces.canonical.shipments import CancelRequest, ShipmentLine
from marketplaces.framework.errors import AlreadyDone, NotFound, Rejected
from tests.marketplaces.connectors.shopee import samples
from tests.marketplaces.connectors.shopee.conftest import NOW, bad, good

SN = "260101ABCDEFGH"
LINE = "2000001-7000001-2000001-0"
DETAIL, CANCEL, ANSWER = "order/get_order_detail", "order/cancel_order", "order/handle_buyer_cancellation"


def request(reason="CUSTOMER_REQUEST", **more):
    return CancelRequest(ref="c1", order_remote_id=SN, reason=reason, **more)


def part(units=1, line=LINE):
    return (ShipmentLine(remote_line_id=line, sku="TEA-G", quantity=units),)


@pytest.fixture
def there(remote):
    def put(**order):
        remote.answers(DETAIL, good({"order_list": [samples.order(**order)]}))
        remote.answers(CANCEL, good({"update_time": 1767225700}))
        remote.answers(ANSWER, good({"update_time": 1767225700}))

    put()
    return put


def test_a_whole_order_is_cancelled(shopee, remote, there):
    shopee.cancel(request())
    assert remote.asked("order/cancel_order")[0].body == {"order_sn": SN, "cancel_reason": "CUSTOMER_REQUEST"}


def test_out_of_stock_names_the_goods(shopee, remote, there):
    shopee.cancel(request("OUT_OF_STOCK"))
    assert remote.asked("order/cancel_order")[0].body["item_list"] == [{"item_id": 2000001, "model_id": 7000001}]


def test_all_units_named_are_the_whole_order(shopee, remote, there):
    shopee.cancel(request(lines=part(2)))
    assert "partial_cancel_item_list" not in remote.asked("order/cancel_order")[0].body


def test_a_part_is_cancelled_where_shopee_allows_it(shopee, remote, there):
    there(can_partial_cancel_order=True)
    shopee.cancel(request(lines=part()))
    assert remote.asked("order/cancel_order")[0].body["partial_cancel_item_list"] == [
        {
            "item_id": 2000001,
            "model_id": 7000001,
            "order_item_id": 2000001,
            "promotion_group_id": 0,
            "model_quantity": 1,
        }
    ]


@pytest.mark.parametrize(
    "wrong", [request(lines=part()), request("I_CHANGED_MY_MIND"), request(lines=part(line="9-9-9-0"))]
)
def test_what_shopee_cannot_do_is_refused_without_a_call(shopee, remote, there, wrong):
    with pytest.raises(Rejected):
        shopee.cancel(wrong)
    assert remote.asked("order/cancel_order") == []


def test_cancelled_before_is_done(shopee, remote, there):
    there(order_status="CANCELLED")
    with pytest.raises(AlreadyDone):
        shopee.cancel(request())
    assert remote.asked("order/cancel_order") == []


def test_where_the_buyer_asked_to_cancel_we_agree(shopee, remote, there):
    there(order_status="IN_CANCEL")
    shopee.cancel(request())
    assert remote.asked("order/handle_buyer_cancellation")[0].body == {"order_sn": SN, "operation": "ACCEPT"}
    assert remote.asked("order/cancel_order") == []


@pytest.mark.parametrize(("accept", "word"), [(True, "ACCEPT"), (False, "REJECT")])
def test_a_buyers_wish_is_answered(shopee, remote, there, accept, word):
    there(order_status="IN_CANCEL")
    shopee.answer_cancellation(SN, accept=accept)
    assert remote.asked("order/handle_buyer_cancellation")[0].body["operation"] == word


def test_where_nobody_asks_any_more_nothing_is_answered(shopee, remote, there):
    there(order_status="CANCELLED")
    with pytest.raises(AlreadyDone):
        shopee.answer_cancellation(SN, accept=True)
    assert remote.asked("order/handle_buyer_cancellation") == []


@pytest.mark.parametrize(("region", "offered"), [("TH", False), ("TW", True), ("MY", True)])
def test_an_area_that_cannot_be_reached_is_a_reason_only_where_shopee_takes_it(shopee, there, region, offered):
    there(region=region)
    codes = [reason.code for reason in shopee.cancel_reasons(SN)]
    assert ("UNDELIVERABLE_AREA" in codes) is offered
    assert {"OUT_OF_STOCK", "CUSTOMER_REQUEST", "COD_NOT_SUPPORTED"} <= set(codes)


def test_an_order_that_is_not_there_is_not_found(shopee, remote, there):
    remote.answers(DETAIL, good({"order_list": []}))
    with pytest.raises(NotFound):
        shopee.cancel(request())


def test_returns_are_read_page_by_page_in_windows(shopee, remote):
    def pages(call):
        more = call.value("page_no") == "0"
        return good({"more": more, "return": [samples.order_return(return_sn=f"R{call.value('page_no')}")]})

    remote.answers("returns/get_return_list", pages)
    found = list(shopee.pull_returns(since=NOW - timedelta(days=16), until=NOW))
    assert [each.remote_id for page in found for each in page.items] == ["R0", "R1", "R0", "R1"]
    assert [page.safe_until for page in found] == [None, NOW - timedelta(days=1), None, NOW]


def test_an_unreadable_return_is_refused_alone(shopee, remote):
    rows = [samples.order_return(), samples.order_return(return_sn="R2", refund_amount="much")]
    remote.answers("returns/get_return_list", good({"more": False, "return": rows}))
    (page,) = shopee.pull_returns(since=NOW - timedelta(days=1), until=NOW)
    assert (len(page.items), [each.remote_id for each in page.refused]) == (1, ["R2"])


def test_a_refund_is_given_by_confirming_the_return(shopee, remote):
    remote.answers("returns/get_return_detail", good(samples.order_return(status="REQUESTED")))
    remote.answers("returns/confirm", good({"return_sn": "R1"}))
    shopee.confirm_return("R1")
    assert remote.asked("returns/confirm")[0].body == {"return_sn": "R1"}


def test_a_refund_that_was_given_is_not_given_again(shopee, remote):
    remote.answers("returns/get_return_detail", good(samples.order_return(status="ACCEPTED")))
    with pytest.raises(AlreadyDone):
        shopee.confirm_return("R1")
    assert remote.asked("returns/confirm") == []


def test_a_refund_that_is_not_allowed_says_so(shopee, remote):
    remote.answers("returns/get_return_detail", good(samples.order_return(status="REQUESTED")))
    remote.answers("returns/confirm", bad("rraoc_refund_not_allowed", "Refund is not allowed"))
    with pytest.raises(Rejected, match="Refund is not allowed"):
        shopee.confirm_return("R1")
