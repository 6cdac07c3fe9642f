"""eBay's error numbers, sorted by what happens next: of a whole answer, or of one row of a bulk answer."""

from collections.abc import Iterable, Mapping
from typing import Any

from marketplaces.framework.errors import (
    AccountSuspended,
    AlreadyDone,
    ConnectorError,
    LoginExpired,
    NotFound,
    PermissionMissing,
    RateLimited,
    Rejected,
    RightMissing,
    Unavailable,
)
from marketplaces.framework.transport import Answer

Kind = tuple[type[ConnectorError], str]

SIGN_AGAIN = "Sign in at eBay again: open the connection and press “Sign in at eBay”."
SCOPES = "Sign in at eBay again and agree to everything the page asks for."
SIGNATURES = (
    "Sellers of the EU and the UK sign such calls with a key of their own. Press “Sign in at eBay” on the connection, "
    "which makes a new one; then try again."
)
PULL = "Read the products again."
WAIT = "We try again by ourselves."
REQUEST_ID = "x-ebay-c-request-id"
#: A limit answer names no time; limits are per application and day, so a short rest only helps against a burst.
REST = 60.0

#: errorId -> our class, and what to do where the class does not say it well enough.
NUMBERS: Mapping[int, Kind] = {
    # who asks
    1001: (LoginExpired, SIGN_AGAIN),
    1002: (LoginExpired, SIGN_AGAIN),
    1003: (LoginExpired, SIGN_AGAIN),
    1100: (RightMissing, SCOPES),
    # only such calls need it: the rest of the shop goes on, so the account is not stopped for it
    215001: (Rejected, SIGNATURES),
    215120: (Rejected, SIGNATURES),
    215122: (Rejected, SIGNATURES),
    32400: (AccountSuspended, ""),
    # how much
    2001: (RateLimited, WAIT),
    # what is not there
    25702: (NotFound, PULL),
    25710: (NotFound, PULL),
    25713: (NotFound, "The offer is not live at eBay, or it was replaced. Publish it there, then read the products."),
    32100: (NotFound, ""),
    195001: (NotFound, ""),
    # what was done before
    25402: (AlreadyDone, ""),
    195012: (AlreadyDone, ""),
    195021: (AlreadyDone, ""),
    # what is needed first
    25002: (Rejected, ""),
    25007: (Rejected, "Enter the id of a shipping policy on the connection, from Seller Hub, Business policies."),
    25008: (Rejected, "Enter the id of a payment policy on the connection, from Seller Hub, Business policies."),
    25009: (Rejected, "Enter the id of a return policy on the connection, from Seller Hub, Business policies."),
    25005: (Rejected, "Give the product an eBay category number, or enter a default one on the connection."),
    25012: (Rejected, "Enter the key of an inventory location of eBay on the connection."),
    25014: (Rejected, "Give the product a picture at an address that eBay can reach."),
    195003: (Rejected, "Enter the e-mail for alerts on the connection, then register the address again."),
    195020: (Rejected, "eBay could not reach this hub at its public address; check that it is open to the world."),
    34922: (Unavailable, WAIT),
    34929: (Unavailable, WAIT),
    34913: (NotFound, ""),
    34916: (Rejected, "A case of the buyer is open: answer it in eBay's Seller Hub, which refunds by it."),
    34926: (Rejected, "Look at the payment methods for refunds in eBay's Seller Hub."),
    34927: (Rejected, "Look at the payment methods for refunds in eBay's Seller Hub."),
    34928: (Rejected, "Look at the payment methods for refunds in eBay's Seller Hub."),
    34930: (Rejected, "Look at the payment methods for refunds in eBay's Seller Hub."),
    # their side
    34900: (Unavailable, WAIT),
    2003: (Unavailable, WAIT),
    25001: (Unavailable, WAIT),
    25025: (Unavailable, WAIT),
    30500: (Unavailable, WAIT),
    195000: (Unavailable, WAIT),
}
STATUSES: Mapping[int, Kind] = {
    401: (LoginExpired, SIGN_AGAIN),
    403: (RightMissing, SCOPES),
    404: (NotFound, ""),
    408: (Unavailable, WAIT),
    429: (RateLimited, WAIT),
}
#: Words of the token call.
WORDS: Mapping[str, Kind] = {
    "invalid_grant": (LoginExpired, SIGN_AGAIN),
    "invalid_scope": (PermissionMissing, SCOPES),
    "invalid_client": (PermissionMissing, "Check client id and client secret: sandbox and production have others."),
    "unauthorized_client": (PermissionMissing, "Check client id and client secret."),
    "rate_limit": (RateLimited, WAIT),
}


