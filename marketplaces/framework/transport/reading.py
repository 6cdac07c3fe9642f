"""Reads answers: JSON or the sentence that says why not, request ids, and what a bare HTTP status means."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn

from marketplaces.framework.errors import (
    ConnectorError,
    LoginExpired,
    NotFound,
    PermissionMissing,
    RateLimited,
    Rejected,
    Unavailable,
)
from marketplaces.framework.limits import LimitHeaders, WindowTold
from marketplaces.framework.transport.messages import Answer
from marketplaces.framework.transport.unwritable import SUSPICIOUS, cleaned

REQUEST_ID_HEADERS = (
    "x-request-id", "x-o3-trace-id", "x-trace-id", "x-amzn-requestid", "x-fb-trace-id",
    "x-correlation-id", "request-id", "trace-id",
)  # fmt: skip
#: Whoever tells how many calls are left of a day does not tell when it ends; it is looked at again each hour.
DAY_REST = 3600.0
ADDRESS_FIX = "Check the API address of the connection; if it is right, wait: we try again by ourselves."


def answer(status: int, headers: Mapping[str, str], body: bytes, *, expects: str) -> Answer:
    """The answer with its JSON parsed; a 2xx that should hold JSON and does not raises Unavailable.

    `expects` is "json", "bytes" that answer what was told, or a "file" that its reader judges.
    """
    parsed, fault = _parsed(body, headers) if expects == "json" or status >= 300 else (None, "")
    found = Answer(
        status=status, headers=headers, body=body, json=parsed, request_id=_request_id(headers, parsed)
    )  # fmt: skip
    if expects == "bytes" and body.lstrip()[:14].lower().startswith((b"<!doctype html", b"<html")):
        fault = "A web page came instead of data"  # of a proxy or for maintenance: what was told did not arrive
    if fault and 200 <= status < 300 and status != 204:
        raise Unavailable(fault, fix=ADDRESS_FIX, http_status=status, request_id=found.request_id)
    return found


def by_status(found: Answer) -> ConnectorError | None:
    """What an HTTP status alone says, for answers that the connector's own table does not know."""
    status = found.status
    if 200 <= status < 300:
        return None
    if 300 <= status < 400:
        return Unavailable(
            f"The address answered with a redirect ({status}), which we do not follow",
            fix="Enter the address it leads to as the API address, if it is the marketplace's own.",
        )
    if status in (408, 425) or status >= 500:
        return Unavailable(f"The marketplace answered with HTTP {status}")
    known = {401: LoginExpired, 403: PermissionMissing, 404: NotFound, 429: RateLimited}
    return known.get(status, Rejected)(f"The marketplace answered with HTTP {status}")


def retry_after(headers: Mapping[str, str], now: datetime, names: LimitHeaders | None = None) -> float | None:
    """Seconds from the header that says when to come back, written as a number or as a date."""
    named = headers.get(names.retry, "") if names else ""
    text = (named or headers.get("retry-after", "")).strip()
    if not text:
        return None
    try:
        return max(0.0, float(text))
    except ValueError:
        pass
    moment = _moment(text)
    return None if moment is None else max(0.0, (moment - now).total_seconds())


def date(headers: Mapping[str, str]) -> datetime | None:
    """The marketplace's clock as its Date header tells it, to the second."""
    return _moment(headers.get("date", ""))


def rest_asked(headers: Mapping[str, str], now: datetime) -> float:
    """Seconds to rest because the answer says that no call is left in this window or on this day; 0.0 otherwise."""
    if headers.get("x-ratelimit-remaining-per-day", "").strip() == "0":
        return DAY_REST
    if headers.get("x-ratelimit-remaining", headers.get("ratelimit-remaining", "")).strip() != "0":
        return 0.0
    reset = headers.get("x-ratelimit-reset", headers.get("ratelimit-reset", "")).strip()
    return _seconds_until(reset, now) or 0.0


def window_told(headers: Mapping[str, str], names: LimitHeaders | None, now: datetime) -> WindowTold | None:
    """What an answer tells of the window it was counted in; None where it does not tell, or not in numbers."""
    if names is None:
        return None
    left, most = _whole(headers.get(names.left, "")), _whole(headers.get(names.most, ""))
    # Its end is a moment of the marketplace's clock, which need not be ours.
    seconds = _seconds_until(headers.get(names.until, "").strip(), date(headers) or now)
    return None if left is None or seconds is None else WindowTold(left=max(0, left), seconds=seconds, most=most)


def _seconds_until(told: str, now: datetime) -> float | None:
    try:
        seconds = float(told)
    except ValueError:
        moment = _moment(told)
        return None if moment is None else max(0.0, (moment - now).total_seconds())
    # A moment (Unix seconds) and a span share one header name; no window is thirty years long.
    return max(0.0, seconds - now.timestamp() if seconds > 1_000_000_000 else seconds)


def _moment(told: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(told)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _whole(told: str) -> int | None:
    told = told.strip()
    return int(told) if told.isascii() and told.lstrip("-").isdigit() else None


def _parsed(body: bytes, headers: Mapping[str, str]) -> tuple[Any, str]:
    if not body.strip():
        return None, "The answer is empty where data should be"
    try:
        found = json.loads(body, parse_float=Decimal, parse_constant=_no_number)
        return (cleaned(found) if SUSPICIOUS.search(body) else found), ""
    except (ValueError, RecursionError):
        pass
    if b"<" in body.lstrip()[:1] or "html" in headers.get("content-type", ""):
        return None, "A web page came instead of data"
    return None, "The answer is torn: it ends or breaks in the middle"


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")


def _request_id(headers: Mapping[str, str], parsed: Any) -> str:
    for name in REQUEST_ID_HEADERS:
        if headers.get(name):
            return headers[name][:120]
    inside = parsed.get("request_id") or parsed.get("requestId") if isinstance(parsed, dict) else ""
    return inside[:120] if isinstance(inside, str) else ""
