"""The second step of signing in: set up with an app, believed once a code, ten codes on paper for a lost phone."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import quote, urlencode

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_otp.oath import TOTP
from django_otp.util import random_hex

from core.errors import DomainError
from core.models import RecoveryCode, SecondStep, User
from core.models.second_step import DIGITS

ISSUER = "Orion"
PAPER_CODES = 10
#: No vowels that make words, nothing that looks like something else.
LETTERS = "23456789bcdfghjkmnpqrstvwxz"
GROUPS, GROUP = 3, 4
KEY_BYTES = 20

Outcome = Literal["right", "wrong", "wait"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a code; `until` is when the next may be tried."""

    outcome: Outcome
    until: datetime | None = None

    @property
    def right(self) -> bool:
        """Whether it opens the door."""
        return self.outcome == "right"


def find_step(user: User) -> SecondStep | None:
    """The second step that this person's sign-in asks for, if it does."""
    return SecondStep.objects.filter(user=user, confirmed=True).first()


def begin(user: User) -> SecondStep:
    """A key to be scanned; nothing is asked for until `confirm`. Coming back shows the same key again."""
    step, _made = SecondStep.objects.get_or_create(
        user=user, defaults={"name": "app", "confirmed": False, "key": random_hex(KEY_BYTES)}
    )
    if step.confirmed:
        raise DomainError(_("Your sign-in asks for a code already. Turn it off first to change the app."))
    return step


def address_of(step: SecondStep) -> str:
    """What the QR code says (the otpauth scheme that the apps read)."""
    label = quote(f"{ISSUER}:{step.user.email}")
    return f"otpauth://totp/{label}?{urlencode({'secret': spelled(step), 'issuer': ISSUER, 'digits': DIGITS})}"


def spelled(step: SecondStep) -> str:
    """The key as it is typed where nothing can be scanned."""

    return base64.b32encode(bytes.fromhex(step.key)).decode().rstrip("=")


def confirm(user: User, code: str) -> list[str]:
    """Turn it on: the app showed the right code. Returns the codes for paper. Raises DomainError for a wrong one."""
    with transaction.atomic():
        step = SecondStep.objects.select_for_update().filter(user=user, confirmed=False).first()
        if step is None:
            raise DomainError(_("There is nothing to turn on. Begin again."), field="code")
        right = step.verify_token(plain(code))
        if right:
            step.confirmed, step.since = True, timezone.now()
            step.save()
    if not right:
        raise DomainError(why_not(code), field="code")
    return new_paper_codes(user)


def turn_off(user: User) -> None:
    """Sign-in asks for the password alone; the key and the codes on paper are worthless."""
    with transaction.atomic():
        SecondStep.objects.filter(user=user).delete()
        RecoveryCode.objects.filter(user=user).delete()


def check(user: User, code: str) -> Verdict:
    """Whether this code of the app lets this person in. A code is believed once; wrong ones make the next one wait."""
    with transaction.atomic():
        step = SecondStep.objects.select_for_update().filter(user=user, confirmed=True).first()
        if step is None:
            return Verdict("wrong")
        if waits := _waits(step):
            return waits
        return _verdict(step, step.verify_token(plain(code)))


def check_paper(user: User, code: str) -> Verdict:
    """Whether this code on paper lets this person in; it is used up by that. The same wait counts for both kinds."""
    with transaction.atomic():
        step = SecondStep.objects.select_for_update().filter(user=user, confirmed=True).first()
        if step is None:
            return Verdict("wrong")
        if waits := _waits(step):
            return waits
        used = RecoveryCode.objects.filter(user=user, digest=_digest(code), used_at__isnull=True).update(
            used_at=timezone.now()
        )
        if used:
            step.throttle_reset()
        else:
            step.throttle_increment()
        return _verdict(step, bool(used))


def new_paper_codes(user: User) -> list[str]:
    """Ten codes, shown now and kept as digests; older ones are worthless from now on."""
    codes = ["-".join(_group() for _ in range(GROUPS)) for _ in range(PAPER_CODES)]
    with transaction.atomic():
        RecoveryCode.objects.filter(user=user).delete()
        RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_digest(code)) for code in codes)
    return codes


def paper_codes_left(user: User) -> int:
    """How many codes on paper were not used yet."""
    return RecoveryCode.objects.filter(user=user, used_at__isnull=True).count()


def plain(code: str) -> str:
    """A code as it is compared: blanks and dashes that people and pages put in do not matter."""
    return "".join(sign for sign in code if not sign.isspace() and sign not in "-·.")


def why_not(code: str) -> str:
    """What to say of a wrong code."""
    given = plain(code)
    if given.isdigit() and len(given) != DIGITS:
        return _("That code had %(n)d digits. Type all %(all)d; a new one comes every 30 seconds.") % {
            "n": len(given), "all": DIGITS,
        }  # fmt: skip
    return _("That is not the code of now. Type the one the app shows; a new one comes every 30 seconds.")


def _waits(step: SecondStep) -> Verdict | None:
    allowed, why = step.verify_is_allowed()
    return None if allowed else Verdict("wait", (why or {}).get("locked_until"))


def _verdict(step: SecondStep, right: bool) -> Verdict:
    if right:
        return Verdict("right")
    waits = _waits(step)
    return Verdict("wrong", waits.until if waits else None)


def _group() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(GROUP))


def _digest(code: str) -> str:
    """55 random bits need no slow hash."""
    return hashlib.sha256(plain(code).lower().encode()).hexdigest()


def code_now(step: SecondStep, *, ahead: timedelta = timedelta()) -> str:
    """What the app shows; for whoever stands in for the app."""
    clock = TOTP(bytes.fromhex(step.key), digits=DIGITS)
    clock.time = (timezone.now() + ahead).timestamp()
    return f"{clock.token():0{DIGITS}d}"
