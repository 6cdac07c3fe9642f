"""The form of a price rule."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.models import Store
from dashboard.forms.amounts import AmountField, NumberField
from dashboard.forms.style import StyledForm
from inventory.models import PriceRule
from marketplaces.models import Connection
from marketplaces.services.abilities import supplies


class PriceRuleForm(StyledForm):
    """Where it counts, how a price comes of the cost, and what holds a price back."""

    connection = forms.ChoiceField(label=_("Sold at"), required=False)
    supplier = forms.ChoiceField(label=_("Bought at"), required=False)
    markup_percent = NumberField(
        label=_("Markup in percent"), required=False,
        help_text=_("Over the cost. Empty: prices are not made of the cost, only guarded."),
    )  # fmt: skip
    markup_fixed = AmountField(label=_("And added"), required=False)
    rounding = forms.ChoiceField(label=_("Rounded"), choices=PriceRule.Rounding.choices, required=False)
    min_margin_percent = NumberField(
        label=_("Least margin in percent"), required=False, help_text=_("Of the price, after cost and fees.")
    )
    below = forms.ChoiceField(
        label=_("A price that does not pay for that"), choices=PriceRule.Below.choices, required=False
    )
    jump_percent = NumberField(
        label=_("Hold a price that moves by more than so many percent"), required=False,
        help_text=_("Of prices made of the cost, against what the shop was told last. Empty: never."),
    )  # fmt: skip

    def __init__(self, data: Any, store: Store) -> None:
        super().__init__(data)
        rows = Connection.objects.filter(store=store).exclude(status="disconnected").select_related("marketplace")
        self._shops = {str(row.pk): row for row in rows.order_by("name")}
        sells = {pk: row for pk, row in self._shops.items() if not supplies(row)}
        self._offer("connection", _("Every shop"), sells)
        self._offer("supplier", _("Anywhere"), {pk: row for pk, row in self._shops.items() if pk not in sells})

    def _offer(self, name: str, nothing: Any, shops: dict[str, Connection]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", nothing), *((pk, row.name) for pk, row in shops.items())]

    def wanted(self) -> dict[str, Any]:
        """What the service takes; an emptied field is as nobody had said it."""
        told = self.cleaned_data
        return {
            "connection": self._shops.get(told["connection"]), "supplier": self._shops.get(told["supplier"]),
            "markup_percent": told["markup_percent"], "markup_fixed": told["markup_fixed"] or Decimal(0),
            "rounding": told["rounding"] or PriceRule.Rounding.EXACT,
            "min_margin_percent": told["min_margin_percent"] or Decimal(0),
            "below": told["below"] or PriceRule.Below.HOLD, "jump_percent": told["jump_percent"],
        }  # fmt: skip
