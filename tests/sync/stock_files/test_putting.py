"""Stock files reach a folder and a real SFTP server: whole or not at all, never an empty one over a full one."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import paramiko
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.errors import DomainError
from core.models import NeedsYou
from inventory.models import InventorySyncConfig
from inventory.services.stock import recount
from sync.models import StockFile
from sync.sftp import fingerprint
from sync.stock_files import keeping, putting
from tests.inventory.world import World, make_world
from tests.sync.sftp_server import PASSWORD, Server, serving


@pytest.fixture
def world(db: None) -> World:
    """Five counted goods of five units each, one of them listed, and one that nobody counted."""
    world = make_world()
    for number in range(5):
        world.variant(f"POT-{number}", 5, gtin="4006381333931" if number == 0 else "")
    world.variant("UNCOUNTED")
    return world


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with serving(tmp_path) as found:
        yield found


def file_of(world: World, server: Server | None = None, **more: Any) -> StockFile:
    where: dict[str, Any] = {"where": "folder", "folder": "out"}
    if server is not None:
        where = {"where": "sftp", "host": "127.0.0.1", "port": server.port, "username": "shop", "password": PASSWORD}
    return keeping.make(store=world.store, by="Anna", private_address=True, **({"name": "stock.csv", **where} | more))


def put(file: StockFile, **more: Any) -> putting.Outcome:
    outcome = putting.put_now(file.pk, **more)
    assert outcome is not None
    file.refresh_from_db()
    return outcome


def needs(world: World) -> list[str]:
    return list(NeedsYou.objects.filter(store=world.store, settled_at__isnull=True).values_list("said", flat=True))


def empty_the_shelves(world: World, *, left: int = 0) -> None:
    for variant in world.store.variants.exclude(sku="UNCOUNTED"):
        recount(store=world.store, variant=variant, location=world.place, counted=left)


def test_a_folder_gets_the_file_with_what_is_available(world: World, settings: Any, tmp_path: Path) -> None:
    settings.FEED_FOLDER = tmp_path
    world.reserve(world.store.variants.get(sku="POT-1"), 2)
    file = file_of(world)
    assert put(file).rows == 5
    text = (tmp_path / world.store.slug / "out" / "stock.csv").read_bytes().decode()
    assert text.split("\r\n")[:3] == ["sku,gtin,quantity", "POT-0,4006381333931,5", "POT-1,,3"]
    assert "UNCOUNTED" not in text and (file.rows, file.units, file.error) == (5, 23, "")


def test_a_shops_file_says_what_the_shop_is_told(world: World, settings: Any, tmp_path: Path) -> None:
    settings.FEED_FOLDER = tmp_path
    world.listing(world.store.variants.get(sku="POT-1"), marketplace_sku="theirs-1")
    InventorySyncConfig.objects.create(store=world.store, connection=world.shop, safety_stock=2)
    assert put(file_of(world, connection=world.shop)).rows == 1
    assert "theirs-1,,3" in (tmp_path / world.store.slug / "out" / "stock.csv").read_text()


def test_a_server_gets_it_whole_under_another_name_first_and_its_key_is_kept(
    world: World, server: Server, tmp_path: Path
) -> None:
    file = file_of(world, server)
    assert put(file).is_put and file.host_key == fingerprint(server.key)
    assert server.log == ["open .stock.csv.part", "posix_rename stock.csv"]
    first = (tmp_path / "stock.csv").read_bytes()
    empty_the_shelves(world, left=3)
    assert put(file).is_put and [path.name for path in tmp_path.iterdir()] == ["stock.csv"]
    assert first.count(b",5\r\n") == 5 and (tmp_path / "stock.csv").read_bytes().count(b",3\r\n") == 5


def test_another_key_of_the_server_gets_no_password_and_no_file_until_it_is_accepted(
    world: World, server: Server
) -> None:
    file = file_of(world, server)
    put(file)
    server.key = paramiko.ECDSAKey.generate()
    server.passwords.clear()
    outcome = put(file)
    assert "another key" in outcome.why_not and server.passwords == []
    assert file.key_found == fingerprint(server.key) != file.host_key
    assert len(needs(world)) == 1 and not put(file).is_put
    keeping.accept_key(file, by="Anna")
    assert put(file).is_put and needs(world) == [] and file.host_key == fingerprint(server.key)
    with pytest.raises(DomainError, match="no other key"):
        keeping.accept_key(file, by="Anna")


def test_an_empty_file_and_a_mass_of_zeros_never_go_over_a_full_one(
    world: World, server: Server, tmp_path: Path
) -> None:
    file = file_of(world, server)
    put(file)
    full = (tmp_path / "stock.csv").read_bytes()
    empty_the_shelves(world)
    assert "would be 0" in put(file).why_not and needs(world) == ["Every quantity in it would be 0."]
    world.store.variants.update(deleted_at=timezone.now())
    assert "no line" in put(file).why_not and "no line" in put(file, anyway=True).why_not
    assert (tmp_path / "stock.csv").read_bytes() == full
    world.store.variants.model.all_objects.filter(store=world.store).update(deleted_at=None)
    assert put(file, anyway=True).is_put and needs(world) == []


def test_half_of_it_waits_for_a_person(world: World, server: Server) -> None:
    file = file_of(world, server)
    put(file)
    world.store.variants.filter(sku__in=["POT-0", "POT-1", "POT-2"]).update(deleted_at=timezone.now())
    assert put(file).why_not == "Only 2 of 5 lines are left."
    assert put(file, anyway=True).rows == 2


def test_a_private_key_opens_too(world: World, server: Server, tmp_path: Path) -> None:
    key, text = paramiko.ECDSAKey.generate(), io.StringIO()
    key.write_private_key(text)
    server.lets_in = key
    assert put(file_of(world, server, password="", private_key=text.getvalue())).is_put
    with pytest.raises(DomainError) as refused:
        file_of(world, server, password="", private_key="no key")
    assert refused.value.field == "private_key"


def test_trouble_is_a_sentence_and_the_third_time_needs_somebody(world: World, server: Server, tmp_path: Path) -> None:
    file = file_of(world, server, password="wrong")
    for _time in range(2):
        assert "does not let us in" in put(file).why_not
    assert needs(world) == []
    put(file)
    assert len(needs(world)) == 1 and "wrong" not in str(needs(world))
    keeping.change(file, by="Anna", password=PASSWORD, folder="nowhere")
    assert "has no such folder" in put(file).why_not
    keeping.change(file, by="Anna", folder="")
    assert put(file).is_put and needs(world) == []


def test_a_server_that_breaks_off_or_is_away_leaves_the_old_file(world: World, server: Server, tmp_path: Path) -> None:
    file = file_of(world, server)
    put(file)
    before = (tmp_path / "stock.csv").read_bytes()
    server.full = True
    assert not put(file).is_put and (tmp_path / "stock.csv").read_bytes() == before
    file.port = 9
    file.save()
    assert "does not answer" in put(file).why_not


def test_a_server_that_cannot_replace_in_one_step_keeps_the_old_file(
    world: World, server: Server, tmp_path: Path
) -> None:
    server.renames = False
    file = file_of(world, server)
    assert put(file).is_put
    assert "in one step" in put(file).why_not and [path.name for path in tmp_path.iterdir()] == ["stock.csv"]


def test_it_is_put_when_it_is_due_and_by_one_worker(world: World, settings: Any, tmp_path: Path) -> None:
    settings.FEED_FOLDER = tmp_path
    file = file_of(world)
    assert putting.due() == [file.pk] and putting.carry_out(file.pk) is not None
    assert putting.due() == [] and putting.carry_out(file.pk) is None
    StockFile.objects.filter(pk=file.pk).update(
        due_at=timezone.now(), lease_until=timezone.now() + timedelta(minutes=1)
    )
    assert putting.due() == [] and putting.put_now(file.pk) is None
    StockFile.objects.filter(pk=file.pk).update(lease_until=timezone.now() - timedelta(minutes=1))
    assert putting.due() == [file.pk]
    file.refresh_from_db()
    keeping.change(file, by="Anna", is_active=False)
    assert putting.due() == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "../stock.csv"}, "name"), ({"folder": "a/../../b"}, "folder"),
        ({"interval_minutes": 1}, "interval_minutes"),
        ({"where": "ftp"}, "where"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(world: World, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(DomainError) as refused:
        file_of(world, **wrong)
    assert refused.value.field == field


def test_private_networks_are_for_the_command_line_and_another_server_wants_its_secret_again(
    world: World, server: Server
) -> None:
    with pytest.raises(DomainError, match="private network"):
        keeping.make(
            store=world.store, by="Anna", name="s.csv", where="sftp", host="127.0.0.1", username="a", password="b"
        )  # fmt: skip
    file = file_of(world, server)
    put(file)
    with pytest.raises(DomainError, match="for another server"):
        keeping.change(file, by="Anna", host="localhost")
    changed = keeping.change(file, by="Anna", host="localhost", password=PASSWORD)
    assert changed.host_key == ""


def test_no_secret_is_kept_in_clear_or_in_history(world: World, server: Server) -> None:
    from django.db import connection

    file = file_of(world, server)
    with connection.cursor() as cursor:
        cursor.execute("SELECT password::text FROM stock_files WHERE id = %s", [file.pk])
        assert PASSWORD not in str(cursor.fetchone())
    assert not hasattr(file.history.first(), "password")


def test_the_command_makes_puts_and_lists(world: World, settings: Any, tmp_path: Path, capsys: Any) -> None:
    settings.FEED_FOLDER = tmp_path
    with pytest.raises(CommandError, match="no stock file"):
        call_command("stock_file", store=world.store.slug, put="a.csv")
    call_command("stock_file", store=world.store.slug, put="a.csv", folder="erp")
    assert "5 lines" in capsys.readouterr().out and (tmp_path / world.store.slug / "erp" / "a.csv").exists()
