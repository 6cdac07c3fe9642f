"""Bringing products in from a file: foreseen, then a run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from inventory.models import Product, Variant
from sync import uploads
from sync.models import MarketplaceSyncLog

FEED = "id;title;price;quantity\nORI-LMP-BRS;Orion table lamp;135,00 €;9\nCUP;Cup;4,00 €;7\nBAD;Bad;1.234;1\n"


@pytest.fixture(autouse=True)
def _var(settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path


def sent(text: str = FEED, name: str = "feed.csv") -> dict[str, object]:
    return {"file": SimpleUploadedFile(name, text.encode())}


def ticket(page: str) -> str:
    found = re.search(r'name="ticket" value="([^"]*)"', page)
    assert found
    return found[1]


def test_a_file_says_first_what_it_would_do(owner: Client, lamp: Variant) -> None:
    page = owner.post("/products/import/", sent()).content.decode()
    assert "What feed.csv would do" in page and "Import 3 rows" in page
    assert "€129.00" in page and "€135.00" in page
    assert "can be read as 1234" in page
    assert Variant.objects.count() == 1 and not MarketplaceSyncLog.objects.exists()


def test_pressed_it_becomes_a_run_with_its_refused_rows(owner: Client, lamp: Variant) -> None:
    page = owner.post("/products/import/", sent()).content.decode()
    answer = owner.post("/products/import/", {"ticket": ticket(page)})
    run = MarketplaceSyncLog.objects.get()
    assert answer.url == f"/syncs/{run.pk}/"
    assert run.started_by.email == "nadia@example.org"
    uploads.carry_out(run.pk)
    shown = owner.get(answer.url).content.decode()
    assert "1 refused" in shown and "can be read as 1234" in shown
    assert Variant.objects.filter(sku="CUP").exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "This file is empty."),
        ("<!doctype html><title>Sign in</title>", "a web page, not a feed"),
        ("id,title\n", "no products"),
    ],
)
def test_what_is_no_feed_is_said_at_the_field(owner: Client, shop: object, text: str, sentence: str) -> None:
    answer = owner.post("/products/import/", sent(text))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not list((uploads._folder()).glob("*"))


def test_without_a_file_it_asks_for_one(owner: Client, shop: object) -> None:
    assert "Choose a file." in owner.post("/products/import/", {}).content.decode()


def test_a_ticket_that_is_not_kept_any_more_asks_for_the_file_again(owner: Client, shop: object) -> None:
    answer = owner.post("/products/import/", {"ticket": "x"})
    assert answer.status_code == 422
    assert "Choose the file again." in answer.content.decode()


def test_the_stranger_cannot_start_it(owner: Client, stranger: Client, lamp: Variant) -> None:
    kept = ticket(owner.post("/products/import/", sent()).content.decode())
    assert "Choose the file again." in stranger.post("/products/import/", {"ticket": kept}).content.decode()
    assert not MarketplaceSyncLog.objects.exists()


def test_neither_the_packer_nor_the_reader_may(packer: Client, reader: Client, product: Product) -> None:
    for client in (packer, reader):
        assert client.get("/products/import/").status_code == 403
        assert client.post("/products/import/", sent()).status_code == 403


FOREIGN = "Artikelnummer;Bezeichnung;VK-Preis;Notiz\nORI-LMP-BRS;Orion table lamp;135,00 €;x\nCUP;Cup;4,00 €;\n"


def said(page: str) -> dict[str, str]:
    """What the page takes each column for."""
    picked = re.findall(r'name="(column-\d+)">(.*?)</select>', page, re.DOTALL)
    found = {name: re.search(r'value="([^"]*)" selected', options) for name, options in picked}
    return {name: chosen[1] if chosen else "" for name, chosen in found.items()}


def test_foreign_columns_are_guessed_shown_and_asked_about_once(owner: Client, lamp: Variant) -> None:
    page = owner.post("/products/import/", sent(FOREIGN)).content.decode()
    assert "What are the columns of feed.csv?" in page and "135,00 €" in page
    assert said(page) == {"column-0": "id", "column-1": "title", "column-2": "price", "column-3": ""}
    page = owner.post("/products/import/", {"ticket": ticket(page), "map": "1", **said(page)}).content.decode()
    assert "What feed.csv would do" in page and "€135.00" in page and "VK-Preis → Price" in page
    answer = owner.post("/products/import/", {"ticket": ticket(page)})
    run = MarketplaceSyncLog.objects.get()
    uploads.carry_out(run.pk)
    assert answer.url == f"/syncs/{run.pk}/"
    assert Variant.objects.get(sku="CUP").price == 4
    again = owner.post("/products/import/", sent(FOREIGN.replace("4,00", "5,00"))).content.decode()
    assert "What feed.csv would do" in again and "€5.00" in again


def test_a_guess_is_corrected_and_what_cannot_be_is_said_beside_what_was_chosen(owner: Client, lamp: Variant) -> None:
    page = owner.post("/products/import/", sent(FOREIGN)).content.decode()
    kept = ticket(page)
    wrong = owner.post("/products/import/", {"ticket": kept, "map": "1", **said(page), "column-3": "title"})
    assert wrong.status_code == 422
    assert "“Bezeichnung” and “Notiz” are both Title." in wrong.content.decode()
    assert said(wrong.content.decode())["column-3"] == "title"
    right = {**said(page), "column-3": "description", "column-2": ""}
    seen = owner.post("/products/import/", {"ticket": kept, "map": "1", **right}).content.decode()
    assert "VK-Preis" not in seen and "Notiz → Description" in seen
    again = owner.post("/products/import/", {"ticket": ticket(seen), "ask": "1"}).content.decode()
    assert said(again)["column-3"] == "description" and said(again)["column-2"] == ""


def test_where_no_name_is_known_it_asks_whether_the_first_line_is_a_header(owner: Client, shop: object) -> None:
    page = owner.post("/products/import/", sent("a,b\n1,2\n")).content.decode()
    assert "No column has a name we know." in page
    answer = owner.post("/products/import/", {"ticket": ticket(page), "map": "1", "column-0": "id", "column-1": ""})
    assert answer.status_code == 422
    assert "Say which column is: Title." in answer.content.decode()
    assert not MarketplaceSyncLog.objects.exists()


def test_a_map_of_another_store_is_none_of_ours(owner: Client, stranger: Client, lamp: Variant) -> None:
    page = owner.post("/products/import/", sent(FOREIGN)).content.decode()
    owner.post("/products/import/", {"ticket": ticket(page), "map": "1", **said(page)})
    assert "What are the columns" in stranger.post("/products/import/", sent(FOREIGN)).content.decode()
    mine = stranger.post("/products/import/", {"ticket": ticket(page), "map": "1", **said(page)})
    assert "Choose the file again." in mine.content.decode()
