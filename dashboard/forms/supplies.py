"""Opening a supply: at which shop, and what it is called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.forms.style import StyledForm
from marketplaces.models import Connection


class SupplyForm(StyledForm):
    """Which shops take supplies, the service says."""

    connection = forms.CharField(label=_("Shop"), widget=forms.Select)
    name = forms.CharField(
        label=_("Name"), max_length=100, required=False, help_text=_("Left empty, it is named after the day."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, data: Any, shops: Sequence[Connection]) -> None:
        super().__init__(data, auto_id="so-%s")
        self.shops = shops
        widget = self.fields["connection"].widget
        assert isinstance(widget, forms.Select)
        widget.choices = [(str(shop.pk), shop.name) for shop in shops]
