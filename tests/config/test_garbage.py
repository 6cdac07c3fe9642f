"""What a server has loaded is not looked at again for garbage: a look stops every request for a tenth of a second."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOADED = "import gc, config.wsgi; print(gc.get_threshold()[0], gc.get_freeze_count())"


def test_a_web_server_keeps_what_it_has_loaded() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, timeout=120,
        env={"DJANGO_SETTINGS_MODULE": "config.settings.test", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    between, kept = map(int, done.stdout.split())
    assert between == 10_000 and kept > 100_000
