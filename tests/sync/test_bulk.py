"""One act on many orders: an answer for each, once each, to the end whoever is killed."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import DomainError
from core.models import Membership, Role, Store, User
from fulfillment.models import Shipment
from marketplaces.models import Connection, OutboundChange
from orders.models import BulkAct, Order
from sync import bulk, tasks
from sync.asking import ask_on_orders
from tests.dashboard import world


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine must not turn a short act into a long one."""
    monkeypatch.setattr(bulk, "PATIENCE", 60.0)


@pytest.fixture
def nadia(store: Store) -> User:
    user = User.objects.create_user("nadia@example.org", "correct horse battery", name="Nadia Weber")
    Membership.objects.create(user=user, store=store, role=Role.OWNER)
    return user


def act(store: Store, by: User, kind: str, *orders: Order, **options: object) -> BulkAct:
    return ask_on_orders(store=store, by=by, kind=kind, order_ids=[order.pk for order in orders], options=options)


def now(order: Order) -> Order:
    return Order.objects.get(pk=order.pk)


def test_each_order_has_its_answer_and_one_that_refuses_stops_no_other(
    store: Store, shop: Connection, nadia: User
) -> None:
    first, gone, last = world.order(shop), world.order(shop, status="shipped"), world.order(shop)
    done = act(store, nadia, "hold", first, gone, last, reason="stocktaking")
    assert (done.status, done.succeeded, done.total) == ("completed", 2, 3)
    assert [(row["number"], row["reason"]) for row in done.refused] == [
        (gone.number, f"{gone.number} is closed: there is nothing to hold.")
    ]
    assert now(first).held_reason == now(last).held_reason == "stocktaking"
    assert first.history.first().history_change_reason == "held by Nadia Weber"


def test_a_tag_is_added_to_those_that_are_there_and_taken_off_again(
    store: Store, shop: Connection, nadia: User
) -> None:
    one, two = world.order(shop, tags=["fragile"]), world.order(shop)
    act(store, nadia, "tag", one, two, tag=" gift,  wrap ")
    assert (now(one).tags, now(two).tags) == (["fragile", "gift wrap"], ["gift wrap"])
    act(store, nadia, "tag", one, tag="gift wrap")
    assert now(one).tags == ["fragile", "gift wrap"]
    act(store, nadia, "untag", one, two, tag="gift wrap")
    assert (now(one).tags, now(two).tags) == (["fragile"], [])


def test_confirming_is_for_paid_pending_orders_that_we_send(store: Store, shop: Connection, nadia: User) -> None:
    paid = world.order(shop, status="pending", paid_at=timezone.now())
    unpaid = world.order(shop, status="pending")
    theirs = world.order(shop, status="pending", paid_at=timezone.now(), scheme="marketplace")
    confirmed = world.order(shop)
    done = act(store, nadia, "confirm", paid, unpaid, theirs, confirmed)
    assert now(paid).status == "confirmed"
    assert paid.status_history.get().metadata == {"by": "Nadia Weber"}
    assert [row["number"] for row in done.refused] == [unpaid.number, theirs.number, confirmed.number]
    assert "is not paid yet" in done.refused[0]["reason"]


def test_archiving_and_bringing_back(store: Store, shop: Connection, nadia: User) -> None:
    closed, open_one = world.order(shop, status="delivered"), world.order(shop)
    done = act(store, nadia, "archive", closed, open_one)
    assert now(closed).archived_at and not now(open_one).archived_at
    assert done.refused[0]["number"] == open_one.number
    act(store, nadia, "bring_back", closed)
    assert not now(closed).archived_at


def test_what_was_refused_is_due_again_and_what_waits_for_nothing_says_so(
    store: Store, shop: Connection, nadia: User
) -> None:
    stuck, quiet = world.order(shop), world.order(shop)
    change = OutboundChange.objects.create(
        store=store, connection=shop, kind="cancel", subject_id=stuck.marketplace_orders.get().pk, state="refused",
        wanted_at=world.hours(-1), due_at=world.hours(-1),
    )  # fmt: skip
    done = act(store, nadia, "retry", stuck, quiet)
    change.refresh_from_db()
    assert change.state == "waiting"
    assert [row["number"] for row in done.refused] == [quiet.number]


