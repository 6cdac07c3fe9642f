"""Browsers that are not asked for the second step for 30 days: a signed mark, worth something for one person only."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from core.models import SecondStep, User

LIFE = timedelta(days=30)
SALT = "core.services.devices"


def cookie_name(user: User) -> str:
    """One for each person, so that people who share a browser do not push each other out."""
    return f"orion_device_{user.pk.hex[:12]}"


def mark(user: User, step: SecondStep) -> str:
    """What the browser keeps. A new password, or another app, makes it worthless."""
    return signing.TimestampSigner(salt=SALT).sign_object({"for": str(user.pk), "of": _fingerprint(user, step)})


def is_known(user: User, step: SecondStep, kept: str) -> bool:
    """Whether the mark is this person's, whole, and younger than 30 days."""
    try:
        told = signing.TimestampSigner(salt=SALT).unsign_object(kept, max_age=LIFE)
    except signing.BadSignature:
        return False
    if not isinstance(told, dict) or told.get("for") != str(user.pk):
        return False
    return constant_time_compare(str(told.get("of")), _fingerprint(user, step))


def _fingerprint(user: User, step: SecondStep) -> str:
    return salted_hmac(SALT, f"{user.password}:{step.pk}:{step.key}").hexdigest()[:32]
