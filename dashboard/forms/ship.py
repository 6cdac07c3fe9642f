"""Marking units shipped: how many of each line, in which box, by whom, under which number."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dashboard.forms.style import StyledForm
from fulfillment.selectors.order_page import Line, OrderPage

MOST_BOXES = 30


class ShipForm(StyledForm):
    """One quantity a line and box; what is typed stays when something is wrong.

    A marketplace that takes several boxes of a parcel (`boxed`) is told what lies in each; another one is not asked.
    """

    carrier = forms.CharField(label=gettext_lazy("Carrier"), max_length=100, required=False)
    tracking_number = forms.CharField(label=gettext_lazy("Tracking number"), max_length=100, required=False)
    request_key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    boxes = forms.IntegerField(min_value=1, max_value=MOST_BOXES, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, lines: list[Line], boxed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines, self.boxed = lines, boxed
        self.box_count = self._box_count() if boxed else 1
        for box in range(1, self.box_count + 1):
            for line in lines:
                first = lines[0].item.marketplace_order_id
                proposed = box == 1 and line.item.marketplace_order_id == first
                self.fields[_name(line, box)] = _quantity(line, proposed=proposed)
        self.fields["carrier"].widget.attrs["autocomplete"] = "off"
        self.fields["tracking_number"].widget.attrs |= {"autocomplete": "off", "class": "input mono"}

    def _box_count(self) -> int:
        told = self.data.get(self.add_prefix("boxes")) if self.is_bound else self.initial.get("boxes")
        return min(MOST_BOXES, max(1, int(str(told)))) if str(told or "").isdigit() else 1

    @classmethod
    def of(cls, found: OrderPage, data: Any = None, *, boxed: bool = False) -> ShipForm:
        """The form for what is left of an order; a fresh one proposes everything that is on the shelf."""
        return cls(
            data, lines=found.to_ship, boxed=boxed, initial={"request_key": uuid.uuid4().hex, "boxes": 1}, prefix="ship"
        )

    def with_one_more(self) -> ShipForm:
        """The same form, nothing of it judged yet, with another empty box."""
        typed = {name: self.data.get(self.add_prefix(name), "") for name in self.fields}
        typed["boxes"] = min(MOST_BOXES, self.box_count + 1)
        added = {_name(line, self.box_count + 1): 0 for line in self.lines}
        return ShipForm(lines=self.lines, boxed=self.boxed, initial=added | typed, prefix="ship")

    def by_box(self) -> list[tuple[int, list[tuple[Line, forms.BoundField]]]]:
        """The boxes, each with its lines and their fields."""
        every = range(1, self.box_count + 1)
        return [(box, [(line, self[_name(line, box)]) for line in self.lines]) for box in every]

    @property
    def may_add(self) -> bool:
        """Whether another box can be added."""
        return self.boxed and self.box_count < MOST_BOXES

    @property
    def proposed(self) -> int:
        """Units the untouched form would ship."""
        return sum(
            int(bound.value() or 0)
            for _box, fields in self.by_box()
            for _line, bound in fields
            if str(bound.value() or 0).isdigit()
        )

    def takes(self) -> dict[uuid.UUID, int]:
        """Units by line, without the noughts."""
        together: dict[uuid.UUID, int] = {}
        for inside in self.packed():
            for item, units in inside.items():
                together[item] = together.get(item, 0) + units
        return together

    def packed(self) -> list[dict[uuid.UUID, int]]:
        """Units by box and line, without the noughts and without empty boxes."""
        boxes = [
            {line.item.pk: units for line in self.lines if (units := self.cleaned_data.get(_name(line, box)) or 0)}
            for box in range(1, self.box_count + 1)
        ]
        return [inside for inside in boxes if inside]

    def field_of(self, item: str) -> str | None:
        """The field of a line by its id; an error without one stands above the form."""
        name = f"take-{item}"
        return name if name in self.fields else None

    def clean(self) -> dict[str, Any]:
        """A parcel holds something."""
        if not self.errors and not self.takes():
            raise forms.ValidationError(_("This parcel is empty. Enter how many units of at least one line are in it."))
        for line in self.lines if not self.errors else ():
            if self.takes().get(line.item.pk, 0) > line.item.open_quantity:
                self.add_error(_name(line), _too_many(line))
        return self.cleaned_data


def _name(line: Line, box: int = 1) -> str:
    return f"take-{line.item.pk}" if box == 1 else f"take-{line.item.pk}-{box}"


def _quantity(line: Line, *, proposed: bool) -> forms.IntegerField:
    """A parcel holds lines of one remote order, so only those of the first are proposed."""
    left, sentence = line.item.open_quantity, _too_many(line)
    return forms.IntegerField(
        label=line.item.product_name,
        min_value=0,
        max_value=left,
        required=False,
        initial=max(0, left - line.short) if proposed else 0,
        error_messages={"min_value": sentence, "max_value": sentence, "invalid": sentence},
        widget=forms.NumberInput(attrs={"class": "input qty", "inputmode": "numeric"}),
    )


def _too_many(line: Line) -> str:
    left = line.item.open_quantity
    words = ngettext(
        "%(n)d unit of %(name)s is left. Enter 0 to %(n)d.", "%(n)d units of %(name)s are left. Enter 0 to %(n)d.", left
    )
    return words % {"n": left, "name": line.item.product_name}
