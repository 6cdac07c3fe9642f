"""Keys are made once, kept private, and never replaced."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.env import Environment
from config.keys import local_keys

ROOT = Path(__file__).resolve().parents[2]


def test_keys_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    keys = local_keys(tmp_path / "var")
    assert local_keys(tmp_path / "var") == keys
    assert stat.S_IMODE((tmp_path / "var/keys.json").stat().st_mode) == 0o600
    assert Environment({"X": ",".join(keys["fernet_keys"])}).fernet_keys("X") == keys["fernet_keys"]
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["keys.json"]


def test_processes_that_start_at_once_agree_on_one_set(tmp_path: Path) -> None:
    code = f"from pathlib import Path; from config.keys import local_keys; print(local_keys(Path({str(tmp_path)!r})))"
    started = [subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE) for _ in range(4)]
    assert len({process.communicate(timeout=60)[0] for process in started}) == 1


def test_a_damaged_file_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text("{")
    with pytest.raises(ImproperlyConfigured, match="damaged"):
        local_keys(tmp_path)
    assert (tmp_path / "keys.json").read_text() == "{"


def test_a_folder_that_cannot_be_written_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ImproperlyConfigured, match="cannot be made or read.*set ORION_VAR"):
        local_keys(tmp_path / "file")
