"""What the Market's refusals mean: words of its messages first, because its codes only repeat the HTTP status."""

from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeAlias

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

NEW_KEY = (
    "Make a new Api-Key token in the Market cabinet under Settings → API and modules and enter it in the connection."
)
OWN_SHOP = "Choose a shop of the cabinet in which the token was made, or make a token in the other one."
GIVE_SCOPE = "Give the token this access in the Market cabinet under Settings → API and modules, then press Test."
PULL_ORDER = "Pull the order again: it has changed at the Market."
PULL_PRODUCTS = "Pull the products again; the SKU must be written exactly as in the Market's catalogue."
ONE_PRICE = "Choose the price level “cabinet” in the connection, or allow prices of single shops in the Market cabinet."
WHOLE = "Round the price; the Market prefers whole sums."
MARK_CODES = "Look at the marking codes on the order, correct them, then try again."
WAIT = "We try again by ourselves."
ADDRESS = "Wait a little; if it stays so, check the API address of the connection."
TOO_MUCH = 420
LOCKED = 423
#: Calls that run at the same time end soon; a window without a word about its end is looked at again in a minute.
PARALLEL_REST, WINDOW_REST = 1.0, 60.0
UNTIL = "x-ratelimit-resource-until"

Meaning: TypeAlias = tuple[type[ConnectorError], str]

#: Their words, in lower case, anywhere in the message or the code; the first that fits counts.
TEXTS: Mapping[str, Meaning] = {
    "partner use only default price": (Rejected, ONE_PRICE),
    "too high scale": (Rejected, WHOLE),
    "is disabled": (AccountSuspended, "Open the shop in the Market cabinet and see why its API is switched off."),
    "api_disabled": (AccountSuspended, "Open the shop in the Market cabinet and see why its API is switched off."),
    "access denied to": (PermissionMissing, OWN_SHOP),
    "no cancellation request": (AlreadyDone, ""),
    "not found in the catalog": (NotFound, PULL_PRODUCTS),
    "order_not_found": (NotFound, PULL_ORDER),
    "requires cis": (Rejected, MARK_CODES),
    "are not validated": (Rejected, MARK_CODES),
    "status_not_allowed": (Rejected, PULL_ORDER),
    "more than 99%": (Rejected, "Cancel the order as a whole."),
    "discount must be": (Rejected, "The price before the discount must be 5 to 99 % above the price."),
}  # fmt: skip

STATUSES: Mapping[int, Meaning] = {
    400: (Rejected, ""),
    401: (LoginExpired, NEW_KEY),
    403: (RightMissing, GIVE_SCOPE),
    404: (NotFound, ""),
    LOCKED: (Rejected, "The Market has locked this for now; look in the cabinet what holds it."),
}


def classify(answer: Answer) -> ConnectorError | None:
    """The error an answer stands for, None for a good one."""
    if 200 <= answer.status < 300:
        code, said = _told(answer.json)
        return Rejected(said=said, remote_code=code) if _says_error(answer.json) else None
    if answer.status < 400:
        return None
    code, said = _told(answer.json)
    if answer.status == TOO_MUCH:
        return RateLimited(said=said, remote_code=code, fix=WAIT, retry_after=_rest(answer, said))
    if answer.status >= 500:
        return Unavailable(f"The Market could not answer (HTTP {answer.status})", said=said, remote_code=code, fix=WAIT)
    if not isinstance(answer.json, Mapping) and answer.status != 401:
        return Unavailable(f"Something other than the Market's API answered (HTTP {answer.status})", fix=ADDRESS)
    kind, fix = _meaning(answer.status, code, said)
    return kind(said=said, remote_code=code, fix=fix)


def _meaning(status: int, code: str, said: str) -> Meaning:
    """A refused key is the account's matter whatever the words are."""
    heard = f"{code} {said}".lower()
    known = None if status == 401 else next((each for words, each in TEXTS.items() if words in heard), None)
    return known or STATUSES.get(status, (Rejected, ""))


def _says_error(body: Any) -> bool:
    return isinstance(body, Mapping) and body.get("status") == "ERROR"


def _told(body: Any) -> tuple[str, str]:
    """Code and message of the first error; further messages are put behind it."""
    errors = body.get("errors") if isinstance(body, Mapping) else None
    found = [row for row in errors if isinstance(row, Mapping)] if isinstance(errors, list) else []
    if not found:
        return "", ""
    said = "; ".join(str(row["message"]) for row in found[:3] if row.get("message"))
    return str(found[0].get("code") or ""), said


def _rest(answer: Answer, said: str) -> float:
    """Seconds until the window ends, on the Market's own clock."""
    if "parallel" in said.lower():
        return PARALLEL_REST
    until, now = _date(answer.headers.get(UNTIL, "")), _date(answer.headers.get("date", ""))
    if until is None or now is None:
        return WINDOW_REST
    return max(PARALLEL_REST, (until - now).total_seconds() + 1)


def _date(told: str) -> datetime | None:
    try:
        return parsedate_to_datetime(told)
    except ValueError:
        return None
