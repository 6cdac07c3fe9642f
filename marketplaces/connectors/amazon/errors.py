"""Amazon's words for what went wrong, sorted by what happens next: of an answer, and of a listing's issues."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from marketplaces.framework.errors import (
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

from .reading import Json, rows, text

Kind = tuple[type[ConnectorError], str]

SIGN_AGAIN = "Sign in at Amazon again: open the connection and press “Sign in at Amazon”."
ROTATED = (
    "Enter the client secret that Seller Central shows now: Amazon wants it changed about every 180 days. The sign-in "
    "itself stays good."
)
ENTER = "Enter both on the connection; Seller Central shows them with the application."
ROLES = (
    "Look in Seller Central, Develop Apps, whether the application has the role for this, and whether the seller takes "
    "part in this marketplace; then sign in again."
)
PULL = "Read the products again."
WAIT = "We try again by ourselves."
#: A limit answer names no time. The slowest of their buckets fills in minutes; a minute's rest helps most of them.
REST = 60.0
EXPIRED = "access token"
PACKAGE_UNKNOWN = "packagetoupdatenotfound"

#: `errors[].code`, in small letters and without blanks: their own examples write one of them with a blank.
CODES: Mapping[str, Kind] = {
    "quotaexceeded": (RateLimited, WAIT),
    "notfound": (NotFound, ""),
    "not_found": (NotFound, ""),
    "invalidinput": (Rejected, ""),
    PACKAGE_UNKNOWN: (Rejected, ""),
    "internalfailure": (Unavailable, WAIT),
    "internalerror": (Unavailable, WAIT),
    "serviceunavailable": (Unavailable, WAIT),
}
#: 403 is an expired token as well as a role that is missing: the token is renewed once, then it is the role.
STATUSES: Mapping[int, Kind] = {
    401: (LoginExpired, SIGN_AGAIN),
    403: (LoginExpired, SIGN_AGAIN),
    404: (NotFound, ""),
    408: (Unavailable, WAIT),
    429: (RateLimited, WAIT),
}
#: Words of the token call.
WORDS: Mapping[str, Kind] = {
    "invalid_grant": (LoginExpired, SIGN_AGAIN),
    "invalid_client": (LoginExpired, ROTATED),
    "unauthorized_client": (PermissionMissing, "Check client id and client secret."),
    "invalid_scope": (PermissionMissing, ROLES),
    "access_denied": (PermissionMissing, ROLES),
}


def classify(answer: Answer) -> ConnectorError | None:
    """The error that an answer stands for, None for a good one (a refused listing comes with 200)."""
    if answer.status < 400:
        return None
    body = answer.json if isinstance(answer.json, Mapping) else {}
    if isinstance(body.get("error"), str):
        return _oauth(answer.status, body)
    found = [each for each in body.get("errors") or () if isinstance(each, Mapping)]
    kind, fix = _sorted(found, answer.status)
    said = " ".join(dict.fromkeys(filter(None, map(_sentence, found))))
    rest = REST if kind is RateLimited and "retry-after" not in answer.headers else None
    return kind(
        "" if said else f"Amazon answered with HTTP {answer.status}",
        said=said, remote_code=next((str(each["code"]) for each in found if each.get("code")), ""), fix=fix,
        retry_after=rest,
    )  # fmt: skip


def classify_file(answer: Answer) -> ConnectorError | None:
    """What stands at a link is no call: a refusal says that the link is over, and nothing of the sign-in."""
    if answer.status < 400:
        return None
    return Unavailable(f"A file of Amazon could not be reached (HTTP {answer.status})", fix=WAIT)


def without_role(error: LoginExpired, role: str) -> ConnectorError:
    """What a 403 means once the token was renewed: theirs says so where the token itself is the trouble."""
    if error.http_status != 403 or EXPIRED in error.said.lower():
        return error
    missing = RightMissing(
        error.detail, said=error.said, remote_code=error.remote_code, http_status=403, request_id=error.request_id,
        operation=error.operation, marketplace=error.marketplace, fix=ROLES,
    )  # fmt: skip
    missing.name_right(role)
    return missing


def is_code(error: ConnectorError, code: str) -> bool:
    """Whether Amazon gave this code, however it is spelt."""
    return _plain(error.remote_code) == code


def submission_error(answer: Json, sku: str) -> ConnectorError | None:
    """What the answer of a listing call stands for: INVALID is a refusal, under HTTP 200."""
    status = text(answer.get("status"), "status")
    if status in ("ACCEPTED", "VALID"):
        return None
    return refusal(rows(answer.get("issues"), "issues"), sku) if status else Unavailable(
        f"Amazon did not say whether {sku} was taken", fix=WAIT
    )  # fmt: skip


def refusal(issues: Sequence[Json], sku: str) -> ConnectorError:
    """Issues of one listing, in their words and by attribute. One that Amazon does not have is not there."""
    bad = [each for each in issues if text(each.get("severity")) == "ERROR"] or list(issues)
    said = " ".join(dict.fromkeys(text(each.get("message")) for each in bad)).strip()
    fields = {name: text(each.get("message")) for each in bad for name in _names(each)}
    return Rejected(
        f"Amazon did not take what was told of {sku}", said=said or "INVALID", fields=fields,
        remote_code=next((text(each.get("code")) for each in bad if each.get("code")), ""), marketplace="Amazon",
        fix="Change what it names, then try again.",
    )  # fmt: skip


def not_there(sku: str) -> ConnectorError:
    return NotFound(f"Amazon has no listing {sku} of this seller", said=f"no listing {sku}", fix=PULL)


def _names(issue: Json) -> list[str]:
    """Of a call's answer a list, in the report of a feed one name."""
    listed = issue.get("attributeNames")
    names = listed if isinstance(listed, list) else [issue.get("attributeName")]
    return [text(each) for each in names if each]


def _sorted(found: Iterable[Json], status: int) -> Kind:
    """By the status where that says it all, else by the first code that is known."""
    if status in STATUSES:
        return STATUSES[status]
    if status >= 500:
        return Unavailable, WAIT
    for each in found:
        if (code := _plain(each.get("code"))) in CODES:
            return CODES[code]
    return Rejected, ""


def _plain(code: object) -> str:
    return "".join(str(code or "").split()).lower()


def _sentence(fault: Mapping[str, Any]) -> str:
    """What they say, with what they add."""
    told = (text(fault.get("message")), text(fault.get("details")))
    return " ".join(filter(None, told))


def _oauth(status: int, body: Mapping[str, Any]) -> ConnectorError:
    word = str(body["error"])
    kind, fix = WORDS.get(word, (Unavailable, WAIT) if status >= 500 else (Rejected, ""))
    if status == 429:
        kind, fix = RateLimited, WAIT
    rest = REST if kind is RateLimited else None
    return kind(said=str(body.get("error_description") or word), remote_code=word, fix=fix, retry_after=rest)
