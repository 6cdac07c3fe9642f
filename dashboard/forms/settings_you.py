"""Forms of what is one's own: how pages look, the password, the second step."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from core.models import User
from dashboard.forms.style import StyledForm

THEMES = [("", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))]
DENSITIES = [("comfortable", _("Comfortable")), ("compact", _("Compact"))]


class YouForm(StyledForm):
    """What a person sets for themselves, in all stores alike."""

    name = forms.CharField(
        label=_("Name"), max_length=150, required=False, help_text=_("What others see beside what you did."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), choices=THEMES, required=False)
    density = forms.ChoiceField(label=_("Rows"), choices=DENSITIES)
    single_keys = forms.BooleanField(
        label=_("Single letters are shortcuts"), required=False,
        help_text=_("Off: no key does anything by itself; “?” lists them while they are on."),
    )  # fmt: skip

    FIELDS = ("name", "language", "theme", "density", "single_keys")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.fields["language"]
        assert isinstance(language, forms.ChoiceField)
        language.choices = [("", _("As the browser asks")), *settings.LANGUAGES]


class OwnPasswordForm(StyledForm):
    """A new password, behind the present one."""

    present = forms.CharField(
        label=_("Present password"), strip=False, error_messages={"required": _("Enter the present password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip
    new = forms.CharField(
        label=_("New password"), strip=False, help_text=_("At least 10 characters; longer is better than odd."),
        error_messages={"required": _("Enter a new password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    again = forms.CharField(
        label=_("The same again"), strip=False, error_messages={"required": _("Type the new password once more.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def __init__(self, data: Any, user: User) -> None:
        super().__init__(data)
        self.user = user

    def clean_new(self) -> str:
        """As strong as any password here."""
        given: str = self.cleaned_data["new"]
        validate_password(given, self.user)
        return given

    def clean_again(self) -> str:
        """Both the same."""
        given: str = self.cleaned_data["again"]
        if "new" in self.cleaned_data and given != self.cleaned_data["new"]:
            raise forms.ValidationError(_("The two passwords differ. Type the same one twice."))
        return given


class ProofForm(StyledForm):
    """The password once more, before something that opens or closes doors."""

    password = forms.CharField(
        label=_("Your password"), strip=False, error_messages={"required": _("Enter your password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip


class FirstCodeForm(StyledForm):
    """The first code that the app shows."""

    code = forms.CharField(
        label=_("Six-digit code"), max_length=40, error_messages={"required": _("Type the code the app shows.")},
        widget=forms.TextInput(attrs={"class": "input otp", "inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip
