"""A supply of several orders: what fits, what it says of what does not, and what is in it besides."""

from dataclasses import replace
from typing import Any

import pytest

from marketplaces.canonical.marks import MarkKind
from marketplaces.canonical.supplies import SuppliedOrder, SupplyRequest
from marketplaces.connectors.wildberries import connector as wildberries_connector
from marketplaces.framework.errors import NotFound, Rejected
from tests.contract.exercise import supply_of
from tests.contract.shop import Shop
from tests.marketplaces.connectors.remote import Remote, Seen
from tests.marketplaces.connectors.wildberries.exercise import CODES
from tests.marketplaces.connectors.wildberries.test_handover import again, put_together, supplies

NEW = {"supplierStatus": "new", "wbStatus": "waiting"}


def test_the_supply_that_held_an_accepted_order_alone_is_taken_away(shop: Shop) -> None:
    order, other = shop.sold(), shop.sold()
    shop.connector.accept_order(order.remote_id)
    alone = supplies(shop, order.remote_id)
    made = shop.connector.keep_supply(supply_of(again(shop, order.remote_id), other))
    assert supplies(shop, order.remote_id) == supplies(shop, other.remote_id) == made.remote_id
    with pytest.raises(NotFound), shop.trouble():
        shop.connector.keep_supply(supply_of(order, remote_id=alone))


def test_a_supply_of_the_portal_is_left_there_when_it_is_empty(shop: Shop) -> None:
    order = shop.sold()
    portal = put_together(shop, order.remote_id)
    shop.connector.keep_supply(supply_of(again(shop, order.remote_id)))
    assert shop.connector.keep_supply(supply_of(remote_id=portal)).inside == frozenset()


def test_what_somebody_put_in_at_the_portal_does_not_leave_unseen(shop: Shop) -> None:
    mine, theirs = shop.sold(), shop.sold()
    portal = put_together(shop, mine.remote_id, theirs.remote_id)
    with pytest.raises(Rejected, match=f"also holds 1 orders that are not in it here: {theirs.remote_id}"):
        shop.connector.keep_supply(supply_of(mine, remote_id=portal, hand_over=True))
    assert shop.status_of(mine) == "processing"


def test_a_supply_that_is_gone_is_said_so(shop: Shop) -> None:
    with pytest.raises(NotFound), shop.trouble():
        shop.connector.keep_supply(supply_of(remote_id="WB-GI-1"))


def test_it_has_a_code_to_print_only_when_it_has_left(shop: Shop) -> None:
    made = shop.connector.keep_supply(supply_of(shop.sold()))
    with pytest.raises(Rejected, match="not handed over yet"), shop.trouble():
        shop.connector.supply_sheet(made.remote_id)


def test_codes_are_told_before_it_leaves_and_once(shop: Shop) -> None:
    order, plain = shop.sold(marked=["sgtin"]), shop.sold()
    marked = SuppliedOrder(
        order_remote_id=order.remote_id, order_raw=order.raw, marks={MarkKind.SGTIN: CODES[MarkKind.SGTIN]}
    )
    bare = supply_of(order, plain, hand_over=True)
    with pytest.raises(Rejected, match="Marking codes are missing"), shop.trouble():
        shop.connector.keep_supply(bare)
    full = replace(bare, orders=(marked, *bare.orders[1:]), maybe_made=True)
    assert shop.connector.keep_supply(full).handed_over


def rows_of(*kinds: tuple[int, int]) -> tuple[SuppliedOrder, ...]:
    """Orders of these sizes and offices."""
    return tuple(
        SuppliedOrder(
            order_remote_id=str(at),
            order_raw={"cargoType": size, "crossBorderType": 0, "officeId": office, "supplyId": ""},
        )
        for at, (size, office) in enumerate(kinds, start=1)
    )


def plays(remote: Remote, orders: tuple[SuppliedOrder, ...], *, misfits: frozenset[int] = frozenset()) -> None:
    """A supply WB-1 that takes any call without misfits, and keeps what is in it."""
    inside: list[int] = []

    def put(seen: Seen) -> Any:
        numbers = seen.body["orders"]
        if misfits & set(numbers):
            return 409, {"code": "FailedToAddSupplyOrder", "message": "no"}
        inside.extend(numbers)
        return 204, None

    remote.answers("POST /api/v3/supplies", (201, {"id": "WB-1"}))
    remote.answers("GET /api/v3/supplies/WB-1", (200, {"id": "WB-1", "name": "Supply", "done": False}))
    remote.answers("GET /api/marketplace/v3/supplies/WB-1/order-ids", lambda _seen: (200, {"orderIds": list(inside)}))
    told = [{"id": int(order.order_remote_id), **NEW} for order in orders]
    remote.answers("POST /api/v3/orders/status", (200, {"orders": told}))
    remote.answers("PATCH /api/marketplace/v3/supplies/WB-1/orders", put)


PUT = "PATCH /api/marketplace/v3/supplies/WB-1/orders"


def test_goods_of_another_size_are_refused_without_a_call(remote: Remote, wildberries: wildberries_connector) -> None:
    orders = rows_of((1, 123), (1, 123), (2, 123), (1, 124))
    plays(remote, orders)
    result = wildberries.keep_supply(SupplyRequest(name="Supply", orders=orders))
    assert result.inside == {"1", "2"}
    assert {each.remote_id for each in result.refused} == {"3", "4"}
    assert remote.bodies(PUT) == [{"orders": [1, 2]}]


def test_one_that_only_wildberries_knows_not_to_fit_is_found(
    remote: Remote, wildberries: wildberries_connector
) -> None:
    orders = rows_of(*[(1, 123)] * 5)
    plays(remote, orders, misfits=frozenset({4}))
    result = wildberries.keep_supply(SupplyRequest(name="Supply", orders=orders))
    assert result.inside == {"1", "2", "3", "5"}
    ((refused),) = result.refused
    assert (refused.remote_id, refused.error.remote_code) == ("4", "FailedToAddSupplyOrder")


def test_a_hundred_are_added_at_a_time(remote: Remote, wildberries: wildberries_connector) -> None:
    orders = rows_of(*[(1, 123)] * 230)
    plays(remote, orders)
    assert len(wildberries.keep_supply(SupplyRequest(name="Supply", orders=orders)).inside) == 230
    assert [len(body["orders"]) for body in remote.bodies(PUT)] == [100, 100, 30]


def test_a_supply_that_may_have_been_made_is_looked_for_on_every_page(
    remote: Remote, wildberries: wildberries_connector
) -> None:
    orders = rows_of((1, 123))
    plays(remote, orders)
    older = [{"id": f"WB-{at}", "name": f"Old {at}", "done": True} for at in range(1000, 2000)]
    page = {"next": 2000, "supplies": older}, {"next": 1, "supplies": [{"id": "WB-1", "name": "Supply", "done": False}]}
    remote.answers("GET /api/v3/supplies", *page)
    result = wildberries.keep_supply(SupplyRequest(name="Supply", orders=orders, maybe_made=True))
    assert result.remote_id == "WB-1"
    assert [seen.value("next") for seen in remote.asked("GET /api/v3/supplies")] == ["0", "2000"]
    assert remote.asked("POST /api/v3/supplies") == []
