"""The emulators' memory: all or nothing, and still there after a kill."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from marketplaces.sandbox.state import State, StateBusy


def test_a_failed_transaction_leaves_nothing_in_memory_or_on_disk(tmp_path: Path) -> None:
    state = State(tmp_path / "s.sqlite3")
    state.table("jars").put("a", {"left": 3})
    with pytest.raises(ZeroDivisionError), state.transaction():
        state.table("jars").edit("a")["left"] = 0
        state.table("jars").put("b", {"left": 1})
        raise ZeroDivisionError
    assert state.table("jars")["a"] == {"left": 3}
    assert "b" not in state.table("jars")
    state.close()
    assert [doc["left"] for doc in State(tmp_path / "s.sqlite3").table("jars").values()] == [3]


def test_documents_keep_their_order_over_a_restart(tmp_path: Path) -> None:
    state = State(tmp_path / "s.sqlite3")
    for key in ("z", "a", "m"):
        state.table("jars").put(key, {"key": key})
    state.table("jars").put("z", {"key": "z", "again": True})
    state.close()
    assert State(tmp_path / "s.sqlite3").table("jars").keys() == ["z", "a", "m"]


def test_a_sequence_never_goes_back(tmp_path: Path) -> None:
    state = State(tmp_path / "s.sqlite3")
    assert [state.table("orders").next_number(7) for _ in range(3)] == [7, 8, 9]
    state.close()
    assert State(tmp_path / "s.sqlite3").table("orders").next_number(7) == 10


def test_accounts_do_not_see_each_other() -> None:
    state = State()
    state.table("jars", "one").put("a", {"left": 1})
    assert state.table("jars", "two").find("a") is None


def test_a_second_process_is_told_that_the_file_is_taken(tmp_path: Path) -> None:
    state = State(tmp_path / "s.sqlite3")
    with pytest.raises(StateBusy, match="in use by another sandbox"):
        State(tmp_path / "s.sqlite3")
    state.close()


def test_a_killed_process_has_lost_nothing_it_acknowledged(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from marketplaces.sandbox.state import State\n"
        "table = State(Path(sys.argv[1])).table('jars')\n"
        "for n in range(100000):\n    table.put(n, {'n': n}); print(n, flush=True)\n"
    )
    path = tmp_path / "s.sqlite3"
    child = subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    acknowledged = [int(child.stdout.readline()) for _ in range(500)]
    child.kill()
    child.wait()
    assert len(State(path).table("jars")) >= len(acknowledged)


def test_a_hundred_changes_cost_no_more_in_a_large_table_than_in_a_small_one(tmp_path: Path) -> None:
    assert cost(tmp_path / "large.sqlite3", rows=4000) < 5 * cost(tmp_path / "small.sqlite3", rows=100)


def cost(path: Path, *, rows: int) -> float:
    """Seconds for a hundred changes, the best of many tries."""
    state = State(path)
    with state.transaction():
        for number in range(rows):
            state.table("stock").put(number, {"present": 5, "reserved": 0, "warehouse": 1020001234567})
    best = 1.0
    for _ in range(20):
        started = time.perf_counter()
        with state.transaction():
            for number in range(100):
                state.table("stock").edit(number)["present"] += 1
        best = min(best, time.perf_counter() - started)
    return best
