"""What a call may do: the token's scope first, then the role of whoever it acts as. The tables are in core."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from api.auth import Access
from api.errors import Problem
from core import roles
from core.roles import Act

if TYPE_CHECKING:
    from api.endpoint import Endpoint


class ScopeAndRole(BasePermission):
    """Without a token 401; with too small a scope or role 403, naming what is needed."""

    def has_permission(self, request: Request, view: Any) -> bool:
        about: Endpoint | None = view.about
        if about is not None and about.public:
            return True
        if not isinstance(request.auth, Access):
            return False
        if about is None:  # no such method here: whoever has a token is told that with 405
            return True
        refuse_scope(request.auth, view.scope_of(about))
        refuse_role(request.auth, about.need)
        if about.money:
            refuse_role(request.auth, "see_money")
        return True


def refuse_scope(access: Access, scope: str) -> None:
    """Raise Problem 403 naming the scope that is missing."""
    if scope not in access.scopes:
        raise Problem(
            403,
            "scope-too-small",
            _("The token “%(name)s” lacks the scope %(scope)s. Make one that has it.")
            % {"name": access.token.name, "scope": scope},
            scope=scope,
        )


def refuse_role(access: Access, need: Act) -> None:
    """Raise Problem 403 naming the role that is needed; for an act whose weight shows only once it is read, too."""
    if not roles.may(access.membership, need):
        raise Problem(403, "role-too-small", roles.refusal(need))
