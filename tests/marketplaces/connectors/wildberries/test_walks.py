"""Orders: new ones and windows, statuses from a second call, each order once, odd ones apart."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from marketplaces.canonical.orders import Order
from marketplaces.connectors.wildberries import connector as wildberries_connector
from marketplaces.framework.errors import NotFound, UnexpectedPayload
from marketplaces.framework.results import Page
from tests.contract.shop import Shop
from tests.marketplaces.connectors.remote import Remote, Seen

from . import samples

NEW, LIST, STATUS = "GET /api/v3/orders/new", "GET /api/v3/orders", "POST /api/v3/orders/status"
MARKS = "POST /api/marketplace/v3/orders/meta"
Row = dict[str, Any]
UNTIL = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def told(remote: Remote, *rows: Row, new: tuple[Row, ...] = (), page: int = 1000) -> None:
    """The lists hold these rows in pages of `page`; statuses of all of them can be asked."""
    every = {row["id"]: row for row in (*rows, *new)}

    def listing(seen: Seen) -> Row:
        since, until = int(seen.value("dateFrom")), int(seen.value("dateTo"))
        fits = [
            row for row in rows
            if since <= datetime.fromisoformat(row["createdAt"]).timestamp() <= until
            and row["id"] > int(seen.value("next"))
        ][:page]  # fmt: skip
        return {"next": fits[-1]["id"] if fits else 0, "orders": fits}

    def standing(seen: Seen) -> Row:
        known = [number for number in seen.body["orders"] if number in every]
        return {"orders": [samples.status(id=number) for number in known]}

    remote.answers("GET /api/v3/warehouses", [{"id": 1, "name": "Main", "deliveryType": 1}])
    remote.answers(NEW, {"orders": list(new)})
    remote.answers(LIST, listing)
    remote.answers(STATUS, standing)
    remote.answers(MARKS, {"orders": []})


def row(number: int, days: float, **more: Any) -> Row:
    made = (UNTIL - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return samples.order(id=number, createdAt=made, **more)


def read(wildberries: wildberries_connector, **more: Any) -> list[Page[Order]]:
    return list(wildberries.pull_orders(since=UNTIL - timedelta(days=1), until=UNTIL, **more))


def test_each_order_is_given_once_with_its_status(wildberries: wildberries_connector, remote: Remote) -> None:
    told(remote, *(row(number, 44 - number) for number in range(1, 44)), page=5)
    pages = read(wildberries)
    numbers = [order.remote_id for page in pages for order in page.items]
    assert sorted(map(int, numbers)) == list(range(1, 44))
    assert {order.remote_status for page in pages for order in page.items} == {"confirm"}
    assert len(remote.asked(STATUS)) == sum(bool(page.items) for page in pages)


def test_a_short_page_is_not_the_last(wildberries: wildberries_connector, remote: Remote) -> None:
    told(remote, row(1, 3), row(2, 2), page=1)
    assert [order.remote_id for page in read(wildberries) for order in page.items] == ["1", "2"]


def test_only_the_last_page_is_safe_and_ends_the_walk(wildberries: wildberries_connector, remote: Remote) -> None:
    told(remote, row(1, 40), row(2, 2))
    pages = read(wildberries)
    assert [page.safe_until for page in pages] == [None, None, UNTIL]
    assert [bool(page.cursor) for page in pages] == [True, True, False]


def test_a_walk_goes_on_in_its_window(wildberries: wildberries_connector, remote: Remote) -> None:
    told(remote, row(1, 40), row(2, 39), row(3, 2), page=1)
    first = read(wildberries)[0]
    later = read(wildberries, cursor=first.cursor)
    assert [order.remote_id for page in later for order in page.items] == ["2", "3"]


def test_a_new_order_is_given_once_with_what_only_its_list_tells(
    wildberries: wildberries_connector, remote: Remote
) -> None:
    more: Row = {"requiredMeta": ["sgtin"], "finalPrice": 99_900}
    told(remote, row(1, 2), row(2, 0.1), new=(row(2, 0.1, **more), row(3, 0)))
    orders = {order.remote_id: order for page in read(wildberries) for order in page.items}
    assert sorted(orders) == ["1", "2", "3"]
    assert orders["2"].raw["requiredMeta"] == ["sgtin"]


def test_an_odd_order_is_refused_alone(wildberries: wildberries_connector, remote: Remote) -> None:
    told(remote, row(1, 3), row(2, 2, price=None), row(3, 1))
    (page, *_rest) = [page for page in read(wildberries) if page.items]
    assert [order.remote_id for order in page.items] == ["1", "3"]
    assert [(item.remote_id, type(item.error)) for item in page.refused] == [("2", UnexpectedPayload)]


def test_an_order_without_a_status_is_refused(wildberries: wildberries_connector, remote: Remote) -> None:
    told(remote, row(1, 3))
    remote.answers(STATUS, {"orders": []})
    refused = [item for page in read(wildberries) for item in page.refused]
    assert [item.remote_id for item in refused] == ["1"]
    assert "supplierStatus" in str(refused[0].error)


def test_the_same_place_twice_is_noticed(wildberries: wildberries_connector, remote: Remote) -> None:
    told(remote)
    remote.answers(LIST, {"next": 7, "orders": [row(7, 3)]})
    remote.answers(STATUS, {"orders": [samples.status(id=7)]})
    with pytest.raises(UnexpectedPayload, match="next"):
        read(wildberries)


@pytest.mark.parametrize("answer", [{}, [], {"orders": "none"}, {"orders": [row(7, 3)], "next": "far"}])
def test_what_is_no_page_stops_the_walk(wildberries: wildberries_connector, remote: Remote, answer: object) -> None:
    told(remote)
    remote.answers(LIST, (200, answer))
    with pytest.raises(UnexpectedPayload):
        read(wildberries)


def test_named_orders_are_found_in_the_lists(wildberries: wildberries_connector, remote: Remote) -> None:
    told(remote, row(1, 80), row(2, 40), row(3, 2), new=(row(4, 0),))
    page = wildberries.order_items(["4", "1", "5", "mine", "1"])
    assert [order.remote_id for order in page.items] == ["4", "1"]
    assert [(item.remote_id, type(item.error)) for item in page.refused] == [("5", NotFound), ("mine", NotFound)]
    assert remote.asked(STATUS)[0].body == {"orders": [4, 1, 5]}


def test_a_new_order_costs_two_calls(wildberries: wildberries_connector, remote: Remote) -> None:
    told(remote, row(1, 80), new=(row(4, 0, requiredMeta=[], optionalMeta=[]),))
    wildberries.order_items(["4"])
    assert [each.path for each in remote.seen] == ["/api/v3/orders/status", "/api/v3/orders/new"]


def test_an_old_order_that_moved_on_is_seen(shop: Shop) -> None:
    order = next(each for each in shop.orders().values() if each.remote_substatus == "ready_for_pickup")
    shop.control("move", {"order": order.remote_id, "status": "sold"})
    _since, until = shop.window()
    pages = shop.connector.pull_orders(since=until - timedelta(minutes=5), until=until)
    now = {each.remote_id: each for page in pages for each in page.items}
    assert now[order.remote_id].status == "delivered"


def test_units_of_one_basket_are_orders_of_their_own(shop: Shop) -> None:
    order = shop.sold(quantity=3)
    basket = [each for each in shop.orders().values() if each.raw["orderUid"] == order.raw["orderUid"]]
    assert [line.quantity for each in basket for line in each.lines] == [1, 1, 1]


def test_an_unknown_status_is_kept_and_not_guessed(shop: Shop) -> None:
    order = shop.sold()
    shop.control("settings", {"odd_status": 1})
    (now,) = shop.connector.order_items([order.remote_id]).items
    assert (now.status, now.remote_substatus) == ("unknown", "stuck_at_customs")
