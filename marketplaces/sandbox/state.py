"""An emulator's memory: documents by kind and key, in one SQLite file, mirrored in memory for reading.

A write is acknowledged only after its transaction is in the file: a killed sandbox comes back with all it answered.
"""

from __future__ import annotations

import json
import pickle
import sqlite3
import threading
from collections.abc import Callable, Hashable, Iterator, ValuesView
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

Document = dict[str, Any]
T = TypeVar("T")
#: Of lists that are worked out once for all their pages.
LISTS_KEPT = 16

SCHEMA = """CREATE TABLE IF NOT EXISTS documents
(id INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, UNIQUE (kind, key))"""
WRITE = """INSERT INTO documents (kind, key, body) VALUES (?, ?, ?)
ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body"""
DELETE = "DELETE FROM documents WHERE kind = ? AND key = ?"


class StateBusy(RuntimeError):
    """Another sandbox process holds this file."""


class State:
    """All documents of one emulator. Each handler runs inside one `transaction()`, one after the other."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._kinds: dict[str, dict[str, Document]] = {}
        self._changes: dict[tuple[str, str], Document | None] = {}
        self._before: dict[tuple[str, str], Document | None] = {}
        self._lists: dict[Hashable, Any] = {}
        self._depth = 0
        self._db = self._open(path)
        self._load()

    @staticmethod
    def _open(path: Path | None) -> sqlite3.Connection:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None, timeout=0.5)
        try:
            db.execute("PRAGMA locking_mode=EXCLUSIVE")
            db.execute("PRAGMA journal_mode=WAL")
            # NORMAL survives a killed process, which is what a sandbox meets; a power cut could cost the last writes.
            db.execute("PRAGMA synchronous=NORMAL")
            db.execute("BEGIN EXCLUSIVE")
            db.execute(SCHEMA)
            db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            db.close()
            raise StateBusy(f"{path} is in use by another sandbox. Stop that one first.") from error
        return db

    def _load(self) -> None:
        for kind, key, body in self._db.execute("SELECT kind, key, body FROM documents ORDER BY id"):
            self._kinds.setdefault(kind, {})[key] = json.loads(body)

    def table(self, kind: str, account: str = "") -> Table:
        """The documents of one kind, of one account if given."""
        return Table(self, f"{account}/{kind}" if account else kind)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, in memory and on disk; an exception takes every change back."""
        with self._lock:
            self._depth += 1
            try:
                yield
                if self._depth == 1:
                    self._commit()
            except BaseException:
                if self._depth == 1:
                    self._roll_back()
                raise
            finally:
                self._depth -= 1

    def _commit(self) -> None:
        if self._changes:
            rows = list(self._changes.items())
            self._db.execute("BEGIN IMMEDIATE")
            try:
                self._db.executemany(DELETE, [at for at, document in rows if document is None])
                self._db.executemany(
                    WRITE,
                    ((*at, json.dumps(document, ensure_ascii=False)) for at, document in rows if document is not None),
                )
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
            self._lists.clear()
        self._changes, self._before = {}, {}

    def _roll_back(self) -> None:
        for (kind, key), document in reversed(self._before.items()):
            if document is None:
                self._kinds.get(kind, {}).pop(key, None)
            else:
                self._kinds.setdefault(kind, {})[key] = document
        self._changes, self._before = {}, {}
        self._lists.clear()

    def kept(self, name: Hashable, make: Callable[[], T]) -> T:
        """What `make` works out of the documents alone, kept under this name until any of them changes."""
        with self._lock:
            if name not in self._lists:
                if len(self._lists) >= LISTS_KEPT:
                    self._lists.clear()
                self._lists[name] = make()
            found: T = self._lists[name]
            return found

    def write(self, kind: str, key: str, document: Document | None) -> None:
        """Puts (or with None removes) one document as part of the running transaction."""
        with self.transaction():
            self._lists.clear()
            documents = self._kinds.setdefault(kind, {})
            self._before.setdefault((kind, key), documents.get(key))
            self._changes[(kind, key)] = document
            if document is None:
                documents.pop(key, None)
            else:
                documents[key] = document

    def documents(self, kind: str) -> dict[str, Document]:
        return self._kinds.setdefault(kind, {})

    @property
    def in_transaction(self) -> bool:
        return self._depth > 0

    def clear(self, *, keep: frozenset[str] = frozenset()) -> None:
        """Forgets every document except those of the kinds to keep."""
        with self.transaction():
            for kind in [kind for kind in self._kinds if kind not in keep]:
                for key in list(self._kinds[kind]):
                    self.write(kind, key, None)

    def close(self) -> None:
        with self._lock:
            self._db.close()


class Table:
    """The documents of one kind, in the order they were first put. Change only what `edit` or `put` gave you."""

    def __init__(self, state: State, kind: str) -> None:
        self.state = state
        self.kind = kind

    def find(self, key: str | int) -> Document | None:
        return self.state.documents(self.kind).get(str(key))

    def __getitem__(self, key: str | int) -> Document:
        return self.state.documents(self.kind)[str(key)]

    def __contains__(self, key: str | int) -> bool:
        return str(key) in self.state.documents(self.kind)

    def __len__(self) -> int:
        return len(self.state.documents(self.kind))

    def keys(self) -> list[str]:
        """A copy: safe to delete from the table while going through it."""
        return list(self.state.documents(self.kind))

    def values(self) -> ValuesView[Document]:
        return self.state.documents(self.kind).values()

    def put(self, key: str | int, document: Document) -> Document:
        """Creates or replaces a document."""
        self.state.write(self.kind, str(key), document)
        return document

    def edit(self, key: str | int) -> Document:
        """A copy that takes the document's place when the running transaction commits. KeyError when there is none."""
        if not self.state.in_transaction:
            raise RuntimeError("edit() needs a running transaction")
        document: Document = pickle.loads(pickle.dumps(self[key], pickle.HIGHEST_PROTOCOL))
        self.state.write(self.kind, str(key), document)
        return document

    def delete(self, key: str | int) -> None:
        if key in self:
            self.state.write(self.kind, str(key), None)

    def next_number(self, start: int = 1) -> int:
        """The next number of a sequence that is kept with the table and never goes back."""
        sequences = Table(self.state, "_sequences")
        number = sequences[self.kind]["next"] if self.kind in sequences else start
        sequences.put(self.kind, {"next": number + 1})
        return int(number)
