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

ADDRESS = "base_url"


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
            self.fields[field.name] = _field(field, (stored or {}).get(field.name, ""), new=stored is None)
        if stored is None and kind.own_address:
            self.fields[ADDRESS] = _address(kind)
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
        """The sandbox's address when asked for, else the shop's own where it has one, else the marketplace's."""
        if self.data.get("sandbox"):
            return sandbox_address(self.kind.code)
        return str(self.data.get(ADDRESS, "")).strip() if ADDRESS in self.fields else ""

    @property
    def address(self) -> forms.BoundField | None:
        """Where a shop with an address of its own is called."""
        return self[ADDRESS] if ADDRESS in self.fields else None

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Put sentences beside the fields they are about."""
        self.is_valid()
        for name, sentence in problems.items():
            self.add_error(name if name in self.fields else None, sentence)


def _address(kind: type[Connector]) -> forms.CharField:
    attrs = {"class": "input mono", "autocomplete": "off", "spellcheck": "false", "placeholder": kind.api_base_url}
    said = _("It begins with https://. Leave it empty to be sent orders only: nothing is told to the shop then.")
    return forms.CharField(label=kind.own_address, required=False, widget=forms.TextInput(attrs), help_text=said)


def _field(declared: CredentialField, hint: str, *, new: bool) -> forms.CharField:
    if declared.made and new:
        return _made(declared)
    if hint:
        said = _("Stored, ends %(hint)s. Type a new one to replace it; leave it empty to keep it.") % {"hint": hint}
    else:
        said = declared.hint  # where it is found stands in the guide beside the form
    attrs = {"class": "input mono", "autocomplete": "off", "spellcheck": "false"}
    widget = forms.PasswordInput(attrs, render_value=False) if declared.secret else forms.TextInput(attrs)
    label = declared.label if declared.required else _("%(label)s (optional)") % {"label": declared.label}
    return forms.CharField(label=label, required=False, widget=widget, help_text=said)


def _made(declared: CredentialField) -> forms.CharField:
    """Readable, and drawn again with what was made: until it is saved, this page is the only place that has it."""
    attrs = {"class": "input mono", "autocomplete": "off", "spellcheck": "false"}
    said = _("Made for this shop: enter it there before you test.")
    if declared.secret:
        said = _("Made for this shop and shown only here: enter it there before you test.")
    return forms.CharField(
        label=declared.label,
        required=False,
        widget=forms.TextInput(attrs),
        help_text=said,
        initial=declared.new_value(),
    )
