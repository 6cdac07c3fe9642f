"""Whoever is erased is nowhere in the database, does not come back with the next reading, and leaves the figures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection as database
from django.utils import timezone

from core.models import Membership, NeedsYou, Notification, OutgoingMail, User
from fulfillment.models import KeyDelivery, Label, Shipment
from marketplaces.canonical.orders import Address, Buyer, Order
from marketplaces.canonical.returns import Return, ReturnLine, ReturnStatus
from marketplaces.canonical.statuses import OrderStatus
from orders.models import Customer
from orders.models import Order as OurOrder
from orders.services.returns import take_in
from sync.models import (
    MarketplaceSyncLog,
    MarketplaceWebhook,
    ReceivedOrder,
    SyncLogItem,
    WebhookDelivery,
    WebhookEndpoint,
)
from sync.persons.finding import find
from tests.orders.world import NOON, World, line, make_world, told

pytestmark = pytest.mark.django_db
#: In every place that a marketplace tells of a person.
CANARY = "Canarienvogel"
MAIL = "canarienvogel@example.org"


@pytest.fixture
def world() -> World:
    made = make_world()
    made.put("CUP", 9, listed=True)
    return made


def order(remote_id: str = "9-1", **more: Any) -> Order:
    home = Address(
        name=f"{CANARY} W.", phone="+352 621 1", email=MAIL, line1=f"Rue {CANARY} 3", city="Luxembourg", country="LU",
        note=CANARY,
    )  # fmt: skip
    values: dict[str, Any] = {
        "status": OrderStatus.DELIVERED, "buyer": Buyer(remote_id="b-7", name=CANARY, email=MAIL),
        "raw": {"who": CANARY}, "shipping_address": home, "billing_address": home, "buyer_note": f"Ring at {CANARY}",
    }  # fmt: skip
    return told(remote_id, line("CUP", 2), **{**values, **more})


def sends_back(**more: Any) -> Return:
    values: dict[str, Any] = {
        "remote_id": "r-1", "order_remote_id": "9-1", "status": ReturnStatus.REQUESTED, "remote_status": "NEW",
        "currency": "EUR", "created_at": NOON, "updated_at": NOON, "raw": {"by": CANARY},
        "buyer_note": f"Too small, {CANARY}",
        "lines": (ReturnLine(remote_product_id="p-CUP", sku="CUP", title="Cup", quantity=1),),
    }  # fmt: skip
    return Return(**{**values, **more})


def leaves_traces(world: World) -> OurOrder:
    """An order with everything that may hang on it, each naming the person."""
    world.take_in(order())
    ours = world.ours("9-1")
    ours.notes = f"Called {CANARY}"
    ours.save()
    shop, posting = world.shop, ours.marketplace_orders.get()
    take_in(connection=shop, returns=[sends_back()], seen_at=NOON)
    now = timezone.now()
    run = MarketplaceSyncLog.objects.create(store=world.store, connection=shop, sync_type="orders")
    SyncLogItem.objects.create(sync_log=run, item="9-1", outcome="parked", reason="x", said=CANARY, raw={"a": CANARY})
    MarketplaceWebhook.objects.create(
        connection=shop, store=world.store, event_key="e-1", topic="order", kind="k", remote_ids=["9-1"],
        body=json.dumps({"who": CANARY}), received_at=now, due_at=now,
    )  # fmt: skip
    ReceivedOrder.objects.create(
        connection=shop, remote_id="9-1", order=ours, document={"name": CANARY}, received_at=now
    )
    Label.objects.create(store=world.store, marketplace_order=posting, content=CANARY.encode(), fetched_at=now)
    Shipment.objects.create(store=world.store, order=ours, number=7, note=CANARY, shipped_at=now)
    KeyDelivery.objects.create(store=world.store, order=ours, sent_to=MAIL)
    OutgoingMail.objects.create(
        store=world.store, kind="confirmation", key="m-1", order_id=ours.pk, to=MAIL, subject=CANARY, due_at=now
    )
    is_told(world, now)
    return ours


def is_told(world: World, now: datetime) -> None:
    """Members and programs hear of the return with the buyer's own words."""
    need = NeedsYou.objects.get(said__contains=CANARY)
    member = Membership.objects.create(
        store=world.store,
        user=User.objects.create_user(f"o-{world.store.slug}@example.com", "a long one"),
        role="owner",
    )
    Notification.objects.create(
        store=world.store, member=member, kind="cancel_asked", cause_key=f"need:{need.cause_key}", event_id=need.pk,
        title="A return", body=need.said,
    )  # fmt: skip
    endpoint = WebhookEndpoint.objects.create(
        store=world.store,
        name="ERP",
        url="https://erp.example.com/",
        secret="whsec_x",
        active_since=now,  # noqa: S106
    )
    WebhookDelivery.objects.create(
        store=world.store, endpoint=endpoint, event_id=need.pk, kind="needs_you.raised", happened_at=now, due_at=now,
        give_up_at=now, body=json.dumps({"subject": {"id": str(need.pk)}, "data": {"said": need.said}}),
    )  # fmt: skip


