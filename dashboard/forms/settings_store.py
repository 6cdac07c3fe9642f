"""The form of the store: every choice shows what it means, in the reader's language."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, list_currencies
from django import forms
from django.utils.translation import gettext_lazy as _

from core.models import Store
from dashboard.forms.style import StyledForm
from orders.services.store_settings import countries

#: How numbers and dates are written; what else the store may have been given is added.
LOCALES = (
    "ar-AE", "bg-BG", "cs-CZ", "da-DK", "de-AT", "de-CH", "de-DE", "de-LU", "el-GR", "en-AU", "en-GB", "en-IE",
    "en-SG", "en-US", "es-ES", "es-MX", "et-EE", "fi-FI", "fr-BE", "fr-CH", "fr-FR", "fr-LU", "he-IL", "hu-HU",
    "hy-AM", "id-ID", "it-IT", "ja-JP", "ka-GE", "kk-KZ", "ko-KR", "lt-LT", "lv-LV", "ms-MY", "nb-NO", "nl-BE",
    "nl-NL", "pl-PL", "pt-BR", "pt-PT", "ro-RO", "ru-RU", "sk-SK", "sl-SI", "sv-SE", "th-TH", "tr-TR", "uk-UA",
    "uz-UZ", "vi-VN",
)  # fmt: skip
#: What texts are written in.
LANGUAGES = (
    "ar", "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "he", "hu", "hy", "id", "it", "ja", "ka", "kk",
    "ko", "lb", "lt", "lv", "ms", "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sv", "th", "tl", "tr", "uk", "uz",
    "vi", "zh",
)  # fmt: skip
PLACES = 6
SAMPLE_DAY, SAMPLE_NUMBER = date(2026, 12, 31), Decimal("1234.56")


class StoreForm(StyledForm):
    """What counts for the whole store."""

    name = forms.CharField(label=_("Name"), max_length=120, error_messages={"required": _("Enter a name.")})
    country = forms.ChoiceField(label=_("Country"), required=False)
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    timezone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Every page, deadline and day’s total follows it.")
    )  # fmt: skip
    locale = forms.ChoiceField(label=_("Numbers and dates"))
    import_price_share = forms.IntegerField(
        label=_("Hold imports that change more than, % of prices"), required=False, min_value=1, max_value=100,
        help_text=_("They wait for your word. 100 holds none; below ten changed prices none is held either."),
    )  # fmt: skip

    def __init__(self, data: Any, store: Store, *, reader: Locale, fixed: bool, editable: bool) -> None:
        languages = {f"language_{n}": code for n, code in enumerate(store.languages[:PLACES], 1)}
        super().__init__(data, initial={name: getattr(store, name) for name in self.base_fields} | languages)
        self._offer("country", [("", _("Not said")), *_named(countries(), reader.territories)])
        self._offer("currency", _named({*list_currencies(), store.currency}, reader.currencies, code_first=True))
        self._offer("timezone", [(zone, zone.replace("_", " ")) for zone in _zones(store.timezone)])
        self._offer("locale", [(code, _locale_word(code, reader)) for code in sorted({*LOCALES, store.locale})])
        names = _named({*LANGUAGES, *store.languages}, reader.languages)
        for place in range(1, PLACES + 1):
            choice = forms.ChoiceField(label=_PLACE_WORDS[place - 1], choices=[("", "–"), *names], required=False)
            choice.widget.attrs["class"] = "select"
            self.fields[f"language_{place}"] = choice
        if fixed:
            self.fields["currency"].disabled = True
            self.fields["currency"].help_text = _("Fixed since the first order.")
        if not editable:
            for field in self.fields.values():
                field.disabled = True

    @property
    def languages(self) -> list[forms.BoundField]:
        """The places in the order of fallback."""
        return [self[f"language_{place}"] for place in range(1, PLACES + 1)]

    def wanted(self) -> dict[str, Any]:
        """What the service is asked for."""
        data = self.cleaned_data
        chosen = [data[f"language_{place}"] for place in range(1, PLACES + 1)]
        given = {name: data[name] for name in self.base_fields if data[name] is not None}
        return given | {"languages": chosen}

    def _offer(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)


_PLACE_WORDS = (_("First"), _("Then"), _("Third"), _("Fourth"), _("Fifth"), _("Sixth"))


def _named(codes: Iterable[str], names: Any, *, code_first: bool = False) -> list[tuple[str, str]]:
    """Codes with their names, sorted as people look for them."""
    found = [(code, names.get(code.replace("-", "_"), names.get(code.partition("-")[0], code))) for code in codes]
    if code_first:
        return [(code, f"{code} · {name}") for code, name in sorted(found)]
    return sorted(found, key=lambda pair: str(pair[1]).casefold())


def _zones(present: str) -> list[str]:
    """Places people know; the zone of the store even if it is another."""
    areas = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
    found = {zone for zone in zoneinfo.available_timezones() if zone.startswith(areas)}
    return sorted(found | {"UTC", present})


def _locale_word(code: str, reader: Locale) -> str:
    """ "German (Germany) · 1.234,56 · 31.12.2026"."""
    try:
        locale = Locale.parse(code, sep="-")
    except ValueError:
        return code
    samples = (format_decimal(SAMPLE_NUMBER, locale=locale), format_date(SAMPLE_DAY, "short", locale=locale))
    return " · ".join((locale.get_display_name(reader) or code, *samples))
