"""What a store is called and how its pages write numbers, times and texts. The currency is fixed by the first order."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from babel import Locale, UnknownLocaleError, localedata
from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.models import Store
from core.money import is_currency
from orders.models import Order

FIELDS = ("name", "country", "currency", "timezone", "locale", "languages", "import_price_share")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-zA-Z]{1,3})?")
MOST_LANGUAGES = 12


def currency_is_fixed(store: Store) -> bool:
    """Whether there is an order already: sums of two currencies would no longer add up."""
    return Order.all_objects.filter(store=store).exists()


def change_store(store: Store, wanted: Mapping[str, Any], *, by: str) -> list[str]:
    """Save what differs; returns the names of the fields. Raises DomainError naming the field that is wrong."""
    unknown = set(wanted) - set(FIELDS)
    if unknown:
        raise ValueError(f"A store has no {', '.join(sorted(unknown))} to set.")
    values = {name: _CHECKS[name](wanted[name]) for name in wanted}
    with transaction.atomic():
        # Orders take their numbers under this lock too: none comes between the look and the change.
        row = Store.objects.select_for_update().get(pk=store.pk)
        changed = [name for name in FIELDS if name in values and getattr(row, name) != values[name]]
        if "currency" in changed and currency_is_fixed(row):
            raise DomainError(
                _("There are orders in %(currency)s already, so the currency stays.") % {"currency": row.currency},
                field="currency",
            )
        for name in changed:
            setattr(row, name, values[name])
        if changed:
            row._change_reason = f"changed by {by}"[:100]
            row.save(update_fields=[*changed, "updated_at"])
    store.refresh_from_db()
    return changed


def _name(given: str) -> str:
    name = given.strip()
    if not name or len(name) > 120 or "\x00" in name:
        raise DomainError(_("Enter the name people know, at most 120 characters."), field="name")
    return name


def _country(given: str) -> str:
    code = given.strip().upper()
    if code and code not in countries():
        raise DomainError(_("Choose a country from the list."), field="country")
    return code


def _share(given: int) -> int:
    if not 1 <= given <= 100:
        raise DomainError(_("Enter a share between 1 and 100 percent."), field="import_price_share")
    return given


def _currency(given: str) -> str:
    code = given.strip().upper()
    if not is_currency(code):
        raise DomainError(_("Choose a currency from the list."), field="currency")
    return code


def _timezone(given: str) -> str:
    if given not in zoneinfo.available_timezones():
        raise DomainError(_("Choose a time zone from the list."), field="timezone")
    return given


def _locale(given: str) -> str:
    try:
        known = localedata.exists(str(Locale.parse(given, sep="-")))
    except (UnknownLocaleError, ValueError):
        known = False
    if not known or len(given) > 12:
        raise DomainError(_("Choose from the list how numbers and dates are written."), field="locale")
    return given


def _languages(given: Sequence[str]) -> list[str]:
    """In order, each once; the first is the store's own."""
    codes = list(dict.fromkeys(code.strip() for code in given if code.strip()))
    if not codes:
        raise DomainError(_("Choose at least the language the store writes in."), field="languages")
    if len(codes) > MOST_LANGUAGES or not all(LANGUAGE.fullmatch(code) for code in codes):
        raise DomainError(_("Choose languages from the list."), field="languages")
    return codes


def countries() -> frozenset[str]:
    """The two letters of every country that has a name."""
    names = [str(code) for code in Locale("en").territories]
    return frozenset(
        code for code in names if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "XA", "XB", "ZZ")
    )


_CHECKS: dict[str, Callable[[Any], Any]] = {
    "name": _name,
    "country": _country,
    "currency": _currency,
    "timezone": _timezone,
    "locale": _locale,
    "languages": _languages,
    "import_price_share": _share,
}
