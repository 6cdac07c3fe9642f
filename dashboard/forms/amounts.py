"""Amounts as people type them: with a comma, a point, a space or a currency sign."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from inventory.services.feed.prices import PriceUnreadable, read_price


class AmountField(forms.CharField):
    """A price of the store. What can be read two ways, or names another currency, is refused with a sentence."""

    def __init__(self, *, currency: str = "", **kwargs: Any) -> None:
        self.currency = currency
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            amount, named = read_price(text, currency=self.currency)
        except PriceUnreadable as error:
            raise forms.ValidationError(str(error)) from None
        if self.currency and named != self.currency:
            sentence = _("Prices here are in %(ours)s; “%(text)s” is in %(theirs)s.")
            raise forms.ValidationError(sentence % {"ours": self.currency, "text": text, "theirs": named})
        return amount


class NumberField(forms.CharField):
    """A number that may be below zero: −10, 2,5."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            number = Decimal(text.replace("−", "-").replace(" ", "").replace("%", "").replace(",", "."))
        except InvalidOperation:
            raise forms.ValidationError(_("Enter a number, for example −10 or 2.5.")) from None
        if not number.is_finite() or abs(number) >= Decimal(10) ** 11:
            raise forms.ValidationError(_("Enter a number, for example −10 or 2.5."))
        return number


def typed(amount: Decimal | None) -> str:
    """An amount as it stands in a field: no noughts that nobody typed, two digits at least after a point."""
    if amount is None:
        return ""
    text = f"{amount.normalize():f}"
    whole, point, part = text.partition(".")
    return f"{whole}.{part:0<2}" if point else whole
