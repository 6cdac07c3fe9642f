"""What the buyer did with a parcel that we bring: the code that he showed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from fulfillment.services.arrivals import LONGEST_CODE


class ArrivalForm(forms.Form):
    """One parcel's, told from those of the others by its ids. Whether a code is needed, the service says."""

    code = forms.CharField(
        label=_("Code of the buyer"), max_length=LONGEST_CODE, required=False,
        help_text=_("The buyer sees it with the order and shows it at the door."),
        widget=forms.TextInput(attrs={"class": "input mono", "autocomplete": "off", "required": True}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, parcel: UUID) -> None:
        super().__init__(data, auto_id=f"%s-{parcel}")
        self.parcel = parcel
