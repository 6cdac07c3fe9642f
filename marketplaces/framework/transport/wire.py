"""One HTTP exchange with hard bounds: who is called, how long it may take, how much may come back."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from core.net import check_number

LARGEST_BODY = 20 * 1024 * 1024
PIECE = 64 * 1024
HOSTS_KEPT = 8  # whose connections stay open: a marketplace may have one for each kind of call


class DeadlinePassed(requests.Timeout):
    """The exchange as a whole took too long, however steadily it dripped."""


class TornAnswer(requests.ConnectionError):
    """The answer ended before its end."""


class BodyTooLarge(requests.RequestException):
    """More came than any answer of a marketplace holds."""


class Deadline:
    """Ends the exchange of one thread: socket time-outs start anew with every byte, this does not."""

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._connection: HTTPConnection | None = None
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def watch(self, connection: HTTPConnection) -> None:
        """This connection is the one to cut."""
        self._connection = connection

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        self._timer.cancel()

    def _end(self) -> None:
        self.passed = True
        sock = getattr(self._connection, "sock", None)
        if sock is not None:
            with suppress(OSError):  # the exchange may have ended by itself at this very moment
                sock.shutdown(socket.SHUT_RDWR)


class _Current(threading.local):
    deadline: Deadline | None = None
    allow_private: bool = False


_current = _Current()


class _Guarded:
    """Judges the numbers behind a name before it connects, and who really answers before a byte is sent.

    Both, because a refused connection would tell whoever typed the address which ports of our network are open, and
    because a name may resolve differently the second time.
    """

    host: str
    port: int

    def _new_conn(self) -> socket.socket:
        with suppress(socket.gaierror):  # the attempt itself tells that the name is unknown
            for entry in socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM):
                check_number(str(entry[4][0]), _current.allow_private, host=self.host)
        sock: socket.socket = super()._new_conn()  # type: ignore[misc]
        try:
            check_number(sock.getpeername()[0], _current.allow_private, host=self.host)
        except ValueError:
            sock.close()
            raise
        return sock

    def request(self, *args: Any, **kwargs: Any) -> None:
        if _current.deadline is not None:
            _current.deadline.watch(self)  # type: ignore[arg-type]
        super().request(*args, **kwargs)  # type: ignore[misc]

    def connect(self) -> None:
        if _current.deadline is not None:
            _current.deadline.watch(self)  # type: ignore[arg-type]
        super().connect()  # type: ignore[misc]


class _GuardedHTTP(_Guarded, HTTPConnection):
    pass


class _GuardedHTTPS(_Guarded, HTTPSConnection):
    pass


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _GuardedHTTP


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _GuardedHTTPS


class BoundedAdapter(HTTPAdapter):
    """Reads the whole answer inside the deadline and the size limit, so that hooks and callers see it complete."""

    def __init__(self, *, total: float, allow_private: bool, largest: int = LARGEST_BODY) -> None:
        self.total = total
        self.largest = largest
        self.allow_private = allow_private
        super().__init__(pool_connections=HOSTS_KEPT, pool_maxsize=16)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]
        options["stream"] = True
        failure: requests.RequestException | None
        with self._bounds() as deadline:
            try:
                response = super().send(request, **options)
                response._content = _whole(response.raw, self.largest)
                response._content_consumed = True  # type: ignore[attr-defined]
            except (requests.RequestException, HTTPError, OSError) as error:
                failure = _failure(error, deadline)
            else:
                failure = DeadlinePassed() if deadline.passed else None
        if failure is not None:
            raise failure
        return response

    def forget_idle_connections(self) -> None:
        """A kept connection may be dead without our knowing; who cannot repeat a call starts with a fresh one."""
        self.poolmanager.clear()

    @contextmanager
    def _bounds(self) -> Iterator[Deadline]:
        deadline = Deadline(self.total)
        _current.deadline, _current.allow_private = deadline, self.allow_private
        deadline.start()
        try:
            yield deadline
        finally:
            deadline.stop()
            _current.deadline = None


def bounded(
    session: requests.Session | None, *, total: float, allow_private: bool, largest: int = LARGEST_BODY
) -> requests.Session:
    """A session (or this one) that takes nothing from the environment, keeps no cookies and is bounded."""
    session = session or requests.Session()
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    adapter = BoundedAdapter(total=total, allow_private=allow_private, largest=largest)
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session


def never_arrived(error: Exception) -> bool:
    """Whether the request surely did not reach the marketplace: there was no connection at all."""
    if isinstance(error, DeadlinePassed):
        return False
    if isinstance(error, requests.ConnectTimeout):
        return True
    reason = getattr(error.args[0], "reason", error.args[0]) if error.args else None
    return type(reason).__name__ in {"NewConnectionError", "NameResolutionError", "ConnectTimeoutError"}


def lower_names(headers: Mapping[str, str]) -> dict[str, str]:
    """Header names are written in any case; ours are lower."""
    return {name.lower(): text for name, text in headers.items()}


def _whole(raw: BaseHTTPResponse, largest: int) -> bytes:
    pieces, size = [], 0
    try:
        while piece := raw.read1(PIECE, decode_content=True):
            pieces.append(piece)
            size += len(piece)
            if size > largest:
                raise BodyTooLarge()
    except BaseException:
        raw.close()
        raise
    raw.release_conn()
    return b"".join(pieces)


def _failure(error: Exception, deadline: Deadline) -> requests.RequestException:
    if deadline.passed:
        return DeadlinePassed()
    if isinstance(error, requests.RequestException):
        return error
    if "timed out" in str(error):
        return requests.ReadTimeout()
    return TornAnswer()
