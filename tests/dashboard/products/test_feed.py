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
        ("a,b\n1,2\n", "must name the columns"),
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
