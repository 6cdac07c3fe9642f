"""The key pool by program: in counts; no key leaves."""

from __future__ import annotations

from decimal import Decimal

import pytest

from core.models import OutgoingMail
from fulfillment.models import LicenseKey, SupplierOrder
from fulfillment.services.keys import assigning, delivering, files, pool
from inventory.models import Variant
from orders.models import Order, OrderItem
from tests.api.conftest import Program, program
from tests.dashboard import world
from tests.dashboard.conftest import Cast


def test_the_pool_is_told_in_counts_and_no_key_leaves(owner: Program, stranger: Program, cast: Cast) -> None:
    variant = world.variant(cast.store)
    rows = files.read(b"SECRET-KEY-1\nSECRET-KEY-2", zone=cast.store.zone)
    assert pool.load(store=cast.store, rows=rows, variant=variant, by="Anna").added == 2
    answer = owner.get("/api/v1/keys/")
    assert answer.status == 200
    (row,) = answer.body["results"]
    assert (row["sku"], row["pool"], row["reserved"], row["gone"]) == (variant.sku, 2, 0, 0)
    assert b"SECRET" not in answer.raw
    assert stranger.get("/api/v1/keys/").body["results"] == []


LOAD, REVOKE = "/api/v1/keys/load/", "/api/v1/keys/revoke/"


def in_pool(cast: Cast, *keys: str, cost: str = "4.20") -> Variant:
    variant = world.variant(cast.store, sku="GAME-1")
    Variant.objects.filter(pk=variant.pk).update(cost=Decimal(cost), currency="EUR")
    rows = files.read("\n".join(keys).encode(), zone=cast.store.zone)
    assert pool.load(store=cast.store, rows=rows, variant=variant, by="Anna").added == len(keys)
    variant.refresh_from_db()
    return variant


def test_keys_come_in_by_program_and_each_line_that_is_not_taken_says_why(owner: Program, cast: Cast) -> None:
    in_pool(cast, "OLD-KEY-1")
    answer = owner.post(LOAD, {"text": "NEW-KEY-1\nOLD-KEY-1\nNEW-KEY-1", "sku": "GAME-1"}, Idempotency_Key="a")
    assert (answer.status, answer.body["done"]) == (200, 1)
    assert [row["line"] for row in answer.body["refused"]] == [2, 3]
    again = owner.post(LOAD, {"text": "NEW-KEY-1\nOLD-KEY-1\nNEW-KEY-1", "sku": "GAME-1"}, Idempotency_Key="a")
    assert again.body == answer.body and LicenseKey.objects.count() == 2
    assert b"KEY-1" not in answer.raw
    unknown = owner.post(LOAD, {"text": "NEW-KEY-2", "sku": "NOPE"})
    assert (unknown.status, unknown.body["errors"][0]["field"]) == (422, "sku")


def test_keys_are_revoked_by_program_with_who_and_why(owner: Program, cast: Cast) -> None:
    in_pool(cast, "BAD-KEY-1", "GOOD-KEY-2")
    answer = owner.post(REVOKE, {"text": "BAD-KEY-1\nNEVER-SEEN", "why": "The supplier took it back"})
    assert (answer.status, answer.body["done"], answer.body["refused"][0]["line"]) == (200, 1, 2)
    gone = LicenseKey.objects.get(state="revoked")
    assert gone.key == "BAD-KEY-1"
    said = gone.history.first().history_change_reason
    assert said.startswith(f"revoked by {cast.owner}") and said.endswith("The supplier took it back")
    assert owner.post(REVOKE, {"text": "GOOD-KEY-2", "why": ""}).status == 400
    assert LicenseKey.objects.filter(state="pool").count() == 1


