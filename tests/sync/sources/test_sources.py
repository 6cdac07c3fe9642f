"""Feeds fetched by a schedule from a real web server, a real SFTP server and a folder."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import paramiko
import pytest
from django.core.management import call_command
from django.utils import timezone

from core.errors import DomainError
from core.models import NeedsYou, Store, User
from inventory.models import Variant
from sync import column_maps, uploads
from sync.models import ImportSource, MarketplaceSyncLog
from sync.sftp import fingerprint
from sync.sources import fetching, folder, keeping
from sync.sources.found import SourceError
from tests.sync.sftp_server import PASSWORD, Server, serving
from tests.sync.sources.web_server import Web, web_server

FEED = b"id,title,price\n1,Pot,5.00 EUR\n"
NEWER = b"id,title,price\n1,Pot,6.00 EUR\n"


@pytest.fixture(autouse=True)
def _here(settings: Any, tmp_path: Path) -> None:
    settings.VAR, settings.IMPORT_FOLDER = tmp_path / "var", tmp_path / "in"
    settings.IMPORT_PRIVATE_ADDRESSES = True


@pytest.fixture
def web() -> Iterator[Web]:
    with web_server() as server:
        yield server


@pytest.fixture
def sftp(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "theirs" / "out").mkdir(parents=True)
    with serving(tmp_path / "theirs") as server:
        yield server


def of_web(store: Store, web: Web, **more: Any) -> ImportSource:
    return keeping.make(store=store, name="Supplier", kind="url", url=web.url, by="Anna", **more)


def of_sftp(store: Store, sftp: Server, **more: Any) -> ImportSource:
    told = {"url": f"sftp://127.0.0.1:{sftp.port}/out", "username": "shop", "password": PASSWORD, **more}
    return keeping.make(store=store, name="Supplier", kind="sftp", by="Anna", **told)


def brought(source: ImportSource) -> MarketplaceSyncLog | None:
    """A round, and the import that comes of it."""
    run = fetching.fetch(source.pk)
    if run is not None:
        uploads.carry_out(run.pk)
        run.refresh_from_db()
    source.refresh_from_db()
    return run


def price() -> str:
    return str(Variant.objects.get(sku="1").price)


def test_a_web_address_brings_its_feed_and_is_asked_only_for_what_changed(store: Store, web: Web) -> None:
    web.answer = (200, {"ETag": '"a"', "Last-Modified": "Fri, 27 Nov 2026 08:00:00 GMT"}, FEED)
    source = of_web(store, web)
    run = brought(source)
    assert run and (run.status, run.cause, run.created_records) == ("completed", "schedule", 1)
    assert (source.last_result, source.last_run_id, run.options["file"]) == ("brought", run.pk, "feed.csv")
    assert brought(source) is None and source.last_result == "nothing_new"
    assert web.got[-1]["if-none-match"] == '"a"'
    assert web.got[-1]["if-modified-since"] == "Fri, 27 Nov 2026 08:00:00 GMT"
    web.answer = (200, {"ETag": '"b"'}, NEWER)
    assert brought(source) and price() == "6.0000"


def test_the_same_bytes_are_not_brought_twice_where_the_server_has_no_marks(store: Store, web: Web) -> None:
    web.answer = (200, {}, FEED)
    source = of_web(store, web)
    assert brought(source)
    assert brought(source) is None
    assert MarketplaceSyncLog.objects.count() == 1


def test_name_and_password_go_to_the_first_host_and_to_no_other(store: Store, web: Web) -> None:
    with web_server() as other:
        web.answer = (302, {"Location": other.url}, b"")
        other.answer = (200, {}, FEED)
        source = of_web(store, web, username="anna", password="s3cret")
        assert brought(source)
        assert web.got[0]["authorization"].startswith("Basic ")
        assert "authorization" not in other.got[0]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ((401, {}, b""), "Correct them."),
        ((500, {}, b""), "HTTP 500"),
        ((200, {}, b"<!doctype html><form>Sign in</form>"), "a web page, not a feed"),
        ((200, {}, b""), "This file is empty"),
        ((302, {"Location": "http://169.254.169.254/keys"}, b""), "is never called"),
        ((302, {"Location": "file:///etc/passwd"}, b""), "https://"),
    ],
)
def test_what_keeps_a_feed_from_coming_is_said_and_changes_nothing(
    store: Store, web: Web, answer: Any, sentence: str
) -> None:
    source = of_web(store, web)
    web.answer = answer
    assert brought(source) is None
    assert (source.last_result, source.failures) == ("failed", 1) and sentence in source.last_error
    assert not MarketplaceSyncLog.objects.exists()


def test_a_private_address_is_refused_when_it_is_typed_and_when_it_is_called(
    store: Store, web: Web, settings: Any
) -> None:
    source = of_web(store, web)
    settings.IMPORT_PRIVATE_ADDRESSES = False
    assert brought(source) is None and source.last_error
    assert web.got == []
    with pytest.raises(DomainError):
        of_web(store, web)
    with pytest.raises(DomainError):
        keeping.make(store=store, name="X", kind="url", url="https://127.0.0.1/feed.csv", by="Anna")


def test_a_source_is_paused_and_resumed_whatever_became_of_its_address(store: Store, web: Web, settings: Any) -> None:
    source = of_web(store, web)
    settings.IMPORT_PRIVATE_ADDRESSES = False
    for enabled in (False, True):
        assert keeping.change(source, by="Anna", is_enabled=enabled).is_enabled == enabled


def test_a_source_that_fails_three_times_needs_you_until_it_comes_again(store: Store, web: Web) -> None:
    source = of_web(store, web)
    web.answer = (500, {}, b"")
    for _time in range(2):
        brought(source)
    assert not NeedsYou.objects.exists()
    brought(source)
    need = NeedsYou.objects.get(store=store)
    assert (need.subject_type, need.subject_id, need.said) == ("import_source", source.pk, source.last_error)
    web.answer = (200, {}, FEED)
    brought(source)
    need.refresh_from_db()
    assert need.settled_at is not None and source.failures == 0


def test_a_feed_with_foreign_columns_waits_until_somebody_says_what_they_are(store: Store, web: Web) -> None:
    web.answer = (200, {}, "Artikelnummer;Bezeichnung;Preis\n1;Topf;5,50 €\n".encode())
    source = of_web(store, web)
    assert brought(source) is None
    assert source.last_result == "asks" and NeedsYou.objects.filter(store=store, settled_at=None).count() == 1
    found = fetching.look(source)
    assert found is not None
    plan = column_maps.plan(store=store, data=found.data, source=str(source.pk))
    guess = {column.head: column.guess for column in plan.columns}
    column_maps.save(store=store, heads=plan.heads, chosen=guess, by="Anna", source=str(source.pk))
    assert brought(source) and price() == "5.5000"
    assert not NeedsYou.objects.filter(settled_at=None).exists()


def test_a_held_import_needs_you_and_the_newer_feed_that_came_in_settles_it(store: Store, web: Web) -> None:
    def rows(times: int) -> bytes:
        return b"id,title,price\n" + b"".join(b"%d,Thing,%d.00 EUR\n" % (n, n * times) for n in range(1, 21))

    source = of_web(store, web)
    web.answer = (200, {}, rows(1))
    brought(source)
    web.answer = (200, {}, rows(100))
    run = brought(source)
    assert run and run.error_kind == "held"
    need = NeedsYou.objects.get(store=store, settled_at=None)
    assert (need.kind, need.subject_type, need.subject_id) == ("differs", "run", run.pk)
    web.answer = (200, {}, rows(1) + b"99,New,1.00 EUR\n")
    assert brought(source)
    assert not NeedsYou.objects.filter(settled_at=None).exists()


def test_a_folder_gives_its_files_one_after_the_other_the_oldest_first(store: Store) -> None:
    source = keeping.make(store=store, name="ERP", kind="folder", folder="erp", pattern="*.csv", by="Anna")
    assert brought(source) is None and source.last_result == "nothing_new"
    there = folder.folder_of(source)
    for name, data, at in (("b.csv", FEED, 100), ("a.csv", NEWER, 200), ("c.csv.part", b"half", 50), ("x.txt", b"", 1)):
        (there / name).write_bytes(data)
        os.utime(there / name, (at, at))
    first = brought(source)
    assert first and first.options["file"] == "b.csv" and source.next_run_at < timezone.now() + timedelta(minutes=1)
    second = brought(source)
    assert second and second.options["file"] == "a.csv" and price() == "6.0000"
    assert brought(source) is None
    (there / "b.csv").write_bytes(FEED.replace(b"5.00", b"7.00"))
    assert brought(source) and price() == "7.0000"


def test_a_file_in_a_folder_that_is_no_feed_fails_its_run_and_does_not_stand_before_the_next(store: Store) -> None:
    source = keeping.make(store=store, name="ERP", kind="folder", folder="erp", by="Anna")
    there = folder.folder_of(source)
    there.mkdir(parents=True)
    for name, data, at in (("a.csv", b"<!doctype html>", 100), ("b.csv", FEED, 200)):
        (there / name).write_bytes(data)
        os.utime(there / name, (at, at))
    first = brought(source)
    assert first and first.status == "failed" and "a web page" in first.error_message
    seen = ImportSource.objects.get()
    assert (seen.outcome, seen.outcome_word, seen.said) == ("failed", "Failed", first.error_message)
    assert brought(source) and price() == "5.0000"
    assert brought(source) is None
    seen = ImportSource.objects.get()
    assert (seen.outcome, seen.said) == ("nothing_new", ""), "the next file came in: nothing stands in its way"


def test_a_link_out_of_the_folder_is_not_followed(store: Store, settings: Any, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_bytes(FEED)
    source = keeping.make(store=store, name="ERP", kind="folder", folder="erp", by="Anna")
    there = folder.folder_of(source)
    there.mkdir(parents=True)
    (there / "in.csv").symlink_to(secret)
    assert brought(source) is None and source.last_result == "nothing_new"
    (there / "in.csv").unlink()
    there.rmdir()
    there.symlink_to(tmp_path)
    with pytest.raises(SourceError, match="leads elsewhere"):
        fetching.look(source)


@pytest.mark.parametrize("name", ["../out", "a/b", "", ".hidden", "A"])
def test_a_folder_has_one_plain_name(store: Store, name: str) -> None:
    with pytest.raises(DomainError):
        keeping.make(store=store, name="ERP", kind="folder", folder=name, by="Anna")


def test_an_sftp_folder_brings_its_files_and_remembers_the_servers_key(store: Store, sftp: Server) -> None:
    sftp.lay("out/b.csv", FEED.decode(), at=100)
    sftp.lay("out/a.csv", NEWER.decode(), at=200)
    source = of_sftp(store, sftp, pattern="*.csv")
    first = brought(source)
    assert first and first.options["file"] == "b.csv"
    assert source.host_key == fingerprint(sftp.key)
    assert brought(source) and price() == "6.0000"
    assert brought(source) is None and source.last_result == "nothing_new"


def test_a_server_with_another_key_gets_no_password_until_the_old_one_is_forgotten(store: Store, sftp: Server) -> None:
    sftp.lay("out/a.csv", FEED.decode(), at=100)
    source = of_sftp(store, sftp)
    assert brought(source)
    sftp.key, known, sent = paramiko.ECDSAKey.generate(), source.host_key, len(sftp.passwords)
    assert brought(source) is None
    assert "another key than before" in source.last_error and known in source.last_error
    assert len(sftp.passwords) == sent
    keeping.change(source, by="Anna", forget_key=True)
    assert brought(source) is None and source.last_result == "nothing_new"
    assert source.host_key not in ("", known)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [({"password": "no"}, "does not let us in"), ({"url": "/nowhere"}, "no such folder")],
)
def test_what_an_sftp_server_refuses_is_said(store: Store, sftp: Server, wrong: dict[str, str], sentence: str) -> None:
    if "url" in wrong:
        wrong = {"url": f"sftp://127.0.0.1:{sftp.port}{wrong['url']}"}
    source = of_sftp(store, sftp, **wrong)
    assert brought(source) is None
    assert sentence in source.last_error and PASSWORD not in source.last_error


def test_nobody_at_the_address_is_said(store: Store, sftp: Server) -> None:
    source = of_sftp(store, sftp, url="sftp://127.0.0.1:1/out")
    assert brought(source) is None and "127.0.0.1 does not answer" in source.last_error


def test_an_sftp_server_in_a_private_network_is_refused(store: Store, sftp: Server, settings: Any) -> None:
    source = of_sftp(store, sftp)
    settings.IMPORT_PRIVATE_ADDRESSES = False
    assert brought(source) is None
    assert "private network" in source.last_error and sftp.passwords == []


def test_a_new_address_forgets_the_password_what_was_seen_and_the_key(store: Store, sftp: Server) -> None:
    sftp.lay("out/a.csv", FEED.decode(), at=100)
    source = of_sftp(store, sftp)
    brought(source)
    changed = keeping.change(source, by="Anna", url="sftp://127.0.0.1:9/out")
    assert (changed.password, changed.seen, changed.host_key) == ("", {}, "")
    assert source.history.count() >= 2 and not hasattr(source.history.first(), "password")


def test_two_workers_never_fetch_from_one_source_at_once(store: Store, web: Web) -> None:
    source = of_web(store, web)
    web.answer = (200, {}, FEED)
    ImportSource.objects.filter(pk=source.pk).update(lease_until=timezone.now() + timedelta(minutes=1))
    assert fetching.fetch(source.pk) is None and web.got == []
    ImportSource.objects.filter(pk=source.pk).update(lease_until=timezone.now() - timedelta(minutes=1))
    assert fetching.fetch(source.pk)


def test_the_next_feed_waits_until_the_one_before_is_in(store: Store, web: Web) -> None:
    source = of_web(store, web)
    web.answer = (200, {}, FEED)
    assert fetching.fetch(source.pk)
    web.answer = (200, {}, NEWER)
    assert fetching.fetch(source.pk) is None
    assert len(web.got) == 1


def test_what_is_due_is_what_is_on_and_whose_time_has_come(store: Store, web: Web) -> None:
    source = of_web(store, web)
    assert fetching.due() == [source.pk]
    keeping.change(source, by="Anna", is_enabled=False)
    assert fetching.due() == []
    keeping.change(source, by="Anna", is_enabled=True)
    web.answer = (200, {}, FEED)
    brought(source)
    assert fetching.due() == []


def test_the_command_fetches_and_says_how_it_went(store: Store, web: Web) -> None:
    source = of_web(store, web)
    web.answer = (200, {}, FEED)
    out = io.StringIO()
    call_command("sources", store=store.slug, fetch=str(source.pk), json=True, stdout=out)
    told = json.loads(out.getvalue())
    assert (told["last_result"], told["run_status"]) == ("brought", "completed")
    web.answer = (500, {}, b"")
    with pytest.raises(SystemExit):
        call_command("sources", store=store.slug, all=True, stdout=io.StringIO())


def test_a_run_that_a_person_asked_for_names_the_person(store: Store, web: Web) -> None:
    web.answer = (200, {}, FEED)
    run = fetching.fetch(of_web(store, web).pk, by=User.objects.get(email="owner@lumen.example"))
    assert run and str(run.started_by) and run.cause == "button"
