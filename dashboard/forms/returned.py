"""What the units of a returned line are: to be sold again, damaged, or lost, and how they look."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboard.forms.style import StyledForm
from orders.models import OrderReturnLine
from orders.services.returns.shelf import Found

UNITS = ("sellable", "damaged", "lost")


class FoundForm(StyledForm):
    """What is typed stays when something is wrong; a field that was left empty is none."""

    condition = forms.CharField(label=gettext_lazy("How it looks"), max_length=200, required=False)
    location = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, line: OrderReturnLine, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"id_%s_{line.pk}", **kwargs)
        self.line = line
        labels = {"sellable": _("To sell again"), "damaged": _("Damaged"), "lost": _("Lost")}
        item = line.order_item
        if item is None or item.variant_id is None:  # nobody knows which shelf it would lie on
            del labels["sellable"]
        counts = {name: _units(label, line.quantity) for name, label in labels.items()}
        self.fields = {**counts, **self.fields}
        self.fields["condition"].widget.attrs["autocomplete"] = "off"

    def rows(self) -> list[forms.BoundField]:
        """The fields that count units."""
        return [self[name] for name in UNITS if name in self.fields]

    def found(self) -> Found:
        """What was typed."""
        return Found(**{name: self.cleaned_data.get(name) or 0 for name in UNITS})


def _units(label: str, most: int) -> forms.IntegerField:
    sentence = _("Enter 0 to %(n)d.") % {"n": most}
    return forms.IntegerField(
        label=label, min_value=0, max_value=most, required=False,
        error_messages={"min_value": sentence, "max_value": sentence, "invalid": sentence},
        widget=forms.NumberInput(attrs={"class": "input qty", "inputmode": "numeric"}),
    )  # fmt: skip
