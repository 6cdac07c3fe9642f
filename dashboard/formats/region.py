"""The region a page is written for: the store's separators and time zone, the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError, localedata

DEFAULT_LOCALE = "en_GB"
UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Region:
    """Numbers follow `locale`, the names of days and months follow `language`, times stand in `zone`."""

    locale: str = DEFAULT_LOCALE
    zone: ZoneInfo = UTC
    language: str = "en"

    @property
    def numbers(self) -> Locale:
        return known_locale(self.locale)

    @property
    def dates(self) -> Locale:
        """The reader's language in the store's country, where that is known: a page never mixes two languages."""
        territory = self.numbers.territory
        return known_locale(f"{self.language.partition('-')[0]}_{territory}" if territory else self.language)


@lru_cache(maxsize=256)
def known_locale(name: str) -> Locale:
    """The nearest locale that has data: itself, its language, then British English.

    Plain English is read as British: days before months is what every country but one expects.
    """
    name = name.replace("-", "_")
    for candidate in (name, name.partition("_")[0]):
        if candidate == "en":
            break
        if candidate and localedata.exists(candidate):
            return _parsed(candidate)
    return Locale.parse(DEFAULT_LOCALE)


def _parsed(name: str) -> Locale:
    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return Locale.parse(DEFAULT_LOCALE)
