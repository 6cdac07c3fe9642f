"""What the stock list is asked for, and the form that changes a count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.forms.style import StyledForm
from inventory.models import Location
from inventory.selectors.inventory_list import Filters
from marketplaces.models import Connection

WHOLE = _("Enter a whole number, for example 12.")
#: Days that the list is asked for: the way of a quick delivery, of a usual one, of one from afar.
COVERS = (7, 14, 30)


class StockFilters(StyledForm):
    """Search and three filters. What cannot be read is left out: addresses are typed by hand."""

    q = forms.CharField(required=False, max_length=200)
    location = forms.ChoiceField(required=False)
    connection = forms.ChoiceField(required=False)
    cover = forms.ChoiceField(required=False)

    def __init__(self, data: Any, places: Sequence[Location], shops: Sequence[Connection]) -> None:
        super().__init__(data)
        self._choose(
            "location", _("Location"), [("", _("All locations")), *((str(row.pk), row.name) for row in places)]
        )
        self._choose("connection", _("Channel"), [("", _("All channels")), *((str(row.pk), row.name) for row in shops)])
        lasts = [(str(days), _("Lasts %(n)d days or fewer") % {"n": days}) for days in COVERS]
        self._choose("cover", _("How long it lasts"), [("", _("However long it lasts")), *lasts])
        self.fields["q"].widget.attrs |= {"type": "search", "placeholder": _("Product, SKU, GTIN")}

    def asked(self) -> tuple[str, Filters]:
        """The readable part of what was asked."""
        self.is_valid()
        location, connection = self.cleaned_data.get("location"), self.cleaned_data.get("connection")
        cover = self.cleaned_data.get("cover")
        return self.cleaned_data.get("q", ""), Filters(
            location=UUID(location) if location else None,
            connection=UUID(connection) if connection else None,
            cover=int(cover) if cover else None,
        )

    def _choose(self, name: str, label: Any, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        field.widget.attrs["aria-label"] = label


class AdjustForm(StyledForm):
    """How many came or went, or how many were counted; always with a reason."""

    how = forms.ChoiceField(
        label=_("What happened?"),
        choices=[("delta", _("Some came in or went out")), ("counted", _("I counted them"))],
        widget=forms.RadioSelect,
        initial="delta",
    )
    number = forms.IntegerField(
        label=_("How many"),
        help_text=_("Came in: 5. Went out: −5. Counted: what is on the shelf, reserved ones included."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": WHOLE, "invalid": WHOLE},
    )
    location = forms.ChoiceField(label=_("Where"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("Kept in the ledger, for example “delivery 4711” or “broken”."),
        error_messages={"required": _("Enter why, for example “delivery” or “broken”.")},
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any, places: Sequence[Location], *, counted: bool = True) -> None:
        super().__init__(_with_plain_minus(data), initial={} if counted else {"how": "counted"})
        self.places = {str(place.pk): place for place in places}
        field = self.fields["location"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, place.name) for key, place in self.places.items()]
        field.initial = next((key for key, place in self.places.items() if place.is_default), None)

    @property
    def place(self) -> Location:
        """The chosen place."""
        return self.places[self.cleaned_data["location"]]


class PreviewForm(AdjustForm):
    """The half of it that decides what becomes of the numbers."""

    def __init__(self, data: Any, places: Sequence[Location]) -> None:
        super().__init__(data, places)
        for name in ("reason", "note"):
            del self.fields[name]


def _with_plain_minus(data: Any) -> Any:
    """People copy the typographic minus from our own pages."""
    if data is None or "−" not in data.get("number", ""):
        return data
    changed = data.copy()
    changed["number"] = data["number"].replace("−", "-")
    return changed
