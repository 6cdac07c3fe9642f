"""Connecting goes wrong in every way it can, and each time a sentence says what happened and what to do."""

import io
from datetime import timedelta
from pathlib import Path

import pytest

from marketplaces.models import Connection
from tests.trial.conftest import KEYS, Customer, Said, command
from tests.trial.ozon import ozon
from tests.trial.shopee import shopee
from tests.trial.stub import Reply, Script, serving

PAGE = Reply(body=b"<!doctype html><html><body>Welcome to nginx!</body></html>", headers={"content-type": "text/html"})
REFUSALS = {
    "ozon": Reply({"code": 16, "message": "Client-Id and Api-Key headers are required", "details": []}, 403),
    "shopee": Reply({"error": "error_sign", "message": "Wrong sign.", "request_id": "x"}, 403),
}  # fmt: skip


def script_of(code: str) -> Script:
    return ozon() if code == "ozon" else shopee()


def tried(customer: Customer, code: str, url: str, *more: str) -> tuple[Said, dict[str, dict[str, str]]]:
    keys = [word for pair in KEYS[code] for word in ("--set", pair)]
    said = command("connect", code, "--store", "trial", "--name", "X", "--base-url", url, "--json", *keys, *more)
    return said, {each["name"]: each for each in said.line["verdicts"]}


@pytest.mark.parametrize("code", ["ozon", "shopee"])
def test_wrong_keys(customer: Customer, code: str) -> None:
    script = script_of(code)
    script.before = lambda _asked: REFUSALS[code]
    with serving(script):
        said, verdicts = tried(customer, code, script.url)
    assert (said.code, said.line["connection"]) == (1, None)
    assert [verdicts[name]["state"] for name in ("reachable", "accepted", "shape")] == [
        "passed", "refused", "not_tried",
    ]  # fmt: skip
    assert verdicts["accepted"]["said"] and verdicts["accepted"]["fix"]
    assert not Connection.objects.exists()
    for secret in ("7f9c1f2e", "shpk4a6b", "at-1", "rt-1"):
        assert secret not in said.out + said.err


SIGNED_OUT = {
    "ozon": REFUSALS["ozon"],
    "shopee": Reply({"error": "error_auth", "message": "Invalid access_token.", "request_id": "x"}, 403),
}  # fmt: skip


@pytest.mark.parametrize("code", ["ozon", "shopee"])
def test_who_was_never_signed_in_is_not_called_signed_out(customer: Customer, code: str) -> None:
    script = script_of(code)
    script.before = lambda _asked: SIGNED_OUT[code]
    with serving(script):
        _said, verdicts = tried(customer, code, script.url)
    words = verdicts["accepted"]["said"]
    assert "does not accept these keys" in words and "signed us out" not in words
    assert "open the connection" not in verdicts["accepted"]["fix"].lower()


@pytest.mark.parametrize("code", ["ozon", "shopee"])
def test_a_wrong_host(customer: Customer, code: str) -> None:
    said, verdicts = tried(customer, code, "http://127.0.0.1:9")
    assert said.code == 1
    assert verdicts["reachable"]["state"] == "refused"
    assert verdicts["reachable"]["fix"]


@pytest.mark.parametrize("code", ["ozon", "shopee"])
def test_a_page_instead_of_data(customer: Customer, code: str) -> None:
    script = script_of(code)
    script.before = lambda _asked: PAGE
    with serving(script):
        said, verdicts = tried(customer, code, script.url)
    assert (said.code, verdicts["shape"]["state"]) == (1, "refused")
    assert "page" in verdicts["shape"]["said"]


@pytest.mark.parametrize("answer", [Reply([]), Reply("ok"), Reply(None), Reply({"foo": 1}), Reply(body=b'{"a": ')])
@pytest.mark.parametrize("code", ["ozon", "shopee"])
def test_an_answer_of_another_shape(customer: Customer, code: str, answer: Reply) -> None:
    script = script_of(code)
    script.before = lambda _asked: answer
    with serving(script):
        said, verdicts = tried(customer, code, script.url)
    assert said.code == 1
    assert verdicts["shape"]["state"] == "refused"
    assert verdicts["shape"]["fix"]


def test_no_test_saves_without_a_call(customer: Customer) -> None:
    said, verdicts = tried(customer, "ozon", "http://127.0.0.1:9", "--no-test")
    assert (said.code, verdicts) == (0, {})
    assert Connection.objects.get().remote_account_id == "3141592"
    assert "Not tested yet" in command("connections").out
    assert command("connections", "--json").line["is_untested"] is True


@pytest.mark.parametrize(
    "given",
    [
        ["client_id=1"], ["client_id=1", "api_key="], ["client_id=1", "api_key=   "], ["client_id=x", "api_key=k"],
        ["client_id=1", "api_key=k", "colour=red"], ["client_id"], ["=x"], ["client_id=1", "api_key=@/no/such/file"],
    ],
    ids=str,
)  # fmt: skip
def test_wrong_use_is_told_before_any_call(customer: Customer, given: list[str]) -> None:
    keys = [word for pair in given for word in ("--set", pair)]
    said = command("connect", "ozon", "--store", "trial", "--name", "X", "--base-url", "http://127.0.0.1:9", *keys)
    assert said.code == 2, said
    assert len(said.err) > 30
    assert not Connection.objects.exists()


def test_keys_come_from_files_and_standard_input(
    customer: Customer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    script = ozon()
    key = tmp_path / "key"
    key.write_text("\ufeff the-key \r\n", encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO("  3141592 \n"))
    with serving(script):
        said = command("connect", "ozon", "--store", "trial", "--name", " Tea ", "--base-url", script.url + "/",
                       "--set", "client_id=-", "--set", f"api_key=@{key}")  # fmt: skip
    assert said.code == 0, said
    assert {asked.headers["api-key"] for asked in script.asked} == {"the-key"}
    assert {asked.headers["client-id"] for asked in script.asked} == {"3141592"}


@pytest.mark.parametrize("hours", [1, -1, 30])
@pytest.mark.parametrize("code", ["ozon", "shopee"])
def test_a_clock_that_is_wrong_stops_nothing(customer: Customer, code: str, hours: int) -> None:
    script = script_of(code)
    script.clock = timedelta(hours=hours)
    shop = customer.connect(code, script)
    said = customer.sync(shop)
    assert (said.code, said.line["status"]) == (0, "completed"), said


def test_an_unknown_marketplace_names_the_known_ones(customer: Customer) -> None:
    said = command("connect", "amazzon", "--store", "trial", "--name", "X")
    assert said.code == 2
    assert "ozon" in said.err and "shopee" in said.err
