"""The sign-in form: an e-mail address and a password."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordResetForm, SetPasswordForm
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.services import locks
from dashboard.formats.moments import span
from dashboard.forms.style import StyledForm, style


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

    @property
    def locked(self) -> bool:
        """Whether this try, or one of those before it, was one too many."""
        return bool(getattr(self.request, "axes_locked_out", False))

    def get_invalid_login_error(self) -> forms.ValidationError:
        """The same sentence whatever was wrong; once locked, until when."""
        if self.locked and self.request is not None:
            until = locks.locked_until(self.cleaned_data.get("username", ""), locks.place(self.request))
            if until is not None:
                return forms.ValidationError(until_when(until), code="locked")
        return super().get_invalid_login_error()


def until_when(until: datetime) -> str:
    """The sentence of a lock: the time on the clock, and how long that is."""
    return gettext(
        "Too many wrong tries. Signing in with this address is locked until %(time)s UTC, for %(span)s. "
        "An owner of your store can unlock it."
    ) % {"time": f"{until:%H:%M}", "span": span(until - timezone.now())}


class CodeForm(StyledForm):
    """The six digits, or a code from paper; blanks and dashes in it do not matter."""

    code = forms.CharField(
        label=_("Six-digit code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "class": "input otp", "inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True,
                "autocapitalize": "off", "spellcheck": "false",
            }
        ),
        error_messages={"required": _("Type the code.")},
    )  # fmt: skip
    remember = forms.BooleanField(label=_("Do not ask on this device for 30 days"), required=False)

    def __init__(self, *args: Any, paper: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if paper:
            self.fields["code"].label = _("Recovery code")
            self.fields["code"].widget.attrs.update({"class": "input", "inputmode": "text", "autocomplete": "off"})


class ForgottenForm(PasswordResetForm):
    """Where to send the link to; the answer is the same for addresses that nobody has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.label = _("E-mail")
        email.error_messages |= {
            "required": _("Enter your e-mail address."),
            "invalid": _("Enter an e-mail address like nadia@example.org."),
        }
        style(email.widget)


class NewPasswordForm(SetPasswordForm):
    """A new password, typed twice."""

    error_messages = {"password_mismatch": _("The two passwords differ. Type the same one twice.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {"new_password1": _("New password"), "new_password2": _("The same again")}
        for name, word in words.items():
            self.fields[name].label = word
            self.fields[name].help_text = ""
            self.fields[name].error_messages["required"] = _("Enter a new password.")
            style(self.fields[name].widget)
        self.fields["new_password1"].help_text = _("At least 10 characters; longer is better than odd.")


class JoinForm(StyledForm):
    """Who comes new: the name others see, and a password."""

    name = forms.CharField(
        label=_("Your name"), max_length=150, error_messages={"required": _("Enter the name others see.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    password = forms.CharField(
        label=_("Password"), strip=False, help_text=_("At least 10 characters; longer is better than odd."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Choose a password.")},
    )  # fmt: skip
