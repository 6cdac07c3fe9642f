"""A marketplace on loopback that answers what a test tells it, and connectors that call it."""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Generic, TypeVar
from urllib.parse import parse_qsl, urlsplit

from marketplaces.framework.base import Connector, Context
from marketplaces.framework.hosts import Hosts
from marketplaces.framework.limits import LimitScope
from marketplaces.framework.testing import FakeClock, ListRecorder, MemoryLimiter, StaticCredentials
from marketplaces.framework.transport import Transport

K = TypeVar("K", bound=Connector)


@dataclass(frozen=True)
class Seen:
    """A request as it came over the wire; `raw` is its body."""

    method: str
    target: str
    headers: Mapping[str, str]
    raw: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def name(self) -> str:
        """What tests call it by. A marketplace that tells its calls apart otherwise says so in a class of its own."""
        return f"{self.method} {self.path}"

    @property
    def pairs(self) -> list[tuple[str, str]]:
        return parse_qsl(urlsplit(self.target).query, keep_blank_values=True)

    @property
    def query(self) -> dict[str, str]:
        return dict(self.pairs)

    def values(self, name: str) -> list[str]:
        """Each value that the query gives this name."""
        return [value for key, value in self.pairs if key == name]

    def value(self, name: str) -> str:
        """The one value that the query gives this name."""
        (value,) = self.values(name)
        return value

    @property
    def body(self) -> Any:
        """As JSON where it is JSON, else its text; None where there is none."""
        if not self.raw:
            return None
        return json.loads(self.raw) if self.raw[:1] in b"{[" else self.raw.decode()

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.raw.decode(), keep_blank_values=True))


@dataclass(frozen=True)
class Headed:
    """An answer with headers of its own; a body of bytes goes out as it is, None is none, all else is JSON."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        if self.status == 204 or self.body is None:
            return b""
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


#: A body, (status, body), a Headed, or what makes one of these of the request.
Reply = Any


@dataclass
class Remote:
    """What a marketplace answers, by the name of the call; the last answer of a list goes on for ever."""

    #: Its own words for a call that no test planned.
    unplanned: Callable[[Seen], Reply]
    seen_as: type[Seen] = Seen
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    #: What every answer carries. A Date is told only here: none is the marketplace's clock standing with the test's.
    headers: dict[str, str] = field(default_factory=dict)
    seen: list[Any] = field(default_factory=list)
    url: str = ""

    def answers(self, name: str, *replies: Reply) -> None:
        self.replies[name] = list(replies)

    def asked(self, name: str) -> list[Any]:
        return [each for each in self.seen if each.name == name]

    def bodies(self, name: str) -> list[Any]:
        return [each.body for each in self.asked(name)]

    def names(self) -> list[str]:
        return [each.name for each in self.seen]

    def reply(self, seen: Seen) -> Headed:
        self.seen.append(seen)
        known = self.replies.get(seen.name) or [self.unplanned]
        found = known.pop(0) if len(known) > 1 else known[0]
        found = found(seen) if callable(found) else found
        if isinstance(found, Headed):
            return found
        return Headed(*found) if isinstance(found, tuple) else Headed(200, found)


class Stage(ThreadingHTTPServer):
    """One server for all tests: it answers as the remote that plays; none waits for its own to start."""

    daemon_threads = True
    remote: Remote

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def plays(self, remote: Remote) -> Remote:
        self.remote = remote
        remote.url = f"http://127.0.0.1:{self.server_port}"
        return remote


class _Handler(BaseHTTPRequestHandler):
    disable_nagle_algorithm = True
    wbufsize = -1  # an answer is one packet: head and body apart would wait for each other
    server: Stage

    def _answer(self) -> None:
        remote = self.server.remote
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        told = remote.reply(remote.seen_as(self.command, self.path, dict(self.headers), raw))
        self.send_response_only(told.status)
        for name, text in {"Content-Type": "application/json", **remote.headers, **told.headers}.items():
            self.send_header(name, text)
        if told.status != 204:
            self.send_header("Content-Length", str(len(told.content)))
        self.end_headers()
        self.wfile.write(told.content)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer

    def log_message(self, *_: Any) -> None:
        """Silent."""


@dataclass
class Line(Generic[K]):
    """A connector and what stands around it."""

    connector: K
    clock: FakeClock
    limiter: MemoryLimiter
    recorder: ListRecorder
    credentials: StaticCredentials


@dataclass
class Lines(Generic[K]):
    """Connectors of one kind, which call `url` and wait without waiting."""

    kind: type[K]
    url: str
    values: Mapping[str, str]
    scopes: Mapping[LimitScope, str] = field(default_factory=dict)
    currency: str = ""
    opened: list[Transport] = field(default_factory=list)

    def __call__(
        self,
        *,
        clock: FakeClock | None = None,
        hosts: Hosts | None = None,
        currency: str | None = None,
        context: Mapping[str, Any] | None = None,
        **values: str,
    ) -> Line[K]:
        """With these values beside the usual ones; `context` is what else the connector knows of its connection."""
        clock, limiter, recorder = clock or FakeClock(), MemoryLimiter(), ListRecorder()
        credentials = StaticCredentials({**self.values, **values})
        transport = Transport(
            base_url=self.url,
            marketplace=self.kind.name,
            limits=self.kind.limits,
            at_once=self.kind.at_once,
            limit_headers=self.kind.limit_headers,
            scope_values=self.scopes,
            credentials=credentials,
            limiter=limiter,
            recorder=recorder,
            clock=clock,
            allow_private=True,
            hosts=hosts or self.kind.hosts.at_base(),
            timeouts=self.kind.timeouts,
            retries=self.kind.retries,
        )
        self.opened.append(transport)
        around = Context(
            base_url=self.url,
            credentials=credentials,
            transport=transport,
            clock=clock,
            currency=self.currency if currency is None else currency,
            **(context or {}),
        )
        return Line(self.kind(around), clock, limiter, recorder, credentials)

    def close(self) -> None:
        for each in self.opened:
            each.close()
