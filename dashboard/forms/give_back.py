"""Giving money back: units or an amount for each line, what was paid for shipping, and one of the shop's reasons."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboard.forms.amounts import AmountField
from dashboard.forms.style import StyledForm
from fulfillment.selectors.order_page import Line, OrderPage
from marketplaces.canonical.refunds import RefundReason
from orders.services.money_back import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the form: its two fields, and what can still be given back of it."""

    line: Line
    units: forms.BoundField
    amount: forms.BoundField
    left: Decimal


class GiveBackForm(StyledForm):
    """What is typed stays when something is wrong. An amount counts before units."""

    shipping = AmountField(label=gettext_lazy("Of the shipping"), required=False)
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        error_messages={"required": gettext_lazy("Choose one of the marketplace’s reasons.")},
    )
    message = forms.CharField(
        label=gettext_lazy("Words for the buyer"), max_length=100, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    request_key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, found: OrderPage, reasons: Sequence[RefundReason], **kwargs: Any) -> None:
        super().__init__(*args, initial={"request_key": uuid.uuid4().hex}, **kwargs)
        self.found, self.left = found, found.left
        self.reasons = {reason.code: reason for reason in reasons}
        currency = found.order.currency
        for line in self._lines():
            self.fields[f"units-{line.item.pk}"] = _units(line)
            self.fields[f"amount-{line.item.pk}"] = AmountField(
                label=_("Amount for %(name)s") % {"name": line.item.product_name}, currency=currency, required=False
            )
            self.fields[f"amount-{line.item.pk}"].widget.attrs["class"] = "input qty"
        shipping = self.fields["shipping"]
        assert isinstance(shipping, AmountField)
        shipping.currency = currency
        if not found.order.shipping_cost:
            del self.fields["shipping"]
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose a reason")), *((reason.code, reason.title) for reason in reasons)]

    def rows(self) -> list[Row]:
        """Each line with its fields."""
        return [
            Row(
                line=line, units=self[f"units-{line.item.pk}"], amount=self[f"amount-{line.item.pk}"],
                left=self.left.lines[line.item.pk],
            )
            for line in self._lines()
        ]  # fmt: skip

    def parts(self) -> list[Part]:
        """What was asked for; lines with neither are left out."""
        asked = [
            Part(
                item=line.item.pk, quantity=self.cleaned_data.get(f"units-{line.item.pk}") or 0,
                amount=self.cleaned_data.get(f"amount-{line.item.pk}"),
            )
            for line in self._lines()
        ]  # fmt: skip
        return [part for part in asked if part.quantity or part.amount is not None]

    @property
    def shipping_asked(self) -> Decimal:
        return self.cleaned_data.get("shipping") or Decimal(0)

    def clean(self) -> dict[str, Any]:
        """Something is given back, and some reasons must be explained."""
        if not self.errors and not self.parts() and not self.shipping_asked:
            raise forms.ValidationError(_("Choose what is given back: units, or an amount."))
        reason = self.reasons.get(self.cleaned_data.get("reason", ""))
        if reason and reason.needs_message and not self.cleaned_data.get("message"):
            self.add_error("message", _("“%(reason)s” must be explained. Enter a sentence.") % {"reason": reason.title})
        return self.cleaned_data

    def _lines(self) -> list[Line]:
        return [line for line in self.found.lines if self.left.lines.get(line.item.pk)]


def _units(line: Line) -> forms.IntegerField:
    most = line.item.quantity - line.item.cancelled_quantity
    sentence = _("Enter 0 to %(n)d units of %(name)s.") % {"n": most, "name": line.item.product_name}
    return forms.IntegerField(
        label=_("Units of %(name)s") % {"name": line.item.product_name}, min_value=0, max_value=most, required=False,
        error_messages={"min_value": sentence, "max_value": sentence, "invalid": sentence},
        widget=forms.NumberInput(attrs={"class": "input qty", "inputmode": "numeric"}),
    )  # fmt: skip
