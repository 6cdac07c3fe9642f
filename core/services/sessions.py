"""The browsers a person is signed in with: noted, listed, ended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Max
from django.http import HttpRequest
from django.utils import timezone

from core.models import Session, User
from core.peer import address_of
from core.sessions import WHERE, digest_of

#: That a session was used is written at most so often.
USE_IS_NOTED = timedelta(minutes=5)


def note_sign_in(request: HttpRequest) -> None:
    """Write down where the session that has just begun sits."""
    request.session[WHERE] = {
        "address": address_of(request),
        "browser": browser_of(request.META.get("HTTP_USER_AGENT", "")),
        "at": timezone.now().isoformat(),
    }


def note_use(request: HttpRequest) -> None:
    """Write down that the session is in use, at most every five minutes and without touching what it holds."""
    session = getattr(request, "session", None)
    now, seen_at = timezone.now(), getattr(session, "seen_at", None)
    if session is not None and seen_at is not None and seen_at < now - USE_IS_NOTED:
        Session.objects.filter(session_key=name_of(session)).update(seen_at=now)


def sessions_of(user: User) -> list[Session]:
    """Where this person is signed in now, the newest use first."""
    return list(Session.objects.filter(user=user, expire_date__gt=timezone.now()).order_by("-seen_at", "session_key"))


def name_of(session: SessionBase) -> str:
    """How this session is called in the list of all."""
    return digest_of(session.session_key or "")


def end(user: User, name: str) -> bool:
    """End one of them; False when it is not this person's or gone already."""
    gone, _by_model = Session.objects.filter(user=user, session_key=name).delete()
    return bool(gone)


def end_others(user: User, *, but: SessionBase | None = None) -> int:
    """End all but the one in hand; returns how many."""
    others = Session.objects.filter(user=user)
    if but is not None:
        others = others.exclude(session_key=name_of(but))
    gone, _by_model = others.delete()
    return int(gone)


def last_seen(users: Iterable[User]) -> dict[UUID, datetime]:
    """When each was here last: by their sessions, else when they signed in last."""
    users = list(users)
    rows = Session.objects.filter(user__in=users).values("user").annotate(at=Max("seen_at"))
    by_session = {row["user"]: row["at"] for row in rows if row["at"]}
    found = {user.pk: max(filter(None, (by_session.get(user.pk), user.last_login)), default=None) for user in users}
    return {pk: at for pk, at in found.items() if at is not None}


SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
           ("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"))  # fmt: skip
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))


def browser_of(agent: str) -> str:
    """A browser as its owner would name it: “Firefox, Linux”; unknown ones by the first word they say."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    known = ", ".join(filter(None, (browser, system)))
    return known or agent.replace("\x00", "").split(" ")[0].split("/")[0][:40]
