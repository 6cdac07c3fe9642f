"""Signing in with an e-mail address, and out again."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from dashboard.forms.session import SignInForm


class SignIn(LoginView):
    """The gate. A failure never says which half was wrong."""

    template_name = "dashboard/session/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_invalid(self, form: Any) -> HttpResponse:
        """A refused sign-in answers 422, so that programs need not read the page to know."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session; a GET changes nothing."""
    logout(request)
    return redirect("dashboard:sign_in")
