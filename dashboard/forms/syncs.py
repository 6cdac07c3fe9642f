"""The form of one schedule."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from dashboard.forms.style import StyledForm
from sync.schedule import longest


class ScheduleForm(StyledForm):
    """Every how many minutes, and whether at all."""

    interval_minutes = forms.IntegerField(required=False)
    is_enabled = forms.BooleanField(required=False)

    def __init__(self, data: Any, job_type: str) -> None:
        super().__init__(data)
        self.most = longest(job_type)
        self.fields["interval_minutes"].error_messages["invalid"] = self._range

    def clean_interval_minutes(self) -> int:
        """One to as many as this kind of run may rest."""
        minutes: int | None = self.cleaned_data["interval_minutes"]
        if minutes is None or not 1 <= minutes <= self.most:
            raise forms.ValidationError(self._range)
        return minutes

    @property
    def _range(self) -> str:
        return _("Enter 1 to %(most)d minutes.") % {"most": self.most}
