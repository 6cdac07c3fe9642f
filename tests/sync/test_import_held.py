"""An import that would change too many prices waits for a person, and changes nothing until then."""

import io
import json
import os
import time
from pathlib import Path

import pytest
from django.core.management import call_command

from core.errors import DomainError
from core.models import Store, User
from inventory.models import Variant
from sync import uploads
from sync.asking import ask_import, ask_to_go_on
from sync.models import MarketplaceSyncLog


@pytest.fixture(autouse=True)
def _var(settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path


@pytest.fixture
def owner(store: Store) -> User:
    return User.objects.get(email="owner@lumen.example")


def feed(times: int = 1, changed: int = 40, rows: int = 40) -> bytes:
    """Rows of which the first `changed` have another price."""
    lines = (f"S-{n},Thing {n},{n * (times if n <= changed else 1)}.00 EUR\n" for n in range(1, rows + 1))
    return ("id,title,price\n" + "".join(lines)).encode()


def brought(store: Store, by: User, data: bytes) -> MarketplaceSyncLog:
    log = ask_import(store=store, ticket=uploads.keep(store=store, name="feed.csv", data=data), by=by)
    uploads.carry_out(log.pk)
    log.refresh_from_db()
    return log


def test_it_is_held_with_its_largest_changes_and_nothing_changes(store: Store, owner: User) -> None:
    assert brought(store, owner, feed()).status == "completed"
    log = brought(store, owner, feed(times=100))
    assert (log.status, log.error_kind, log.total_records) == ("stopped", "held", 0)
    assert "40 of 40 prices, 100 %" in log.error_message
    assert log.options["held"]["largest"][0] == ["S-1", "1.0000", "100.00", "EUR", 9900]
    assert set(Variant.objects.filter(store=store, sku="S-3").values_list("price", flat=True)) == {3}


def test_after_a_word_it_goes_on(store: Store, owner: User) -> None:
    brought(store, owner, feed())
    log = brought(store, owner, feed(times=100))
    ask_to_go_on(log, by=owner)
    uploads.carry_out(log.pk)
    log.refresh_from_db()
    assert (log.status, log.updated_records, log.error_kind) == ("completed", 40, "")
    assert any(f"{owner} let it go on." in text for _when, text in log.messages)


def test_dropped_it_never_comes_in(store: Store, owner: User) -> None:
    brought(store, owner, feed())
    log = brought(store, owner, feed(times=100))
    uploads.drop(log, by=owner)
    log.refresh_from_db()
    assert (log.status, log.error_kind) == ("stopped", "dropped")
    with pytest.raises(DomainError):
        ask_to_go_on(log, by=owner)


@pytest.mark.parametrize(
    ("share", "changed", "status"), [(30, 12, "completed"), (30, 13, "stopped"), (100, 40, "completed")]
)
def test_the_store_says_how_much_is_too_much(store: Store, owner: User, share: int, changed: int, status: str) -> None:
    store.import_price_share = share
    store.save()
    brought(store, owner, feed())
    assert brought(store, owner, feed(times=2, changed=changed)).status == status


def test_few_changes_are_never_held(store: Store, owner: User) -> None:
    brought(store, owner, feed(rows=9))
    assert brought(store, owner, feed(times=3, rows=9)).status == "completed"


def test_what_is_held_is_kept_longer_than_a_day(store: Store, owner: User) -> None:
    brought(store, owner, feed())
    log = brought(store, owner, feed(times=100))
    path = uploads._path(log.options["upload"])
    old = time.time() - 2 * 86_400
    os.utime(path, (old, old))
    assert uploads.forget() == 0 and uploads.can_go_on(log)


def test_on_the_command_line_it_is_approved_by_an_option(store: Store, owner: User, tmp_path: Path) -> None:
    brought(store, owner, feed())
    path = tmp_path / "f.csv"
    path.write_bytes(feed(times=7))
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("import", str(path), store=store.slug, json=True, stdout=out)
    assert ended.value.code == 2 and "waits for approval" in json.loads(out.getvalue())["errors"][0]["reason"]
    call_command("import", str(path), store=store.slug, json=True, approve=True, stdout=out)
    assert Variant.objects.get(store=store, sku="S-2").price == 14
