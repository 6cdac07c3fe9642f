"""Every error in one form: application/problem+json (RFC 9457) with a sentence, and the fields it is about."""

from __future__ import annotations

import math
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

import structlog
from django.core import exceptions as django
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions as drf
from rest_framework.response import Response

from core import redact
from core.errors import DomainError
from core.meanwhile import ChangedMeanwhile
from marketplaces.framework.errors import AccountProblem, CodeProblem, ConnectorError, NotSupported, RetryLater

log = structlog.get_logger("orion.api")
MEDIA_TYPE = "application/problem+json"
#: Seconds after which a marketplace that is away is worth another try, where it does not say itself.
TRY_AGAIN = 30


class Problem(Exception):
    """An error as it is answered. `slug` ends the problem's type; `more` are further members of the answer."""

    def __init__(
        self,
        status: int,
        slug: str,
        detail: str,
        *,
        errors: list[dict[str, str]] | None = None,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.slug = slug
        self.detail = detail
        self.errors = errors or []
        self.headers = dict(headers or {})
        self.more = more

    def response(self, instance: str) -> Response:
        """The answer, said about this path."""
        body: dict[str, Any] = {
            "type": f"urn:orion:problem:{self.slug}",
            "title": title_of(self.slug, self.status),
            "status": self.status,
            "detail": self.detail,
            "instance": instance,
            **self.more,
        }
        if self.errors:
            body["errors"] = self.errors
        return Response(body, status=self.status, content_type=MEDIA_TYPE, headers=self.headers)


def answer_error(error: Exception, context: Mapping[str, Any]) -> Response:
    """DRF's exception handler: never a trace, never a page, never silence."""
    request = context.get("request")
    return problem_of(error).response(request.path if request is not None else "")


def problem_of(error: Exception) -> Problem:
    """The problem that an exception stands for; one nobody foresaw is ours, with a reference into our log."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, ChangedMeanwhile):
        errors = [{"field": name, "message": _("It is something else by now.")} for name in error.theirs]
        return Problem(412, "changed-meanwhile", str(error), errors=errors)
    if isinstance(error, DomainError):
        errors = [{"field": error.field, "message": str(error)}] if error.field else []
        return Problem(422, "refused", str(error), errors=errors)
    if isinstance(error, ConnectorError):
        return _of_marketplace(error)
    if isinstance(error, drf.APIException):
        return _of_framework(error)
    if isinstance(error, Http404):
        return Problem(404, "not-found", _("There is no such thing in this store."))
    if isinstance(error, django.PermissionDenied):
        return Problem(403, "role-too-small", str(error) or _("Your role in this store may not do this."))
    if isinstance(error, django.RequestDataTooBig):
        return too_large()
    if isinstance(error, django.SuspiciousOperation):
        return Problem(400, "unreadable", _("The request cannot be read. Send fewer parameters."))
    if isinstance(error, django.ValidationError):
        return _invalid(error.message_dict if hasattr(error, "error_dict") else error.messages)
    return _ours(error)


def too_large() -> Problem:
    """More than is read at once."""
    return Problem(413, "too-large", _("The body is larger than 1 MB. Send less at once."))


def title_of(slug: str, status: int) -> str:
    """A few words that stay the same for the same type."""
    titles = {
        "invalid": _("The request is not right"),
        "unreadable": _("The request cannot be read"),
        "token": _("A token is needed"),
        "scope-too-small": _("The token may not do this"),
        "role-too-small": _("Your role may not do this"),
        "not-found": _("Not found"),
        "method": _("This address does not do that"),
        "too-large": _("Too large"),
        "media-type": _("Send JSON"),
        "refused": _("Refused"),
        "changed-meanwhile": _("Somebody else was quicker"),
        "too-many": _("Too many requests"),
        "key-reused": _("The Idempotency-Key was used for something else"),
        "still-running": _("The first request is still running"),
        "account": _("The shop's account needs you"),
        "marketplace-refused": _("The marketplace refused"),
        "marketplace-away": _("The marketplace does not answer"),
        "marketplace-strange": _("The marketplace sent something we do not know"),
        "our-fault": _("A fault of ours"),
    }
    return titles.get(slug, _("Error %(status)s") % {"status": status})


def _of_framework(error: drf.APIException) -> Problem:
    headers: dict[str, str] = {}
    if isinstance(error, drf.ValidationError):
        return _invalid(error.detail)
    if isinstance(error, drf.NotAuthenticated | drf.AuthenticationFailed):
        return _unknown_caller(error)
    if isinstance(error, drf.MethodNotAllowed):
        detail = str(error.detail)
        return Problem(405, "method", detail)
    if isinstance(error, drf.UnsupportedMediaType):
        return Problem(415, "media-type", _("Send the body as application/json."))
    if isinstance(error, drf.ParseError):
        return Problem(400, "unreadable", str(error.detail))
    if isinstance(error, drf.Throttled):
        wait = max(1, math.ceil(getattr(error, "wait", None) or 1))
        headers["Retry-After"] = str(wait)
        words = _("This token calls too often. Try again in %(wait)d s.") % {"wait": wait}
        return Problem(429, "too-many", words, headers=headers)
    slug = {403: "role-too-small", 404: "not-found"}.get(error.status_code, "invalid")
    return Problem(error.status_code, slug, str(error.detail), headers=headers)


def _unknown_caller(error: drf.APIException) -> Problem:
    challenge = 'Bearer realm="orion"'
    if isinstance(error, drf.NotAuthenticated):
        detail = _(
            "Send a token as “Authorization: Bearer orion_…”. The settings make one, and `manage.py token` does."
        )
    else:
        detail, challenge = str(error.detail), f'{challenge}, error="invalid_token"'
    return Problem(401, "token", detail, headers={"WWW-Authenticate": challenge})


def _invalid(detail: Any) -> Problem:
    errors = list(_fields(detail, ""))
    first = errors[0] if errors else {"field": "", "message": _("The request is not right.")}
    said = f"{first['field']}: {first['message']}" if first["field"] else first["message"]
    return Problem(400, "invalid", said, errors=errors)


def _fields(detail: Any, path: str) -> Iterator[dict[str, str]]:
    """Nested messages as a flat list: `items.0.quantity` and its sentence."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            plain = "" if name in ("non_field_errors", "__all__") else str(name)
            yield from _fields(inner, ".".join(part for part in (path, plain) if part))
    elif isinstance(detail, list | tuple):
        for place, inner in enumerate(detail):
            nested = isinstance(inner, Mapping | list | tuple)
            if nested and not inner:
                continue  # this row of a list is well
            yield from _fields(inner, f"{path}.{place}" if nested and path else path)
    else:
        yield {"field": path, "message": str(detail)}


def _of_marketplace(error: ConnectorError) -> Problem:
    """What was tried, what they said, what to do; the status says who is to act."""
    status, slug, headers = 422, "marketplace-refused", {}
    if isinstance(error, RetryLater):
        wait = max(1, math.ceil(error.retry_after or TRY_AGAIN))
        status, slug, headers = 503, "marketplace-away", {"Retry-After": str(wait)}
    elif isinstance(error, AccountProblem):
        status, slug = 409, "account"
    elif isinstance(error, CodeProblem) and not isinstance(error, NotSupported):
        status, slug = 502, "marketplace-strange"
    errors = [{"field": name, "message": redact.text(str(text))} for name, text in error.fields.items()]
    more = {
        "kind": error.kind, "marketplace": error.marketplace, "tried": error.operation.replace("_", " "),
        "said": redact.text(error.said), "fix": error.fix, "reference": error.request_id,
    }  # fmt: skip
    told = {name: text for name, text in more.items() if text}
    return Problem(status, slug, redact.text(str(error)), errors=errors, headers=headers, **told)


def _ours(error: Exception) -> Problem:
    reference = uuid.uuid4().hex[:8]
    log.error("api_broke", reference=reference, exc_info=error)
    detail = _("This request broke through a fault of ours. Report the reference %(reference)s.")
    return Problem(500, "our-fault", detail % {"reference": reference}, reference=reference)
