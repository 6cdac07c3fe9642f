"""Memory that a large run held goes back to the system when it is over."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HELD_AND_LEFT = """
import re
from config.heaps import few_heaps, give_back

def mine():
    return int(re.search(r"^Pss:\\s+(\\d+)", open("/proc/self/smaps_rollup").read(), re.M)[1])

few_heaps()
before = mine()
# Pieces below the size that is mapped by itself; the last one holds the end of the heap.
pages = [bytes([1]) * 60_000 for _ in range(1_000)]
last = pages[-1]
del pages
held = mine()
give_back()
print(held - before, mine() - before)
"""


def test_free_pages_go_back() -> None:
    done = subprocess.run([sys.executable, "-c", HELD_AND_LEFT], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    held, left = map(int, done.stdout.split())
    assert held > 50_000 and left < 5_000
