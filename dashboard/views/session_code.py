"""The second step: six digits of an app, or a code from paper. Until it is done nobody is signed in."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.models import User
from core.services import devices, second_step
from core.services.second_step import Verdict
from dashboard.formats.moments import span
from dashboard.forms.session import CodeForm

#: What the anonymous session holds between the two steps.
PENDING = "second_step"
PATIENCE = timedelta(minutes=10)


def ask_for_code(request: HttpRequest, user: User, *, then: str) -> None:
    """Remember whose password was right, under a new session key; it is worth nothing but the next page."""
    request.session.flush()
    request.session[PENDING] = {"user": str(user.pk), "then": then, "at": timezone.now().isoformat()}


@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code; `?paper` asks for one from paper."""
    user = _pending(request)
    if user is None:
        return redirect("dashboard:sign_in")
    paper = "paper" in request.GET
    form = CodeForm(request.POST or None, paper=paper)
    if request.method == "GET" or not form.is_valid():
        return _drawn(request, user, form, paper)
    given = form.cleaned_data["code"]
    verdict = (second_step.check_paper if paper else second_step.check)(user, given)
    if verdict.right:
        return _let_in(request, user, remember=form.cleaned_data["remember"])
    form.add_error("code", _why_not(verdict, given, paper))
    return _drawn(request, user, form, paper)


def _pending(request: HttpRequest) -> User | None:
    """Whose password was right within the last minutes."""
    kept = request.session.get(PENDING) or {}
    if not kept or datetime.fromisoformat(kept["at"]) < timezone.now() - PATIENCE:
        return None
    return User.objects.filter(pk=kept["user"], is_active=True).first()


def _let_in(request: HttpRequest, user: User, *, remember: bool) -> HttpResponse:
    from dashboard.views.session import enter  # the first step knows the second

    then = request.session[PENDING]["then"]
    enter(request, user)
    request.session.pop(PENDING, None)
    answer = HttpResponseRedirect(then)
    step = second_step.find_step(user)
    if remember and step is not None:
        answer.set_cookie(
            devices.cookie_name(user), devices.mark(user, step), max_age=devices.LIFE, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE, path="/sign-in/",
        )  # fmt: skip
    return answer


def _why_not(verdict: Verdict, given: str, paper: bool) -> str:
    if verdict.outcome == "wait" and verdict.until is not None:
        return _("Too many wrong codes. The next one can be tried in %(span)s; this one was not looked at.") % {
            "span": span(verdict.until - timezone.now() + timedelta(seconds=1))
        }
    if paper:
        return _("That is none of your recovery codes, or it was used. Type another one.")
    return second_step.why_not(given)


def _drawn(request: HttpRequest, user: User, form: CodeForm, paper: bool) -> HttpResponse:
    context = {"form": form, "email": user.email, "paper": paper}
    return render(request, "dashboard/session/code.html", context, status=422 if form.errors else 200)
