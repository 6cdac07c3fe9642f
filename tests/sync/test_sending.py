"""What waits for some listings is sent because a person asked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import Store
from inventory.models import MarketplaceProduct
from marketplaces.models import Connection, OutboundChange
from sync.models import MarketplaceSyncLog
from sync.sending import send_now, waiting_for
from tests.inventory.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    made = make_world()
    made.shop.price_out = True
    made.shop.save()
    return made


def listed(world: World, sku: str) -> MarketplaceProduct:
    return world.listing(world.variant(sku, 5))


def change(row: MarketplaceProduct, kind: str, state: str, **more: object) -> OutboundChange:
    now = timezone.now()
    values: dict[str, object] = {"wanted_version": 2, "sent_version": 1, "wanted_at": now, "due_at": now, **more}
    OutboundChange.objects.filter(subject_id=row.pk, kind=kind).delete()
    return OutboundChange.objects.create(
        store=row.store, connection=row.connection, kind=kind, subject_id=row.pk, state=state, **values
    )


def test_what_waits_and_what_was_refused_goes_out_in_one_run_per_kind(world: World) -> None:
    pot, cup = listed(world, "POT"), listed(world, "CUP")
    later = timezone.now() + timedelta(hours=1)
    waits = [change(pot, "stock", "waiting"), change(cup, "stock", "retry", attempts=2, due_at=later)]
    waits.append(change(pot, "price", "refused", attempts=3, sent_version=2))
    change(cup, "price", "synced", sent_version=2)
    assert {row.pk for row in waiting_for(store=world.store, listing_ids=[pot.pk, cup.pk])} == {x.pk for x in waits}
    sent = send_now(store=world.store, listing_ids=[pot.pk, cup.pk], by="Anna")
    assert (sent.going, sent.left) == (3, [])
    assert sorted(MarketplaceSyncLog.objects.values_list("sync_type", flat=True)) == ["inventory", "prices"]
    for row in waits:
        row.refresh_from_db()
        assert (row.state, row.attempts) == ("waiting", 0)
        assert row.due_at <= timezone.now()
    assert waits[1].history.latest().history_change_reason == "tried again by Anna"


@pytest.mark.parametrize(
    ("shop", "state", "sentence"),
    [
        ({}, "held", "held back"),
        ({"stock_out": False}, "waiting", "switched off"),
        ({"status": "paused"}, "waiting", "stopped or paused"),
    ],
)
def test_what_must_be_decided_first_is_left_with_the_reason(
    world: World, shop: dict[str, object], state: str, sentence: str
) -> None:
    row = change(listed(world, "POT"), "stock", state)
    for name, value in shop.items():
        setattr(world.shop, name, value)
    world.shop.save()
    sent = send_now(store=world.store, listing_ids=[row.subject_id], by="Anna")
    assert sent.going == 0
    assert sentence in sent.left[0][1]
    assert not MarketplaceSyncLog.objects.exists()
    row.refresh_from_db()
    assert row.state == state


def test_another_store_wakes_nothing_of_ours(world: World) -> None:
    row = change(listed(world, "POT"), "stock", "waiting")
    elsewhere: Store = make_world().store
    assert send_now(store=elsewhere, listing_ids=[row.subject_id], by="Sam").going == 0
    assert not MarketplaceSyncLog.objects.exists()
    assert Connection.objects.count() == 2
