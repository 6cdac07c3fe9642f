"""What the list of listings is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.forms.style import StyledForm
from inventory.models import MarketplaceProduct
from inventory.selectors.listing_list import Filters
from marketplaces.models import Connection


class ListingFilters(StyledForm):
    """Search and two filters. What cannot be read is left out: addresses are typed by hand."""

    q = forms.CharField(required=False, max_length=200)
    connection = forms.ChoiceField(required=False)
    status = forms.ChoiceField(required=False)

    def __init__(self, data: Any, shops: Sequence[Connection]) -> None:
        super().__init__(data)
        self._choose("connection", _("Channel"), [("", _("All channels")), *((str(row.pk), row.name) for row in shops)])
        self._choose("status", _("State there"), [("", _("Any state")), *MarketplaceProduct.Status.choices])
        self.fields["q"].widget.attrs |= {"type": "search", "placeholder": _("Title, SKU, GTIN")}

    def asked(self) -> Filters:
        """The readable part of what was asked."""
        self.is_valid()
        told = self.cleaned_data
        return Filters(
            q=told.get("q", ""), status=told.get("status") or "",
            connection=UUID(told["connection"]) if told.get("connection") else None,
        )  # fmt: skip

    def _choose(self, name: str, label: Any, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        field.widget.attrs["aria-label"] = label