def test_shipping_leaves_whole_with_each_number_and_twice_makes_no_second_parcel(
    store: Store, shop: Connection, nadia: User
) -> None:
    made = world.order(shop, quantity=2, lines=2)
    for number, line in enumerate(made.items.order_by("position")):
        world.reserve(line, world.variant(store, f"SKU-{number}"), granted=2)
    options = {"carrier": "CDEK", "tracking": {str(made.pk): "TR-1"}}
    done = act(store, nadia, "ship", made, **options)
    parcel = Shipment.objects.get()
    assert (done.refused, parcel.carrier, parcel.tracking_number) == ([], "CDEK", "TR-1")
    assert (now(made).status, parcel.items.count()) == ("shipped", 2)
    again = act(store, nadia, "ship", made, **options)
    assert "nothing left to ship" in again.refused[0]["reason"]
    assert Shipment.objects.count() == 1


def test_the_same_press_is_one_act(store: Store, shop: Connection, nadia: User) -> None:
    made = world.order(shop)
    asked = {"store": store, "by": nadia, "kind": "hold", "order_ids": [made.pk], "options": {"reason": "x"}}
    first = ask_on_orders(**asked, request_key="press-1")
    second = ask_on_orders(**asked, request_key="press-1")
    assert first.pk == second.pk
    assert made.history.count() == 2


def test_a_strangers_order_is_not_there(store: Store, shop: Connection, nadia: User) -> None:
    elsewhere = Store.objects.create(slug="elsewhere", name="Elsewhere")
    theirs = world.order(world.connection(elsewhere))
    done = act(store, nadia, "hold", theirs, reason="x")
    assert done.refused[0]["reason"] == "This order is not there any more."
    assert not now(theirs).held_at


def test_nothing_ticked_too_much_ticked_and_no_tag_are_said(
    store: Store, shop: Connection, nadia: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = world.order(shop)
    with pytest.raises(DomainError, match="No order was ticked"):
        act(store, nadia, "hold")
    with pytest.raises(DomainError, match="Enter the tag"):
        act(store, nadia, "tag", made, tag=" , ")
    monkeypatch.setattr(bulk, "MOST", 1)
    with pytest.raises(DomainError, match="More than 1 orders at once"):
        act(store, nadia, "hold", made, made, reason="x")
    assert not BulkAct.objects.exists()


def test_what_takes_longer_than_patience_is_handed_on_and_finished(
    store: Store, shop: Connection, nadia: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [world.order(shop) for _each in range(4)]
    monkeypatch.setattr(bulk, "PATIENCE", -1.0)
    begun = act(store, nadia, "hold", *made, reason="x")
    assert (begun.status, begun.done) == ("pending", 0)
    assert bulk.waiting() == [begun.pk]
    tasks.act_on_orders(str(begun.pk))
    begun.refresh_from_db()
    assert (begun.status, begun.succeeded, bulk.waiting()) == ("completed", 4, [])


def test_an_act_whose_worker_is_gone_goes_on_where_it_was(store: Store, shop: Connection, nadia: User) -> None:
    made = [world.order(shop) for _each in range(3)]
    act = bulk.begin(store=store, by=nadia, kind="hold", order_ids=[each.pk for each in made], options={"reason": "x"})
    bulk._next(act)  # the first is done, then the worker dies
    assert bulk.waiting() == []
    BulkAct.objects.filter(pk=act.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert bulk.waiting() == [act.pk]
    assert bulk.carry_out(act.pk)
    assert [each.history.count() for each in made] == [2, 2, 2]


def test_a_fault_of_ours_costs_one_order(
    store: Store, shop: Connection, nadia: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, fine = world.order(shop), world.order(shop)
    real = bulk.ACTS["hold"]

    def hold(order: Order, act: BulkAct) -> None:
        if order.pk == broken.pk:
            raise ZeroDivisionError
        real(order, act)

    monkeypatch.setattr(bulk, "ACTS", {"hold": hold})
    done = act(store, nadia, "hold", broken, fine, reason="x")
    assert "the fault is ours" in done.refused[0]["reason"]
    assert now(fine).held_at


def test_an_order_that_does_not_exist_is_named_and_skipped(store: Store, shop: Connection, nadia: User) -> None:
    done = ask_on_orders(store=store, by=nadia, kind="hold", order_ids=[uuid.uuid4()], options={"reason": "x"})
    assert (done.status, done.succeeded, len(done.refused)) == ("completed", 0, 1)
