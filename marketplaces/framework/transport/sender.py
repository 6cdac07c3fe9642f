"""Sends calls: waits for the limits, authorises, tries, sorts the outcome, and repeats where that does no harm."""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode, urlsplit

import requests

from core import redact
from core.net import AddressRefused, check_address
from marketplaces.framework.errors import (
    ConnectorError,
    LoginExpired,
    RateLimited,
    Rejected,
    RetryLater,
    RightMissing,
    Unavailable,
)
from marketplaces.framework.hosts import Hosts
from marketplaces.framework.limits import AtOnce, Limit, LimitHeaders, LimitScope
from marketplaces.framework.ports import CallRecord, CallRecorder, Clock, CredentialSource, RateLimiter
from marketplaces.framework.transport import brake, reading, wire
from marketplaces.framework.transport.messages import (
    NO_RIGHTS,
    Answer,
    Authorise,
    Call,
    Classify,
    Outgoing,
    Retries,
    Timeouts,
)
from marketplaces.framework.transport.pacing import LONGEST_WAIT, Pacer

LONGEST_PAUSE = 20.0
REST_WITHOUT_WORD = 2.0  # seconds of rest after a limit answer that does not say how long
USER_AGENT = "Orion/0.1"


class Transport:
    """The way to one marketplace for one connection; may be used by several threads."""

    def __init__(
        self,
        *,
        base_url: str,
        marketplace: str,
        limits: tuple[Limit, ...],
        scope_values: Mapping[LimitScope, str],
        credentials: CredentialSource,
        limiter: RateLimiter,
        recorder: CallRecorder,
        clock: Clock,
        session: requests.Session | None = None,
        allow_private: bool = False,
        guard: Callable[[str], None] | None = None,
        hosts: Hosts = Hosts(),  # noqa: B008  (frozen)
        timeouts: Timeouts = Timeouts(),  # noqa: B008  (frozen)
        retries: Retries = Retries(),  # noqa: B008  (frozen)
        at_once: tuple[AtOnce, ...] = (),
        limit_headers: LimitHeaders | None = None,
        rights: Mapping[str, str] = NO_RIGHTS,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.marketplace = marketplace
        self.session = wire.bounded(session, total=timeouts.total, allow_private=allow_private)
        self._credentials = credentials
        self._pacer = Pacer(limits, scope_values, limiter, clock, at_once)
        self._limit_headers = limit_headers
        self._recorder = recorder
        self._clock = clock
        self._guard = guard
        self._allow_private = allow_private
        self._hosts = hosts
        self._timeouts = timeouts
        self._retries = retries
        self._rights = rights
        self._ahead: timedelta | None = None

    @property
    def allows_private(self) -> bool:
        """Whether addresses of private networks may be called: of practice shops, and from the command line."""
        return self._allow_private

    def send(self, call: Call, *, authorise: Authorise | None, classify: Classify) -> Answer:
        """Make the call and return its good answer.

        Any other outcome raises one of our errors with marketplace, operation, status and request id filled in.
        `classify` is asked about every answer, also about one without JSON; a status other than 2xx that it does not
        know is an error all the same.
        """
        credentials = self._credentials.current() if call.authorised else {}
        refreshed, number, began = False, 0, self._clock.monotonic()
        while True:
            number += 1
            attempt = _Attempt(self, call, credentials, number)
            found = attempt.make(authorise, classify)
            if isinstance(found, Answer):
                return found
            if isinstance(found, LoginExpired) and call.authorised and not refreshed:
                # Refused at the door, so nothing was done: a repeat is safe for every call.
                credentials, refreshed = self._renewed(credentials, found), True
                number -= 1
                continue
            pause = self._pause(found, number)
            if not self._may_repeat(call, found, attempt, number) or self._too_late(began, pause):
                raise found
            self._clock.sleep(pause)

    def address(self, host: str = "", region: str = "", values: Mapping[str, str] | None = None) -> str:
        """Where a call to this host goes, of this region or of the one that `values` name; consent pages, too."""
        return self._hosts.address(host, region or self._hosts.region(values or {})) or self.base_url

    def right_for(self, path: str) -> str:
        """What the marketplace calls the right that a call to this path asks for; empty where it has no name."""
        return next((right for part, right in self._rights.items() if part in path), "")

    def remote_now(self) -> datetime | None:
        """The marketplace's clock, from the Date header of its last answer; None before the first."""
        return None if self._ahead is None else self._clock.now() + self._ahead

    def close(self) -> None:
        """Give the connections back."""
        self.session.close()

    def _renewed(self, rejected: Mapping[str, str], refusal: LoginExpired) -> Mapping[str, str]:
        """Other credentials; where there are none, the marketplace's own refusal says more than that."""
        try:
            return self._credentials.refreshed(rejected)
        except LoginExpired as error:
            last = error if error.http_status is not None else refusal
        raise last

    def _may_repeat(self, call: Call, error: ConnectorError, attempt: "_Attempt", number: int) -> bool:
        if not isinstance(error, RetryLater) or number >= self._retries.attempts:
            return False
        if call.once and attempt.arrived:
            return False
        if (error.retry_after or 0) > LONGEST_WAIT:
            return False
        return call.safe or isinstance(error, RateLimited) or not attempt.arrived

    def _too_late(self, began: float, pause: float) -> bool:
        return self._clock.monotonic() + pause - began > self._retries.within

    def _pause(self, error: ConnectorError, number: int) -> float:
        first, spread = self._retries.first_pause, self._retries.spread
        backoff = min(LONGEST_PAUSE, first * 2 ** (number - 1)) * random.uniform(1 - spread, 1 + spread)
        return max(error.retry_after, backoff) if error.retry_after is not None else backoff


class _Attempt:
    """One try of a call: everything that is known about it, for the record and for the decision to repeat."""

    def __init__(self, transport: Transport, call: Call, credentials: Mapping[str, str], number: int) -> None:
        self.transport = transport
        self.call = call
        self.credentials = credentials
        self.number = number
        self.address = transport.base_url
        self.arrived = False  # may the marketplace have done it?
        self.status: int | None = None
        self.request_id = ""
        self.headers: Mapping[str, str] = {}
        self.waited = 0.0
        self.began = transport._clock.monotonic()
        self.outgoing = Outgoing(
            method=call.method, path=call.path, params=list(call.params), headers=dict(call.headers), json=call.json,
            form=None if call.form is None else list(call.form), body=call.body,
        )  # fmt: skip

    def make(self, authorise: Authorise | None, classify: Classify) -> Answer | ConnectorError:
        """The answer, or the error as a value: raised later, it drags no library exception with a URL behind it."""
        found: Answer | ConnectorError
        try:
            self.address = self.transport.address(self.call.host, self.call.region, self.credentials)
            with self._limits_kept() as self.waited:
                if self.call.authorised:  # a sign-in is renewed for all, whoever is called back
                    brake.leave()
                self.began = self.transport._clock.monotonic()
                if authorise is not None and not self.call.url:
                    authorise(self.outgoing, self.credentials)
                found = self._exchange(classify)
        except ConnectorError as error:
            found = error
        if isinstance(found, ConnectorError):
            self._complete(found)
        self._learn(found)
        self._record(found)
        return found

    @contextmanager
    def _limits_kept(self) -> Iterator[float]:
        """The limits are kept while this is open; the seconds waited for them. A file elsewhere spends none."""
        if self.call.url:
            yield 0.0
            return
        pacer = self.transport._pacer
        waited = pacer.wait(self.call.groups, self.call.cost)
        with pacer.under_way(self.call.groups, self.transport._timeouts.total) as longer:
            yield waited + longer

    def _exchange(self, classify: Classify) -> Answer | ConnectorError:
        response = self._sent()
        if isinstance(response, ConnectorError):
            return response
        self.status, self.headers = response.status_code, wire.lower_names(response.headers)
        expects = self.call.expects
        if expects == "bytes" and self.call.method == "GET":
            expects = "file"
        found = reading.answer(self.status, self.headers, response.content, expects=expects)
        self.request_id = found.request_id
        error = classify(found) or reading.by_status(found)
        turned_away = isinstance(error, RateLimited) or 300 <= self.status < 400
        if turned_away and not self.call.once:  # what costs money is looked for even then
            self.arrived = False
        return error or found

    def _sent(self) -> requests.Response | ConnectorError:
        body = self._body()
        try:
            prepared = self._prepared(body)
        except (UnicodeError, requests.exceptions.InvalidHeader):
            return LoginExpired("A key holds a sign that no key has, so the call could not be written")
        except ValueError:
            return Rejected("The address cannot be called", fix=f"Correct {self._place}.")
        try:
            self._guard()
            return self._through(prepared)
        except AddressRefused as refused:
            return Rejected(str(refused), fix=f"Change {self._place}.")
        except requests.RequestException as error:
            self.arrived = not wire.never_arrived(error)
            return _unavailable(error)

    @property
    def _place(self) -> str:
        return "the address of the file" if self.call.url else "the API address of the connection"

    def _guard(self) -> None:
        if self.call.url:  # its form; the number it leads to is judged when it connects, like that of the base address
            check_address(self.call.url, self.transport._allow_private, resolve=lambda host, port: [])
        if self.transport._guard is not None:
            self.transport._guard(self.call.url or self.address)

    def _through(self, prepared: requests.PreparedRequest) -> requests.Response:
        session, timeouts = self.transport.session, self.transport._timeouts
        if not self.call.safe:
            adapter = session.get_adapter(prepared.url or "")
            if isinstance(adapter, wire.BoundedAdapter):
                adapter.forget_idle_connections()
        self.arrived = True
        return session.send(prepared, timeout=(timeouts.connect, timeouts.read), allow_redirects=False)

    def _body(self) -> bytes | None:
        if self.outgoing.form is not None:
            return urlencode(self.outgoing.form).encode()
        if self.outgoing.json is None:
            return self.outgoing.body
        return json.dumps(self.outgoing.json, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()

    def _prepared(self, body: bytes | None) -> requests.PreparedRequest:
        out = self.outgoing
        headers = {"User-Agent": USER_AGENT, "Accept": "application/json", **out.headers}
        if body is not None:
            headers.setdefault("Content-Type", _content_type(out))
        for text in headers.values():
            text.encode("latin-1")
        query = "?" + urlencode(out.params, quote_via=quote) if out.params else ""
        url = self.call.url or f"{self.address}{out.path}{query}"
        return self.transport.session.prepare_request(requests.Request(out.method, url, headers=headers, data=body))

    def _complete(self, error: ConnectorError) -> None:
        """Fill in what the raiser did not know, and take out every secret that an answer may have echoed."""
        error.marketplace = error.marketplace or self.transport.marketplace
        error.operation = error.operation or self.call.operation
        error.http_status = error.http_status or self.status
        error.request_id = error.request_id or self.request_id
        if isinstance(error, RetryLater) and error.retry_after is None:
            now, names = self.transport._clock.now(), self.transport._limit_headers
            error.retry_after = reading.retry_after(self.headers, now, names)
        if isinstance(error, RightMissing):
            error.name_right(self.transport.right_for(self.call.path))
        error.maybe_done = error.maybe_done or (isinstance(error, Unavailable) and self.arrived and not self.call.safe)
        error.detail = self._clean(error.detail)
        error.said = self._clean(error.said)
        error.fields = {name: self._clean(text) for name, text in error.fields.items()}
        error.args = (error.detail,)

    def _learn(self, found: Answer | ConnectorError) -> None:
        if self.call.url:  # another server's clock and limits
            return
        now = self.transport._clock.now()
        told = reading.date(self.headers)
        if told is not None:
            self.transport._ahead = told - now
        window = reading.window_told(self.headers, self.transport._limit_headers, now)
        if window is not None:
            self.transport._pacer.told(self.call.groups, window)
        if self.status is not None and 400 <= self.status < 500 and not isinstance(found, RateLimited):
            self.transport._pacer.refused(self.call.groups)
        seconds = reading.rest_asked(self.headers, now)
        if isinstance(found, RateLimited) and self.status is not None:
            seconds = max(seconds, found.retry_after or REST_WITHOUT_WORD)
        if seconds > 0:
            self.transport._pacer.rest(self.call.groups, seconds)

    def _record(self, found: Answer | ConnectorError) -> None:
        error = found if isinstance(found, ConnectorError) else None
        elsewhere = urlsplit(self.call.url)
        asked = elsewhere.query if self.call.url else urlencode(self.outgoing.params)
        query = redact.query(asked, secrets=self._secrets())
        path = redact.text(elsewhere.path if self.call.url else self.outgoing.path, secrets=self._secrets())
        self.transport._recorder.record(
            CallRecord(
                operation=self.call.operation,
                method=self.outgoing.method,
                path=f"{path}?{query}" if query else path,
                http_status=self.status,
                outcome=error.kind if error else "ok",
                duration_ms=round((self.transport._clock.monotonic() - self.began) * 1000),
                request_id=self.request_id or (error.request_id if error else ""),
                said=error.said or error.detail if error else "",
                attempt=self.number,
                waited_ms=round(self.waited * 1000),
            )
        )

    def _clean(self, text: str) -> str:
        return redact.text(text, secrets=self._secrets())

    def _secrets(self) -> list[str]:
        """Credential values, what `authorise` made of them (signatures, bearer headers), and what the call names."""
        fields = (*self.outgoing.params, *(self.outgoing.form or ()))
        made = [text for name, text in fields if redact.is_secret_name(name)]
        made += [text for name, text in self.outgoing.headers.items() if redact.is_secret_name(name)]
        return [text for text in (*self.credentials.values(), *made, *self.call.secrets) if isinstance(text, str)]


def _content_type(outgoing: Outgoing) -> str:
    if outgoing.form is not None:
        return "application/x-www-form-urlencoded"
    return "application/json" if outgoing.body is None else "application/octet-stream"


def _unavailable(error: requests.RequestException) -> Unavailable:
    """Time-out, no connection, torn: in words, without the library's text, which holds the whole address."""
    if isinstance(error, wire.DeadlinePassed):
        return Unavailable("The answer took too long and was cut off")
    if isinstance(error, wire.BodyTooLarge):
        return Unavailable("The answer is far larger than any answer of a marketplace", fix=reading.ADDRESS_FIX)
    if isinstance(error, wire.TornAnswer | requests.exceptions.ChunkedEncodingError):
        return Unavailable("The answer is torn: the connection broke in the middle")
    if isinstance(error, requests.exceptions.SSLError):
        return Unavailable("The address shows a certificate that is not trusted", fix=reading.ADDRESS_FIX)
    if wire.never_arrived(error):
        return Unavailable("There is no connection to the address", fix=reading.ADDRESS_FIX)
    if isinstance(error, requests.Timeout):
        return Unavailable("There was no answer in time")
    return Unavailable("The connection broke before the answer came")
