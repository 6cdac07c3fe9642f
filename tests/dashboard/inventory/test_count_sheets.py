"""Count sheets on the inventory page: printed, filled in, looked at, written."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from inventory.models import InventoryChange, Location, Stock, Variant
from inventory.services.stock import recount
from tests.dashboard import world
from tests.dashboard.conftest import Cast

PATH = "/inventory/counts/"


@pytest.fixture
def pot(cast: Cast) -> Variant:
    made = world.variant(cast.store, "POT", on_hand=0)
    recount(store=cast.store, variant=made, location=world.location(cast.store), counted=5)
    return made


def _file(text: str) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("shelf.csv", text.encode())}


def _ticket(page: str) -> str:
    found = re.search(r'name="ticket" value="([^"]+)"', page)
    assert found
    return found[1]


def test_a_sheet_is_printed_and_its_file_filled_in(owner: Client, cast: Cast, pot: Variant) -> None:
    place = Location.objects.get(store=cast.store)
    paper = owner.get(f"{PATH}sheet.pdf", {"location": str(place.pk), "goods": "all"})
    assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")
    file = owner.get(f"{PATH}sheet.csv", {"location": str(place.pk), "goods": "there"})
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert lines[0] == "sku,title,gtin,place,counted"
    assert lines[1].startswith("POT,") and lines[1].endswith(f",{place.code},")
    back = owner.post(PATH, _file(f"{lines[0]}\n{lines[1]}4\n")).content.decode()
    assert "What shelf.csv would change" in back and "−1" in back


def test_nothing_is_written_before_it_is_said(owner: Client, cast: Cast, pot: Variant) -> None:
    page = owner.post(PATH, _file("sku,counted\nPOT,3\nNOPE,1\n")).content.decode()
    assert "Line 3: There is no product with the SKU NOPE." in page
    assert Stock.objects.get(variant=pot).on_hand == 5
    text = owner.post(PATH, {"ticket": _ticket(page)}, follow=True).content.decode()
    assert "1 count is written." in text
    assert Stock.objects.get(variant=pot).on_hand == 3
    change = InventoryChange.objects.latest("created_at")
    assert (change.reason, change.actor) == ("Count sheet shelf.csv", cast.owner)


def test_a_ticket_of_another_store_or_a_made_up_one_writes_nothing(
    owner: Client, stranger: Client, pot: Variant
) -> None:
    ticket = _ticket(owner.post(PATH, _file("sku,counted\nPOT,3\n")).content.decode())
    for client, told in ((stranger, ticket), (owner, ticket[:-2] + "xx"), (owner, "x")):
        text = client.post(PATH, {"ticket": told}, follow=True).content.decode()
        assert "Choose the file again." in text
    assert Stock.objects.get(variant=pot).on_hand == 5


def test_what_is_no_sheet_is_said(owner: Client, cast: Cast) -> None:
    for file, sentence in (({}, "Choose a file."), (_file("price\n3\n"), "must name the columns")):
        answer = owner.post(PATH, file)
        assert answer.status_code == 422 and sentence in answer.content.decode()


def test_who_only_reads_does_not_count(reader: Client, cast: Cast) -> None:
    assert reader.post(PATH, _file("sku,counted\nPOT,3\n")).status_code == 403
