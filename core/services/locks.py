"""Who may not sign in for a while: after too many wrong passwords, one address is locked from one place.

An address that nobody has is locked as any other, so that a lock tells nothing about who works here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from core.peer import address_of


def typed_address(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """The e-mail address as locks count it: without regard to case."""
    given = (credentials or {}).get("username") or request.POST.get("username", "")
    return str(given).strip().lower()[:255].replace("\x00", "")


def place(request: HttpRequest) -> str | None:
    """The number that the try came from."""
    return address_of(request) or None


def as_answered(request: HttpRequest, response: HttpResponse, credentials: Mapping[str, Any] | None) -> HttpResponse:
    """The sign-in page says itself what is locked; its answer stays as it is."""
    return response


def locked_until(email: str, where: str | None) -> datetime | None:
    """When this address may be tried again from there; None when it may now."""
    since = timezone.now() - settings.SIGN_IN_LOCK
    found = AccessAttempt.objects.filter(
        username=email.strip().lower(), ip_address=where, attempt_time__gt=since
    ).aggregate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
    if (found["failures"] or 0) < settings.AXES_FAILURE_LIMIT:
        return None
    last: datetime = found["last"]
    return last + settings.SIGN_IN_LOCK


def locked(emails: list[str]) -> dict[str, datetime]:
    """Which of these addresses are locked from somewhere, and until when the longest of them."""
    since = timezone.now() - settings.SIGN_IN_LOCK
    rows = (
        AccessAttempt.objects.filter(username__in=[email.lower() for email in emails], attempt_time__gt=since)
        .values("username", "ip_address")
        .annotate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
        .filter(failures__gte=settings.AXES_FAILURE_LIMIT)
    )
    found: dict[str, datetime] = {}
    for row in rows:
        until = row["last"] + settings.SIGN_IN_LOCK
        found[row["username"]] = max(until, found.get(row["username"], until))
    return found


def unlock(email: str) -> int:
    """Let this address be tried again from everywhere; returns how many locks or counts there were."""
    gone, _by_model = AccessAttempt.objects.filter(username=email.strip().lower()).delete()
    return int(gone)


def unlock_from(email: str, where: str | None) -> None:
    """Forget the wrong tries from one place, as signing in does."""
    AccessAttempt.objects.filter(username=email.strip().lower(), ip_address=where).delete()
