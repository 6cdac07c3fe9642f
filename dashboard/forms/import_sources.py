"""The form of a place that feeds are fetched from; the service judges what is typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from dashboard.forms.style import StyledForm
from sync.models import ImportSource
from sync.sources.keeping import LONGEST_NAME, LONGEST_URL

#: What a kind does not ask. The style sheet hides it while that kind is chosen; a source that is made never draws it.
NOT_ASKED = {
    ImportSource.Kind.URL: ("folder", "pattern"),
    ImportSource.Kind.FOLDER: ("url", "username", "password"),
    ImportSource.Kind.SFTP: ("folder",),
}
SHOWN = ("name", "url", "folder", "pattern", "username", "interval_minutes")


class ImportSourceForm(StyledForm):
    """All kinds in one; what a kind does not have is left alone."""

    name = forms.CharField(
        label=_("Name"), max_length=LONGEST_NAME, help_text=_("What to recognise it by: the supplier, the program."),
        error_messages={"required": _("Enter what to recognise it by.")},
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Where"), choices=ImportSource.Kind.choices)
    url = forms.CharField(
        label=_("Address"), required=False, max_length=LONGEST_URL,
        help_text=_("https://… of the feed itself, or sftp://host/folder."),
        widget=forms.TextInput(attrs={"placeholder": "https://supplier.example.com/feed.csv", "autocomplete": "off"}),
    )  # fmt: skip
    folder = forms.CharField(
        label=_("Folder here"), required=False, max_length=60,
        help_text=_("Its name below the store's own folder. It is made where it is missing."),
    )  # fmt: skip
    pattern = forms.CharField(
        label=_("Files"), required=False, max_length=60, help_text=_("Of a folder: for example *.csv. Empty: all.")
    )
    username = forms.CharField(label=_("Name to sign in with"), required=False, max_length=150)
    password = forms.CharField(
        label=_("Password"), required=False, max_length=500, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    interval_minutes = forms.IntegerField(
        label=_("Every so many minutes"), initial=60, widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": _("Enter 5 to 10080 minutes."), "invalid": _("Enter a whole number, for example 60."),
        },
    )  # fmt: skip
    forget_key = forms.BooleanField(label=_("Forget the server's key: it was replaced"), required=False)

    def __init__(self, data: Any, source: ImportSource | None = None) -> None:
        super().__init__(data, initial={name: getattr(source, name) for name in SHOWN} if source else {})
        if source is None or not source.host_key:
            del self.fields["forget_key"]
        if source is None:
            self._mark()
        else:
            for name in ("kind", *NOT_ASKED[ImportSource.Kind(source.kind)]):
                del self.fields[name]
            if source.password and "password" in self.fields:
                self.fields["password"].help_text = _("One is set; typing replaces it. Needed again at a new address.")

    def _mark(self) -> None:
        for kind, names in NOT_ASKED.items():
            for name in names:
                self.fields[name].widget.attrs["class"] += f" not-{kind}"

    def told(self) -> dict[str, Any]:
        """As the service takes it; an empty password leaves the one that is set."""
        found = dict(self.cleaned_data)
        if not found.get("password"):
            found.pop("password", None)
        return found

    def refuse(self, refused: DomainError) -> None:
        """The sentence of the service, at its field."""
        self.add_error(refused.field if refused.field in self.fields else None, str(refused))
