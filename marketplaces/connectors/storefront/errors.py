"""What a shop's answers to our callbacks mean: 2xx is done, whatever stands in it."""

from collections.abc import Mapping

from marketplaces.framework.errors import (
    ConnectorError,
    LoginExpired,
    PermissionMissing,
    RateLimited,
    Rejected,
    Unavailable,
)
from marketplaces.framework.transport import Answer

BOTH_SIDES = "Enter the same key and secret here and in the shop, then press Test."
ADDRESS = "Check the callback address of the connection; if it is right, wait: we try again by ourselves."
WAIT = "We try again by ourselves."
LONGEST_WORD = 300

#: Contract section 7 tries every other answer again. A body that was refused will not become better by itself, so those
#: need a person; an address where nothing is (404, 405, 410) may be a shop that is being rebuilt.
STATUSES: Mapping[int, tuple[type[ConnectorError], str]] = {
    400: (Rejected, ""),
    401: (LoginExpired, BOTH_SIDES),
    403: (PermissionMissing, BOTH_SIDES),
    404: (Unavailable, ADDRESS),
    405: (Unavailable, ADDRESS),
    408: (Unavailable, WAIT),
    410: (Unavailable, ADDRESS),
    413: (Rejected, ""),
    422: (Rejected, ""),
    429: (RateLimited, WAIT),
}


def classify(answer: Answer) -> ConnectorError | None:
    """The error an answer stands for, None for a good one."""
    if 200 <= answer.status < 300:
        return _page(answer)
    if answer.status < 400:
        return None  # a redirect: the transport says it better
    kind, fix = STATUSES.get(answer.status, (Unavailable if answer.status >= 500 else Rejected, ""))
    said = _said(answer)
    detail = "" if said else f"The shop answered with HTTP {answer.status}"
    return kind(detail, said=said, fix=fix or (WAIT if kind is Unavailable else ""))


def _page(answer: Answer) -> ConnectorError | None:
    """A web page came: whatever answered there, it was not the shop's receiver."""
    if "html" in answer.headers.get("content-type", ""):
        return Unavailable("A web page came instead of the shop's receiver", fix=ADDRESS)
    return None


def _said(answer: Answer) -> str:
    """Their words, where they use some: a problem's detail or title, or what stands under error or message."""
    told = answer.json if isinstance(answer.json, dict) else {}
    for name in ("detail", "message", "error", "title"):
        if isinstance(told.get(name), str) and told[name].strip():
            return str(told[name]).strip()[:LONGEST_WORD]
    return ""
