"""Errors sorted by what happens next. `str()` is a sentence that a merchant can act on and never holds a secret."""

from collections.abc import Mapping
from typing import Any, ClassVar


class ConnectorError(Exception):
    """Something at the border went wrong.

    `said` is the marketplace's own words (redacted), `fix` what to do. Fields that a raiser does not know are filled in
    by the transport or the executor (`marketplace`, `operation`, `request_id`).
    """

    kind: ClassVar[str] = "error"
    what: ClassVar[str] = "{marketplace} did not do what we asked"
    fix_hint: ClassVar[str] = ""

    def __init__(
        self,
        detail: str = "",
        *,
        marketplace: str = "",
        operation: str = "",
        said: str = "",
        remote_code: str = "",
        http_status: int | None = None,
        request_id: str = "",
        fix: str = "",
        retry_after: float | None = None,
        fields: Mapping[str, str] | None = None,
        maybe_done: bool = False,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.marketplace = marketplace
        self.operation = operation
        self.said = said
        self.remote_code = remote_code
        self.http_status = http_status
        self.request_id = request_id
        self.fix = fix or self.fix_hint
        self.retry_after = retry_after
        self.fields = dict(fields or {})
        #: A write whose answer was lost: it may have been done. Re-read before sending it again.
        self.maybe_done = maybe_done

    @property
    def heading(self) -> str:
        """The effect on the merchant, in a few words."""
        return self.what.format(marketplace=self.marketplace or "The marketplace")

    def __str__(self) -> str:
        parts = [self.detail or self.heading]
        if self.said and self.said not in parts[0]:
            parts.append(f"It answered: “{self.said}”")
        if self.fix:
            parts.append(self.fix)
        return " ".join(part if part[-1] in ".!?”" else part + "." for part in parts)

    def as_dict(self) -> dict[str, Any]:
        """For logs and rows: no secret, no body."""
        return {
            "kind": self.kind, "heading": self.heading, "detail": self.detail, "said": self.said, "fix": self.fix,
            "remote_code": self.remote_code, "http_status": self.http_status, "request_id": self.request_id,
            "fields": self.fields,
        }  # fmt: skip


class RetryLater(ConnectorError):
    """Trying again by ourselves can help."""


class Unavailable(RetryLater):
    """Time-out, 5xx, torn body, a page instead of JSON."""

    kind = "unavailable"
    what = "{marketplace} does not answer"


class InDoubt(Unavailable):
    """A purchase may have been made, and was not found yet. Nothing is bought before it is looked for again."""

    kind = "in_doubt"
    what = "{marketplace} may have taken this order"
    fix_hint = "We look for it by our reference before anything is bought again."


class RateLimited(RetryLater):
    """We were too fast; `retry_after` seconds where it told."""

    kind = "rate_limited"
    what = "{marketplace} asks us to slow down"


class AccountProblem(ConnectorError):
    """The connection pauses and the merchant is told."""


class LoginExpired(AccountProblem):
    """Keys, token or grant are not accepted (any more)."""

    kind = "login_expired"
    what = "{marketplace} signed us out"
    fix_hint = "Sign in again: open the connection and enter new keys."


class PermissionMissing(AccountProblem):
    """The keys are good, but not for this."""

    kind = "permission_missing"
    what = "{marketplace} does not let us do this"
    fix_hint = "Give the key the missing permission in the seller portal, then press Test."


class RightMissing(PermissionMissing):
    """The keys are good and lack one right. The transport names it, where the connector's table of rights does."""

    right: str = ""

    def name_right(self, right: str) -> None:
        """Say which right it is: the first thing that a merchant looks for in the portal."""
        if right and not self.right:
            self.right = right
            self.fix = f"What is missing is the right “{right}”. {self.fix}".strip()


class AccountSuspended(AccountProblem):
    """They closed or froze the shop or the app."""

    kind = "account_suspended"
    what = "{marketplace} has closed this shop for now"
    fix_hint = "Read their notice in the seller portal; we go on when they open the shop again."


class SwitchedOff(AccountProblem):
    """Whoever runs this Orion has switched the marketplace off for all stores; it was not called."""

    kind = "switched_off"
    what = "{marketplace} is switched off here"
    fix_hint = "Ask whoever runs this Orion; your shop goes on by itself once it is switched on again."


class DataProblem(ConnectorError):
    """A person must change something first; trying again alone cannot help."""


class Rejected(DataProblem):
    """They refused this item; `fields` says which field and why, where they tell."""

    kind = "rejected"
    what = "{marketplace} refused this"


class BalanceTooLow(Rejected):
    """There is not enough money at the supplier: nothing was bought."""

    kind = "balance_too_low"
    what = "There is not enough money at {marketplace}"
    fix_hint = "Top up your balance there, then press Try again."


class NotFound(DataProblem):
    """It is gone there."""

    kind = "not_found"
    what = "This is gone at {marketplace}"


class AlreadyDone(DataProblem):
    """They say it was done before: counts as success."""

    kind = "already_done"
    what = "{marketplace} has this already"


class CodeProblem(ConnectorError):
    """Our side must be corrected."""


class UnexpectedPayload(CodeProblem):
    """An answer of a shape that no table lists; names the field (`path`) and what was there (`got`)."""

    kind = "unexpected_payload"
    what = "{marketplace} sent something we do not know"
    fix_hint = "Our side must be corrected. The answer is kept whole; report it."

    def __init__(self, path: str, got: object = None, **more: Any) -> None:
        self.path = path
        self.got = got
        super().__init__(f"The field {path} holds {_short(got)}, which we do not know", **more)


class NotSupported(CodeProblem):
    """This marketplace cannot do that."""

    kind = "not_supported"
    what = "{marketplace} cannot do this"


class WebhookRejected(ConnectorError):
    """A push that is not to be believed: forged, torn, stale."""

    kind = "webhook_rejected"
    what = "A message that was not from {marketplace}"

    def __init__(self, reason: str, **more: Any) -> None:
        self.reason = reason
        super().__init__(reason, **more)


class UnknownKey(WebhookRejected):
    """A push that names a key not held here. The marketplace may be asked for it by that name, once."""

    def __init__(self, key_id: str, **more: Any) -> None:
        self.key_id = key_id
        super().__init__("The key that signed it is not known here", **more)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "…"
