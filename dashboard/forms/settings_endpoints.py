"""The form of an endpoint: what to recognise it by, where it is, and what it is told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from dashboard.forms.style import StyledForm
from sync.models import WebhookEndpoint
from sync.news.feed import KINDS
from sync.outgoing.endpoints import LONGEST_NAME, LONGEST_URL


class EndpointForm(StyledForm):
    """The service judges the address; here is only what was left empty."""

    name = forms.CharField(
        label=_("Name"), max_length=LONGEST_NAME, help_text=_("What to recognise it by: the program that listens."),
        error_messages={"required": _("Enter what to recognise it by.")},
    )  # fmt: skip
    url = forms.CharField(
        label=_("Address"), max_length=LONGEST_URL, help_text=_("https, in a public network."),
        error_messages={"required": _("Enter the address to send to.")},
        widget=forms.URLInput(attrs={"placeholder": "https://erp.example.com/orion", "autocomplete": "off"}),
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label=_("It is told"), choices=lambda: list(KINDS.items()),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "check"}),
        error_messages={"required": _("Choose at least one kind of news.")},
    )  # fmt: skip

    def __init__(self, data: Any, endpoint: WebhookEndpoint | None = None) -> None:
        filled = {"name": endpoint.name, "url": endpoint.url, "kinds": endpoint.kinds} if endpoint else {}
        super().__init__(data, initial=filled)

    def refuse(self, refused: DomainError) -> None:
        """The sentence of the service, at its field."""
        self.add_error(refused.field if refused.field in self.fields else None, str(refused))
