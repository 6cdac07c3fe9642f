"""Marking units shipped: how many of each line, by whom, under which number."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dashboard.forms.style import StyledForm
from fulfillment.selectors.order_page import Line, OrderPage


class ShipForm(StyledForm):
    """One quantity a line; what is typed stays when something is wrong."""

    carrier = forms.CharField(label=gettext_lazy("Carrier"), max_length=100, required=False)
    tracking_number = forms.CharField(label=gettext_lazy("Tracking number"), max_length=100, required=False)
    request_key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, lines: list[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            first = lines[0].item.marketplace_order_id
            self.fields[_name(line)] = _quantity(line, proposed=line.item.marketplace_order_id == first)
        self.fields["carrier"].widget.attrs["autocomplete"] = "off"
        self.fields["tracking_number"].widget.attrs |= {"autocomplete": "off", "class": "input mono"}

    @classmethod
    def of(cls, found: OrderPage, data: Any = None) -> ShipForm:
        """The form for what is left of an order; a fresh one proposes everything that is on the shelf."""
        return cls(data, lines=found.to_ship, initial={"request_key": uuid.uuid4().hex}, prefix="ship")

    def quantities(self) -> list[tuple[Line, forms.BoundField]]:
        """Each line with its field."""
        return [(line, self[_name(line)]) for line in self.lines]

    @property
    def proposed(self) -> int:
        """Units the untouched form would ship."""
        return sum(
            int(self[_name(line)].value() or 0) for line in self.lines if str(self[_name(line)].value() or 0).isdigit()
        )

    def takes(self) -> dict[uuid.UUID, int]:
        """Units by line, without the noughts."""
        asked = {line.item.pk: self.cleaned_data.get(_name(line)) or 0 for line in self.lines}
        return {item: units for item, units in asked.items() if units}

    def field_of(self, item: str) -> str | None:
        """The field of a line by its id; an error without one stands above the form."""
        name = f"take-{item}"
        return name if name in self.fields else None

    def clean(self) -> dict[str, Any]:
        """A parcel holds something."""
        if not self.errors and not self.takes():
            raise forms.ValidationError(_("This parcel is empty. Enter how many units of at least one line are in it."))
        return self.cleaned_data


def _name(line: Line) -> str:
    return f"take-{line.item.pk}"


def _quantity(line: Line, *, proposed: bool) -> forms.IntegerField:
    """A parcel holds lines of one remote order, so only those of the first are proposed."""
    left = line.item.open_quantity
    words = ngettext(
        "%(n)d unit of %(name)s is left. Enter 0 to %(n)d.", "%(n)d units of %(name)s are left. Enter 0 to %(n)d.", left
    )
    sentence = words % {"n": left, "name": line.item.product_name}
    return forms.IntegerField(
        label=line.item.product_name,
        min_value=0,
        max_value=left,
        required=False,
        initial=max(0, left - line.short) if proposed else 0,
        error_messages={"min_value": sentence, "max_value": sentence, "invalid": sentence},
        widget=forms.NumberInput(attrs={"class": "input qty", "inputmode": "numeric"}),
    )
