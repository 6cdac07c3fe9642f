"""An invitation's link: who comes new chooses a password, who works elsewhere already joins with one press."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.errors import DomainError
from core.models import Invitation, User
from core.services import members
from dashboard.forms.session import JoinForm
from dashboard.views.session import enter


@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is offered; a POST takes it, once."""
    invitation = members.find_invitation(token)
    if invitation is None:
        return render(request, "dashboard/session/join_ended.html", status=410)
    person = members.find_person(invitation)
    if person is not None:
        return _known(request, invitation, person)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            membership = members.join_as_new(invitation, **form.cleaned_data)
        except DomainError as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            enter(request, membership.user)
            return _welcome(request, invitation)
    return _drawn(request, invitation, form=form, status=422 if form.errors else 200)


def _known(request: HttpRequest, invitation: Invitation, person: User) -> HttpResponse:
    """Somebody who signs in with the address already; another one who is signed in here is told so."""
    if request.user != person:
        return _drawn(request, invitation, known=True, other=request.user.is_authenticated)
    if request.method == "POST":
        try:
            members.join(invitation, person)
        except DomainError as refused:
            messages.error(request, str(refused))
            return redirect("dashboard:home")
        return _welcome(request, invitation)
    return _drawn(request, invitation, known=True, ready=True)


def _welcome(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    messages.success(request, _("You work in %(store)s now.") % {"store": invitation.store.name})
    return redirect("dashboard:home")


def _drawn(request: HttpRequest, invitation: Invitation, status: int = 200, **more: object) -> HttpResponse:
    return render(request, "dashboard/session/join.html", {"invitation": invitation, **more}, status=status)
