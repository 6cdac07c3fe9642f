"""Signing in with an e-mail address and a password, and out again."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.views import LoginView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.models import User
from core.services import devices, second_step, sessions
from dashboard.forms.session import SignInForm
from dashboard.views.session_code import ask_for_code

BACKEND = "django.contrib.auth.backends.ModelBackend"


class SignIn(LoginView):
    """The gate. A failure never says which half was wrong; a lock says until when."""

    template_name = "dashboard/session/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """In the demo also who may look around in its practice data."""
        return super().get_context_data(**kwargs) | {"practice": settings.DEMO_SIGN_IN}

    def form_valid(self, form: Any) -> HttpResponse:
        """The password is right: in, or to the second step, which is a door of its own and not yet a session."""
        user: User = form.get_user()
        step = second_step.find_step(user)
        known = self.request.COOKIES.get(devices.cookie_name(user), "")
        if step is not None and not devices.is_known(user, step, known):
            ask_for_code(self.request, user, then=self.get_success_url())
            return redirect("dashboard:sign_in_code")
        enter(self.request, user)
        return HttpResponseRedirect(self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        """A refused sign-in answers 422, a locked one 429, so that programs need not read the page to know."""
        return self.render_to_response(self.get_context_data(form=form), status=429 if form.locked else 422)


def enter(request: HttpRequest, user: User) -> None:
    """Begin the session: under a new key, with where it sits."""
    login(request, user, backend=BACKEND)
    sessions.note_sign_in(request)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session; a GET changes nothing."""
    logout(request)
    return redirect("dashboard:sign_in")


def admin_gate(request: HttpRequest) -> HttpResponse:
    """The administration has no door of its own: whoever comes is sent to the one with lock and second step."""
    then = request.GET.get("next", "")
    if request.user.is_authenticated and not request.user.is_staff:
        raise PermissionDenied(_("The administration is for staff. Sign out to come in as somebody else."))
    there = then if then.startswith("/admin/") and not then.startswith("/admin/login") else reverse("admin:index")
    if request.user.is_authenticated:
        return redirect(there)
    return redirect(f"{reverse('dashboard:sign_in')}?next={there}")
