"""Who sells, as it stands on invoices, and taking an invoice back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.forms.amounts import AmountField
from dashboard.forms.style import StyledForm, style
from orders.models import Seller
from orders.services.seller import FIELDS, LONGEST


class CreditForm(StyledForm):
    """Without an amount it is what was refunded."""

    amount = AmountField(label=_("Amount"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=250, required=False)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="credit-%s", **kwargs)
        self.fields["amount"] = AmountField(
            label=_("Amount"), currency=currency, required=False,
            help_text=_("Empty: what the buyer was refunded since."),
        )  # fmt: skip
        for field in self.fields.values():
            style(field.widget)
            field.widget.attrs["autocomplete"] = "off"


class SellerForm(StyledForm):
    """Everything that is on the paper of the next ones."""

    legal_name = forms.CharField(
        label=_("Name of the seller"), max_length=LONGEST["legal_name"],
        error_messages={"required": _("Enter the name under which you sell, as the law knows it.")},
    )  # fmt: skip
    address = forms.CharField(
        label=_("Address"), max_length=LONGEST["address"], widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Enter the address as it is written on a letter.")},
    )  # fmt: skip
    vat_id = forms.CharField(label=_("VAT ID"), max_length=LONGEST["vat_id"], required=False)
    registration = forms.CharField(label=_("Registration"), max_length=LONGEST["registration"], required=False)
    note = forms.CharField(
        label=_("Below each invoice"), max_length=LONGEST["note"], required=False,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Bank, contact, and what your country’s law asks for."),
    )  # fmt: skip
    invoice_prefix = forms.CharField(label=_("Invoices begin with"), max_length=12, required=False)
    credit_prefix = forms.CharField(label=_("Credit notes begin with"), max_length=12, required=False)
    first_number = forms.IntegerField(
        label=_("Number of the first invoice"), min_value=1,
        help_text=_("The others follow without a gap. It is fixed once an invoice is issued."),
    )  # fmt: skip

    def __init__(self, data: Any, seller: Seller, *, editable: bool) -> None:
        super().__init__(data, initial={name: getattr(seller, name) for name in FIELDS})
        if not editable:
            for field in self.fields.values():
                field.disabled = True
