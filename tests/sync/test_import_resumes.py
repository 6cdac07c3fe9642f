"""An import that is cut off goes on behind the last stored row: nothing lost, nothing counted twice."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as live
from django.db import connection
from django.utils import timezone

from core.errors import DomainError
from core.models import Store, User
from inventory.models import InventoryChange, Product, Variant
from inventory.services.feed import storing
from sync import feed, uploads
from sync.asking import ask_import, ask_to_go_on
from sync.models import MarketplaceSyncLog
from sync.retrying import retry_all, retry_item

#: The kill: the worker dies by SIGKILL in the middle of its third page, before that commits.
DYING = """
import os, signal, sys, uuid
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[2]
settings.VAR = sys.argv[3]
django.setup()
from sync import feed, uploads
from inventory.services.feed import storing
storing.PAGE = 10
whole, seen = feed._Import._progress, []
def dying(self, page):
    whole(self, page)
    seen.append(page)
    if len(seen) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
feed._Import._progress = dying
uploads.carry_out(uuid.UUID(sys.argv[1]))
"""


@pytest.fixture(autouse=True)
def _var(settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path


@pytest.fixture
def owner(store: Store) -> User:
    return User.objects.get(email="owner@lumen.example")


def asked(store: Store, owner: User, rows: int = 45) -> MarketplaceSyncLog:
    """A feed of so many rows, two of them refused, each with a quantity."""
    text = "id,title,price,quantity\n" + "".join(f"S-{n:03},Thing {n},{n}.50 EUR,{n}\n" for n in range(1, rows + 1))
    text += "BAD-1,,1.00 EUR,1\nBAD-2,Cup,1.234,1\n"
    return ask_import(store=store, ticket=uploads.keep(store=store, name="feed.csv", data=text.encode()), by=owner)


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_it_goes_on_behind_the_last_stored_row(
    store: Store, owner: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = asked(store, owner)
    environment = {"DJANGO_SETTINGS_MODULE": "config.settings.test"} | os.environ
    died = subprocess.run(
        [sys.executable, "-c", DYING, str(log.pk), connection.settings_dict["NAME"], str(tmp_path)],
        cwd=live.BASE_DIR, env=environment, capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()[-2000:]
    log.refresh_from_db()
    assert (log.status, log.options["place"], log.created_records, log.failed_records) == ("in_progress", 20, 20, 2)

    silent = timezone.now() - timedelta(minutes=3)
    MarketplaceSyncLog.objects.filter(pk=log.pk).update(heartbeat_at=silent, created_at=silent)
    monkeypatch.setattr(storing, "PAGE", 10)
    assert uploads.waiting() == [log.pk]
    uploads.carry_out(log.pk)
    log.refresh_from_db()
    assert (log.status, log.created_records, log.unchanged_records, log.failed_records) == (
        "partially_completed", 45, 0, 2,
    )  # fmt: skip
    assert log.items.count() == 2
    assert Variant.objects.filter(store=store).count() == Product.objects.filter(store=store).count() == 45
    assert InventoryChange.objects.filter(variant__store=store).count() == 45


def test_a_worker_that_was_only_slow_stores_nothing_once_another_has_taken_over(
    store: Store, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = asked(store, owner)
    monkeypatch.setattr(storing, "PAGE", 10)
    whole = feed._Import._progress
    pages: list[object] = []

    def slow(self: feed._Import, page: object) -> None:
        whole(self, page)
        pages.append(page)
        if len(pages) == 1:  # the other worker's claim is there with this page's commit
            MarketplaceSyncLog.objects.filter(pk=log.pk).update(status="pending", lease_owner=None)

    monkeypatch.setattr(feed._Import, "_progress", slow)
    uploads.carry_out(log.pk)
    assert Variant.objects.filter(store=store).count() == 10
    uploads.carry_out(log.pk)
    log.refresh_from_db()
    assert (log.status, log.created_records) == ("partially_completed", 45)
    assert Variant.objects.filter(store=store).count() == 45


def test_a_worker_that_is_told_to_stop_leaves_it_to_the_next(
    store: Store, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = asked(store, owner)

    def ending(self: object, page: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(feed._Import, "_progress", ending)
        uploads.carry_out(log.pk)
    log.refresh_from_db()
    assert (log.status, log.end_time) == ("pending", None)
    uploads.carry_out(log.pk)
    log.refresh_from_db()
    assert log.created_records == 45


def test_a_stopped_import_goes_on_when_it_is_asked_to(
    store: Store, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = asked(store, owner)
    MarketplaceSyncLog.objects.filter(pk=log.pk).update(stop_requested=True)
    uploads.carry_out(log.pk)
    log.refresh_from_db()
    assert log.status == "stopped" and uploads.can_go_on(log)
    ask_to_go_on(log, by=owner)
    uploads.carry_out(log.pk)
    log.refresh_from_db()
    assert (log.status, log.created_records, log.failed_records) == ("partially_completed", 45, 2)
    with pytest.raises(DomainError, match="Choose the file again"):
        ask_to_go_on(log, by=owner)


def test_a_refused_row_is_kept_as_it_stood_and_tried_again_alone(store: Store, owner: User) -> None:
    log = asked(store, owner, rows=3)
    uploads.carry_out(log.pk)
    gone = Variant.objects.get(store=store, sku="S-002")
    gone.deleted_at = timezone.now()
    gone.save()
    later = asked(store, owner, rows=3)
    uploads.carry_out(later.pk)
    item = later.items.get(item="S-002")
    assert item.raw == {"line": 3, "row": {"id": "S-002", "title": "Thing 2", "price": "2.50 EUR", "quantity": "2"}}
    gone.deleted_at = None
    gone.price = None
    gone.save()
    again = retry_item(item, by=owner)
    uploads.carry_out(again.pk)
    again.refresh_from_db()
    gone.refresh_from_db()
    assert (again.status, again.total_records, str(gone.price)) == ("completed", 1, "2.5000")
    rest = retry_all(later, by=owner)
    uploads.carry_out(rest.pk)
    rest.refresh_from_db()
    assert (rest.total_records, rest.failed_records) == (2, 2)


def test_a_variant_tried_again_alone_leaves_its_product_the_words(store: Store, owner: User) -> None:
    head = "id,item_group_id,title,price\n"
    first = uploads.keep(store=store, name="f.csv", data=(head + "A,G,Lamp,1 EUR\nB,G,Lamp blue,x EUR\n").encode())
    log = ask_import(store=store, ticket=first, by=owner)
    uploads.carry_out(log.pk)
    item = log.items.get()
    item.raw = item.raw | {"row": item.raw["row"] | {"price": "2 EUR"}}
    item.save()
    uploads.carry_out(retry_item(item, by=owner).pk)
    product = Product.objects.get(store=store)
    assert product.title == "Lamp"
    assert sorted(product.variants.values_list("sku", flat=True)) == ["A", "B"]
