"""All threads of the one process take turns on one core."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BEFORE_AND_AFTER = """
import os, threading
from config.one_core import stay_on_one_core

allowed, end = os.sched_getaffinity(0), threading.Event()
earlier = threading.Thread(target=end.wait)
earlier.start()
stay_on_one_core()
later = threading.Thread(target=end.wait)
later.start()
cores = [os.sched_getaffinity(each.native_id) for each in (threading.main_thread(), earlier, later)]
end.set()
print(len(cores[0]), cores[0] <= allowed, cores.count(cores[0]))
"""
ELSEWHERE = """
import os
from config import one_core

only = {max(os.sched_getaffinity(0))}
os.sched_setaffinity(0, only)
one_core._current = lambda: 9999
one_core.stay_on_one_core()
print(os.sched_getaffinity(0) == only)
"""


def said(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="only Linux lets a process choose its cores")
def test_threads_started_before_and_after_share_one_core() -> None:
    assert said(BEFORE_AND_AFTER) == "1 True 3"


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="only Linux lets a process choose its cores")
def test_a_core_that_is_not_allowed_is_never_chosen() -> None:
    assert said(ELSEWHERE) == "True"


def test_where_cores_cannot_be_chosen_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    from config.one_core import stay_on_one_core

    monkeypatch.delattr(os, "sched_setaffinity", raising=False)
    stay_on_one_core()