def classify(answer: Answer) -> ConnectorError | None:
    """The error that an answer stands for, None for a good one (rows of a bulk answer are judged one by one)."""
    if answer.status < 400:
        return None
    body = answer.json if isinstance(answer.json, Mapping) else {}
    if isinstance(body.get("error"), str):
        return _oauth(answer.status, body)
    found = list(_faults(body))
    kind, fix = _sorted(found, answer.status)
    rest = REST if kind is RateLimited and "retry-after" not in answer.headers else None
    said = _said(found)
    return kind(
        "" if said else f"eBay answered with HTTP {answer.status}",
        said=said, remote_code=_code(found), fix=fix, fields=_fields(found), retry_after=rest,
        request_id=answer.headers.get(REQUEST_ID, "")[:120],
    )  # fmt: skip


def row_error(row: Mapping[str, Any]) -> ConnectorError | None:
    """What one row of a bulk answer stands for; each has a status of its own, also under HTTP 200."""
    status = row.get("statusCode")
    if isinstance(status, int) and not isinstance(status, bool) and status < 400:
        return None
    found = list(_faults(row))
    kind, fix = _sorted(found, status if isinstance(status, int) else 400)
    said = _said(found) or f"status {status}"
    return kind(said=said, remote_code=_code(found), fix=fix, fields=_fields(found), marketplace="eBay")


def _faults(body: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    """The entries, also where Post-Order nests them one deeper."""
    nested = body.get("errorMessage")
    listed = body.get("errors") or (nested.get("error") if isinstance(nested, Mapping) else body.get("error"))
    return [each for each in listed if isinstance(each, Mapping)] if isinstance(listed, list) else []


def _sorted(found: Iterable[Mapping[str, Any]], status: int) -> Kind:
    """By the first number that is known, else by the status; 5xx is always theirs."""
    for each in found:
        if each.get("errorId") in NUMBERS:
            return NUMBERS[each["errorId"]]
    return STATUSES.get(status, (Unavailable, WAIT) if status >= 500 else (Rejected, ""))


def _said(found: Iterable[Mapping[str, Any]]) -> str:
    """All of their sentences; live answers may lack the long one."""
    return " ".join(dict.fromkeys(filter(None, map(_sentence, found))))


def _sentence(fault: Mapping[str, Any]) -> str:
    message = fault.get("longMessage") or fault.get("message")
    if isinstance(message, Mapping):  # Post-Order
        message = message.get("value")
    return message.strip() if isinstance(message, str) else ""


def _code(found: Iterable[Mapping[str, Any]]) -> str:
    return next((str(each["errorId"]) for each in found if "errorId" in each), "")


def _fields(found: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Their parameters by name; Post-Order says `parameter`."""
    told = [row for each in found for row in each.get("parameters") or each.get("parameter") or ()]
    rows = [row for row in told if isinstance(row, Mapping) and row.get("name")]
    return {str(row["name"]): str(row.get("value", "")) for row in rows}


def _oauth(status: int, body: Mapping[str, Any]) -> ConnectorError:
    word = str(body["error"])
    kind, fix = WORDS.get(word, (Unavailable, WAIT) if status >= 500 else (Rejected, ""))
    rest = REST if kind is RateLimited else None
    return kind(said=str(body.get("error_description") or word), remote_code=word, fix=fix, retry_after=rest)
