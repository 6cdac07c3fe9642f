"""How the process ends when its deadline and its orderly end come at the same moment."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BOTH_AT_ONCE = """
import threading, time
from config import one_process

def give_back():
    print("giving back", flush=True)
    time.sleep(0.5)
    print("given back", flush=True)

class Ending(one_process.OneProcess):
    def __init__(self):
        self._ending = threading.Lock()
        self.at_end = give_back

one_process.connections = type("None", (), {"all": staticmethod(list)})
ending = Ending()
threading.Thread(target=ending._end, daemon=True).start()
time.sleep(0.1)
ending._end()
"""


SLOW_TO_CLEAR_UP = """
import threading, time
from config import one_process

class Ending(one_process.OneProcess):
    def __init__(self, tasks):
        self._ending, self.halt = threading.Lock(), threading.Event()
        self.beat_thread, self.tasks = None, tasks
        self.at_end = lambda: time.sleep(3 - tasks)

    def _stop_worker(self):
        time.sleep(self.tasks)

    def _stop_web(self):
        print("web last", flush=True)

one_process.connections = type("None", (), {"all": staticmethod(list)})
Ending(%d).stop()
"""


def ended(source: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", source], cwd=ROOT, capture_output=True, text=True, timeout=60,
        env={"DJANGO_SETTINGS_MODULE": "config.settings.test", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip


def test_a_task_is_blamed_only_where_one_did_not_end() -> None:
    """What clears up after all tasks have ended may take longer than the deadline, and is no task."""
    clearing_up, working = ended(SLOW_TO_CLEAR_UP % 0), ended(SLOW_TO_CLEAR_UP % 3)
    assert "A task did not end in time" not in clearing_up.stderr + clearing_up.stdout
    assert "A task did not end in time" in working.stderr + working.stdout
    assert "web last" in clearing_up.stdout, "pushes of the practice marketplaces are answered until they are gone"


def test_the_second_to_end_does_not_cut_the_first_off() -> None:
    done = ended(BOTH_AT_ONCE)
    assert (done.returncode, done.stdout) == (0, "giving back\ngiven back\n"), done.stderr
