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


def test_the_second_to_end_does_not_cut_the_first_off() -> None:
    done = subprocess.run(
        [sys.executable, "-c", BOTH_AT_ONCE], cwd=ROOT, capture_output=True, text=True, timeout=60,
        env={"DJANGO_SETTINGS_MODULE": "config.settings.test", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "giving back\ngiven back\n"), done.stderr
