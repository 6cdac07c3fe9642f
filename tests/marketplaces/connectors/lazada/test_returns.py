"""Returns: what they say, and how they are agreed to."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from marketplaces.canonical.returns import ReturnStatus
from marketplaces.connectors.lazada import returns
from marketplaces.framework.errors import AlreadyDone, Rejected, UnexpectedPayload
from tests.marketplaces.connectors.lazada.conftest import good

DETAIL, UPDATE = "/order/reverse/return/detail/list", "/order/reverse/return/update"
ONLY = "/order/reverse/onlyrefund/seller/decide"
LIST = "/reverse/getreverseordersforseller"


def line(number=1, status="REQUEST_INITIATE", **more):
    return {
        "reverse_order_line_id": 7000 + number,
        "trade_order_line_id": 900100200300 + number,
        "reverse_status": status,
        "product": {"product_id": 2000001, "product_sku": "TEA-1"},
        "refund_amount": 11500,
        "reason_text": "Damaged",
        "return_order_line_gmt_create": 1767225600000,
        "return_order_line_gmt_modified": 1767229200000,
        "seller_sku_id": "TEA-1",
        "platform_sku_id": "7000001",
        "tracking_number": "",
        "sla": 1767398400000,
        **more,
    }


def told(*lines, **more):
    return {
        "reverse_order_id": 700,
        "trade_order_id": 900100200300,
        "request_type": "RETURN",
        "is_rtm": True,
        "reverse_order_lines": list(lines or [line()]),
        **more,
    }


def test_units_of_the_same_goods_are_one_line_and_cents_are_counted():
    found = returns.read(told(line(1), line(2)), country="th")
    assert [(each.sku, each.quantity, each.remote_variant_id) for each in found.lines] == [("TEA-1", 2, "7000001")]
    assert (found.refund_amount, found.currency) == (Decimal("230.00"), "THB")
    assert (found.remote_id, found.order_remote_id) == ("700", "900100200300")
    assert found.updated_at == datetime(2026, 1, 1, 1, tzinfo=UTC)
    assert found.answer_by == datetime(2026, 1, 3, tzinfo=UTC)


def test_in_vietnam_amounts_are_whole():
    assert returns.read(told(line(refund_amount=115000)), country="vn").refund_amount == Decimal(115000)


@pytest.mark.parametrize(
    ("words", "wanted", "given"),
    [
        (["REQUEST_INITIATE"], ReturnStatus.REQUESTED, False),
        (["SELLER_AGREE_RETURN"], ReturnStatus.ACCEPTED, False),
        (["REFUND_SUCCESS"], ReturnStatus.REFUNDED, True),
        (["REFUND_SUCCESS", "REQUEST_INITIATE"], ReturnStatus.REQUESTED, False),
        (["REFUND_AUTHORIZED", "REFUND_SUCCESS"], ReturnStatus.REFUNDED, True),
        (["REFUND_REJECTED"], ReturnStatus.DISPUTED, False),
        (["REQUEST_CANCEL"], ReturnStatus.CANCELLED, False),
        (["NEW_WORD", "REFUND_SUCCESS"], ReturnStatus.UNKNOWN, False),
    ],
)
def test_a_return_is_as_settled_as_its_least_settled_unit(words, wanted, given):
    found = returns.read(told(*(line(n, word) for n, word in enumerate(words))), country="th")
    assert (found.status, found.refund_given) == (wanted, given)
    assert set(found.remote_status.split(",")) == set(words)


def test_goods_are_back_once_a_return_is_refunded_and_never_without_a_parcel():
    done = line(status="REFUND_SUCCESS")
    assert returns.read(told(done), country="th").came_back
    only = returns.read(told(done, request_type="ONLY_REFUND"), country="th")
    assert (only.came_back, only.needs_parcel) == (False, False)
    assert not returns.read(told(done, is_rtm=False), country="th").came_back


def test_requests_to_cancel_are_left_out_and_pages_are_followed(lazada, remote):
    def page(request):
        number = int(request.given["page_no"])
        rows = [told(reverse_order_id=n, request_type="CANCEL" if n == 3 else "RETURN") for n in range(1, 61)]
        return good(result={"success": True, "total": 60, "items": rows[(number - 1) * 50 : number * 50]})

    remote.answers(LIST, page)
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    found = list(lazada.pull_returns(since=moment, until=moment))
    assert [int(each.remote_id) for part in found for each in part.items] == [n for n in range(1, 61) if n != 3]
    assert [part.safe_until for part in found] == [None, moment]


def test_a_list_of_returns_that_stands_still_is_noticed(lazada, remote):
    rows = [told(reverse_order_id=n) for n in range(50)]
    remote.answers(LIST, good(result={"success": True, "total": 500, "items": rows}))
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    with pytest.raises(UnexpectedPayload):
        list(lazada.pull_returns(since=moment, until=moment))


def detail(*lines, kind="RETURN"):
    return good({"reverse_order_id": 700, "request_type": kind, "reverseOrderLineDTOList": list(lines)})


@pytest.mark.parametrize(
    ("kind", "word", "path", "action"),
    [
        ("RETURN", "REQUEST_INITIATE", UPDATE, "agreeReturn"),
        ("RETURN", "BUYER_RETURN_ITEM", UPDATE, "agreeRefund"),
        ("ONLY_REFUND", "REQUEST_INITIATE", ONLY, "agreeRefund"),
    ],
)
def test_agreeing_takes_the_next_step(lazada, remote, kind, word, path, action):
    remote.answers(DETAIL, detail(line(1, word), line(2, word), kind=kind))
    remote.answers(path, good({}))
    lazada.confirm_return("700")
    (call,) = remote.asked(path)
    assert (call.given["action"], call.given["reverse_order_id"]) == (action, "700")
    assert call.json("reverse_order_item_ids") == [7001, 7002]


def test_refunded_before_counts_as_done(lazada, remote):
    remote.answers(DETAIL, detail(line(1, "REFUND_SUCCESS")))
    with pytest.raises(AlreadyDone):
        lazada.confirm_return("700")


def test_goods_on_their_way_back_are_waited_for(lazada, remote):
    remote.answers(DETAIL, detail(line(1, "SELLER_AGREE_RETURN")))
    with pytest.raises(Rejected, match="SELLER_AGREE_RETURN"):
        lazada.confirm_return("700")
