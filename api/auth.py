"""Who calls: a bearer token of one store, acting as its user there. A browser's session opens nothing here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from core import roles
from core.models import ApiToken, Membership, Store, User
from core.scopes import expanded
from core.services import tokens
from core.tenancy import find_membership

REALM = 'Bearer realm="orion"'


@dataclass(frozen=True, slots=True)
class Access:
    """A token that was believed: never more than its user's role in its store, nor than its scopes."""

    token: ApiToken
    membership: Membership
    scopes: frozenset[str]

    @property
    def store(self) -> Store:
        """Every query starts here."""
        return self.token.store

    @property
    def user(self) -> User:
        """Whose hands these are, in histories too."""
        return self.token.user

    @property
    def sees_money(self) -> bool:
        """A packer packs; what things cost is not theirs to read."""
        return roles.may(self.membership, "see_money")


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer orion_…`."""

    def authenticate(self, request: Request) -> tuple[User, Access] | None:
        header = get_authorization_header(request).decode("latin-1")
        if not header.strip():
            return None
        scheme, _space, secret = header.strip().partition(" ")
        if scheme.lower() != "bearer" or not secret.strip():
            raise AuthenticationFailed(_("Send the token as “Authorization: Bearer orion_…”."))
        access = believed(secret.strip())
        tokens.note_use(access.token)
        return access.user, access

    def authenticate_header(self, request: Request) -> str:
        return REALM


def believed(secret: str) -> Access:
    """The access that a token gives. Raises AuthenticationFailed saying what is wrong with it and what to do."""
    token = tokens.find_token(secret)
    if token is None:
        raise AuthenticationFailed(_("There is no such token. Check that it was copied whole, or make a new one."))
    if token.revoked_at is not None:
        raise AuthenticationFailed(
            _("The token “%(name)s” was revoked on %(day)s. Use another one, or make a new one.")
            % {"name": token.name, "day": _day(token, token.revoked_at)}
        )
    if token.expires_at <= timezone.now():
        raise AuthenticationFailed(
            _("The token “%(name)s” ended on %(day)s. Make a new one.")
            % {"name": token.name, "day": _day(token, token.expires_at)}
        )
    return Access(token, _membership(token), expanded(token.scopes))


def _membership(token: ApiToken) -> Membership:
    if not token.user.is_active:
        raise AuthenticationFailed(
            _("The person this token acts as is switched off. Make a token for somebody who works in the store.")
        )
    membership = find_membership(token.user, token.store)
    if membership is None:
        raise AuthenticationFailed(
            _("The person this token acts as is no longer a member of the store. Make a token for somebody who is.")
        )
    return membership


def _day(token: ApiToken, moment: datetime) -> str:
    return f"{moment.astimezone(token.store.zone):%Y-%m-%d}"
