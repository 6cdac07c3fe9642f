"""The form of one schedule."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.forms.style import StyledForm

RANGE = _("Enter 1 to 60 minutes.")


class ScheduleForm(StyledForm):
    """Every how many minutes, and whether at all."""

    interval_minutes = forms.IntegerField(
        min_value=1,
        max_value=60,
        error_messages={"required": RANGE, "invalid": RANGE, "min_value": RANGE, "max_value": RANGE},
    )
    is_enabled = forms.BooleanField(required=False)
