"""The outbound queue: leases, versions, rests, and what asks for a run."""

import uuid
from datetime import timedelta

from django.utils import timezone

from core.models import NeedsYou
from marketplaces.framework.errors import Rejected, Unavailable
from marketplaces.models import Connection, OutboundChange
from marketplaces.services.outbound import Subject, mark
from sync.push import queue

Kind, State = OutboundChange.Kind, OutboundChange.State


def want(shop: Connection, subject: uuid.UUID | None = None, kind: str = Kind.STOCK) -> OutboundChange:
    subject = subject or uuid.uuid4()
    mark(kind, [Subject(shop.store_id, shop.pk, subject)])
    return OutboundChange.objects.get(subject_id=subject)


def take(shop: Connection, owner: uuid.UUID, **more: object) -> list[queue.Claimed]:
    return queue.claim(shop, Kind.STOCK, owner=owner, limit=10, **more)  # type: ignore[arg-type]


def test_a_burst_is_one_change_and_a_newer_wish_stays_due(shop: Connection) -> None:
    row, owner = want(shop), uuid.uuid4()
    want(shop, row.subject_id)
    (change,) = take(shop, owner)
    want(shop, row.subject_id)
    queue.accept(change, owner, told={}, visible=True)
    row.refresh_from_db()
    assert (row.state, row.sent_version, row.wanted_version) == (State.WAITING, 2, 3)


def test_one_change_is_taken_by_one(shop: Connection) -> None:
    want(shop)
    assert len(take(shop, uuid.uuid4())) == 1
    assert take(shop, uuid.uuid4()) == []


def test_the_next_run_takes_over_what_a_dead_one_held(shop: Connection) -> None:
    want(shop)
    dead, next_owner = uuid.uuid4(), uuid.uuid4()
    (change,) = take(shop, dead)
    with queue.holding(shop, Kind.STOCK, owner=next_owner):
        assert len(take(shop, next_owner)) == 1
        queue.accept(change, dead, told={}, visible=True)  # the one given up for dead comes late
        assert OutboundChange.objects.get(pk=change.id).sent_version == 0
    assert OutboundChange.objects.filter(lease_owner__isnull=False).count() == 0


def test_what_rests_asks_for_no_run_until_it_has_rested(shop: Connection) -> None:
    row = want(shop)
    assert queue.due_places() == [(shop.pk, Kind.STOCK)]
    OutboundChange.objects.filter(pk=row.pk).update(sent_at=timezone.now())
    assert queue.due_places() == [] and take(shop, uuid.uuid4(), rest=30.0) == []
    OutboundChange.objects.filter(pk=row.pk).update(sent_at=timezone.now() - timedelta(seconds=31))
    assert queue.due_places() and take(shop, uuid.uuid4(), rest=30.0)


def test_a_refusal_keeps_its_reason_needs_you_and_goes_out_again_when_asked(shop: Connection) -> None:
    row, owner = want(shop), uuid.uuid4()
    (change,) = take(shop, owner)
    queue.fail(change, owner, Rejected("No such article", said="OFFER_NOT_FOUND"), subject="A-1", connection=shop)
    row.refresh_from_db()
    assert (row.state, row.error, row.error_said) == (State.REFUSED, "No such article", "OFFER_NOT_FOUND")
    assert NeedsYou.objects.filter(store=shop.store, settled_at__isnull=True).count() == 1
    queue.try_again(row, by="owner")
    assert len(take(shop, owner)) == 1
    assert NeedsYou.objects.filter(store=shop.store, settled_at__isnull=True).count() == 0


def test_a_passing_trouble_waits_and_calls_nobody(shop: Connection) -> None:
    row, owner = want(shop), uuid.uuid4()
    (change,) = take(shop, owner)
    queue.fail(change, owner, Unavailable("No answer"), subject="A-1", connection=shop)
    row.refresh_from_db()
    assert row.state == State.RETRY and row.due_at > timezone.now() and take(shop, owner) == []
    assert not NeedsYou.objects.filter(store=shop.store).exists()
