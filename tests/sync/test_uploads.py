"""Uploaded feeds: kept, started once, brought in by a worker, forgotten."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import signing
from django.utils import timezone

from core.errors import DomainError
from core.models import Store, User
from core.services.stores import open_store
from inventory.models import Variant
from sync import uploads
from sync.asking import ask_import
from sync.models import MarketplaceSyncLog

FEED = "id,title,price\n" + "".join(f"S-{n},Thing {n},{n}.50 EUR\n" for n in range(1, 4)) + "S-9,,1.00 EUR\n"


@pytest.fixture(autouse=True)
def _var(settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path


@pytest.fixture
def owner(store: Store) -> User:
    return User.objects.get(email="owner@lumen.example")


def kept(store: Store) -> str:
    return uploads.keep(store=store, name="../feed\x00.csv", data=FEED.encode())


def files() -> list[Path]:
    folder = uploads._folder()
    return list(folder.iterdir()) if folder.exists() else []


def test_a_worker_brings_it_in_and_the_file_is_gone(store: Store, owner: User) -> None:
    log = ask_import(store=store, ticket=kept(store), by=owner)
    assert (log.status, log.started_by, log.options["file"]) == ("pending", owner, "../feed.csv")
    uploads.carry_out(log.pk)
    log.refresh_from_db()
    assert (log.status, log.created_records, log.failed_records) == ("partially_completed", 3, 1)
    assert log.items.get().item == "S-9"
    assert Variant.objects.filter(store=store).count() == 3
    assert files() == []


def test_pressed_twice_it_is_one_run_and_brought_in_once(store: Store, owner: User) -> None:
    ticket = kept(store)
    first, second = (ask_import(store=store, ticket=ticket, by=owner) for _ in range(2))
    assert first == second
    uploads.carry_out(first.pk)
    uploads.carry_out(first.pk)
    first.refresh_from_db()
    assert first.created_records == 3


def test_a_ticket_of_another_store_is_refused(store: Store) -> None:
    other = open_store(slug="other", name="Other", owner_email="o@other.example").store
    with pytest.raises(DomainError, match="Choose the file again"):
        uploads.begin(store=other, ticket=kept(store), by=None)


@pytest.mark.parametrize("ticket", ["", "x:y", signing.dumps({"store": "x", "upload": "../../etc/passwd", "name": ""})])
def test_a_ticket_nobody_gave_is_refused(store: Store, ticket: str) -> None:
    with pytest.raises(DomainError, match="Choose the file again"):
        uploads.begin(store=store, ticket=ticket, by=None)


def test_a_path_is_only_what_was_kept(store: Store) -> None:
    ticket = signing.dumps({"store": str(store.pk), "upload": "../../keys", "name": ""}, salt=uploads.SALT)
    with pytest.raises(DomainError):
        uploads.begin(store=store, ticket=ticket, by=None)


def test_a_run_that_no_worker_took_is_handed_over_again(store: Store, owner: User) -> None:
    log = ask_import(store=store, ticket=kept(store), by=owner)
    assert uploads.waiting() == []
    MarketplaceSyncLog.objects.filter(pk=log.pk).update(created_at=timezone.now() - timedelta(minutes=1))
    assert uploads.waiting() == [log.pk]


def test_a_run_whose_worker_was_killed_is_handed_over_again(store: Store, owner: User) -> None:
    log = ask_import(store=store, ticket=kept(store), by=owner)
    old = timezone.now() - timedelta(minutes=3)
    changes = {"status": "in_progress", "start_time": old, "heartbeat_at": old, "created_at": old}
    MarketplaceSyncLog.objects.filter(pk=log.pk).update(**changes)
    assert uploads.waiting() == [log.pk]
    uploads.carry_out(log.pk)
    log.refresh_from_db()
    assert (log.status, log.created_records, log.start_time) == ("partially_completed", 3, old)
    assert "going on behind the last stored row" in log.messages[0][1]


def test_a_feed_that_kills_every_worker_is_ended_with_what_to_do(store: Store, owner: User) -> None:
    log = ask_import(store=store, ticket=kept(store), by=owner)
    MarketplaceSyncLog.objects.filter(pk=log.pk).update(options=log.options | {"restarts": 5})
    old = timezone.now() - timedelta(hours=1)
    MarketplaceSyncLog.objects.filter(pk=log.pk).update(status="in_progress", start_time=old, heartbeat_at=old)
    assert uploads.waiting() == []
    log.refresh_from_db()
    assert (log.status, log.error_fix) == ("failed", "Import the file again; nothing is doubled.")


def test_a_stop_ends_it_after_the_page(store: Store, owner: User) -> None:
    log = ask_import(store=store, ticket=kept(store), by=owner)
    MarketplaceSyncLog.objects.filter(pk=log.pk).update(stop_requested=True)
    uploads.carry_out(log.pk)
    log.refresh_from_db()
    assert log.status == "stopped"
    assert not Variant.objects.filter(store=store).exists()


def test_what_nobody_started_is_forgotten_after_a_day(store: Store) -> None:
    kept(store)
    assert uploads.forget() == 0
    old = time.time() - uploads.KEPT.total_seconds() - 60
    os.utime(files()[0], (old, old))
    assert uploads.forget() == 1
    assert files() == []