def test_who_may_not_manage_neither_loads_nor_revokes_nor_replaces(
    packer: Program, reader: Program, stranger: Program, cast: Cast, order: Order
) -> None:
    key = LicenseKey.objects.get(order_item__order=order)
    for who in (packer, reader):
        assert who.post(LOAD, {"text": "K-9", "sku": "GAME-1"}).status == 403
        assert who.post(REVOKE, {"text": "K-9", "why": "Wanted to"}).status == 403
        assert who.post(f"/api/v1/orders/{order.pk}/keys/{key.pk}/replace/", {"why": "Wanted to"}).status == 403
    assert stranger.post(f"/api/v1/orders/{order.pk}/keys/{key.pk}/replace/", {"why": "Wanted to"}).status == 404
    assert stranger.get(f"/api/v1/orders/{order.pk}/keys/").status == 404
    assert program(cast.store, cast.owner, "stock:read").post(LOAD, {"text": "K-9"}).status == 403
    assert set(LicenseKey.objects.values_list("state", flat=True)) == {"sent", "pool"}


@pytest.fixture
def order(cast: Cast) -> Order:
    """One digital line, its key handed over by a link; one more lies in the pool."""
    variant = in_pool(cast, "FIRST-KEY", "OTHER-KEY")
    made = world.order(world.connection(cast.store), quantity=1)
    OrderItem.objects.filter(order=made).update(is_digital=True, variant=variant, cancelled_quantity=0)
    Order.objects.filter(pk=made.pk).update(status="confirmed", currency="EUR")
    assigning.assign(OrderItem.objects.get(order=made).pk)
    assert delivering.hand_over(made.pk, sent_to="anna@example.org") is not None
    return made


def test_the_keys_of_an_order_are_told_without_the_keys(owner: Program, packer: Program, order: Order) -> None:
    answer = owner.get(f"/api/v1/orders/{order.pk}/keys/")
    (line,) = answer.body["lines"]
    assert (answer.status, line["owed"], line["here"], line["keys"][0]["state"]) == (200, 1, 1, "sent")
    assert line["costs"]["terms"] == [{"known": "kept", "count": 1, "each": "4.20", "currency": "EUR"}]
    assert line["costs"]["spent"] == {"EUR": "4.20"}
    assert b"FIRST-KEY" not in answer.raw and b"anna@example.org" not in answer.raw
    assert packer.get(f"/api/v1/orders/{order.pk}/keys/").body["lines"][0]["costs"] is None


def test_a_key_is_replaced_once_however_often_it_is_asked_and_keeps_who_and_why(
    owner: Program, cast: Cast, order: Order
) -> None:
    Variant.objects.update(cost=Decimal("6.00"))
    key = LicenseKey.objects.get(order_item__order=order)
    address, body = f"/api/v1/orders/{order.pk}/keys/{key.pk}/replace/", {"why": "It was used before"}
    first = owner.post(address, body, Idempotency_Key="once")
    assert owner.post(address, body, Idempotency_Key="once").body == first.body
    late = owner.post(address, body)
    assert (first.status, late.status) == (200, 422)
    (line,) = first.body["lines"]
    assert sorted(each["state"] for each in line["keys"]) == ["replaced", "sent"]
    assert line["costs"]["spent"] == {"EUR": "10.20"}, "each at the cost of its own day"
    key.refresh_from_db()
    assert key.history.first().history_change_reason == f"replaced by {cast.owner}: It was used before"
    assert OutgoingMail.objects.filter(order_id=order.pk).count() == 2


def test_a_link_is_sent_again_and_nothing_is_handed_over_twice(owner: Program, order: Order) -> None:
    sent = owner.post(f"/api/v1/orders/{order.pk}/keys/send-again/")
    assert [bool(each["withdrawn_at"]) for each in sent.body["deliveries"]] == [True, False]
    assert owner.post(f"/api/v1/orders/{order.pk}/keys/hand-over/").status == 422


def test_a_purchase_that_waits_is_decided_by_program(owner: Program, packer: Program, order: Order) -> None:
    item = OrderItem.objects.get(order=order)
    row = SupplierOrder.objects.create(
        store=order.store, connection=order.connection, order_item=item, reference="hub-1", remote_product_id="1",
        quantity=1, state="held", asked_at=order.created_at,
    )  # fmt: skip
    address = f"/api/v1/orders/{order.pk}/purchases/{row.pk}/"
    assert packer.post(address, {"do": "agree"}).status == 403
    assert owner.post(address, {"do": "again"}).status == 422, "only what is in doubt is bought again"
    assert owner.post(address, {"do": "drop"}).status == 200
    row.refresh_from_db()
    assert row.state == "failed" and row.error.startswith("Given up by")
