"""The form of a shop's keys, made of the fields that its connector declares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboard.forms.style import StyledForm
from marketplaces.framework.base import Connector
from marketplaces.framework.credentials import CredentialField
from marketplaces.services.connectors import sandbox_address


class KeysForm(StyledForm):
    """Name, keys, and whether this is the practice marketplace. A secret is never filled in again."""

    name = forms.CharField(
        label=gettext_lazy("Name in Orion"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Seen by your team only. You can connect several shops of one marketplace."),
    )

    def __init__(
        self, kind: type[Connector], data: Any = None, *, stored: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.kind = kind
        for field in self._asked:
            self.fields[field.name] = _field(field, (stored or {}).get(field.name, ""))
        if stored is None:
            self.fields["sandbox"] = forms.BooleanField(
                label=_("Use the practice marketplace (sandbox)"),
                required=False,
                widget=forms.CheckboxInput(attrs={"class": "switch", "role": "switch"}),
            )
        for bound in self:
            bound.field.widget.attrs.setdefault("aria-describedby", f"{bound.auto_id}_error {bound.auto_id}_helptext")

    @property
    def _asked(self) -> list[CredentialField]:
        """What the marketplace tells by itself is asked of nobody."""
        return [field for field in self.kind.credential_fields if not field.told]

    @property
    def keys(self) -> list[forms.BoundField]:
        """The credential fields as they are drawn."""
        return [self[field.name] for field in self._asked]

    @property
    def typed(self) -> list[forms.BoundField]:
        """Those that a person always types."""
        return [self[field.name] for field in self._asked if not field.granted]

    @property
    def granted(self) -> list[forms.BoundField]:
        """Those that signing in by link brings, for who has them already."""
        return [self[field.name] for field in self._asked if field.granted]

    @property
    def shows_granted(self) -> bool:
        """Whether they stand open: something was typed there or is wrong there."""
        return any(bound.errors or (self.is_bound and bound.data) for bound in self.granted)

    def values(self) -> dict[str, str]:
        """What was typed, blanks left out."""
        self.is_valid()
        typed = {field.name: str(self.data.get(field.name, "")).strip() for field in self._asked}
        return {name: text for name, text in typed.items() if text}

    def base_url(self) -> str:
        """The sandbox's address when asked for, else the marketplace's own."""
        return sandbox_address(self.kind.code) if self.data.get("sandbox") else ""

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Put sentences beside the fields they are about."""
        self.is_valid()
        for name, sentence in problems.items():
            self.add_error(name if name in self.fields else None, sentence)


def _field(declared: CredentialField, hint: str) -> forms.CharField:
    if hint:
        said = _("Stored, ends %(hint)s. Type a new one to replace it; leave it empty to keep it.") % {"hint": hint}
    else:
        said = declared.hint  # where it is found stands in the guide beside the form
    attrs = {"class": "input mono", "autocomplete": "off", "spellcheck": "false"}
    widget = forms.PasswordInput(attrs, render_value=False) if declared.secret else forms.TextInput(attrs)
    label = declared.label if declared.required else _("%(label)s (optional)") % {"label": declared.label}
    return forms.CharField(label=label, required=False, widget=widget, help_text=said)
