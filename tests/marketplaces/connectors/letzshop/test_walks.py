"""Walks by state and by change: all of it, nothing for ever, and no more calls than are needed."""

from datetime import UTC, datetime, timedelta

import pytest

from marketplaces.framework.errors import LoginExpired, NotFound, UnexpectedPayload

from .samples import order, orders, shipment, shipments, unit

UNTIL = datetime(2026, 1, 8, 12, 0, tzinfo=UTC)
DAY = timedelta(hours=3)  # a window without a midnight


def asked(remote):
    return [(each.variables["state"], each.variables["after"]) for each in remote.asked("ShipmentsByState")]


def walk(connector, *, window=DAY, cursor=None):
    return list(connector.pull_orders(since=UNTIL - window, until=UNTIL, cursor=cursor))


def by_state(pages):
    """Answers of a shop: state to pages, each with the cursor behind it."""

    def reply(seen):
        held = pages.get(seen.variables["state"], {})
        rows, after = held.get(seen.variables["after"] or "", ([], ""))
        return shipments(rows, after=after)

    return reply


def numbers(pages):
    return [each.remote_id for page in pages for each in page.items]


def test_new_ones_and_confirmed_ones_are_read_and_declined_ones_once_a_day(remote, letzshop):
    remote.answers("ShipmentsByState", by_state({}))
    walk(letzshop)
    assert [state for state, _ in asked(remote)] == ["unconfirmed", "confirmed"]
    remote.seen.clear()
    walk(letzshop, window=timedelta(hours=13))
    assert [state for state, _ in asked(remote)] == ["unconfirmed", "confirmed", "declined"]


@pytest.mark.parametrize(
    ("since", "until", "daily"),
    [
        ("2026-01-08T00:00:00+00:00", "2026-01-08T23:59:59+00:00", False),
        ("2026-01-07T23:59:59+00:00", "2026-01-08T00:00:01+00:00", True),
        ("2026-03-29T00:30:00+01:00", "2026-03-29T02:30:00+02:00", True),  # 23:30 UTC to 00:30 UTC
        ("2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00", False),
    ],
)
def test_the_day_of_declined_ones_is_utcs_whatever_the_clocks_do(remote, letzshop, since, until, daily):
    remote.answers("ShipmentsByState", by_state({}))
    list(letzshop.pull_orders(since=datetime.fromisoformat(since), until=datetime.fromisoformat(until)))
    assert ("declined" in [state for state, _ in asked(remote)]) is daily


def test_pages_are_followed_to_their_end_and_only_the_last_is_final(remote, letzshop):
    held = {
        "unconfirmed": {"": ([shipment(1)], "A"), "A": ([shipment(2)], "B"), "B": ([shipment(3)], "")},
        "confirmed": {"": ([shipment(4, state="confirmed")], "")},
    }
    remote.answers("ShipmentsByState", by_state(held))
    pages = walk(letzshop)
    assert numbers(pages) == ["Ship-1", "Ship-2", "Ship-3", "Ship-4"]
    assert asked(remote) == [("unconfirmed", None), ("unconfirmed", "A"), ("unconfirmed", "B"), ("confirmed", None)]
    assert [page.safe_until for page in pages] == [None, None, None, UNTIL]
    rest = walk(letzshop, cursor=pages[1].cursor)
    assert numbers(rest) == ["Ship-3", "Ship-4"]


def test_old_confirmed_ones_are_not_read_again_where_the_list_is_newest_first(remote, letzshop):
    def page(*days):
        return [shipment(n, state="confirmed", completedAt=f"{day}T10:00:00Z") for n, day in enumerate(days)]

    held = {"": (page("2026-01-07", "2026-01-06"), "A"), "A": (page("2025-11-02", "2025-11-01"), "B")}
    remote.answers("ShipmentsByState", by_state({"confirmed": held}))
    walk(letzshop)
    assert asked(remote) == [("unconfirmed", None), ("confirmed", None), ("confirmed", "A")]


def test_a_list_in_another_order_is_read_to_its_end(remote, letzshop):
    rows = [shipment(n, state="confirmed", completedAt=f"2025-0{n}-01T10:00:00Z") for n in (1, 2)]
    last = [shipment(9, state="confirmed", completedAt="2026-01-07T10:00:00Z")]
    remote.answers("ShipmentsByState", by_state({"confirmed": {"": (rows, "A"), "A": (last, "")}}))
    assert "Ship-9" in numbers(walk(letzshop))


@pytest.mark.parametrize(
    "answer",
    [
        shipments([shipment(1)], after="A"),
        shipments([], after="A"),
        {"data": {"shipments": {"nodes": [shipment(1)], "pageInfo": {"hasNextPage": True, "endCursor": None}}}},
        shipments([shipment(1, state="declined")]),
    ],
)
def test_a_list_that_does_not_move_or_is_another_one_is_noticed(remote, letzshop, answer):
    remote.answers("ShipmentsByState", answer)
    with pytest.raises(UnexpectedPayload) as caught:
        walk(letzshop)
    assert caught.value.fix
    assert len(remote.seen) <= 2


