"""Who stands before a page: their membership, and what the page asks of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from core import roles
from core.models import Membership, Role, Store, User
from core.roles import Act
from core.services.sessions import note_use

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def membership_of(request: HttpRequest) -> Membership | None:
    """The membership of the store that this person works in now: the one chosen last, else the first by name."""
    if not hasattr(request, "_membership"):
        request._membership = _find_membership(request)  # type: ignore[attr-defined]
    return cast("Membership | None", request._membership)  # type: ignore[attr-defined]


def _find_membership(request: HttpRequest) -> Membership | None:
    if not isinstance(request.user, User):
        return None
    mine = list(
        Membership.objects.filter(user=request.user, store__deleted_at__isnull=True)
        .select_related("store")
        .order_by("store__name")
    )
    request._memberships = mine  # type: ignore[attr-defined]
    chosen = [membership for membership in mine if membership.store_id == request.user.last_store_id]
    return next(iter(chosen or mine), None)


def memberships_of(request: HttpRequest) -> list[Membership]:
    """All stores this person may work in."""
    membership_of(request)
    return cast("list[Membership]", getattr(request, "_memberships", []))


def store_of(request: HttpRequest) -> Store:
    """The store of a page behind `store_page`; every query of a view starts from it."""
    membership = membership_of(request)
    if membership is None:
        raise PermissionDenied(_("You belong to no store."))
    return membership.store


def sees_money(membership: Membership | None) -> bool:
    """A packer packs; what things cost is not their page."""
    return roles.may(membership, "see_money")


def store_page(view: View[P]) -> View[P]:
    """A page of one store for whoever is a member of it; without a store it explains how to get one."""
    return _guarded(view, "see")


def writing(view: View[P]) -> View[P]:
    """An act that the read-only member may not do."""
    return _guarded(view, "write")


def managing(view: View[P]) -> View[P]:
    """An act for owners and managers: connections, schedules, prices, links."""
    return _guarded(view, "manage")


def needing(act: Act) -> Callable[[View[P]], View[P]]:
    """A page or an act for whoever may do this by the table of `core.roles`."""

    def decorate(view: View[P]) -> View[P]:
        return _guarded(view, act)

    return decorate


def _guarded(view: View[P], need: Act) -> View[P]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        note_use(request)
        membership = membership_of(request)
        if membership is None:
            return render(request, "dashboard/no_store.html", status=403)
        refuse_unless(membership, need)
        return view(request, *args, **kwargs)

    return guarded


def require(request: HttpRequest, need: Act) -> None:
    """For an act whose weight shows only once it is read. Raises PermissionDenied with a sentence."""
    membership = membership_of(request)
    if membership is None:
        raise PermissionDenied(_("You belong to no store."))
    refuse_unless(membership, need)


def may(request: HttpRequest, need: Act) -> bool:
    """Whether this member may do such things."""
    return roles.may(membership_of(request), need)


def refuse_unless(membership: Membership, need: Act) -> None:
    """Raise PermissionDenied with a sentence naming who can do it."""
    if not roles.may(membership, need):
        raise PermissionDenied(_("%(why)s Ask %(who)s.") % {"why": roles.refusal(need), "who": _owner(membership)})


def _owner(membership: Membership) -> str:
    owner = (
        Membership.objects.filter(store=membership.store_id, role=Role.OWNER)
        .select_related("user")
        .order_by("created_at")
        .first()
    )
    return str(owner.user) if owner else _("an owner of the store")
