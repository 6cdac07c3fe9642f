"""The form of a new token."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.models import Membership
from core.scopes import AREAS
from core.services.tokens import end_of
from dashboard.forms.style import StyledForm

LIVES = [("30d", _("30 days")), ("90d", _("90 days")), ("365d", _("a year")), ("day", _("until a day I name"))]
#: What an area holds, for people.
WORDS = {
    "orders": _("Orders"),
    "catalogue": _("Products and listings"),
    "stock": _("Stock"),
    "connections": _("Connections and their keys"),
    "syncs": _("Syncs"),
    "webhooks": _("Webhooks"),
    "audits": _("Audit"),
    "analytics": _("Analytics"),
}
ACTS = [("", _("Nothing")), ("read", _("Read")), ("write", _("Read and write"))]


class TokenForm(StyledForm):
    """What to recognise it by, what it may do, as whom, and until when."""

    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("What to recognise it by: the program that sends it."),
        error_messages={"required": _("Enter what to recognise it by.")},
    )  # fmt: skip
    user = forms.ChoiceField(label=_("Acts as"), help_text=_("It may never do more than this member."))
    life = forms.ChoiceField(label=_("Works for"), choices=LIVES, initial="90d")
    day = forms.DateField(
        label=_("Last day"), required=False, help_text=_("Only for “Until a day I name”."),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Enter a day such as 2027-01-31.")},
    )  # fmt: skip

    def __init__(self, data: Any, members: Iterable[Membership], me: Membership) -> None:
        self.members = {str(member.user_id): member for member in members}
        super().__init__(data, initial={"user": str(me.user_id)})
        user = self.fields["user"]
        assert isinstance(user, forms.ChoiceField)
        user.choices = [(key, f"{each.user} · {each.get_role_display()}") for key, each in self.members.items()]
        for area in AREAS:
            field = forms.ChoiceField(label=WORDS.get(area, area), choices=ACTS, required=False)
            field.widget.attrs["class"] = "select"
            self.fields[f"may_{area}"] = field

    @property
    def areas(self) -> list[forms.BoundField]:
        """One choice for each area."""
        return [self[f"may_{area}"] for area in AREAS]

    @property
    def scopes(self) -> list[str]:
        """As they are kept."""
        chosen = {area: self.cleaned_data[f"may_{area}"] for area in AREAS}
        return [f"{area}:{act}" for area, act in chosen.items() if act]

    def clean(self) -> dict[str, Any]:
        """A day is needed where one was promised."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("life") == "day" and not data.get("day") and "day" not in self.errors:
            self.add_error("day", gettext("Enter the last day it works."))
        if not self.errors and not any(data.get(f"may_{area}") for area in AREAS):
            raise forms.ValidationError(gettext("It may do nothing yet. Choose at least one thing that it may read."))
        return data

    def ends_at(self, zone: ZoneInfo) -> datetime:
        """The moment it ends."""
        life = self.cleaned_data["life"]
        text = self.cleaned_data["day"].isoformat() if life == "day" else life
        return end_of(text, zone=zone, now=timezone.now())
