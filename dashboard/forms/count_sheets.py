"""Which goods are to be counted where, and the file that comes back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.forms.style import StyledForm
from inventory.models import Location
from inventory.selectors.inventory_list import VIEWS


class SheetForm(StyledForm):
    """A place, and either all goods or those that lie there by the book."""

    location = forms.ChoiceField(label=_("Place"))
    goods = forms.ChoiceField(
        label=_("Goods"),
        choices=[("there", _("What the book has there")), ("all", _("All goods")), ("uncounted", _("Never counted"))],
    )

    def __init__(self, data: Any, places: Sequence[Location]) -> None:
        super().__init__(data)
        self.places = {str(place.pk): place for place in places}
        field = self.fields["location"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, place.name) for key, place in self.places.items()]

    @property
    def view(self) -> str:
        """The view of the stock list that is meant."""
        asked = self.cleaned_data["goods"]
        return asked if asked in VIEWS else "all"


class CountsForm(StyledForm):
    """The sheet, filled in, and why it was counted."""

    file = forms.FileField(
        label=_("File"), help_text=_("CSV with the columns sku and counted, and place where it is not the first one."),
        error_messages={
            "required": _("Choose a file."), "empty": _("This file is empty. Nothing was changed."),
            "missing": _("Choose a file."), "invalid": _("Choose a file."),
        },
    )  # fmt: skip
