"""Forms that look like this house: each widget gets its class, each error its word for what to enter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.widgets import Input
from django.utils.functional import Promise
from django.utils.text import capfirst

CLASSES: dict[type[forms.Widget], str] = {
    forms.CheckboxInput: "check",
    forms.RadioSelect: "check",
    forms.Textarea: "area",
    forms.Select: "select",
    forms.SelectMultiple: "select",
    forms.FileInput: "input",
    Input: "input",
}


class StyledForm(forms.Form):
    """A form whose widgets carry the classes of `components.css`, and whose choices begin with a capital."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            style(field.widget)
            if isinstance(field, forms.ChoiceField) and isinstance(field.choices, list):
                field.choices = [(key, _begun(word)) for key, word in field.choices]


def _begun(word: Any) -> Any:
    """A choice as a line of its own; groups of choices stay as they are."""
    return capfirst(str(word)) if isinstance(word, str | Promise) else word


def style(widget: forms.Widget) -> None:
    """Give a widget its class unless it has one."""
    widget.attrs.setdefault("class", next((name for kind, name in CLASSES.items() if isinstance(widget, kind)), ""))
