"""Marking codes of an order: one field for each code of each unit, in the order in which they are scanned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from dashboard.forms.style import StyledForm
from fulfillment.models import UnitMark
from fulfillment.selectors.order_page import Line, OrderPage
from fulfillment.services.mark_codes import shown
from fulfillment.services.marks import Place
from marketplaces.canonical.marks import MarkKind, MarkWish

#: More on one page nobody scans at one go; the others come once these are kept.
MOST = 300


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with its fields."""

    number: int
    fields: list[tuple[forms.BoundField, bool]]


class MarksForm(StyledForm):
    """What is typed stays when something is wrong; the first empty field that is needed has the cursor."""

    def __init__(self, *args: Any, found: OrderPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        self.places = list(_places(found))
        empty: list[tuple[bool, str]] = []
        for line, place, wish in self.places[:MOST]:
            code = line.marks.get(place.unit, {}).get(place.kind, "")
            self.fields[place.name] = _field(line, place, wish, code)
            if not code:
                empty.append((not wish.required, place.name))
        if empty:  # what may be left out does not stop a scanner on its way
            self.fields[min(empty, key=lambda each: each[0])[1]].widget.attrs["autofocus"] = True

    @property
    def more(self) -> int:
        """Codes that have no field on this page."""
        return max(0, len(self.places) - MOST)

    def lines(self) -> list[tuple[Line, list[Unit]]]:
        """Lines with their units and fields."""
        found: dict[Any, tuple[Line, dict[int, Unit]]] = {}
        for line, place, wish in self.places[:MOST]:
            units = found.setdefault(line.item.pk, (line, {}))[1]
            unit = units.setdefault(place.unit, Unit(place.unit, []))
            unit.fields.append((self[place.name], wish.required))
        return [(line, list(units.values())) for line, units in found.values()]

    def given(self) -> dict[Place, str]:
        """What was typed, by place."""
        return {place: self.cleaned_data.get(place.name, "") for _line, place, _wish in self.places[:MOST]}


def _places(found: OrderPage) -> Iterator[tuple[Line, Place, MarkWish]]:
    """Those without a code first, so that a long order is worked off page by page."""
    every = [
        (line, Place(line.item.pk, unit, wish.kind), wish)
        for line in found.to_mark
        for unit in range(1, line.units_to_mark + 1)
        for wish in line.mark_kinds
    ]
    if len(every) <= MOST:
        return iter(every)
    return iter(sorted(every, key=lambda each: bool(each[0].marks.get(each[1].unit, {}).get(each[1].kind))))


def _field(line: Line, place: Place, wish: MarkWish, code: str) -> forms.CharField:
    label = str(UnitMark.Kind(place.kind.value).label)
    label = label if wish.required else _("%(code)s, where you have it") % {"code": label}
    attrs = {"class": "input mono", "autocomplete": "off", "spellcheck": "false"}
    if place.kind is MarkKind.EXPIRATION:
        attrs["placeholder"] = "31.12.2027"
    return forms.CharField(
        label=label, required=False, max_length=200, initial=shown(code),
        widget=forms.TextInput(attrs=attrs),
    )  # fmt: skip
