"""What the order list is asked for, read from its address."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard import status
from dashboard.forms.more_filters import MoreFields
from dashboard.forms.style import StyledForm
from dashboard.forms.terms import TermFields
from marketplaces.models import Connection
from orders.models import Order
from orders.selectors.order_list import Filters


class OrderFilters(MoreFields, TermFields, StyledForm):
    """Search and four filters, the rarer ones behind More.

    What cannot be read is left out, not refused: addresses are typed by hand.
    """

    q = forms.CharField(required=False, max_length=200)
    shop = forms.ChoiceField(required=False)
    status = forms.ChoiceField(required=False)
    since = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    scheme = forms.ChoiceField(required=False)

    def __init__(self, data: Any, shops: Sequence[Connection]) -> None:
        super().__init__(data)
        self.choices: dict[str, dict[str, str]] = {}
        self._choose("shop", _("Marketplace or shop"), [("", _("All marketplaces")), *shop_choices(shops)])
        states = [(key, look.word) for key, look in status.ORDER.items()]
        self._choose("status", _("Status"), [("", _("Any status")), *states])
        self._choose("scheme", _("Fulfilled by"), [("", _("Any fulfilment")), *Order.Scheme.choices])
        self.fields["q"].widget.attrs |= {"type": "search", "placeholder": _("Number, buyer, SKU, tracking")}
        self.fields["since"].widget.attrs["aria-label"] = _("Placed since")
        self.fields["until"].widget.attrs["aria-label"] = _("Placed until")

    def filters(self) -> Filters:
        """The readable part of what was asked."""
        self.is_valid()
        asked = self.cleaned_data
        kind, _colon, name = asked.get("shop", "").partition(":")
        return Filters(
            q=asked.get("q", ""),
            marketplace=name if kind == "m" else "",
            connection=uuid.UUID(name) if kind == "c" else None,
            status=asked.get("status", ""),
            scheme=asked.get("scheme", ""),
            since=asked.get("since"),
            until=asked.get("until"),
            term=self.term_asked(),
            more=self.more_asked(),
        )

    def words(self) -> dict[str, str]:
        """The active filters in words, by parameter: what the chips say."""
        said = {}
        for name in ("shop", "status", "scheme"):
            value = self.cleaned_data.get(name, "")
            if value:
                said[name] = self.choices[name].get(value, value)
        if self.cleaned_data.get("q"):
            said["q"] = f"“{self.cleaned_data['q']}”"
        return said | self.more_words() | self.term_words()

    def _choose(self, name: str, label: Any, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        field.widget.attrs["aria-label"] = label
        self.choices[name] = {str(key): str(word) for key, word in choices}


def shop_choices(shops: Sequence[Connection]) -> list[tuple[str, Any]]:
    """Whole marketplaces first where they have several shops, then every shop."""
    kinds: dict[str, list[Connection]] = {}
    for shop in shops:
        kinds.setdefault(shop.marketplace.code, []).append(shop)
    whole = [(f"m:{code}", found[0].marketplace.name) for code, found in kinds.items() if len(found) > 1]
    each = [(f"c:{shop.pk}", f"{shop.marketplace.name} · {shop.name}") for shop in shops]
    return [*whole, *each]
