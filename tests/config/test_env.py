"""Each wrong value is refused with a sentence that names the variable and what to enter, and never echoes a secret."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from config.env import Environment, WrongSetting

ROOT = Path(__file__).resolve().parents[2]
GOOD_KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="

Read = Callable[[Environment], Any]
WRONG: list[tuple[Read, str, str]] = [
    (lambda env: env.flag("X"), "perhaps", "Enter 1 or 0"),
    (lambda env: env.number("X", 8, 1, 64), "65", "from 1 to 64"),
    (lambda env: env.number("X", 8, 1, 64), "²", "from 1 to 64"),
    (lambda env: env.names("X", []), "https://a.example", "host names only"),
    (lambda env: env.names("X", []), "a.example:80", "host names only"),
    (lambda env: env.folder("X", Path("/")), "var", "absolute path"),
    (lambda env: env.folder("X", Path("/")), __file__, "absolute path"),
    (lambda env: env.origin("X", ""), "orion.example", "web address"),
    (lambda env: env.origin("X", ""), "ftp://orion.example", "web address"),
    (lambda env: env.origin("X", ""), "https://orion.example/path", "only the part before"),
    (lambda env: env.origin("X", ""), "https://orion.example:port", "can be read"),
    (lambda env: env.broker("X"), "kafka://h", "redis://"),
    (lambda env: env.broker("X"), "redis://", "redis://"),
    (lambda env: env.secret("X"), "short", "at least 32"),
    (lambda env: env.fernet_keys("X"), f"{GOOD_KEY},abc", "key 2 of 2"),
    (lambda env: env.fernet_keys("X"), GOOD_KEY.replace("=", ""), "key 1 of 1"),
    (lambda env: env.database("X"), "sqlite:///x.db", "PostgreSQL only"),
    (lambda env: env.database("X"), "postgresql://h", "no single database"),
    (lambda env: env.database("X"), "postgresql://h/d?wrong=1", "unknown option"),
    (lambda env: env.email("X", Path("/")), "mailto:x", "smtp"),
    (lambda env: env.choice("X", "A", ["A", "B"]), "C", "one of A, B"),
    (lambda env: env.required("X", "a key"), "", "is not set. Enter a key"),
]


@pytest.mark.parametrize(("read", "value", "sentence"), WRONG)
def test_a_wrong_value_gets_a_sentence(read: Read, value: str, sentence: str) -> None:
    with pytest.raises(WrongSetting, match=sentence) as refused:
        read(Environment({"X": value}))
    assert str(refused.value).startswith("X") and str(refused.value).endswith((".", "`."))


@pytest.mark.parametrize("read", [read for read, *_ in WRONG])
def test_no_sentence_carries_a_password(read: Read) -> None:
    for value in ("postgres://u:hunter2hunter2@h:x/d", "kafka://u:hunter2hunter2@h", "https://u:hunter2/hunter2@h/x"):
        try:
            read(Environment({"X": value}))
        except WrongSetting as refused:
            assert "hunter2" not in str(refused)


def test_the_broker_in_memory_gets_a_host_and_the_others_stay_as_they_are() -> None:
    assert Environment({}).broker("X") == Environment({"X": "memory://"}).broker("X") == "memory://localhost/"
    assert Environment({"X": "redis://h:6379/0"}).broker("X") == "redis://h:6379/0"


def test_a_database_address_is_taken_apart() -> None:
    found = Environment({"X": "postgresql://o%40x:p%2Fw@db:6432/orion?sslmode=require"}).database("X")
    assert found is not None
    assert (found["USER"], found["PASSWORD"], found["HOST"]) == ("o@x", "p/w", "db")
    assert (found["PORT"], found["NAME"], found["OPTIONS"]) == ("6432", "orion", {"sslmode": "require"})
    assert Environment({"X": "postgres:///orion?host=/run/pg"}).database("X")["HOST"] == "/run/pg"  # type: ignore[index]


def test_good_values_pass() -> None:
    env = Environment(
        {"X": f" {GOOD_KEY} , {GOOD_KEY}", "P": "https://orion.example:8443/", "M": "smtp+tls://u:p@mail"}
    )
    assert env.fernet_keys("X") == [GOOD_KEY, GOOD_KEY]
    assert env.origin("P", "") == "https://orion.example:8443"
    assert env.email("M", Path("/"))["EMAIL_PORT"] == 587
    assert env.database("NONE") is None


PRODUCTION = {
    "SECRET_KEY": "only-for-tests-0123456789abcdefghijklmnopqrstuvwxyz",
    "FERNET_KEYS": GOOD_KEY,
    "DATABASE_URL": "postgresql://h/d",
    "PUBLIC_URL": "https://orion.example",
}


def test_djangos_own_check_finds_nothing_in_production(tmp_path: Path) -> None:
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], cwd=ROOT, capture_output=True,
        text=True, timeout=60,
        env={**clean, **PRODUCTION, "DJANGO_SETTINGS_MODULE": "config.settings.production", "ORION_VAR": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def start(module: str, var: Path, **values: str) -> subprocess.CompletedProcess[str]:
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", "shell", "-c", "print(1)"], cwd=ROOT, capture_output=True, text=True, timeout=60,
        env={**clean, "DJANGO_SETTINGS_MODULE": f"config.settings.{module}", "ORION_VAR": str(var), **values},
    )  # fmt: skip


def test_a_wrong_value_ends_the_start_with_one_sentence_and_no_traceback(tmp_path: Path) -> None:
    done = start("dev", tmp_path, DATABASE_URL="mysql://orion:hunter2hunter2@h/x")
    assert done.returncode != 0
    assert done.stderr.startswith("DATABASE_URL starts with 'mysql'") and done.stderr.count("\n") == 1
    assert "hunter2" not in done.stderr


@pytest.mark.parametrize("missing", list(PRODUCTION))
def test_production_refuses_to_start_without(missing: str, tmp_path: Path) -> None:
    given = dict(PRODUCTION)
    del given[missing]
    done = start("production", tmp_path, **given)
    assert done.returncode != 0 and done.stderr.startswith(f"{missing} is not set.")
