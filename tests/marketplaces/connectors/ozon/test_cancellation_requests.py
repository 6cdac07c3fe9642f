"""Buyers of parcels with an own courier ask to cancel: told with the order wherever it is, answered once."""

from collections.abc import Iterator

import pytest

from marketplaces.connectors.ozon import connector as ozon_connector
from marketplaces.framework.errors import AlreadyDone
from marketplaces.sandbox.server import Running, running
from tests.contract.shop import Shop
from tests.marketplaces.connectors.remote import Remote

from .samples import posting

LIST, ONE = "/v2/conditional-cancellation/list", "/v3/posting/fbs/get"


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with running(None, codes=["ozon"]) as sandbox:
        yield sandbox


@pytest.fixture
def shop(server: Running) -> Iterator[Shop]:
    shop = Shop("ozon", server.url).fresh(products=10, orders=0).judged()
    yield shop
    shop.close()
    assert shop.violations == []


def asked(shop: Shop) -> str:
    number = shop.sold(scheme="rfbs").remote_id
    shop.control("ask_to_cancel", {"order": number, "message": "too late"})
    return number


def test_a_wish_comes_with_the_order_in_the_list_and_by_number(shop: Shop) -> None:
    number, other = asked(shop), shop.sold(scheme="rfbs").remote_id
    orders = shop.orders()
    assert (orders[number].cancel_requested, orders[other].cancel_requested) == (True, False)
    (one,) = shop.connector.order_items([number]).items
    assert one.cancel_requested


def test_a_wish_for_a_parcel_on_its_way_is_heard_though_nothing_else_changed(shop: Shop) -> None:
    number = shop.sold(scheme="rfbs").remote_id
    shop.control("move", {"order": number, "status": "delivering"})
    shop.pass_time(86_400)
    _, until = shop.window()
    shop.control("ask_to_cancel", {"order": number})
    pages = list(shop.connector.pull_orders(since=until, until=until))
    assert [(each.remote_id, each.cancel_requested) for page in pages for each in page.items] == [(number, True)]


def test_yes_cancels_and_no_lets_it_go_on(shop: Shop) -> None:
    yes, no = asked(shop), asked(shop)
    shop.connector.answer_cancellation(yes, accept=True)
    shop.connector.answer_cancellation(no, accept=False)
    orders = shop.orders()
    assert (orders[yes].remote_status, orders[yes].cancel_requested) == ("cancelled", False)
    assert (orders[no].remote_status, orders[no].cancel_requested) == ("awaiting_packaging", False)


def test_what_was_answered_or_never_asked_is_done_already(shop: Shop) -> None:
    number = asked(shop)
    shop.connector.answer_cancellation(number, accept=False)
    for posting_number in (number, shop.sold(scheme="rfbs").remote_id):
        with pytest.raises(AlreadyDone):
            shop.connector.answer_cancellation(posting_number, accept=True)


def test_two_days_without_an_answer_are_ozons_yes(shop: Shop) -> None:
    number = asked(shop)
    shop.pass_time(2 * 86_400 + 60)
    assert shop.orders()[number].remote_status == "cancelled"


def test_wishes_are_read_page_by_page(ozon: ozon_connector, remote: Remote) -> None:
    def page(number: str, last_id: int) -> dict[str, object]:
        return {"result": [{"cancellation_id": last_id + 1, "posting_number": number,
                            "state": {"state": "ON_APPROVAL"}}], "last_id": last_id}  # fmt: skip

    remote.answers(LIST, page("A-1", 5), page("B-1", 0))
    remote.answers("/v2/conditional-cancellation/reject", {})
    ozon.answer_cancellation("B-1", accept=False)
    assert [each["last_id"] for each in remote.bodies(LIST)] == [0, 5]
    (told,) = remote.bodies("/v2/conditional-cancellation/reject")
    assert told["cancellation_id"] == 1 and told["comment"]


def test_a_key_that_may_not_see_wishes_reads_orders_all_the_same(ozon: ozon_connector, remote: Remote) -> None:
    remote.answers(LIST, (403, {"code": 7, "message": "Api-key is missing a required role for method"}))
    remote.answers(ONE, {"result": posting(tpl_integration_type="non_integrated")})
    (order,) = ozon.order_items(["any"]).items
    assert (order.remote_scheme, order.cancel_requested) == ("rfbs", False)
