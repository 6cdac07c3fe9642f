"""The hidden filters of the order list: which term of which sum it shows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplaces.framework import registry
from orders.selectors.terms import NONE, TERMS, Term

#: What the chip of a term says.
WORDS = {
    "sold": _("Counted as sold"),
    "practice": _("Left out: practice data"),
    "cancelled": _("Left out: cancelled"),
    "unknown": _("Left out: unknown status"),
    "refunded": _("Counted as refunded"),
    "part_refunded": _("Refunded in part"),
    "refund_untold": _("Refund not told yet"),
    "given_back": _("With a refund"),
    "cut": _("With cancelled units"),
    "told": _("Fees told"),
    "estimated": _("Fees estimated"),
    "untold": _("Fees not told yet"),
    "promised": _("Sent, with a deadline"),
    "sent_late": _("Sent after the deadline"),
    "leaving": _("Can leave"),
    "late": _("Late"),
    "soon": _("Leaves within 4 hours"),
    "rest": _("Leaves later today"),
    "next": _("Leaves by the next working day"),
}


class TermFields(forms.Form):
    """Written by links, not by people; what cannot be read is left out."""

    term = forms.ChoiceField(required=False, choices=[(name, name) for name in TERMS], widget=forms.HiddenInput)
    currency = forms.RegexField(r"^[A-Z]{3}$", required=False, widget=forms.HiddenInput)
    channel = forms.SlugField(required=False, max_length=20, widget=forms.HiddenInput)
    of_shop = forms.CharField(required=False, widget=forms.HiddenInput)
    country = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    product = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_of_shop(self) -> str:
        return self._key("of_shop")

    def clean_product(self) -> str:
        return self._key("product")

    def term_asked(self) -> Term:
        """The term that the address names."""
        asked: dict[str, Any] = self.cleaned_data
        return Term(
            name=asked.get("term", ""),
            currency=asked.get("currency", ""),
            channel=asked.get("channel", ""),
            shop=asked.get("of_shop", ""),
            country=asked.get("country", "").replace("\x00", ""),
            product=asked.get("product", ""),
        )

    def term_words(self) -> dict[str, str]:
        """What the chips say, by parameter."""
        asked = {name: self.cleaned_data.get(name, "") for name in TermFields.base_fields}
        words = {
            "term": WORDS.get(asked["term"], ""),
            "currency": asked["currency"],
            "channel": _shop_kind(asked["channel"]),
            "of_shop": _("Of a removed shop") if asked["of_shop"] == NONE else asked["of_shop"] and _("Of one shop"),
            "country": _("No country told") if asked["country"] == NONE else asked["country"],
            "product": _("With a line not linked")
            if asked["product"] == NONE
            else asked["product"] and _("One product"),
        }
        return {name: str(word) for name, word in words.items() if word}

    def _key(self, name: str) -> str:
        value: str = self.cleaned_data[name]
        return value if value in ("", NONE) else str(forms.UUIDField().clean(value))


def _shop_kind(code: str) -> str:
    """The marketplace by its own name, also where the code writes it otherwise."""
    return registry.connector_class(code).name if code in registry.codes() else code.title()
