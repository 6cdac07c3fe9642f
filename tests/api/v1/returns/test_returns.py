"""Returns read by program."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from inventory.models import InventoryChange, Stock
from marketplaces.models import Connection
from orders.models import Order, OrderReturn
from orders.models.order_return import OrderReturnLine
from tests.api.conftest import Program
from tests.dashboard import world
from tests.dashboard.conftest import Cast

PATH = "/api/v1/returns/"


@pytest.fixture
def order(cast: Cast) -> Order:
    return world.order(world.connection(cast.store), quantity=2)


def sent_back(order: Order, remote_id: str, **more: object) -> OrderReturn:
    now = timezone.now()
    shop = order.connection
    assert isinstance(shop, Connection)
    values = {
        "status": "requested", "remote_status": "REQUESTED", "refund_amount": Decimal("6200"), "currency": "RUB",
        "requested_at": now, "remote_updated_at": now, "reason": "Too small",
    } | more  # fmt: skip
    made = OrderReturn.objects.create(
        store=order.store, connection=shop, order=order, remote_id=remote_id, order_remote_id="x", **values
    )
    OrderReturnLine.objects.create(order_return=made, order_item=order.items.get(), sku="ORI-LMP-1", quantity=1)
    return made


def test_they_are_listed_newest_first_and_filtered(owner: Program, order: Order) -> None:
    now = timezone.now()
    old = sent_back(order, "r-1", status="refunded", refund_given=True, requested_at=now - timedelta(days=3))
    new = sent_back(order, "r-2", came_back=True)
    yesterday = (now - timedelta(days=1)).isoformat()
    for query, found in (
        ({}, [new, old]), ({"status": "refunded"}, [old]), ({"refund_given": "true"}, [old]),
        ({"came_back": "false"}, [old]), ({"since": yesterday}, [new]), ({"until": yesterday}, [old]),
        ({"order": str(order.pk)}, [new, old]), ({"marketplace": "shopee"}, []),
        ({"connection": str(order.connection_id)}, [new, old]),
    ):  # fmt: skip
        answer = owner.get(PATH, query)
        assert [row["id"] for row in answer.body["results"]] == [str(each.pk) for each in found], query


def test_one_return_stands_on_its_order_too_and_a_packer_sees_no_money(
    owner: Program, packer: Program, order: Order
) -> None:
    made = sent_back(order, "r-1")
    body = owner.get(f"{PATH}{made.pk}/").body
    assert (body["order_number"], body["refund_amount"], body["currency"]) == (order.number, "6200.00", "RUB")
    (line,) = body["lines"]
    assert (line["line"], line["quantity"], line["decision"]) == (str(order.items.get().pk), 1, "")
    assert owner.get(f"/api/v1/orders/{order.pk}/").body["returns"] == [body]
    assert packer.get(f"{PATH}{made.pk}/").body["refund_amount"] is None


def test_a_return_whose_order_was_not_read_yet_is_there_too(owner: Program, order: Order) -> None:
    made = sent_back(order, "r-1")
    OrderReturn.objects.filter(pk=made.pk).update(order=None)
    body = owner.get(f"{PATH}{made.pk}/").body
    assert (body["order"], body["order_number"]) == (None, "")


# What becomes of the goods -------------------------------------------------------------------------------------------


def test_what_came_back_is_put_on_the_shelf_once(packer: Program, cast: Cast, order: Order) -> None:
    lamp = world.variant(cast.store)
    order.items.update(variant=lamp, product=lamp.product)
    made = sent_back(order, "r-1", status="refunded", came_back=True)
    line = str(made.lines.get().pk)
    answer = packer.post(f"{PATH}{made.pk}/put-back/", {"line": line, "quantity": 1})
    assert answer.status == 200, answer.body
    (told,) = answer.body["lines"]
    assert (told["decision"], told["put_back_quantity"], told["decided_by"]) == ("put_back", 1, "Marc Thill")
    assert Stock.objects.get().on_hand == 6 and InventoryChange.objects.get().cause == "returned"
    again = packer.post(f"{PATH}{made.pk}/write-off/", {"line": line})
    assert again.status == 422 and "decided before" in again.body["detail"]


def test_more_than_came_back_and_goods_nobody_knows_are_refused(owner: Program, order: Order) -> None:
    made = sent_back(order, "r-1", status="refunded", came_back=True)
    line = str(made.lines.get().pk)
    many = owner.post(f"{PATH}{made.pk}/put-back/", {"line": line, "quantity": 2})
    assert many.status == 422 and many.body["errors"][0]["field"] == "quantity"
    assert owner.post(f"{PATH}{made.pk}/put-back/", {"line": line, "quantity": 1}).status == 422
    assert owner.post(f"{PATH}{made.pk}/write-off/", {"line": line}).body["lines"][0]["decision"] == "written_off"


def test_a_line_of_another_return_and_a_place_of_a_stranger_are_not_found(
    owner: Program, cast: Cast, order: Order
) -> None:
    made, other = (sent_back(order, name, status="refunded", came_back=True) for name in ("r-1", "r-2"))
    assert owner.post(f"{PATH}{made.pk}/write-off/", {"line": str(other.lines.get().pk)}).status == 404
    theirs = str(world.location(cast.elsewhere).pk)
    body = {"line": str(made.lines.get().pk), "quantity": 1, "location": theirs}
    assert owner.post(f"{PATH}{made.pk}/put-back/", body).status == 404


def test_each_unit_is_sold_again_damaged_or_lost(packer: Program, order: Order) -> None:
    world.reserve(order.items.get(), world.variant(order.store), granted=0)
    made = sent_back(order, "r-1", status="accepted", came_back=True)
    path = f"{PATH}{made.pk}/decide/"
    line = str(made.lines.get().pk)
    assert packer.post(path, {"line": line, "sellable": 1, "lost": 1}).status == 422
    answer = packer.post(path, {"line": line, "damaged": 1, "condition": "Lid broken"})
    assert answer.status == 200, answer.body
    (row,) = answer.body["lines"]
    assert (row["decision"], row["damaged_quantity"], row["condition"]) == ("written_off", 1, "Lid broken")
    assert packer.post(path, {"line": line, "lost": 1}).status == 422
