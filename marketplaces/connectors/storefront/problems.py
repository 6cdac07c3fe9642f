"""Refusals as the contract words them: `application/problem+json` with a code, never with anything of the body."""

from collections.abc import Mapping, Sequence
from typing import Any

from marketplaces.framework.intake import Reply

PROBLEM = "application/problem+json"

#: code → (status, title)
CODES: Mapping[str, tuple[int, str]] = {
    "bad_json": (400, "The body cannot be read as JSON"),
    "bad_signature": (401, "The signature does not fit"),
    "clock_skew": (401, "The timestamp is too far off"),
    "unknown_key": (401, "The key is not known"),
    "connection_disabled": (403, "The connection is switched off"),
    "idempotency_key_reused": (409, "Idempotency key used with another body"),
    "idempotency_in_progress": (409, "The first request with this key is still running"),
    "stale_update": (409, "Older than the stored order"),
    "state_conflict": (409, "The order has moved on"),
    "too_large": (413, "The body is too large"),
    "validation_failed": (422, "Validation failed"),
    "total_mismatch": (422, "The sums do not add up"),
    "currency_not_allowed": (422, "This currency is not accepted here"),
    "rate_limited": (429, "Too many requests"),
    "unavailable": (503, "Not available now"),
}


class Problem(Exception):
    """A call that is refused; `errors` are pairs of JSON pointer and sentence."""

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        errors: Sequence[tuple[str, str]] = (),
        retry_after: int | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.errors = tuple(errors)
        self.retry_after = retry_after
        self.status = status or CODES[code][0]

    def reply(self, request_id: str) -> Reply:
        return Reply(
            status=self.status,
            body=self.as_dict(request_id),
            headers={} if self.retry_after is None else {"Retry-After": str(self.retry_after)},
            content_type=PROBLEM,
        )

    def as_dict(self, request_id: str) -> dict[str, Any]:
        told: dict[str, Any] = {
            "type": "about:blank",
            "title": CODES[self.code][1],
            "status": self.status,
            "code": self.code,
            "request_id": request_id,
        }
        if self.detail:
            told["detail"] = self.detail
        if self.errors:
            told["errors"] = [{"pointer": pointer, "message": message} for pointer, message in self.errors]
        return told


def not_found(request_id: str) -> Reply:
    """The contract has a 404 for an order and no code for it; so the problem carries none."""
    body = {"type": "about:blank", "title": "There is no such order", "status": 404, "request_id": request_id}
    return Reply(status=404, body=body, content_type=PROBLEM)
