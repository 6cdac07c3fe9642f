"""The parts of a bundle: a row for each, and some empty ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.forms.style import StyledForm
from inventory.services.bundles import MOST_PARTS

#: Rows to type in beside those that are filled.
EMPTY = 3


class BundleForm(StyledForm):
    """SKU and quantity row by row; a row without a SKU is no part."""

    def __init__(self, data: Mapping[str, Any] | None, parts: Sequence[tuple[str, int]] = ()) -> None:
        super().__init__(data)
        rows = len(parts) if data is None else sum(name.startswith("sku_") for name in data) - EMPTY
        self.count = max(0, min(rows, MOST_PARTS)) + EMPTY
        for number in range(self.count):
            sku, units = parts[number] if number < len(parts) else ("", "")
            self.fields[f"sku_{number}"] = forms.CharField(label=_("SKU"), required=False, max_length=100, initial=sku)
            self.fields[f"units_{number}"] = forms.IntegerField(
                label=_("How many"), required=False, initial=units,
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
                error_messages={"invalid": _("Enter a whole number, for example 2.")},
            )  # fmt: skip
        for name in self.fields:
            self.fields[name].widget.attrs |= {"class": "input", "autocomplete": "off"}

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """As they are drawn."""
        return [(self[f"sku_{number}"], self[f"units_{number}"]) for number in range(self.count)]

    def parts(self) -> list[tuple[str, int]]:
        """What was typed; a SKU without a number is meant once."""
        told = self.cleaned_data
        rows = [(told[f"sku_{number}"].strip(), told[f"units_{number}"]) for number in range(self.count)]
        return [(sku, 1 if units is None else units) for sku, units in rows if sku]
