"""What the list of customers is asked for, read from its address."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.forms.orders import shop_choices
from dashboard.forms.style import StyledForm
from marketplaces.models import Connection


class CustomerFilters(StyledForm):
    """Search and the channel, as the order list has it. What cannot be read is left out, not refused."""

    q = forms.CharField(required=False, max_length=200)
    shop = forms.ChoiceField(required=False)

    def __init__(self, data: Any, shops: Sequence[Connection], *, contacts: bool) -> None:
        super().__init__(data)
        self.shops = shops
        self.words = {"": _("All marketplaces"), **dict(shop_choices(shops))}
        field = self.fields["shop"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(self.words.items())
        field.widget.attrs["aria-label"] = _("Marketplace or shop")
        words = _("Name, e-mail, phone or number there") if contacts else _("Name or number there")
        self.fields["q"].widget.attrs |= {"type": "search", "placeholder": words}
        self.is_valid()

    @property
    def asked(self) -> str:
        """What is searched for."""
        return str(self.cleaned_data.get("q", ""))

    @property
    def shop_word(self) -> str:
        """The channel asked for, in words; empty for all of them."""
        value = self.cleaned_data.get("shop", "")
        return str(self.words[value]) if value else ""

    def connections(self) -> list[uuid.UUID] | None:
        """The shops asked for: one, or all of a marketplace; nothing where it is all."""
        kind, _colon, name = self.cleaned_data.get("shop", "").partition(":")
        if kind == "c":
            return [uuid.UUID(name)]
        return [shop.pk for shop in self.shops if shop.marketplace.code == name] if kind == "m" else None
