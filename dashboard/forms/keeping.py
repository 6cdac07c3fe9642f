"""The form that gives a view of the list a name."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.forms.style import StyledForm


class ViewForm(StyledForm):
    """A name, and whether the others see it, too."""

    name = forms.CharField(
        label=_("Name of the view"),
        max_length=40,
        error_messages={
            "required": _("Enter a name for the view, for example “Gifts to France”."),
            "max_length": _("The name is too long. Enter 40 letters at most."),
        },
    )
    shared = forms.BooleanField(label=_("Everybody in the store sees this view"), required=False)
