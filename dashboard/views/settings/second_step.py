"""Setting the second step up and off: scan, type the first code, keep ten codes on paper."""

from __future__ import annotations

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import DomainError
from core.models import SecondStep
from core.services import second_step, sessions
from dashboard.access import store_page
from dashboard.forms.settings_you import FirstCodeForm, ProofForm
from dashboard.views.settings.proof import why_not_this_password
from dashboard.views.settings.signing_in import person
from dashboard.views.settings.tabs import drawn


@store_page
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Make a key, unless one was begun; nothing is asked for until the first code was right."""
    try:
        second_step.begin(person(request))
    except DomainError as refused:
        messages.warning(request, str(refused))
        return redirect("dashboard:settings_signing_in")
    return redirect("dashboard:second_step")


@never_cache
@store_page
@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Scan, type the code; then the recovery codes, shown once. Other browsers are signed out."""
    user = person(request)
    step = SecondStep.objects.filter(user=user, confirmed=False).first()
    if step is None:
        return redirect("dashboard:settings_signing_in")
    form = FirstCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = second_step.confirm(user, form.cleaned_data["code"])
        except DomainError as refused:
            form.add_error("code", str(refused))
        else:
            sessions.end_others(user, but=request.session)
            return _paper(request, codes)
    context = {"form": form, "qr": qr(second_step.address_of(step)), "key": _spaced(second_step.spelled(step))}
    return drawn(request, "settings_signing_in", "second_step", context, status=422 if form.errors else 200)


@never_cache
@store_page
@require_http_methods(["GET", "POST"])
def new_codes(request: HttpRequest) -> HttpResponse:
    """Ten new codes for paper, behind the password; the old ones are worthless."""
    return _behind_password(request, "codes")


@never_cache
@store_page
@require_http_methods(["GET", "POST"])
def turn_off(request: HttpRequest) -> HttpResponse:
    """Sign in with the password alone again, behind the password."""
    return _behind_password(request, "off")


def _behind_password(request: HttpRequest, what: str) -> HttpResponse:
    user = person(request)
    if second_step.find_step(user) is None:
        return redirect("dashboard:settings_signing_in")
    form = ProofForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if why := why_not_this_password(request, form.cleaned_data["password"]):
            form.add_error("password", why)
        elif what == "codes":
            return _paper(request, second_step.new_paper_codes(user))
        else:
            second_step.turn_off(user)
            messages.success(request, _("Your sign-in asks for the password alone."))
            return redirect("dashboard:settings_signing_in")
    context = {"form": form, "off": what == "off"}
    return drawn(request, "settings_signing_in", "second_step_proof", context, status=422 if form.errors else 200)


def _paper(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return drawn(request, "settings_signing_in", "recovery_codes", {"codes": codes, "text": "\n".join(codes)})


def qr(address: str) -> SafeString:
    """The picture as an element of the page: black on white in both themes, since cameras want it so."""
    drawn_svg = segno.make(address, error="m", micro=False).svg_inline(
        scale=5, dark="#000", light="#fff", title=_("QR code for the authenticator app"), svgclass="qr", lineclass=None
    )
    return mark_safe(drawn_svg)  # its content is letters of ours and a drawing


def _spaced(key: str) -> str:
    return " ".join(key[place : place + 4] for place in range(0, len(key), 4))
