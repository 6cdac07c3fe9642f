"""The rarer filters of the order list, behind *More*."""

from __future__ import annotations

from typing import Any

from babel import Locale
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dashboard import status
from dashboard.formats.region import known_locale
from orders.selectors.narrowing import More

CHOICES: dict[str, list[tuple[str, Any]]] = {
    "held": [("", _("Held or not")), ("yes", _("Held")), ("no", _("Not held"))],
    "goods": [("", _("Physical or digital")), ("physical", _("Something to send")), ("digital", _("Digital only"))],
    "paid": [("", _("Paid or not")), ("yes", _("Paid")), ("no", _("Not paid yet"))],
    "returned": [("", _("Returned or not")), *((state, look.word) for state, look in status.RETURN.items())],
    "archived": [("", _("Without archived ones")), ("with", _("With archived ones")), ("only", _("Archived only"))],
}
LABELS = {
    "held": _("Hold"), "goods": _("Goods"), "paid": _("Payment"), "returned": _("Return"), "archived": _("Archive"),
}  # fmt: skip


class MoreFields(forms.Form):
    """What cannot be read is left out, as everywhere in the list's address."""

    tag = forms.CharField(required=False, max_length=40, label=_("Tag"))
    destination = forms.CharField(required=False, max_length=60, label=_("Country"))
    held = forms.ChoiceField(required=False, choices=CHOICES["held"], label=LABELS["held"])
    goods = forms.ChoiceField(required=False, choices=CHOICES["goods"], label=LABELS["goods"])
    paid = forms.ChoiceField(required=False, choices=CHOICES["paid"], label=LABELS["paid"])
    returned = forms.ChoiceField(required=False, choices=CHOICES["returned"], label=LABELS["returned"])
    archived = forms.ChoiceField(required=False, choices=CHOICES["archived"], label=LABELS["archived"])

    def more_fields(self) -> list[forms.BoundField]:
        """In the order of the menu."""
        return [self[name] for name in MoreFields.base_fields]

    def more_active(self) -> int:
        """How many of them narrow the list."""
        return len(self.more_words())

    def more_asked(self) -> More:
        """What the address says."""
        asked: dict[str, Any] = self.cleaned_data
        return More(
            tag=asked.get("tag", "").replace("\x00", ""),
            held=asked.get("held", ""),
            goods=asked.get("goods", ""),
            paid=asked.get("paid", ""),
            returned=asked.get("returned", ""),
            country=country_code(asked.get("destination", "")),
            archived=asked.get("archived", ""),
        )

    def more_words(self) -> dict[str, str]:
        """What the chips say, by parameter."""
        more = self.more_asked()
        words = {name: str(dict(CHOICES[name])[getattr(more, name)]) for name in CHOICES if getattr(more, name)}
        if more.returned:
            words["returned"] = str(_("Return: %(state)s") % {"state": words["returned"]})
        if more.tag:
            words["tag"] = str(_("Tagged “%(tag)s”") % {"tag": more.tag})
        if more.country:
            words["destination"] = str(_("To %(country)s") % {"country": country_name(more.country)})
        return words


def country_code(told: str) -> str:
    """Two letters as they are; a country's name in the reader's language or in English becomes its letters."""
    told = told.replace("\x00", "").strip()
    if len(told) == 2:
        return told.upper()
    wanted = told.casefold()
    for locale in (_reader(), known_locale("en")):
        for code, name in locale.territories.items():
            if wanted and name.casefold() == wanted and len(code) == 2:
                return str(code)
    return told


def country_name(code: str) -> str:
    """As the reader calls it."""
    return str(_reader().territories.get(code, code))


def _reader() -> Locale:
    return known_locale(get_language() or "en")