def places() -> Iterator[str]:
    """Every table in which the canary still sings; bytes and histories too."""
    with database.cursor() as cursor:
        for table in database.introspection.table_names(cursor):
            name = database.ops.quote_name(table)
            hexed = CANARY.encode().hex()
            cursor.execute(
                f"SELECT count(*) FROM {name} t WHERE t::text ILIKE %s OR t::text LIKE %s",  # noqa: S608  names of ours
                [f"%{CANARY}%", f"%{hexed}%"],
            )
            if cursor.fetchone()[0]:
                yield table


def erase(world: World, who: str) -> str:
    out = StringIO()
    call_command("person", who, "--store", world.store.slug, "--erase", stdout=out)
    return out.getvalue()


def test_the_canary_is_in_every_place_that_holds_people(world: World) -> None:
    leaves_traces(world)
    assert {
        "customers", "orders", "marketplace_orders", "orders_historicalorder", "order_returns", "marketplace_webhooks",
        "received_orders", "labels", "shipments", "key_deliveries", "outgoing_mails", "sync_log_items",
        "needs_you", "notifications", "webhook_deliveries",
    } <= set(places())  # fmt: skip


@pytest.mark.parametrize("by", ["mail", "buyer", "order"])
def test_whoever_is_erased_is_in_no_table_any_more(world: World, by: str) -> None:
    ours = leaves_traces(world)
    who = {"mail": MAIL.upper(), "buyer": str(ours.customer_id), "order": ours.number}[by]
    assert erase(world, who).startswith("Erased from 1 orders and 1 buyers.")
    assert list(places()) == []


def test_what_was_sold_stays_and_is_found_by_its_number(world: World) -> None:
    ours = leaves_traces(world)
    total = ours.total
    erase(world, MAIL)
    ours.refresh_from_db()
    assert (ours.total, ours.shipping_address, ours.status) == (total, {"country": "LU"}, "delivered")
    assert "9-1" in ours.search_text and "CUP" in ours.search_text and ours.number in ours.search_text
    assert ours.items.get().quantity == 2
    assert ours.history.latest().history_change_reason == "personal data erased by command line"


def test_the_next_telling_brings_nobody_back_but_moves_the_order(world: World) -> None:
    ours = leaves_traces(world)
    erase(world, MAIL)
    world.take_in(order(status=OrderStatus.REFUNDED, later=60), seen_at=NOON + timedelta(hours=1))
    later = sends_back(updated_at=NOON + timedelta(hours=1), remote_status="IN", buyer_note=f"Again {CANARY}")
    take_in(connection=world.shop, returns=[later], seen_at=NOON + timedelta(hours=1))
    ours.refresh_from_db()
    assert ours.status == "refunded" and ours.customer_name == "" and ours.erased_at is not None
    assert list(places()) == []


def test_who_buys_again_is_somebody_new(world: World) -> None:
    leaves_traces(world)
    erase(world, MAIL)
    world.take_in(order("9-2"))
    assert Customer.objects.filter(name=CANARY).count() == 1 and Customer.objects.count() == 2


def test_nobody_is_erased_while_a_parcel_of_theirs_needs_its_address(world: World) -> None:
    leaves_traces(world)
    world.take_in(order("9-2", status=OrderStatus.CONFIRMED))
    with pytest.raises(CommandError, match=f"{world.ours('9-2').number} must be sent, cancelled or refunded first"):
        erase(world, MAIL)
    assert world.ours("9-1").customer_email == MAIL


def test_erasing_twice_is_erasing_once(world: World) -> None:
    ours = leaves_traces(world)
    erase(world, ours.number)
    ours.refresh_from_db()
    first = ours.erased_at
    erase(world, ours.number)
    ours.refresh_from_db()
    assert ours.erased_at == first


def test_others_keep_what_is_theirs(world: World) -> None:
    leaves_traces(world)
    world.take_in(order("9-3", buyer=Buyer(remote_id="b-8", name="Ben", email="ben@example.org")))
    erase(world, str(world.ours("9-1").customer_id))
    other = world.ours("9-3")
    assert (other.customer_name, other.customer.email, other.erased_at) == ("Ben", "ben@example.org", None)


def test_another_store_knows_nobody_of_ours(world: World) -> None:
    ours = leaves_traces(world)
    stranger = make_world("elsewhere")
    for who in (MAIL, ours.number, str(ours.customer_id), "", "x"):
        assert not find(stranger.store, who)
        with pytest.raises(CommandError, match="knows nobody"):
            erase(stranger, who)


def test_a_copy_holds_what_is_theirs_and_no_secret(world: World) -> None:
    ours = leaves_traces(world)
    out = StringIO()
    call_command("person", MAIL, "--store", world.store.slug, "--copy", stdout=out)
    copy = json.loads(out.getvalue())
    assert copy["buyers"][0]["email"] == MAIL
    (told_of,) = copy["orders"]
    assert told_of["number"] == ours.number and told_of["lines"][0]["quantity"] == 2
    assert told_of["returns"][0]["buyer_note"].endswith(CANARY) and told_of["mails"][0]["to"] == MAIL
    assert "license_key" not in out.getvalue() and "search_text" not in out.getvalue()
