"""Orders to the door: read, followed while no list holds them, sent, ended; each call as documented."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from marketplaces.canonical.marks import MarkKind
from marketplaces.canonical.orders import KeptOrder, Order
from marketplaces.canonical.shipments import Arrival, CancelRequest, ShipmentLine, ShipmentRequest
from marketplaces.framework.errors import AlreadyDone, NotFound, Rejected
from tests.contract.shop import Shop
from tests.marketplaces.connectors.wildberries.exercise import CODES, again, sold_to

BROUGHT = ("dbs", "edbs", "dbsPickupPoint")
ALL = (*BROUGHT, "dbw")


def kept(order: Order) -> KeptOrder:
    return KeptOrder(remote_id=order.remote_id, remote_scheme=order.remote_scheme, raw=order.raw)


def there(shop: Shop, order: Order) -> dict[str, Any]:
    orders = shop.control("state?products=0&webhooks=0")["orders"]
    return next(each for each in orders if each["id"] == order.remote_id)


def arrival(shop: Shop, order: Order, *, taken: bool, **more: Any) -> Arrival:
    given = {"code": there(shop, order)["code"], "remote_scheme": order.remote_scheme, **more}
    return Arrival(ref="a", order_remote_id=order.remote_id, taken=taken, **given)


@pytest.mark.parametrize("word", ALL)
def test_a_new_order_says_how_it_goes_who_waits_and_until_when(judged: Shop, word: str) -> None:
    order = sold_to(judged, word)
    assert (order.status, order.remote_scheme, order.scheme) == ("pending", word, "seller")
    assert order.shipping_address.line1.startswith("Республика Татарстан")
    assert order.buyer.name and order.buyer.phone == "+79871234567, 4321"
    assert order.shipping_method.endswith("11:00–15:00")
    assert order.ship_by is not None and order.ship_by.astimezone(UTC).hour == 8, "Eleven in Moscow."
    assert order.lines[0].quantity == 1


def test_a_shop_without_such_warehouses_is_not_asked_about_such_orders(judged: Shop) -> None:
    judged.orders()
    assert not [name for name, _status in judged.exchanges if "/dbs/" in name or "/dbw/" in name]


@pytest.mark.parametrize("word", ALL)
def test_an_order_that_no_list_holds_is_followed_to_its_end(judged: Shop, word: str) -> None:
    order = sold_to(judged, word)
    seen = [order.status]
    for step in ("confirm", "complete" if word == "dbw" else "deliver", "receive"):
        judged.control("move", {"order": order.remote_id, "status": step})
        if step != "receive":
            assert order.remote_id not in judged.orders(), "Between new and finished it stands in no list."
        order = again(judged, order)
        seen.append(order.status)
    assert seen == ["pending", "processing", "shipped", "delivered"]
    assert judged.orders()[order.remote_id].status == "delivered"
    assert order.remote_scheme == judged.orders()[order.remote_id].remote_scheme == word


def test_the_courier_says_when_an_order_has_to_be_ready(judged: Shop) -> None:
    order = sold_to(judged, "dbw")
    judged.connector.accept_order(order.remote_id)
    now = again(judged, order)
    assert now.ship_by is not None and now.ship_by > datetime.now(UTC) + timedelta(days=1)
    assert now.shipping_method.endswith("х111хх16")


def test_an_order_that_is_gone_is_said_so_and_the_others_are_told(judged: Shop) -> None:
    order = sold_to(judged, "dbs")
    gone = KeptOrder(remote_id="1", remote_scheme="dbs", raw={**order.raw, "id": 1})
    page = judged.connector.follow_orders([gone, kept(order)])
    assert [each.remote_id for each in page.items] == [order.remote_id]
    assert [(each.remote_id, type(each.error)) for each in page.refused] == [("1", NotFound)]


def test_a_word_that_no_table_lists_is_unknown_and_kept(shop: Shop) -> None:
    order = sold_to(shop, "dbs")
    shop.control("settings", {"odd_status": 1})
    now = again(shop, order)
    assert (now.status, now.remote_substatus) == ("unknown", "stuck_at_customs")


@pytest.mark.parametrize("word", ALL)
def test_it_is_accepted_once_and_sent_once(judged: Shop, word: str) -> None:
    order = sold_to(judged, word)
    judged.connector.accept_order(order.remote_id)
    with pytest.raises(AlreadyDone):
        judged.connector.accept_order(order.remote_id)
    first = judged.shipped(again(judged, order))
    before = len(judged.exchanges)
    second = judged.shipped(again(judged, order))
    assert first.parcel_remote_id == second.parcel_remote_id == order.remote_id
    assert [name for name, _ in judged.exchanges[before:] if "deliver" in name and "delivery-date" not in name] == []
    assert again(judged, order).status == "shipped"


def test_a_new_order_is_sent_at_once(judged: Shop) -> None:
    order = sold_to(judged, "dbs")
    assert judged.shipped(order).visible
    assert there(judged, order)["status"] == "deliver"


@pytest.mark.parametrize(("taken", "status", "word"), [(True, "delivered", "receive"), (False, "cancelled", "reject")])
def test_what_the_buyer_did_is_told_once_with_his_code(judged: Shop, taken: bool, status: str, word: str) -> None:
    order = sold_to(judged, "dbs")
    judged.shipped(order)
    told = arrival(judged, order, taken=taken)
    for code in ("", "000000x"):
        with pytest.raises(Rejected):
            judged.connector.tell_arrival(replace(told, code=code))
    assert there(judged, order)["status"] == "deliver"
    judged.connector.tell_arrival(told)
    assert (again(judged, order).status, there(judged, order)["status"]) == (status, word)
    with pytest.raises(AlreadyDone):
        judged.connector.tell_arrival(told)
    with pytest.raises(Rejected):
        judged.connector.tell_arrival(replace(told, taken=not taken))


def test_nothing_is_told_of_an_order_that_has_not_left(judged: Shop) -> None:
    order = sold_to(judged, "dbs")
    with pytest.raises(Rejected, match="pending"):
        judged.connector.tell_arrival(arrival(judged, order, taken=True))


@pytest.mark.parametrize("word", ["dbsPickupPoint", "dbw"])
def test_where_wildberries_hands_it_out_it_says_so_itself(judged: Shop, word: str) -> None:
    order = sold_to(judged, word)
    judged.shipped(order)
    with pytest.raises(Rejected, match="Wildberries itself"):
        judged.connector.tell_arrival(arrival(judged, order, taken=True))


@pytest.mark.parametrize("word", ["dbs", "dbw"])
def test_it_is_cancelled_once_and_not_on_its_way(judged: Shop, word: str) -> None:
    order, other = sold_to(judged, word), sold_to(judged, word)
    request = CancelRequest(ref="c", order_remote_id=order.remote_id, reason="seller", order_raw=order.raw)
    judged.connector.cancel(request)
    assert again(judged, order).status == "cancelled"
    with pytest.raises(AlreadyDone):
        judged.connector.cancel(request)
    judged.shipped(other)
    with pytest.raises(Rejected, match="cancelled any more"):
        judged.connector.cancel(replace(request, order_remote_id=other.remote_id))


@pytest.mark.parametrize("word", ["dbs", "dbw"])
def test_codes_are_asked_for_told_and_judged(judged: Shop, word: str) -> None:
    order = sold_to(judged, word, marked=["sgtin", "uin", "gtin"], markable=["imei"])
    wishes = {wish.kind: wish.required for wish in order.lines[0].marks or ()}
    assert wishes == {MarkKind.SGTIN: True, MarkKind.UIN: True, MarkKind.GTIN: True, MarkKind.IMEI: False}
    with pytest.raises(Rejected, match="Marking codes are missing"):
        judged.shipped(order)
    assert there(judged, order)["status"] == "confirm"
    codes = {kind: CODES[kind] for kind in wishes}
    packed = ShipmentLine(remote_line_id=order.remote_id, sku=order.lines[0].sku, quantity=1, marks=(codes,))
    request = ShipmentRequest(ref="m", order_remote_id=order.remote_id, lines=(packed,), remote_scheme=word)
    assert judged.connector.confirm_shipment(request).visible


def test_a_code_that_only_their_pages_take_is_said_so(judged: Shop) -> None:
    order = sold_to(judged, "dbs")
    codes = {MarkKind.CUSTOMS: CODES[MarkKind.CUSTOMS]}
    packed = ShipmentLine(remote_line_id=order.remote_id, sku=order.lines[0].sku, quantity=1, marks=(codes,))
    request = ShipmentRequest(ref="m", order_remote_id=order.remote_id, lines=(packed,), remote_scheme="dbs")
    with pytest.raises(Rejected, match="own pages"):
        judged.connector.confirm_shipment(request)


def test_stickers_of_both_ways(judged: Shop) -> None:
    fetched, usual, pickup = sold_to(judged, "dbw"), judged.sold(), sold_to(judged, "dbsPickupPoint")
    for order in (fetched, usual, pickup):
        judged.connector.accept_order(order.remote_id)
    pages = judged.connector.label([usual.remote_id, fetched.remote_id])
    assert pages.count(b"/Type /Page") - pages.count(b"/Type /Pages") == 2
    assert judged.connector.label([pickup.remote_id]).startswith(b"%PDF")
    with pytest.raises(Rejected, match="pages of their own"):
        judged.connector.label([pickup.remote_id, usual.remote_id])


def test_what_the_seller_brings_to_the_buyer_has_no_sticker(judged: Shop) -> None:
    order = sold_to(judged, "dbs")
    judged.connector.accept_order(order.remote_id)
    with pytest.raises(Rejected, match="no sticker"):
        judged.connector.label([order.remote_id])


def test_a_walk_goes_on_in_the_way_it_was_cut_off_in(judged: Shop) -> None:
    for word in ("dbs", "dbw"):
        for step in ("new", "receive"):
            order = sold_to(judged, word)
            judged.control("move", {"order": order.remote_id, "status": step})
    since, until = judged.window()
    pages = list(judged.connector.pull_orders(since=since, until=until))
    assert [page.safe_until is None for page in pages] == [True] * (len(pages) - 1) + [False]
    whole = {order.remote_id for page in pages for order in page.items}
    assert {order["id"] for order in judged.control("state?products=0&webhooks=0")["orders"]} == whole
    for place, page in enumerate(pages[:-1]):
        rest = judged.connector.pull_orders(since=since, until=until, cursor=page.cursor)
        found = {order.remote_id for each in (*pages[: place + 1], *rest) for order in each.items}
        assert found == whole, page.cursor
