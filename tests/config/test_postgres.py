"""The embedded server survives what happens to it on a merchant's machine."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.postgres import EmbeddedPostgres, socket_folder, start_embedded

ROOT = Path(__file__).resolve().parents[2]
USER = """
import sys, time
from pathlib import Path
from config.postgres import start_embedded
start_embedded(Path(sys.argv[1]), database="orion")
print("up", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def data(open_folder: Path) -> Iterator[Path]:
    """A folder whose path has a space and is longer than a socket's path may be."""
    place = open_folder / ("long " * 20).strip() / "postgres"
    yield place
    server = EmbeddedPostgres(place)
    if place.exists():
        server.start()
        server.stop()
    assert not (place / "postmaster.pid").exists() and not socket_folder(place).exists()


def user(data: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", USER, str(data)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def is_up(process: subprocess.Popen[str]) -> bool:
    assert process.stdout is not None
    return process.stdout.readline() == "up\n"


def leave(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(30) == 0


def dsn(data: Path, database: str = "orion") -> str:
    return f"host={socket_folder(data)} user=postgres dbname={database}"


def running(data: Path) -> bool:
    return (data / "postmaster.pid").exists()


def test_several_start_it_at_once_and_the_last_one_stops_it(data: Path) -> None:
    users = [user(data) for _ in range(4)]
    for process in users:
        assert is_up(process)
    for process in users[:-1]:
        leave(process)
    assert running(data)
    leave(users[-1])
    assert not running(data)


def test_a_killed_user_keeps_nobody_from_stopping_it(data: Path) -> None:
    first, second = user(data), user(data)
    assert is_up(first) and is_up(second)
    first.send_signal(signal.SIGKILL)
    first.wait(10)
    leave(second)
    assert not running(data)


def test_a_server_left_running_by_a_killed_user_is_joined_with_its_data(data: Path) -> None:
    only = user(data)
    assert is_up(only)
    with psycopg.connect(dsn(data)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    only.send_signal(signal.SIGKILL)
    only.wait(10)
    assert running(data)
    again = user(data)
    assert is_up(again)
    with psycopg.connect(dsn(data)) as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (7,)
    leave(again)
    assert not running(data)


def test_a_killed_server_recovers_what_was_committed(data: Path) -> None:
    first = user(data)
    assert is_up(first)
    with psycopg.connect(dsn(data)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    number = int((data / "postmaster.pid").read_text().split("\n")[0])
    os.kill(number, signal.SIGKILL)
    first.kill()
    first.wait(10)
    time.sleep(0.2)  # its children notice the death and let go of the shared memory
    again = user(data)
    assert is_up(again)
    with psycopg.connect(dsn(data)) as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (7,)
    leave(again)


def test_a_lock_file_that_names_a_stranger_does_not_stop_the_start(data: Path) -> None:
    leave_after_start(data)
    (data / "postmaster.pid").write_text(f"{os.getpid()}\n{data}\n0\n5432\n{socket_folder(data)}\n\n\n")
    if os.geteuid() == 0:
        os.chown(data / "postmaster.pid", *nobody())
    leave_after_start(data)


def test_a_torn_beginning_is_put_aside_and_never_deleted(data: Path) -> None:
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("18\n")
    (data / "base").mkdir()
    leave_after_start(data)
    (kept,) = data.parent.glob("postgres.torn-*")
    assert sorted(path.name for path in kept.iterdir()) == ["PG_VERSION", "base"]


def test_a_socket_folder_of_somebody_else_is_refused(data: Path) -> None:
    folder = socket_folder(data)
    if os.geteuid() != 0:
        folder.symlink_to("/tmp")
    else:
        folder.mkdir(mode=0o700)
        os.chown(folder, 12345, 12345)
    try:
        with pytest.raises(SystemExit, match="belongs to another user"):
            EmbeddedPostgres(data).start()
    finally:
        folder.rmdir() if not folder.is_symlink() else folder.unlink()


def test_a_private_checkout_stays_private_and_works(data: Path) -> None:
    data.parent.mkdir()
    data.parent.chmod(0o700)
    leave_after_start(data)
    leave_after_start(data)
    assert data.parent.stat().st_mode & 0o77 == 0
    if data.is_symlink():
        shutil.rmtree(data.resolve().parent)
        data.unlink()


def test_it_is_durable_and_listens_to_no_network(data: Path) -> None:
    server = start_embedded(data, database="orion")
    try:
        with psycopg.connect(dsn(data)) as connection:
            shown = [connection.execute(f"SHOW {name}").fetchone() for name in ("fsync", "listen_addresses", "jit")]  # type: ignore[arg-type]
        assert shown == [("on",), ("",), ("off",)]
        assert (data.stat().st_mode & 0o77, socket_folder(data).stat().st_mode & 0o77) == (0, 0)
    finally:
        server.stop()


def leave_after_start(data: Path) -> None:
    process = user(data)
    assert is_up(process)
    leave(process)


def nobody() -> tuple[int, int]:
    import pwd

    account = pwd.getpwnam("nobody")
    return account.pw_uid, account.pw_gid
