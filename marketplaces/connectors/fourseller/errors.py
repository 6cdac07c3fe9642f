"""What 4Seller's error answers mean: by status; its codes are assumed and only refine the one for conflicts."""

from collections.abc import Mapping
from typing import Any

from marketplaces.framework.errors import (
    ConnectorError,
    LoginExpired,
    NotFound,
    RateLimited,
    Rejected,
    RetryLater,
    RightMissing,
    Unavailable,
)
from marketplaces.framework.transport import Answer

NEW_KEY = "Make a new API key at 4Seller and enter it in the connection."
SELLER = "Check the seller id, and that the key may do this at 4Seller; then press Test."
WAIT = "We try again by ourselves."
LOOK = "Pull it again; it is not known at 4Seller any more."
#: Where a limit answer names no time (contract section 7).
REST = 60.0
#: How soon what was newer there is told again, as it stands here then.
AGAIN = 2.0

STATUSES: Mapping[int, tuple[type[ConnectorError], str]] = {
    400: (Rejected, ""),
    401: (LoginExpired, NEW_KEY),
    403: (RightMissing, SELLER),
    404: (NotFound, LOOK),
    408: (Unavailable, WAIT),
    422: (Rejected, ""),
    429: (RateLimited, WAIT),
}
#: Codes of the items of a batch, which have no status of their own.
CODES: Mapping[str, tuple[type[ConnectorError], str]] = {
    "not_found": (NotFound, LOOK),
    "internal": (Unavailable, WAIT),
    "rate_limited": (RateLimited, WAIT),
}
OLDER = frozenset({"", "conflict"})


class Outdated(Rejected):
    """What we told is older than what they hold: it is to be read again, not sent again."""


def classify(answer: Answer) -> ConnectorError | None:
    """The error an answer stands for, None for a good one (items of a batch are judged one by one)."""
    if answer.status < 400:
        return None
    code, said, fields = told(answer.json)
    if answer.status == 409:
        return _conflict(code, said)
    kind, fix = STATUSES.get(answer.status, (Unavailable if answer.status >= 500 else Rejected, ""))
    rest = REST if answer.status == 429 and "retry-after" not in answer.headers else None
    detail = f"4Seller answered with HTTP {answer.status}" if not said else ""
    return kind(
        detail, said=said, remote_code=code, fix=fix or (WAIT if kind is Unavailable else ""), fields=fields,
        retry_after=rest,
    )  # fmt: skip


def item_error(row: Mapping[str, Any]) -> ConnectorError:
    """What a failed item of a batch stands for."""
    inner = row.get("error")
    code, said, fields = told({"error": inner if isinstance(inner, Mapping) else {}})
    if code == "conflict":
        return newer(said)
    kind, fix = CODES.get(code, (Rejected, ""))
    return kind(said=said or code or "no reason given", remote_code=code, fix=fix, fields=fields)


def newer(said: str) -> ConnectorError:
    """They hold a newer figure than the one we sent: ours is read anew and told once more."""
    return RetryLater("4Seller holds a newer figure than ours was", said=said, fix=WAIT, retry_after=AGAIN)


def told(body: Any) -> tuple[str, str, dict[str, str]]:
    """Code, message and wrong fields, from either of the two forms; empty where it is neither."""
    if not isinstance(body, Mapping):
        return "", "", {}
    inner = body.get("error")
    source = inner if isinstance(inner, Mapping) else body
    fields = source.get("fields")
    wrong = {
        str(name): ", ".join(map(str, texts)) if isinstance(texts, list) else str(texts)
        for name, texts in (fields.items() if isinstance(fields, Mapping) else ())
    }
    said = _text(source.get("message")) or _text(inner)
    if wrong:
        said = f"{said}: {'; '.join(f'{name} {text}' for name, text in wrong.items())}"
    return _text(source.get("code")), said, wrong


def _conflict(code: str, said: str) -> ConnectorError:
    """Older than stored, or something else that stands in the way: then a person has to look."""
    kind = Outdated if code in OLDER else Rejected
    return kind("" if said else "4Seller holds something newer", said=said, remote_code=code, fix="Pull it again.")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
