"""How one signs in: the password, the second step, and the browsers that are inside."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from core.models import SecondStep, User
from core.services import second_step, sessions
from dashboard.access import store_page
from dashboard.forms.settings_you import OwnPasswordForm
from dashboard.views.settings.proof import why_not_this_password
from dashboard.views.settings.tabs import drawn


@store_page
@require_GET
def signing_in(request: HttpRequest) -> HttpResponse:
    """All three on one page."""
    return page(request)


@store_page
@require_POST
def password(request: HttpRequest) -> HttpResponse:
    """A new password: this browser stays, all others are signed out."""
    user = person(request)
    form = OwnPasswordForm(request.POST, user)
    if form.is_valid() and (why := why_not_this_password(request, form.cleaned_data["present"])):
        form.add_error("present", why)
    if form.errors:
        return page(request, password_form=form, status=422)
    user.set_password(form.cleaned_data["new"])
    user.save(update_fields=["password"])
    update_session_auth_hash(request, user)
    sessions.note_sign_in(request)
    gone = sessions.end_others(user, but=request.session)
    messages.success(request, _("The new password counts.") + " " + _others(gone))
    return redirect("dashboard:settings_signing_in")


@store_page
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End one of one's other sessions, or all of them."""
    user, name = person(request), request.POST.get("session", "")
    if name == "others":
        messages.success(request, _others(sessions.end_others(user, but=request.session)))
    elif name == sessions.name_of(request.session):
        messages.info(request, _("This is the browser you sit at. Sign out to end it."))
    elif sessions.end(user, name):
        messages.success(request, _("That browser is signed out."))
    else:
        raise Http404
    return redirect("dashboard:settings_signing_in")


def person(request: HttpRequest) -> User:
    """Whoever is signed in."""
    assert isinstance(request.user, User)
    return request.user


def page(request: HttpRequest, *, status: int = 200, **forms: Form) -> HttpResponse:
    """The page; a form that was refused stands in the place of an empty one."""
    user = person(request)
    context: dict[str, Any] = {
        "password_form": forms.get("password_form") or OwnPasswordForm(None, user),
        "step": second_step.find_step(user),
        "begun": SecondStep.objects.filter(user=user, confirmed=False).exists(),
        "codes_left": second_step.paper_codes_left(user),
        "sessions": sessions.sessions_of(user),
        "here": sessions.name_of(request.session),
    }
    return drawn(request, "settings_signing_in", "signing_in", context, status=status)


def _others(gone: int) -> str:
    if not gone:
        return _("You were signed in nowhere else.")
    return ngettext("%(n)d other browser is signed out.", "%(n)d other browsers are signed out.", gone) % {"n": gone}
