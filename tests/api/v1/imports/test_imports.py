"""Programs bring feeds in, read what was refused, and let held ones go on or drop them."""

from __future__ import annotations

import base64
import gzip
from pathlib import Path
from typing import Any

import pytest

from inventory.models import Variant
from sync import uploads
from sync.models import MarketplaceSyncLog
from tests.api.conftest import Program

ROOT = "/api/v1/imports/"


@pytest.fixture(autouse=True)
def _var(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path


def feed(times: int) -> str:
    return "id,title,price\n" + "".join(f"S-{n},Thing,{n * times}.00 EUR\n" for n in range(1, 13))


def brought(owner: Program, **body: Any) -> dict[str, Any]:
    """Sent, and carried out."""
    answer = owner.post(ROOT, body)
    assert answer.status == 202, answer.body
    uploads.carry_out(answer.body["id"])
    found: dict[str, Any] = owner.get(f"{ROOT}{answer.body['id']}/").body
    return found


def test_a_feed_comes_in_and_its_refused_rows_are_read(owner: Program) -> None:
    told = brought(owner, name="feed.csv", text="id,title,price\n1,Pot,5 EUR\n2,,5 EUR\n")
    assert (told["status"], told["file"], told["cause"]) == ("partially_completed", "feed.csv", "api")
    (row,) = owner.get(f"{ROOT}{told['id']}/rows/").body["results"]
    assert (row["item"], row["line"], row["row"]["price"]) == ("2", 3, "5 EUR")
    assert row["reason"] == "Line 3: 2 has no title. Enter one."
    again = owner.post(f"{ROOT}{told['id']}/retry/")
    assert again.status == 202 and again.body["id"] != told["id"]
    assert [each["id"] for each in owner.get(ROOT).body["results"]] == [again.body["id"], told["id"]]


def test_a_packed_file_comes_in_as_base64(owner: Program) -> None:
    packed = base64.b64encode(gzip.compress(feed(1).encode())).decode()
    assert brought(owner, base64=packed)["created_records"] == 12


def test_foreign_columns_are_guessed_said_and_kept(owner: Program) -> None:
    text = "Artikelnummer;Bezeichnung;Preis\n1;Topf;5,50 €\n"
    looked = owner.post(f"{ROOT}look/", {"text": text}).body
    assert looked["asks"] and [each["field"] for each in looked["columns"]] == ["id", "title", "price"]
    assert looked["columns"][2]["samples"] == ["5,50 €"]
    refused = owner.post(ROOT, {"text": text})
    assert refused.status == 422 and "Artikelnummer → id" in str(refused.body)
    said = {each["head"]: each["field"] for each in looked["columns"]}
    assert brought(owner, text=text, columns=said)["status"] == "completed"
    assert brought(owner, text=text)["unchanged_records"] == 1


def test_a_held_one_says_why_and_goes_on_after_a_word(owner: Program) -> None:
    brought(owner, text=feed(1))
    told = brought(owner, text=feed(100))
    assert (told["status"], told["held"]["changed"], told["can_go_on"]) == ("stopped", 12, True)
    assert told["held"]["largest"][0]["before"] == "1.00" and told["held"]["largest"][0]["percent"] == 9900
    assert owner.post(f"{ROOT}{told['id']}/go-on/").status == 202
    uploads.carry_out(told["id"])
    assert owner.get(f"{ROOT}{told['id']}/").body["held"] is None
    assert Variant.objects.get(sku="S-1").price == 100


def test_a_held_one_is_dropped_and_one_approved_at_once_is_never_held(owner: Program) -> None:
    brought(owner, text=feed(1))
    told = brought(owner, text=feed(100))
    assert owner.post(f"{ROOT}{told['id']}/drop/").body["error"]["kind"] == "dropped"
    assert owner.post(f"{ROOT}{told['id']}/go-on/").status == 422
    assert brought(owner, text=feed(100), approve=True)["updated_records"] == 12


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400), ({"text": "a", "base64": "YQ=="}, 400), ({"base64": "%%%"}, 400), ({"text": ""}, 400),
        ({"text": "<!doctype html>"}, 422), ({"text": "id,title\n1,Pot\n", "columns": {"id": "title"}}, 422),
        ({"text": "id,title\n1,Pot\n", "columns": {"id": "nonsense"}}, 400),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_refused_and_nothing_is_written_down(
    owner: Program, body: dict[str, Any], status: int
) -> None:
    assert owner.post(ROOT, body).status == status
    assert not MarketplaceSyncLog.objects.exists()


def test_the_packer_brings_nothing_in_and_reads_no_rows(owner: Program, packer: Program) -> None:
    told = brought(owner, text="id,title,price\n1,Pot,5 EUR\n2,,5 EUR\n")
    assert packer.post(ROOT, {"text": feed(1)}).status == 403
    assert packer.get(f"{ROOT}{told['id']}/rows/").status == 403
    assert packer.get(f"{ROOT}{told['id']}/").status == 200


def test_the_stranger_finds_none_of_it(owner: Program, stranger: Program) -> None:
    told = brought(owner, text=feed(1))
    for act in ("", "rows/"):
        assert stranger.get(f"{ROOT}{told['id']}/{act}").status == 404
    for act in ("retry/", "go-on/", "drop/"):
        assert stranger.post(f"{ROOT}{told['id']}/{act}").status == 404
