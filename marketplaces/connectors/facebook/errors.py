"""Meta's error codes, sorted by what happens next (contract section 6). Messages are localised: only codes count."""

from collections.abc import Mapping
from typing import Any

from marketplaces.framework.errors import (
    AccountSuspended,
    ConnectorError,
    LoginExpired,
    NotFound,
    NotSupported,
    PermissionMissing,
    RateLimited,
    Rejected,
    RightMissing,
    Unavailable,
)
from marketplaces.framework.transport import Answer

from .usage import regained

Kind = type[ConnectorError]
SIGN_AGAIN = "Make a new token in Meta's Business settings, or sign in again, and enter it in the connection."
PERMISSION = (
    "Give the token catalog_management, and its user the catalogue, in Meta's Business settings; then press Test."
)
APP_KEYS = "Check app id and app secret: they must be of the app that made the token."
GONE = "Check its id in Commerce Manager, and that the token's user was given it there."
WITHDRAWN = "Meta has withdrawn the order calls on 27 October 2026; set “Orders” of this connection to nothing."
WAIT = "We try again by ourselves."
#: Where a limit answer does not tell how long: catalogue batches are counted by the minute.
REST = 60.0

TABLE: Mapping[int, tuple[Kind, str]] = {
    # they are busy
    1: (Unavailable, WAIT),
    2: (Unavailable, WAIT),
    4: (RateLimited, WAIT),
    17: (RateLimited, WAIT),
    32: (RateLimited, WAIT),
    613: (RateLimited, WAIT),
    80001: (RateLimited, WAIT),
    80004: (RateLimited, WAIT),
    80009: (RateLimited, WAIT),
    80014: (RateLimited, WAIT),
    # the token
    102: (LoginExpired, SIGN_AGAIN),
    190: (LoginExpired, SIGN_AGAIN),
    2500: (LoginExpired, SIGN_AGAIN),
    # what it may do
    3: (RightMissing, PERMISSION),
    10: (RightMissing, PERMISSION),
    101: (PermissionMissing, APP_KEYS),
    368: (AccountSuspended, "Read Meta's notice in Account quality; we go on when the block ends."),
    2361126: (
        PermissionMissing,
        "Only the app that is registered for this shop may act on its orders; enter its keys.",
    ),
    # this thing
    33: (NotFound, GONE),
    803: (NotFound, GONE),
    804: (NotFound, GONE),
    100: (Rejected, ""),
    # the calls that are no more
    12: (NotSupported, WITHDRAWN),
}
PERMISSIONS = range(200, 300)
#: The subcode of 100 for a thing that is not there or may not be seen.
MISSING = 33
#: A parameter's name, which is not localised; the code of a wrong proof is the one of any wrong parameter.
PROOF = "appsecret_proof"


def classify(answer: Answer) -> ConnectorError | None:
    """The error that an answer stands for; None for a good one, and for one without their error object."""
    error = answer.json.get("error") if isinstance(answer.json, Mapping) else None
    if not isinstance(error, Mapping) or answer.status < 300:
        return None
    code, subcode, said = _number(error.get("code")), _number(error.get("error_subcode")), _said(error)
    kind, fix = sort(code, subcode, said, transient=error.get("is_transient") is True)
    return kind(
        said=said,
        remote_code=f"{code}/{subcode}" if subcode else str(code),
        fix=fix,
        request_id=str(error.get("fbtrace_id") or ""),
        retry_after=(regained(answer.headers) or REST) if kind is RateLimited else None,
    )


def sort(code: int, subcode: int, said: str, *, transient: bool = False) -> tuple[Kind, str]:
    """Our class for a code, and what to do."""
    if code == 100 and subcode == MISSING:
        return NotFound, GONE
    if code == 100 and PROOF in said:
        return PermissionMissing, APP_KEYS
    if code in PERMISSIONS:
        return RightMissing, PERMISSION
    if code in TABLE:
        return TABLE[code]
    return (Unavailable, WAIT) if transient else (Rejected, "")


def _said(error: Mapping[str, Any]) -> str:
    """The sentence meant for people, where there is one."""
    return str(error.get("error_user_msg") or error.get("message") or "no reason given")


def _number(value: Any) -> int:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() else 0