def test_one_odd_shipment_never_stops_the_others(remote, letzshop):
    rows = [shipment(1, completedAt="soon"), shipment(2), shipment(3)]
    error = {"message": "Cannot return null", "path": ["shipments", "nodes", 2, "order"]}
    remote.answers("ShipmentsByState", shipments(rows, errors=[error]), shipments([]))
    first = walk(letzshop)[0]
    assert [each.remote_id for each in first.items] == ["Ship-2"]
    assert [(each.remote_id, each.error.said) for each in first.refused] == [
        ("Ship-1", ""), ("Ship-3", "Cannot return null"),
    ]  # fmt: skip


def test_an_error_that_names_no_shipment_spoils_the_page(remote, letzshop):
    error = {"message": "Timeout", "path": ["shipments"]}
    remote.answers("ShipmentsByState", shipments([shipment(1)], errors=[error]))
    with pytest.raises(UnexpectedPayload) as caught:
        walk(letzshop)
    assert caught.value.said == "Timeout"


def test_a_key_that_is_refused_with_http_200_signs_us_out(remote, letzshop):
    error = {"message": "You are not authorized", "path": ["shipments"], "extensions": {"code": "UNAUTHORIZED"}}
    remote.answers("ShipmentsByState", {"data": None, "errors": [error]})
    with pytest.raises(LoginExpired):
        walk(letzshop)


def test_a_shipment_is_looked_for_no_further_than_it_is_found(remote, letzshop):
    held = {"unconfirmed": {"": ([shipment(1)], "A")}, "confirmed": {"": ([shipment(2, state="confirmed")], "A")}}
    remote.answers("ShipmentsByState", by_state(held))
    assert numbers([letzshop.order_items(["Ship-1"])]) == ["Ship-1"]
    assert asked(remote) == [("unconfirmed", None)]


def test_a_number_that_is_in_no_list_is_refused_alone(remote, letzshop):
    remote.answers("ShipmentsByState", by_state({"confirmed": {"": ([shipment(2, state="confirmed")], "")}}))
    page = letzshop.order_items(["Ship-2", "Ship-404", "Ship-2"])
    assert numbers([page]) == ["Ship-2"]
    assert [(each.remote_id, type(each.error)) for each in page.refused] == [("Ship-404", NotFound)]


# Seed ----------------------------------------------------------------------------------------------------------------
def test_seed_goes_on_by_time_where_the_oldest_change_comes_first(remote, seed):
    rows = [order(n, updatedAt=f"2026-01-08T10:0{n}:00Z") for n in range(3)]
    remote.answers("GetOrders", orders(rows, after="X"), orders([rows[2], order(9, updatedAt="2026-01-08T11:00:00Z")]))
    pages = walk(seed)
    assert set(numbers(pages)) == {"0", "1", "2", "9"}
    assert [(each.variables["since"], each.variables["after"]) for each in remote.asked("GetOrders")] == [
        ("2026-01-08T09:00:00Z", None), ("2026-01-08T10:02:00Z", None),
    ]  # fmt: skip
    assert [page.safe_until for page in pages] == [None, UNTIL]


def test_seed_goes_on_by_place_where_the_list_has_no_order(remote, seed):
    rows = [order(1, updatedAt="2026-01-08T11:00:00Z"), order(2, updatedAt="2026-01-08T10:00:00Z")]
    remote.answers("GetOrders", orders(rows, after="X"), orders([order(3)]))
    pages = walk(seed)
    assert [each.variables["after"] for each in remote.asked("GetOrders")] == [None, "X"]
    assert set(numbers(walk(seed, cursor=pages[0].cursor))) == {"3"}


def test_seed_that_gives_the_same_page_for_ever_is_noticed(remote, seed):
    remote.answers("GetOrders", orders([order(1, updatedAt="2026-01-08T10:00:00Z")], after="X"))
    with pytest.raises(UnexpectedPayload):
        walk(seed)
    assert len(remote.seen) <= 4


def test_seed_finds_orders_by_number(remote, seed):
    remote.answers("GetOrders", orders([order(1), order(2)]))
    page = seed.order_items(["2", "404"])
    assert numbers([page]) == ["2"]
    assert [each.remote_id for each in page.refused] == ["404"]


def test_the_test_call_asks_for_what_only_the_key_opens(remote, letzshop, seed):
    remote.answers("Test", {"data": {"products": {"nodes": []}, "shipments": {"nodes": []}}})
    assert letzshop.account().remote_account_id == "atelier-lumen"
    error = {"message": "You are not authorized", "path": ["shipments"]}
    remote.answers("Test", {"data": {"products": {"nodes": []}, "shipments": None}, "errors": [error]})
    with pytest.raises(LoginExpired):
        letzshop.account()
    remote.answers("Test", {"data": {"orders": {"edges": []}}})
    assert seed.account().currency == "EUR"
    assert {each.headers["Authorization"] for each in remote.seen} == {"Bearer planted-letzshop-key"}


def test_nothing_is_asked_that_fails_on_their_side(remote, letzshop):
    remote.answers("ShipmentsByState", shipments([shipment(1, units=[unit()])]), shipments([]))
    walk(letzshop)
    assert all("tracking" not in each.body["query"] for each in remote.seen)
