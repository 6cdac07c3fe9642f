"""Keys for programs: made and shown once, kept as a digest, found again by it, and taken back."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from core import scopes as table
from core.errors import DomainError
from core.models import ApiToken, Membership, Role, Store, User
from core.tenancy import find_membership

WORD = "orion_"
RANDOM_BYTES = 32
DEFAULT_LIFE = timedelta(days=90)
LONGEST_LIFE = timedelta(days=3653)
#: That a token was used is written at most so often.
USE_IS_NOTED = timedelta(minutes=1)
SPAN = re.compile(r"(\d{1,6})\s*([dh])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Made:
    """A new token. `secret` is what the program sends: it is shown once and kept nowhere."""

    token: ApiToken
    secret: str


def make_token(
    *, store: Store, user: User, name: str, scopes: Iterable[str], expires_at: datetime, by: str = ""
) -> Made:
    """A token that acts as this member of the store. Raises DomainError naming the field that is wrong."""
    if find_membership(user, store) is None or not user.is_active:
        raise DomainError(
            _("%(who)s is no member of %(store)s. Name somebody who is.") % {"who": user, "store": store}, field="user"
        )
    name = name.strip() or _("Token")
    if len(name) > 100 or "\x00" in name:
        raise DomainError(_("The name is longer than 100 characters. Enter a shorter one."), field="name")
    kept = table.checked(scopes)
    _check_end(expires_at)
    secret = WORD + secrets.token_urlsafe(RANDOM_BYTES)
    token = ApiToken(
        store=store, user=user, name=name, prefix=secret[:12], digest=digest_of(secret), scopes=kept,
        expires_at=expires_at,
    )  # fmt: skip
    token._change_reason = f"made by {by}"[:100] if by else "made"
    token.save()
    return Made(token, secret)


def revoke(token: ApiToken, *, by: str) -> None:
    """Take a token back; whoever still sends it is told so. Doing it twice changes nothing."""
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token._change_reason = f"revoked by {by}"[:100]
        token.save(update_fields=["revoked_at", "updated_at"])


def find_token(secret: str) -> ApiToken | None:
    """The row of a token that a program sent, also an ended or revoked one."""
    if not secret.startswith(WORD):
        return None
    return ApiToken.objects.select_related("store", "user").filter(digest=digest_of(secret)).first()


def note_use(token: ApiToken) -> None:
    """Write down that it was used, at most once a minute."""
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - USE_IS_NOTED:
        stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - USE_IS_NOTED)
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)


def digest_of(secret: str) -> str:
    """What is kept of a token: 32 random bytes need no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def first_owner(store: Store) -> User | None:
    """Whom a token acts as when nobody is named."""
    owners = Membership.objects.filter(store=store, role=Role.OWNER, user__is_active=True).order_by("created_at")
    first = owners.select_related("user").first()
    return first.user if first else None


def end_of(text: str, *, zone: ZoneInfo, now: datetime) -> datetime:
    """The moment that 30d, 12h, 2027-01-31 (the end of that day) or an ISO moment stand for. Raises DomainError."""
    text = text.strip()
    if span := SPAN.fullmatch(text):
        number = int(span[1])
        return now + (timedelta(days=number) if span[2].lower() == "d" else timedelta(hours=number))
    try:
        day = parse_date(text)
        moment = parse_datetime(text) if day is None else None
    except ValueError:
        day = moment = None
    if day is not None:
        return _end_of_day(day, zone)
    if moment is None:
        raise DomainError(
            _("“%(text)s” is no time. Write 30d, 12h or a date such as 2027-01-31.") % {"text": text[:40]},
            field="expires_at",
        )
    return moment if timezone.is_aware(moment) else moment.replace(tzinfo=zone)


def _end_of_day(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(23, 59, 59), tzinfo=zone)


def _check_end(expires_at: datetime) -> None:
    now = timezone.now()
    if expires_at <= now:
        raise DomainError(_("The token would have ended already. Choose a later day."), field="expires_at")
    if expires_at > now + LONGEST_LIFE:
        raise DomainError(_("A token lives ten years at most. Choose an earlier day."), field="expires_at")
