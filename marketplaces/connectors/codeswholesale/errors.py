"""What CodesWholesale's refusals mean: two codes are published, the rest is told by the status."""

from collections.abc import Mapping
from typing import Any

from marketplaces.framework.errors import (
    BalanceTooLow,
    ConnectorError,
    InDoubt,
    LoginExpired,
    NotFound,
    RateLimited,
    Rejected,
    RightMissing,
    Unavailable,
)
from marketplaces.framework.transport import Answer

Kind = tuple[type[ConnectorError], str]

KEYS = "Check client id and client secret; in your CodesWholesale account they stand under API."
ACCESS = "Ask CodesWholesale to enable this for your account."
GONE = "CodesWholesale took it off its list. Choose another product or another supplier for it."
WAIT = "We try again by ourselves."
#: A limit answer names no time (contract section 6).
REST = 30.0

CODES: Mapping[str, Kind] = {
    "10002": (BalanceTooLow, ""),
    "20001": (NotFound, GONE),
}
STATUSES: Mapping[int, Kind] = {
    400: (Rejected, ""),
    401: (LoginExpired, KEYS),
    403: (RightMissing, ACCESS),
    404: (NotFound, ""),
    408: (Unavailable, WAIT),
    425: (Unavailable, WAIT),
    429: (RateLimited, WAIT),
}
#: Refusals of an order by which surely nothing was bought.
NOTHING_BOUGHT = frozenset({400, 401, 403, 404, 405, 406, 413, 415, 422})


def classify(answer: Answer) -> ConnectorError | None:
    """The error that an answer to a read stands for; an empty object is “nothing found” (contract section 6)."""
    if answer.status < 300 and answer.json == {}:
        return NotFound("CodesWholesale found nothing")
    return classify_write(answer)


def classify_write(answer: Answer) -> ConnectorError | None:
    """The same for calls whose good answer may be empty."""
    if answer.status < 400:
        return None
    code, said = told(answer.json)
    fallback: Kind = (Unavailable, WAIT) if answer.status >= 500 else (Rejected, "")
    kind, fix = CODES.get(code) or STATUSES.get(answer.status, fallback)
    rest = REST if kind is RateLimited and "retry-after" not in answer.headers else None
    return kind(
        "" if said else f"CodesWholesale answered with HTTP {answer.status}", said=said, remote_code=code, fix=fix,
        retry_after=rest,
    )  # fmt: skip


def classify_order(answer: Answer) -> ConnectorError | None:
    """An order costs money: whatever does not say clearly that nothing was bought leaves it in doubt."""
    if answer.status < 300:
        good = isinstance(answer.json, Mapping) and answer.json
        return None if good else _doubt("CodesWholesale answered the order with nothing")
    if answer.status == 429:
        return RateLimited(fix=WAIT, retry_after=REST, maybe_done=True)
    if answer.status in NOTHING_BOUGHT:
        return classify_write(answer)
    code, said = told(answer.json)
    return _doubt("" if said else f"CodesWholesale answered with HTTP {answer.status}", said=said, remote_code=code)


def classify_token(answer: Answer) -> ConnectorError | None:
    """Whichever status its refusal has: a token is refused for its keys alone."""
    error = classify(answer)
    if answer.status in (400, 401, 403) and error is not None:
        return LoginExpired(error.detail, said=error.said, remote_code=error.remote_code, fix=KEYS)
    return error


def _doubt(detail: str, *, said: str = "", remote_code: str = "") -> InDoubt:
    return InDoubt(detail, said=said, remote_code=remote_code, retry_after=REST, maybe_done=True)


def told(body: Any) -> tuple[str, str]:
    """Code and sentence, from either of the two forms; empty where it is neither."""
    if not isinstance(body, Mapping):
        return "", ""
    if "error" in body:
        return _plain(body.get("error")), _plain(body.get("error_description")) or _plain(body.get("error"))
    return _plain(body.get("code")), _plain(body.get("message")) or _plain(body.get("developerMessage"))


def _plain(value: Any) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
