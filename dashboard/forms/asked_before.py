"""A form that remembers how things stood when it was drawn: nobody overwrites unseen what another just wrote."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from dashboard.forms.amounts import typed
from dashboard.forms.style import StyledForm


class AskedBeforeForm(StyledForm):
    """`was` carries the drawn values; `expected()` gives them back as the service compares them."""

    was = forms.CharField(required=False, widget=forms.HiddenInput)
    #: Fields by their type in the row.
    KINDS: Mapping[str, type] = {}

    @classmethod
    def drawn(cls, row: Any, **more: Any) -> Any:
        """The form as it is drawn for a row."""
        values = {name: getattr(row, name) for name in cls.KINDS}
        shown = {name: typed(value) if cls.KINDS[name] is Decimal else value for name, value in values.items()}
        return cls(None, initial={**shown, "was": written(values)}, **more)

    def expected(self) -> dict[str, Any] | None:
        """How the fields stood; raises ValidationError where that cannot be read."""
        try:
            told = json.loads(self.cleaned_data["was"])
            return {name: _read(kind, told[name]) for name, kind in self.KINDS.items()}
        except (ValueError, KeyError, TypeError, InvalidOperation):
            raise forms.ValidationError(_("This form is too old. Open it again; what you typed is below.")) from None

    def tell(self, theirs: Mapping[str, Any], row: Any) -> None:
        """Somebody else was quicker: what is there now stands beside what was typed, and saving again replaces it."""
        for name, value in theirs.items():
            now = typed(value) if isinstance(value, Decimal) else value
            sentence = _("Somebody changed it meanwhile; it is now “%(now)s”. Save again to put yours in its place.")
            self.add_error(name if name in self.fields else None, sentence % {"now": "–" if now in (None, "") else now})
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["was"] = written({name: getattr(row, name) for name in self.KINDS})
        self.data = data


def written(values: Mapping[str, Any]) -> str:
    """The values as the hidden field carries them."""
    return json.dumps(values, default=str, ensure_ascii=False)


def _read(kind: type, value: Any) -> Any:
    if value is None:
        return None
    return Decimal(value) if kind is Decimal else kind(value)
