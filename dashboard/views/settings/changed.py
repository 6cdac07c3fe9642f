"""The sentence after saving: which fields are different now."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _


def told(form: forms.Form, names: Iterable[str]) -> str:
    """ "Saved: name, time zone.", or nothing when nothing is."""
    labels = [str(form.fields[name].label or name) for name in names]
    if not labels:
        return ""
    first, *rest = labels
    return _("Saved: %(fields)s.") % {"fields": ", ".join([first, *(word[:1].lower() + word[1:] for word in rest)])}
