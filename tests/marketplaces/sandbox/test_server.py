"""The way of a request: control, faults, who asks, limits, handler."""

from __future__ import annotations

import re
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from marketplaces.sandbox import server
from marketplaces.sandbox.faults import KINDS

from .conftest import Desk
from .receiver import Receiver


def test_a_stranger_is_refused_in_the_marketplaces_own_words(desk: Desk) -> None:
    assert desk.post("/jars/jam0/eat", key="wrong").status_code == 403


def test_unknown_paths_methods_and_marketplaces_are_404_and_405(desk: Desk) -> None:
    assert desk.get("/nothing").status_code == 404
    assert desk.get("/jars/jam0/eat").status_code == 405
    assert requests.get(f"{desk.url}/nowhere/x", timeout=5).status_code == 404


def test_repeated_query_keys_arrive_in_order(desk: Desk) -> None:
    assert desk.get("/jars?tag=b&tag=a&tag=").json()["tags"] == ["b", "a", ""]


def test_a_refused_handler_leaves_no_trace(desk: Desk) -> None:
    before = desk.get("/jars").json()["jars"][0]["left"]
    for _ in range(before):
        assert desk.post("/jars/jam0/eat").status_code == 200
    assert desk.post("/jars/jam0/eat").status_code == 409
    assert desk.get("/jars").json()["jars"][0]["left"] == 0


def test_a_restart_keeps_what_was_answered(only_the_toy: None, tmp_path: Path) -> None:
    with server.running(tmp_path) as running:
        left = Desk(running.url).post("/jars/jam0/eat").json()["left"]
    with server.running(tmp_path) as running:
        assert Desk(running.url).get("/jars").json()["jars"][0]["left"] == left


def test_the_same_seed_gives_the_same_shop(desk: Desk) -> None:
    shops = []
    for seed in (5, 6, 5):
        desk.control("seed", {"seed": seed, "products": 30})
        shops.append(desk.get("/jars").json()["jars"])
    assert shops[0] == shops[2] != shops[1]


def test_each_early_fault_answers_in_place_of_the_shop(desk: Desk) -> None:
    for kind, status in (("error500", 500), ("rate_limit", 429), ("expired_token", 401), ("html_page", 200)):
        desk.control("faults", {"kind": kind, "times": 1})
        answer = desk.get("/jars")
        assert (answer.status_code, "jars" in answer.text) == (status, False)
        assert desk.get("/jars").status_code == 200


def test_a_late_error_has_done_the_work(desk: Desk) -> None:
    before = desk.get("/jars").json()["jars"][0]["left"]
    desk.control("faults", {"kind": "error500", "when": "after", "times": 1})
    assert desk.post("/jars/jam0/eat").status_code == 500
    assert desk.get("/jars").json()["jars"][0]["left"] == before - 1


def test_a_torn_answer_is_no_json(desk: Desk) -> None:
    desk.control("faults", {"kind": "torn", "times": 1})
    assert desk.get("/jars").text.startswith('{"jars"')
    desk.control("faults", {"kind": "torn", "times": 1})
    try:
        desk.get("/jars").json()
    except requests.exceptions.JSONDecodeError:
        return
    raise AssertionError("the answer could be read")


def test_a_slow_answer_takes_its_time_and_only_on_its_path(desk: Desk) -> None:
    desk.control("faults", {"kind": "slow", "seconds": 2, "path": "/jars/jam1", "times": 1})
    started = time.monotonic()
    desk.get("/jars")
    assert time.monotonic() - started < 2
    desk.post("/jars/jam1/eat")
    assert time.monotonic() - started >= 2


def test_random_faults_are_the_same_for_the_same_seed(desk: Desk) -> None:
    runs = []
    for _ in range(2):
        desk.control("faults", method="DELETE")
        desk.control("faults", {"kind": "error500", "rate": 0.4, "seed": 11})
        runs.append([desk.get("/jars").status_code for _ in range(30)])
    assert runs[0] == runs[1]
    assert {200, 500} == set(runs[0])


def test_a_fault_that_makes_no_sense_is_refused_with_a_sentence(desk: Desk) -> None:
    answer = desk.control("faults", {"kind": "earthquake"})
    assert answer.status_code == 400
    assert KINDS[0] in answer.json()["error"]
    assert desk.control("faults", {"kind": "slow", "often": 3}).status_code == 400


@pytest.mark.parametrize(
    ("call", "body"),
    [
        ("faults", {"kind": "slow", "seconds": "a"}),
        ("faults", {"kind": "torn", "times": 1.5}),
        ("faults", {"kind": "torn", "rate": True}),
        ("faults", {"kind": "torn", "path": 7}),
        ("seed", {"products": -1}),
        ("seed", {"products": 1_000_000_000}),
        ("seed", {"orders": "many"}),
        ("sell", {"quantity": -1}),
        ("sell", {"quantity": "x"}),
        ("sell", {"quantity": 1.5}),
        ("sell", {"count": 10**9}),
        ("sell", {"lines": "two"}),
        ("sell", {"lines": [{"sku": "jam1", "quantity": 0}]}),
        ("clock", {"advance": "x"}),
        ("clock", {"advance": 1e300}),
        ("clock", {"now": "noon"}),
    ],
    ids=str,
)
def test_a_control_call_that_makes_no_sense_is_refused_at_once_with_a_sentence(
    desk: Desk, call: str, body: dict[str, Any]
) -> None:
    before = desk.control("state", method="GET").json()
    answer = desk.control(call, body)
    assert answer.status_code == 400
    assert re.fullmatch(r'"\w+" is .+\.', answer.json()["error"])
    assert desk.control("state", method="GET").json() == before
    assert desk.control("faults", method="GET").json() == []


