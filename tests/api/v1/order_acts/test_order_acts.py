"""One act on many orders, by program: an answer for each, one that refuses stops no other, twice is once."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from api.models import IdempotencyKey
from fulfillment.models import Shipment
from marketplaces.models import Connection
from orders.models import BulkAct, Order
from orders.services import lifecycle
from sync import bulk, tasks
from tests.api.conftest import Program
from tests.dashboard import world
from tests.dashboard.conftest import Cast

PATH = "/api/v1/orders/acts/"


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine must not turn a short act into a long one."""
    monkeypatch.setattr(bulk, "PATIENCE", 60.0)


@pytest.fixture
def shop(cast: Cast) -> Connection:
    return world.connection(cast.store)


def act(program: Program, kind: str, *orders: Order | uuid.UUID, key: str = "", **more: Any) -> Any:
    ids = [str(getattr(order, "pk", order)) for order in orders]
    headers = {"Idempotency_Key": key} if key else {}
    return program.post(PATH, {"act": kind, "orders": ids, **more}, **headers)


def test_each_order_has_its_answer(owner: Program, shop: Connection) -> None:
    one, closed, other, nobodys = (
        world.order(shop),
        world.order(shop, status="shipped"),
        world.order(shop),
        uuid.uuid4(),
    )
    answer = act(owner, "hold", one, closed, nobodys, other, reason="Stocktaking")
    assert answer.status == 201
    told = answer.body
    assert (told["act"], told["status"], told["total"], told["done"], told["refused"]) == ("hold", "completed", 4, 2, 2)
    assert [(row["order"], row["number"], row["status"]) for row in told["results"]] == [
        (str(one.pk), one.number, 200),
        (str(closed.pk), closed.number, 422),
        (str(nobodys), "", 404),
        (str(other.pk), other.number, 200),
    ]
    assert told["results"][0]["errors"] == []
    assert told["results"][1]["errors"] == [{"message": f"{closed.number} is closed: there is nothing to hold."}]
    assert owner.get(f"{PATH}{told['id']}/").body == told
    assert Order.objects.get(pk=one.pk).held_reason == "Stocktaking"


def test_every_act_of_a_single_order_is_there_for_many(owner: Program, shop: Connection) -> None:
    order = world.order(shop)
    world.reserve(order.items.get(), world.variant(shop.store), granted=1)
    steps: list[tuple[str, dict[str, Any]]] = [
        ("hold", {"reason": "x"}), ("release", {}), ("tag", {"tag": "gift"}), ("untag", {"tag": "gift"}),
        ("ship", {"carrier": "DHL", "tracking_numbers": {str(order.pk): "JJD1"}}),
    ]  # fmt: skip
    for kind, more in steps:
        told = act(owner, kind, order, **more).body
        assert (told["act"], told["done"], told["results"][0]["errors"]) == (kind, 1, [])
    assert Shipment.objects.get(order=order).tracking_number == "JJD1"
    closed = world.order(shop, status="delivered")
    assert [act(owner, kind, closed).body["done"] for kind in ("archive", "restore")] == [1, 1]
    assert act(owner, "retry", closed).body["results"][0]["status"] == 422
    assert act(owner, "confirm", closed).body["results"][0]["status"] == 422


def test_the_same_key_is_the_same_act_also_when_its_answer_was_lost(owner: Program, shop: Connection) -> None:
    order = world.order(shop)
    first = act(owner, "hold", order, key="k-1", reason="x")
    again = act(owner, "hold", order, key="k-1", reason="x")
    assert again.headers["Idempotent-Replayed"] == "true" and again.body == first.body
    IdempotencyKey.objects.all().delete()
    assert act(owner, "hold", order, key="k-1", reason="x").body["id"] == first.body["id"]
    assert act(owner, "hold", order, reason="y").body["id"] != first.body["id"]
    assert BulkAct.objects.count() == 2


def test_a_long_act_goes_on_behind_and_says_what_waits(
    owner: Program, shop: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "PATIENCE", -1.0)
    told = act(owner, "hold", world.order(shop), world.order(shop), reason="x").body
    assert told["status"] == "pending" and [row["status"] for row in told["results"]] == [None, None]
    tasks.act_on_orders(told["id"])
    told = owner.get(f"{PATH}{told['id']}/").body
    assert told["status"] == "completed" and [row["status"] for row in told["results"]] == [200, 200]


def test_a_fault_of_ours_is_said_to_be_one(owner: Program, shop: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_given: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(lifecycle, "hold", broken)
    row = act(owner, "hold", world.order(shop), reason="x").body["results"][0]
    assert row["status"] == 500 and "the fault is ours" in row["errors"][0]["message"]


def test_orders_of_others_are_not_there_and_stay_as_they_are(
    stranger: Program, owner: Program, shop: Connection
) -> None:
    order = world.order(shop)
    told = act(stranger, "hold", order, reason="x").body
    assert [(row["number"], row["status"]) for row in told["results"]] == [("", 404)]
    assert Order.objects.get(pk=order.pk).held_at is None
    assert owner.get(f"{PATH}{told['id']}/").status == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"act": "hold"}, "reason"),
        ({"act": "tag"}, "tag"),
        ({"act": "release", "reason": "x"}, "reason"),
        ({"act": "hold", "reason": "x", "carrier": "DHL"}, "carrier"),
        ({"act": "ship", "tracking_numbers": {"7ad64a1d-36e1-4a09-b6af-0c17684ebb89": "1"}}, "tracking_numbers"),
        ({"act": "sell"}, "act"),
        ({"act": "release", "orders": []}, "orders"),
        ({"act": "release", "orders": ["x"]}, "orders"),
        ({"act": "release", "orders": [str(uuid.UUID(int=7))] * 2}, "orders"),
        ({"act": "release", "orders": [str(uuid.UUID(int=n)) for n in range(5001)]}, "orders"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_done(
    owner: Program, shop: Connection, body: dict[str, Any], field: str
) -> None:
    order = world.order(shop)
    answer = owner.post(PATH, {"orders": [str(order.pk)], **body})
    assert answer.status == 400 and answer.body["errors"][0]["field"].startswith(field), answer.body
    assert not BulkAct.objects.exists()


def test_a_tag_of_commas_is_none(owner: Program, shop: Connection) -> None:
    answer = act(owner, "tag", world.order(shop), tag=" , ")
    assert answer.status == 422 and answer.body["errors"][0]["field"] == "tag"
