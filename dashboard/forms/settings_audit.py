"""The filters of the audit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from core.models import User
from core.period import midnight
from dashboard.forms.style import StyledForm
from sync.audits import Asked


class AuditForm(StyledForm):
    """What kind of thing, by whom, in which days; an id is written by links."""

    type = forms.ChoiceField(label=_("What"), required=False)
    who = forms.ChoiceField(label=_("Who"), required=False)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Enter a day such as 2026-11-30.")},
    )  # fmt: skip
    until = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Enter a day such as 2026-11-30.")},
    )  # fmt: skip
    id = forms.UUIDField(required=False, widget=forms.HiddenInput, error_messages={"invalid": _("That is no id.")})

    def __init__(self, data: Any, types: dict[str, str], people: Iterable[User]) -> None:
        super().__init__(data)
        kinds = sorted(types.items(), key=lambda pair: pair[1].casefold())
        self._offer("type", [("", _("Everything")), *kinds])
        self._offer("who", [("", _("Everybody")), *((str(user.pk), str(user)) for user in people)])

    def asked(self, zone: ZoneInfo) -> Asked:
        """What the feed is narrowed to: whole days of the store."""
        data = self.cleaned_data
        return Asked(
            type=data.get("type") or "",
            object_id=data.get("id"),
            user_id=UUID(data["who"]) if data.get("who") else None,
            since=midnight(data["since"], zone) if data.get("since") else None,
            until=midnight(data["until"] + timedelta(days=1), zone) if data.get("until") else None,
        )

    @property
    def filtered(self) -> bool:
        """Whether anything is narrowed."""
        return any(self.cleaned_data.values())

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
