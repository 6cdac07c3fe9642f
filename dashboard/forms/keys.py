"""Keys put into the pool and taken out of it, and the reason that a look at one asks for. What is typed stays."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from dashboard.forms.style import StyledForm

QUIET = {"autocomplete": "off", "spellcheck": "false"}


class KeysForm(StyledForm):
    """What the service refuses stands at its field, and on top where it names none."""

    def refuse(self, refused: DomainError) -> None:
        self.add_error(refused.field if refused.field in self.fields else None, str(refused))


class LoadForm(KeysForm):
    """A file, or the keys themselves; a file has to be chosen again, no browser fills it in."""

    sku = forms.CharField(
        label=_("SKU, for lines without one"), max_length=100, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    file = forms.FileField(
        label=_("File"), required=False, allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".txt,.csv,.tsv,text/plain,text/csv"}),
    )  # fmt: skip
    typed = forms.CharField(
        label=_("Or the keys themselves"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 4} | QUIET)
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args, auto_id="kl-%s")


class RevokeForm(KeysForm):
    """Which keys, and why: both are the service's to judge."""

    typed = forms.CharField(
        label=_("The keys to revoke"), required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "required": True} | QUIET),
    )  # fmt: skip
    why = forms.CharField(
        label=_("Why"), max_length=80, required=False,
        widget=forms.TextInput(attrs={"required": True, "minlength": 5, "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any) -> None:
        super().__init__(*args, auto_id="kr-%s")


class WhyForm(KeysForm):
    """Why somebody looks at a key of an order, or replaces it."""

    why = forms.CharField(label=_("Why"), max_length=80, required=False)

    def __init__(self, data: Any, *, key: UUID) -> None:
        super().__init__(data, auto_id=f"%s-{key}")
        self.key = key
