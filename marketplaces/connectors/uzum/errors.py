"""What Uzum's refusals mean: their codes first, then the HTTP status."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from marketplaces.framework.errors import (
    AccountSuspended,
    AlreadyDone,
    ConnectorError,
    LoginExpired,
    NotFound,
    RateLimited,
    Rejected,
    RightMissing,
    Unavailable,
)
from marketplaces.framework.transport import Answer

ENTER_ANEW = "Make a new token in the Uzum seller cabinet under Profile → API keys and enter it in the connection."
GIVE_RIGHTS = "Give the token this right in the Uzum seller cabinet under Profile → API keys, then press Test."
OR_ENDED = "A token that has ended may be answered so, too."
PULL_ORDER = "Pull the order again: it has changed at Uzum."
IN_CABINET = "Look at the order in the Uzum seller cabinet."
OTHER_POINT = "Choose another drop-off point in the connection, or make the delivery note in the Uzum seller cabinet."
WAIT = "We try again by ourselves."
ADDRESS = "Wait a little; if it stays so, check the API address of the connection."
#: The rest after the last call of a day: Uzum does not say when its day ends, so it is tried again each hour.
DAY_REST = 3600.0
BUSY_REST = 61.0  # longer than a worker may wait: it is asked for again later

Meaning: TypeAlias = tuple[type[ConnectorError], str, str]  # class, our sentence ("" for the heading), what to do
Table: TypeAlias = Mapping[str, Meaning]

CODES: Table = {
    "seller-order-01": (NotFound, "Uzum has no such order for this shop", PULL_ORDER),
    "seller-order-02": (Rejected, "The order's status at Uzum does not allow this any more", PULL_ORDER),
    "seller-order-03": (
        Rejected, "The time to accept this order is over", "Uzum cancels it; accept orders before their deadline.",
    ),
    "seller-order-04": (Rejected, "The order does not belong to this delivery note", PULL_ORDER),
    "seller-order-12": (Rejected, "Uzum does not take this value", "Choose another one from the list."),
    "seller-order-13": (AlreadyDone, "", ""),
    "seller-order-14": (Rejected, "Uzum does not know this drop-off point (any more)", OTHER_POINT),
    "seller-order-15": (
        Rejected, "Marking codes of this order are missing", "Enter them in the Uzum seller cabinet, then try again.",
    ),
    "seller-order-19": (Rejected, "The delivery note cannot be changed any more", IN_CABINET),
    "seller-order-23": (Unavailable, "The time slot was taken by somebody else", WAIT),
    "fbs-2-seller-access-denied": (RightMissing, "", GIVE_RIGHTS),
    "fbs-18-invalid-order-type": (Rejected, "The order is of another scheme", PULL_ORDER),
    "fbs-19-time-is-up": (Rejected, "The time to bring this order is over", IN_CABINET),
    "fbs-20-incompatible-dimensional-groups": (
        Rejected, "The drop-off point does not take goods of this size", OTHER_POINT,
    ),
    "fbs-24-invoice-wrong-order-status": (Rejected, "The order cannot go into a delivery note now", PULL_ORDER),
    "fbs-invoice-01": (NotFound, "Uzum has no such delivery note", IN_CABINET),
    "storage-service-04": (AccountSuspended, "", ""),
    "storage-service-05": (
        Rejected, "Uzum did not take this stock", "Look in the cabinet whether the SKU is blocked or archived there.",
    ),
    "storage-service-09": (Unavailable, "Uzum could not write this stock", WAIT),
    "bad-request-001": (Rejected, "", "Our side must be corrected; report it."),
}  # fmt: skip

#: One code has two meanings, by the call that is answered.
OF_LABELS: Table = {"seller-order-14": (Unavailable, "Uzum is still making the label", "Ask again in a minute.")}

STATUSES: Mapping[int, Meaning] = {
    401: (LoginExpired, "", ENTER_ANEW),
    403: (RightMissing, "Uzum does not let this token do that", f"{GIVE_RIGHTS} {OR_ENDED}"),
    404: (NotFound, "", ""),
    429: (RateLimited, "", WAIT),
}  # fmt: skip
#: Statuses that say enough without a body.
_BARE = frozenset({401, 403, 429})


def classify(answer: Answer) -> ConnectorError | None:
    """The error an answer stands for, None for a good one."""
    return _meant(answer, {})


def classify_label(answer: Answer) -> ConnectorError | None:
    """The same for the label call."""
    error = _meant(answer, OF_LABELS)
    if isinstance(error, Unavailable) and error.remote_code in OF_LABELS:
        error.retry_after = BUSY_REST
    return error


Classifier: TypeAlias = Callable[[Answer], ConnectorError | None]


def _meant(answer: Answer, special: Table) -> ConnectorError | None:
    code, said = _told(answer.json)
    if answer.status < 400 and not code:
        return None
    if answer.status == 429:
        return _too_many(answer, said)
    known = special.get(code) or CODES.get(code)
    if known is not None:
        return _error(known, code, said)
    if answer.status >= 500 or (not isinstance(answer.json, Mapping) and answer.status not in _BARE):
        return Unavailable(f"Uzum could not answer (HTTP {answer.status})", said=said, remote_code=code, fix=ADDRESS)
    return _error(STATUSES.get(answer.status, (Rejected, "", IN_CABINET)), code, said)


def _error(meaning: Meaning, code: str, said: str) -> ConnectorError:
    kind, sentence, fix = meaning
    return kind(sentence, said=said or code, remote_code=code, fix=fix)


def _too_many(answer: Answer, said: str) -> RateLimited:
    """Of the second, or of the whole day."""
    over = answer.headers.get("x-ratelimit-remaining-per-day", "").strip() == "0"
    sentence = "Uzum's limit for today is used up" if over else ""
    return RateLimited(sentence, said=said, fix=WAIT, retry_after=DAY_REST if over else None)


def _told(body: Any) -> tuple[str, str]:
    """Code and message of the first error, from the list or from the single text beside it."""
    if not isinstance(body, Mapping):
        return "", ""
    errors = body.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else None
    if isinstance(first, Mapping):
        words = first.get("detailMessage") or first.get("message")
        return str(first.get("code") or ""), words if isinstance(words, str) else ""
    alone = body.get("error")
    return ("", alone) if isinstance(alone, str) else ("", "")
