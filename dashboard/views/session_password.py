"""A forgotten password: a link by mail, then a new one. It never tells whether an address is known."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import PasswordResetConfirmView
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.models import User
from core.services import locks, sessions
from dashboard import letters
from dashboard.forms.session import ForgottenForm, NewPasswordForm
from dashboard.links import public

#: Nobody's mailbox is filled by pressing the button again and again.
REST_SECONDS = 120


@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Send a link, if there is somebody to send it to; the answer is the same."""
    form = ForgottenForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "dashboard/session/forgotten.html", {"form": form}, status=status)
    email = form.cleaned_data["email"]
    for user in form.get_users(email):
        if cache.add(f"forgotten:{user.pk}", True, REST_SECONDS):
            _send(user)
    return render(request, "dashboard/session/sent.html", {"email": email})


def _send(user: User) -> None:
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("dashboard:new_password", args=[uid, default_token_generator.make_token(user)])
    letters.send("forgotten", user.email, {"user": user, "link": public(path)})


class NewPassword(PasswordResetConfirmView):
    """Choose a new password with a link that works once; the second step is asked for as ever afterwards."""

    template_name = "dashboard/session/new_password.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("dashboard:sign_in")
    reset_url_token = "choose"  # noqa: S105  (a word of the address, no secret)

    def form_valid(self, form: Any) -> HttpResponse:
        """Every browser is signed out, and a lock is lifted: whoever reads the mail is the owner of the address."""
        super().form_valid(form)
        sessions.end_others(form.user)
        locks.unlock(form.user.email)
        messages.success(self.request, _("Your new password counts. Sign in with it."))
        return redirect("dashboard:sign_in")

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)
