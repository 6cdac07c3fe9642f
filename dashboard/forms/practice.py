"""What a practice order is placed with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.forms.style import StyledForm
from marketplaces.models import Connection

MOST = 99


class PracticeForm(StyledForm):
    """At which practice shop, how many, of what."""

    shop = forms.ChoiceField(label=_("Practice shop"))
    quantity = forms.IntegerField(
        label=_("Units"),
        min_value=1,
        max_value=MOST,
        initial=1,
        error_messages=dict.fromkeys(
            ("min_value", "max_value", "invalid", "required"), _("Enter a number of units from 1 to 99.")
        ),
    )
    sku = forms.CharField(
        label=_("SKU"),
        required=False,
        max_length=100,
        help_text=_("Empty: whatever the practice shop has most of."),
    )

    def __init__(self, data: Any, shops: Sequence[Connection]) -> None:
        super().__init__(data)
        self.shops = {str(shop.pk): shop for shop in shops}
        field = self.fields["shop"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, f"{shop.marketplace.name} · {shop.name}") for key, shop in self.shops.items()]

    def chosen(self) -> Connection:
        """The shop, once the form is valid."""
        return self.shops[self.cleaned_data["shop"]]
