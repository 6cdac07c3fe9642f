"""The sign-in form: an e-mail address and a password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """Django's form in this house's words and elements."""

    username = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "current-password"}),
    )
    error_messages = {
        "invalid_login": _("This e-mail address and password do not belong together. Check both and send again."),
        "inactive": _("This e-mail address and password do not belong together. Check both and send again."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].error_messages = {
            "required": _("Enter your e-mail address."),
            "invalid": _("Enter an e-mail address like nadia@example.org."),
        }
        self.fields["password"].error_messages = {"required": _("Enter your password.")}
