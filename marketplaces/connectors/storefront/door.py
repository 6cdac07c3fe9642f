"""Who may come in: size, key, time and signature, in the contract's order, before a byte of the body is read."""

import re
from collections.abc import Mapping
from datetime import datetime

from marketplaces.framework.intake import Desk, IncomingCall

from . import auth
from .keys import Keys
from .problems import Problem
from .strict import MOST_BYTES

FRESH = 300
KEY_LENGTH = range(8, 129)


def let_in(call: IncomingCall, keys: Keys, desk: Desk) -> None:
    """Raises Problem for a call that is not the shop's. What is wrong is said by the code alone."""
    _size(call)
    if not auth.is_one_of(call.headers.get("x-hub-key", ""), [keys.key_id]):
        raise Problem("unknown_key")
    if not desk.is_on():
        raise Problem("connection_disabled")
    timestamp = call.headers.get("x-hub-timestamp", "")
    if not _is_fresh(timestamp, call.received_at):
        raise Problem("clock_skew")
    wanted = [
        auth.call_signature(each, timestamp=timestamp, method=call.method, target=call.target, body=call.body)
        for each in keys.secrets
    ]
    if not auth.is_one_of(call.headers.get("x-hub-signature", ""), wanted):
        raise Problem("bad_signature")
    _rate(desk)


def let_in_native(call: IncomingCall, keys: Keys, desk: Desk, *, header: str) -> None:
    """A native webhook has no time in its signature; that it comes once is seen by its id and its order."""
    _size(call)
    if not keys.hook_secrets or not auth.is_native(call.headers.get(header, ""), keys.hook_secrets, call.body):
        raise Problem("bad_signature")
    if not desk.is_on():
        raise Problem("connection_disabled")


def idempotency_key(headers: Mapping[str, str]) -> str:
    """Of a write. A key of another form is the header's fault, so it is a 400."""
    key = headers.get("idempotency-key", "").strip()
    if len(key) not in KEY_LENGTH or not key.isprintable():
        errors = [("", "the header Idempotency-Key must have 8 to 128 characters")]
        raise Problem("validation_failed", status=400, errors=errors)
    return key


def _size(call: IncomingCall) -> None:
    if len(call.body) > MOST_BYTES:
        raise Problem("too_large", "A body is 1 MiB at most.")


def _is_fresh(timestamp: str, now: datetime) -> bool:
    return bool(re.fullmatch(r"\d{10}", timestamp, re.ASCII)) and abs(now.timestamp() - int(timestamp)) <= FRESH


def _rate(desk: Desk) -> None:
    wait = desk.wait()
    if wait > 0:
        raise Problem("rate_limited", retry_after=max(1, -int(-wait // 1)))
