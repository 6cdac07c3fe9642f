"""An import that is held or ended early, on its page: let go on, dropped, its refused rows as a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from core.models import Store, User
from inventory.models import Variant
from sync import uploads
from sync.asking import ask_import
from sync.models import MarketplaceSyncLog
from tests.dashboard.conftest import Cast


@pytest.fixture(autouse=True)
def _var(settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path


def brought(store: Store, text: str) -> MarketplaceSyncLog:
    """A feed that was brought in, or held."""
    ticket = uploads.keep(store=store, name="feed.csv", data=("id,title,price\n" + text).encode())
    log = ask_import(store=store, ticket=ticket, by=User.objects.filter(stores=store).first())
    uploads.carry_out(log.pk)
    log.refresh_from_db()
    return log


def held(store: Store) -> MarketplaceSyncLog:
    """One that would make everything ten times as dear."""
    brought(store, "".join(f"S-{n},Thing {n},{n}.00 EUR\n" for n in range(1, 13)))
    return brought(store, "".join(f"S-{n},Thing {n},{n}0.00 EUR\n" for n in range(1, 13)))


def test_a_held_import_shows_its_largest_changes_and_goes_on_after_a_click(owner: Client, cast: Cast) -> None:
    log = held(cast.store)
    page = owner.get(f"/syncs/{log.pk}/").content.decode()
    assert "12 of 12 prices, 100 %" in page and "€10.00" in page and "+900 %" in page
    assert 'id="go-on"' in page and 'id="drop"' in page
    owner.post(f"/syncs/{log.pk}/go-on/")
    uploads.carry_out(log.pk)
    assert Variant.objects.get(store=cast.store, sku="S-1").price == 10
    assert "Held" not in owner.get(f"/syncs/{log.pk}/").content.decode()


def test_dropped_it_has_no_buttons_any_more(owner: Client, cast: Cast) -> None:
    log = held(cast.store)
    page = owner.post(f"/syncs/{log.pk}/drop/", follow=True).content.decode()
    assert "dropped this import" in page and 'id="go-on"' not in page
    assert Variant.objects.get(store=cast.store, sku="S-1").price == 1


def test_refused_rows_come_back_as_a_file_with_line_and_reason(owner: Client, cast: Cast) -> None:
    log = brought(cast.store, "A,Cup,4 EUR\nB,,5 EUR\nC,Pot,=1+1\nD,Torn\n")
    assert "refused.csv" in owner.get(f"/syncs/{log.pk}/").content.decode()
    answer = owner.get(f"/syncs/{log.pk}/refused.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert text[0] == "id,title,price,refused_line,refused_reason"
    assert sorted(line.split(",")[0] for line in text[1:]) == ["B", "C", "D"]
    assert any(line.startswith("C,Pot,'=1+1,4,") for line in text)


def test_others_than_owner_and_manager_may_not(packer: Client, reader: Client, stranger: Client, cast: Cast) -> None:
    log = held(cast.store)
    for client, status in ((packer, 403), (reader, 403), (stranger, 404)):
        for act in ("go-on", "drop"):
            assert client.post(f"/syncs/{log.pk}/{act}/").status_code == status
        assert client.get(f"/syncs/{log.pk}/refused.csv").status_code == status
    log.refresh_from_db()
    assert log.error_kind == "held"


def test_looking_changes_nothing(owner: Client, cast: Cast) -> None:
    log = held(cast.store)
    for act in ("go-on", "drop"):
        assert owner.get(f"/syncs/{log.pk}/{act}/").status_code == 405
