"""The password once more: counted and locked as at the gate, so that a browser left open is no place to guess."""

from __future__ import annotations

from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.models import User
from core.services import locks
from dashboard.forms.session import until_when


def why_not_this_password(request: HttpRequest, given: str) -> str:
    """What to say when it is not this person's password, or too many others were tried; "" when it is."""
    user = request.user
    assert isinstance(user, User)
    if authenticate(request, username=user.email, password=given) == user:
        locks.unlock_from(user.email, locks.place(request))
        return ""
    until = locks.locked_until(user.email, locks.place(request))
    return until_when(until) if until else _("That is not your password. Enter the one you sign in with.")
