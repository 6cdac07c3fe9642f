"""What Letzshop's refusals mean: by HTTP status, by the errors beside the data, and by those inside a mutation."""

from collections.abc import Mapping, Sequence
from typing import Any

from marketplaces.framework.errors import (
    ConnectorError,
    LoginExpired,
    NotFound,
    RateLimited,
    Rejected,
    RightMissing,
    Unavailable,
    UnexpectedPayload,
)
from marketplaces.framework.transport import Answer

from .reading import Json

NEW_KEY = "Ask your account manager or support@letzshop.lu for an API access key, and enter it in the connection."
RIGHTS = "The key needs the rights of a shop manager; ask support@letzshop.lu."
ADDRESS = "Check the API address of the connection."
OPEN = "Decline the pieces that are not in the parcel, then send it again."
WAIT = "We try again by ourselves."
FEED = "Look whether the feed's address in the connection still opens in a browser."
#: Where a limit answer names no time (contract section 6: 60 seconds).
REST = 60.0

STATUSES: Mapping[int, tuple[type[ConnectorError], str]] = {
    401: (LoginExpired, NEW_KEY),
    403: (RightMissing, RIGHTS),
    404: (NotFound, ADDRESS),
    408: (Unavailable, WAIT),
    429: (RateLimited, WAIT),
}
#: Codes and words of errors beside the data that are about the key.
SIGNED_OUT = ("UNAUTHORIZED", "UNAUTHENTICATED")
NOT_AUTHORISED = ("not authorized", "not authorised", "unauthorized", "not authenticated")
#: Codes of errors inside a mutation (assumed); words where there is no code.
ALREADY, NOT_YET, UNKNOWN = "already_confirmed", "not_confirmed", "not_found"


class AlreadyDecided(Rejected):
    """The pieces were confirmed or declined before, here or in their back office."""


class NotDecided(Rejected):
    """The shipment must be confirmed first."""


def classify(answer: Answer) -> ConnectorError | None:
    """The error a GraphQL answer stands for. One with data and errors is good: what is whole can be read."""
    if answer.status >= 400:
        return by_status(answer)
    if not isinstance(answer.json, Mapping):
        return UnexpectedPayload("answer", answer.json)
    data, errors = answer.json.get("data"), beside(answer.json)
    about_key = next((found for each in errors if (found := _about_key(each))), None)
    if about_key is not None:
        return about_key
    if not isinstance(data, Mapping):
        said = "; ".join(_text(each.get("message")) for each in errors)
        if errors:
            return UnexpectedPayload("query", None, said=said, fix="Letzshop changed its API; report it.")
        return UnexpectedPayload("data", data, fix=ADDRESS)
    return None


def of_file(answer: Answer) -> ConnectorError | None:
    """About a file that lies somewhere else: the connection's key has nothing to do with it."""
    if answer.status < 400 or answer.status in (408, 429) or answer.status >= 500:
        return by_status(answer)
    kind = NotFound if answer.status in (404, 410) else Rejected
    return kind(f"The feed's address answered with HTTP {answer.status}", fix=FEED)


def by_status(answer: Answer) -> ConnectorError | None:
    """What the HTTP status says."""
    if answer.status < 400:
        return None
    kind, fix = STATUSES.get(answer.status, (Unavailable, WAIT) if answer.status >= 500 else (Rejected, ""))
    rest = REST if answer.status == 429 and "retry-after" not in answer.headers else None
    said = "; ".join(_text(each.get("message")) for each in beside(answer.json))
    detail = "" if said else f"Letzshop answered with HTTP {answer.status}"
    return kind(detail, said=said, fix=fix, retry_after=rest)


def beside(body: Any) -> Sequence[Json]:
    """The errors beside the data."""
    found = body.get("errors") if isinstance(body, Mapping) else None
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def item_error(problem: Json) -> ConnectorError:
    """One of the errors inside a mutation's payload."""
    code, said = _text(problem.get("code")), _text(problem.get("message")) or "no reason given"
    word = said.lower()
    if code == ALREADY or "already" in word:
        return AlreadyDecided(said=said, remote_code=code)
    if code == NOT_YET or "not confirmed" in word:
        return NotDecided(said=said, remote_code=code, fix=OPEN)
    if code == UNKNOWN or "does not exist" in word or "unknown" in word:
        return NotFound(said=said, remote_code=code, fix="Pull it again; it is not known at Letzshop any more.")
    if "try again" in word:
        return Unavailable(said=said, remote_code=code, fix=WAIT)
    field = _text(problem.get("field"))
    return Rejected(said=f"{field} {said}".strip(), remote_code=code, fields={field: said} if field else {})


def _about_key(error: Json) -> ConnectorError | None:
    extensions = error.get("extensions")
    code = _text(extensions.get("code")) if isinstance(extensions, Mapping) else ""
    said = _text(error.get("message"))
    if code == "FORBIDDEN":
        return RightMissing(said=said, remote_code=code, fix=RIGHTS)
    if code in SIGNED_OUT or any(word in said.lower() for word in NOT_AUTHORISED):
        return LoginExpired(said=said, remote_code=code, fix=NEW_KEY)
    return None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
