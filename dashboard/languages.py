"""Languages as people call them: in the reader's language in a sentence, in their own on a tab."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language


def name_of(code: str) -> str:
    """As the reader calls it: "French"; the code itself where nobody knows it."""
    found = _known(code)
    reader = _known(get_language() or "en")
    return (found.get_display_name(reader or "en") or code) if found else code


def own_name_of(code: str) -> str:
    """As its speakers call it: "Français"."""
    found = _known(code)
    name = found.get_display_name(found) if found else ""
    return f"{name[:1].upper()}{name[1:]}" if name else code


def _known(code: str) -> Locale | None:
    try:
        return Locale.parse(code.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return None
