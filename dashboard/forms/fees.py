"""The form of a shop's fee rule."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.money import is_currency
from dashboard.forms.amounts import AmountField, NumberField
from dashboard.forms.style import StyledForm


class FeeRuleForm(StyledForm):
    """What is kept of an order, and from which day on; an empty percentage estimates nothing."""

    percent = NumberField(
        label=gettext_lazy("Percent of the total"),
        required=False,
        help_text=gettext_lazy("Empty: nothing is estimated from that day on."),
    )
    fixed = AmountField(label=gettext_lazy("And per order"), required=False)
    currency = forms.CharField(
        label=gettext_lazy("Currency of it"),
        max_length=3,
        help_text=gettext_lazy("Orders in another currency are estimated only where nothing is fixed."),
    )
    starts_on = forms.DateField(
        label=gettext_lazy("For orders placed from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Those placed before it keep their estimate."),
    )

    def clean_percent(self) -> Decimal | None:
        percent: Decimal | None = self.cleaned_data["percent"]
        if percent is not None and not (0 <= percent <= 100 and percent == round(percent, 4)):
            raise forms.ValidationError(_("Enter 0 to 100 percent, with at most four digits after the point."))
        return percent

    def clean_currency(self) -> str:
        code: str = self.cleaned_data["currency"].upper()
        if not is_currency(code):
            raise forms.ValidationError(_("“%s” is no currency. Enter one like EUR.") % code)
        return code

    def wanted(self) -> dict[str, Any]:
        """What the service takes."""
        return {**self.cleaned_data, "fixed": self.cleaned_data["fixed"] or Decimal(0)}
