"""The table of runs: asked for once, taken once, never two of a kind, taken up again after a dead worker."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from marketplaces.models import Connection
from sync import runs
from sync.models import MarketplaceSyncLog
from sync.run import LeaseLost, Run

Status = MarketplaceSyncLog.Status


def ask(shop: Connection, **options: object) -> MarketplaceSyncLog:
    return runs.start(connection=shop, sync_type="orders", cause="button", options=dict(options))


def test_asking_twice_for_the_same_is_one_run(shop: Connection) -> None:
    assert ask(shop) == ask(shop)
    assert ask(shop, full=True) != ask(shop)


def test_numbers_asked_for_one_after_the_other_are_read_together(shop: Connection) -> None:
    first = ask(shop, remote_ids=["2"])
    assert ask(shop, remote_ids=["1"]) == first
    first.refresh_from_db()
    assert first.options["remote_ids"] == ["1", "2"]


def test_a_run_is_taken_once_and_never_overlaps_another_of_its_kind(shop: Connection) -> None:
    one, two = ask(shop), ask(shop, full=True)
    assert runs.claim(one.pk, uuid.uuid4()) is not None
    assert runs.claim(one.pk, uuid.uuid4()) is None
    assert runs.claim(two.pk, uuid.uuid4()) is None
    assert runs.waiting() == []
    with pytest.raises(IntegrityError), transaction.atomic():
        MarketplaceSyncLog.objects.filter(pk=two.pk).update(status=Status.IN_PROGRESS)


def test_a_dead_workers_run_is_given_back_and_its_late_page_is_refused(shop: Connection) -> None:
    owner = uuid.uuid4()
    entry = runs.claim(ask(shop).pk, owner)
    assert entry is not None and runs.reap() == 0
    MarketplaceSyncLog.objects.filter(pk=entry.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert runs.reap() == 1
    assert runs.claim(entry.pk, uuid.uuid4()) is not None
    with pytest.raises(LeaseLost):
        Run(entry, owner).page(created=1)
    entry.refresh_from_db()
    assert entry.created_records == 0


def test_a_machine_whose_clock_is_ahead_takes_nobodys_run_away(
    shop: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert runs.claim(ask(shop).pk, uuid.uuid4()) is not None
    ahead = timezone.now() + timedelta(minutes=10)
    monkeypatch.setattr(timezone, "now", lambda: ahead)
    assert runs.reap() == 0


def test_a_run_that_kills_its_worker_again_and_again_is_ended_with_a_sentence(shop: Connection) -> None:
    entry = ask(shop)
    for _ in range(runs.MOST_RESTARTS + 1):
        assert runs.claim(entry.pk, uuid.uuid4()) is not None
        MarketplaceSyncLog.objects.filter(pk=entry.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
        runs.reap()
    entry.refresh_from_db()
    assert (entry.status, entry.error_kind) == (Status.FAILED, "worker_died") and entry.error_fix


def test_records_balance_or_the_database_refuses(shop: Connection) -> None:
    entry = runs.claim(ask(shop).pk, uuid.uuid4())
    assert entry is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        MarketplaceSyncLog.objects.filter(pk=entry.pk).update(processed_records=3, created_records=1)


def test_a_waiting_run_stops_at_once_and_a_going_one_after_its_page(shop: Connection) -> None:
    waiting = ask(shop)
    runs.request_stop(waiting)
    going = runs.claim(ask(shop).pk, uuid.uuid4())
    assert going is not None
    runs.request_stop(going)
    waiting.refresh_from_db()
    going.refresh_from_db()
    assert (waiting.status, going.status, going.stop_requested) == (Status.STOPPED, Status.IN_PROGRESS, True)
