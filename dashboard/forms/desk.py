"""The form that asks why an order waits."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.forms.style import StyledForm


class HoldForm(StyledForm):
    """A reason, so that the next person knows."""

    reason = forms.CharField(
        label=_("Why does it wait?"),
        max_length=200,
        help_text=_("The next person reads it on the order."),
        error_messages={"required": _("Enter why the order waits, for example “address not clear”.")},
    )