def test_a_torn_control_body_is_called_so(desk: Desk) -> None:
    answer = requests.post(f"{desk.url}/toy/_control/sell", data="torn{", timeout=5)
    assert answer.status_code == 400
    assert "cannot be read" in answer.json()["error"]


def test_the_address_that_is_printed_says_what_is_there(desk: Desk) -> None:
    answer = requests.get(f"{desk.url}/", timeout=5)
    assert answer.status_code == 200
    assert answer.json()["practice marketplaces"] == {"toy": f"{desk.url}/toy/_control/"}


def test_limits_follow_the_sandbox_clock_when_asked_to(desk: Desk) -> None:
    desk.control("clock", {"now": "2026-10-01T00:00:00Z"})
    desk.control("limits", {"time": "sandbox"})
    assert [desk.post("/jars/jam0/cook").status_code for _ in range(3)] == [200, 200, 429]
    desk.control("clock", {"advance": 1})
    assert [desk.post("/jars/jam0/cook").status_code for _ in range(2)] == [200, 429]
    desk.control("limits", {"enabled": False})
    assert {desk.post("/jars/jam0/cook").status_code for _ in range(9)} == {200}


def test_what_was_planned_happens_in_the_sandboxs_own_time_even_after_a_restart(
    only_the_toy: None, tmp_path: Path
) -> None:
    with server.running(tmp_path) as running:
        desk = Desk(running.url)
        desk.control("clock", {"now": "2026-10-01T00:00:00Z"})
        before = desk.get("/jars").json()["jars"][0]["left"]
        desk.post("/jars/jam0/cook")
        desk.control("clock", {"advance": 59})
        assert desk.get("/jars").json()["jars"][0]["left"] == before
    with server.running(tmp_path) as running:
        desk = Desk(running.url)
        assert desk.control("clock", method="GET").json() == {"now": "2026-10-01T00:00:59+00:00", "frozen": True}
        desk.control("clock", {"advance": 1})
        assert desk.get("/jars").json()["jars"][0]["left"] == before + 10


def test_the_clock_runs_on_unless_it_is_stopped(desk: Desk) -> None:
    desk.control("clock", {"advance": 3600})
    assert not desk.control("clock", method="GET").json()["frozen"]
    desk.control("clock", {"real": True})
    now = datetime.fromisoformat(desk.control("clock", method="GET").json()["now"])
    assert abs(now.timestamp() - time.time()) < 2


def test_calls_are_counted_without_any_value(desk: Desk) -> None:
    desk.get("/jars?token=s3cret")
    told = desk.control("calls?last=5", method="GET")
    assert told.json()["calls"] == {"GET /jars": 1}
    assert told.json()["last"][0]["query"] == ["token"]
    assert "s3cret" not in told.text
    assert "open" not in told.text


def test_the_root_desk_speaks_to_every_shop(desk: Desk) -> None:
    answer = requests.post(f"{desk.url}/_control/seed", json={"seed": 3, "products": 4}, timeout=5)
    assert answer.json() == {"toy": {"seed": 3, "products": 4, "orders": 0}}


def test_a_sale_is_pushed_with_the_receivers_key(desk: Desk, receiver: Receiver) -> None:
    desk.control("webhook", {"url": receiver.url, "key": "k1"})
    assert desk.control("sell", {"sku": "jam0", "count": 2}).json() == {"orders": [{"id": "jam0"}, {"id": "jam0"}]}
    receiver.wait_for(lambda heard: len(heard) == 2)
    assert receiver.raw[0][0]["X-Key"] == "k1"
    assert "k1" not in desk.control("state", method="GET").text


def test_a_push_that_is_not_taken_is_tried_again_and_then_given_up(desk: Desk, receiver: Receiver) -> None:
    receiver.status = 500
    desk.control("webhook", {"url": receiver.url})
    desk.control("sell", {"sku": "jam0"})
    receiver.wait_for(lambda heard: len(heard) == 3)
    end = time.monotonic() + 20
    while (push := desk.control("state", method="GET").json()["webhooks"][0])["status"] != "given up":
        assert time.monotonic() < end, push
        time.sleep(0.02)
    assert (push["attempts"], push["status"], push["outcome"]) == (3, "given up", "answered 500")


def test_pushes_come_twice_and_in_the_wrong_order_on_demand(desk: Desk, receiver: Receiver) -> None:
    desk.control("webhook", {"url": receiver.url})
    desk.control("faults", {"kind": "duplicate_webhooks", "times": 1})
    desk.control("faults", {"kind": "reordered_webhooks", "times": 1})
    desk.control("sell", {"sku": "jam0", "count": 1})
    receiver.wait_for(lambda heard: len(heard) == 2)
    assert receiver.heard == [{"sold": "jam0"}] * 2


def test_nothing_is_pushed_off_this_machine(desk: Desk) -> None:
    for url in ("http://example.com/hook", "http://10.0.0.1/hook", "file:///etc/passwd"):
        answer = desk.control("webhook", {"url": url})
        assert answer.status_code == 400
        assert "this machine only" in answer.json()["error"]


def test_a_busy_port_gets_a_sentence_and_the_next_one(only_the_toy: None) -> None:
    said: list[str] = []
    with (
        server.running(None) as first,
        server.on_free_port(
            lambda port: server.Running(server.Sandbox(None), port=port), first.port, say=said.append
        ) as second,
    ):
        assert second.port > first.port
        assert said == [f"Port {first.port} is busy; using {second.port}."]
