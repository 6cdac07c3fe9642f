"""How a parcel travels, told after it left."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.forms.asked_before import AskedBeforeForm


class TrackingForm(AskedBeforeForm):
    """One parcel's: its fields are told from those of the others by their ids. What a number is, the service says."""

    KINDS = {"carrier": str, "tracking_number": str}
    carrier = forms.CharField(label=_("Carrier"), max_length=100, required=False)
    tracking_number = forms.CharField(
        label=_("Tracking number"), max_length=100, required=False, widget=forms.TextInput(attrs={"required": True})
    )

    def __init__(self, *args: Any, parcel: UUID, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"%s-{parcel}", **kwargs)
        self.parcel = parcel
        for name in self.KINDS:
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.fields["tracking_number"].widget.attrs["class"] = "input mono"
