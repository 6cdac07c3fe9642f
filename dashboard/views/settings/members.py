"""Who works in the store: asked by mail, given another role, unlocked, let go."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import DomainError
from core.models import Invitation, Membership, Role, SecondStep, User
from core.services import locks, sessions
from core.services import members as service
from core.tenancy import get_for_store
from dashboard import letters
from dashboard.access import membership_of, needing, store_of
from dashboard.forms.settings_members import InviteForm
from dashboard.links import public
from dashboard.views.settings.signing_in import person
from dashboard.views.settings.tabs import drawn

owners = needing("manage_members")


@owners
@require_GET
def members(request: HttpRequest) -> HttpResponse:
    """Members, open invitations, and the form that asks somebody."""
    return _page(request, InviteForm())


@owners
@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """Send a link that works once; asking again sends a new one."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    store, by = store_of(request), person(request)
    try:
        invited = service.invite(store=store, by=by, **form.cleaned_data)
    except DomainError as refused:
        form.add_error(refused.field or None, str(refused))
        return _page(request, form, status=422)
    _send(request, invited, by)
    return redirect("dashboard:settings_members")


def _send(request: HttpRequest, invited: service.Invited, by: User) -> None:
    """The mail with the link; that it did not go out is said, for nobody else knows the link."""
    email = invited.invitation.email
    link = public(reverse("dashboard:join", args=[invited.token]))
    if letters.send("invitation", email, {"invitation": invited.invitation, "by": by, "link": link}):
        messages.success(request, _("%(email)s is asked by mail. The link works for seven days.") % {"email": email})
    else:
        sentence = _("The mail server did not take the mail to %(email)s. Ask again once it does.")
        messages.error(request, sentence % {"email": email})


@owners
@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The link is worthless from now on."""
    rows = Invitation.objects.filter(accepted_at__isnull=True)
    invitation = get_for_store(rows, store_of(request), pk=pk)
    service.take_back(invitation, by=person(request))
    messages.success(request, _("The invitation of %(email)s is taken back.") % {"email": invitation.email})
    return redirect("dashboard:settings_members")


@owners
@require_POST
def role(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another role from now on."""
    member = _member(request, pk)
    try:
        changed = service.change_role(member, request.POST.get("role", ""), by=person(request))
    except DomainError as refused:
        return _page(request, InviteForm(), status=422, wrong=pk, sentence=str(refused))
    words = {"who": member.user, "role": member.get_role_display()}
    messages.success(request, (_("%(who)s is %(role)s now.") if changed else _("Nothing was different.")) % words)
    mine = membership_of(request)
    return redirect("dashboard:settings_you" if mine == member and changed else "dashboard:settings_members")


@owners
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what stops and what stays, then do it."""
    member = _member(request, pk)
    if request.method == "GET":
        return render(request, "dashboard/settings/remove.html", {"each": member})
    try:
        service.remove(member, by=person(request))
    except DomainError as refused:
        return _page(request, InviteForm(), status=422, wrong=pk, sentence=str(refused))
    messages.success(request, _("%(who)s works here no more.") % {"who": member.user})
    return redirect("dashboard:settings_members" if member.user != request.user else "dashboard:home")


@owners
@require_POST
def unlock(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let somebody try their password again at once."""
    member = _member(request, pk)
    locks.unlock(member.user.email)
    messages.success(request, _("%(who)s can try again at once.") % {"who": member.user})
    return redirect("dashboard:settings_members")


def _member(request: HttpRequest, pk: UUID) -> Membership:
    return get_for_store(Membership.objects.select_related("user", "store"), store_of(request), pk=pk)


def _page(request: HttpRequest, form: InviteForm, *, status: int = 200, **more: Any) -> HttpResponse:
    store = store_of(request)
    rows = list(service.members_of(store))
    people = [row.user for row in rows]
    seen, locked = sessions.last_seen(people), locks.locked([user.email for user in people])
    guarded = set(SecondStep.objects.filter(user__in=people, confirmed=True).values_list("user_id", flat=True))
    owners = [row.pk for row in rows if row.role == Role.OWNER and row.user.is_active]
    context = {
        "form": form,
        "rows": [
            {
                "each": row, "seen": seen.get(row.user_id), "guarded": row.user_id in guarded,
                "locked": locked.get(row.user.email.lower()),
                "stays": owners == [row.pk],
            }
            for row in rows
        ],
        "invitations": list(service.open_invitations(store)),
        "roles": Role.choices,
    }  # fmt: skip
    return drawn(request, "settings_members", "members", context | more, status=status)
