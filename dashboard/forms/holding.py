"""How many are kept for a shop's promotion, and until when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.forms.style import StyledForm


class HoldForm(StyledForm):
    """Units and the last day, that day included."""

    quantity = forms.IntegerField(
        label=_("Units kept for it"), min_value=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": _("Enter how many are kept, 1 or more."), "invalid": _("Enter a whole number, for example 20."),
            "min_value": _("Enter how many are kept, 1 or more."),
        },
    )  # fmt: skip
    until = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Choose the last day."), "invalid": _("Choose the last day.")},
    )  # fmt: skip

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"
