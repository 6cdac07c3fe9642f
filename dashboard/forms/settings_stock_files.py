"""The form of a stock file: what it holds, where it is put, how often."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.models import Store
from dashboard.forms.style import StyledForm
from marketplaces.models import Connection
from sync.models import StockFile


class StockFileForm(StyledForm):
    """A stored secret is never drawn: an empty field keeps it."""

    name = forms.CharField(label=_("File name"), max_length=60, initial="stock.csv")
    connection = forms.ChoiceField(
        label=_("It holds"), required=False, help_text=_("One line per SKU: sku, gtin, quantity.")
    )
    where = forms.ChoiceField(label=_("It is put"), choices=[
        ("folder", _("into a folder of this machine")), ("sftp", _("onto a server, by SFTP"))])  # fmt: skip
    interval_minutes = forms.IntegerField(label=_("Every so many minutes"), initial=60)
    folder = forms.CharField(label=_("Folder"), required=False, max_length=200)
    host = forms.CharField(label=_("Server"), required=False, max_length=250, help_text=_("Such as sftp.example.com."))
    port = forms.IntegerField(label=_("Port"), required=False, initial=22)
    username = forms.CharField(label=_("User name"), required=False, max_length=100)
    password = forms.CharField(
        label=_("Password"), required=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    private_key = forms.CharField(
        label=_("Or private key"), required=False, max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, data: Any, store: Store, file: StockFile | None = None) -> None:
        drawn = ("name", "where", "interval_minutes", "folder", "host", "port", "username")
        filled = {name: getattr(file, name) for name in drawn} if file else {}
        if file is not None:
            filled["connection"] = str(file.connection_id or "")
        super().__init__(data, initial=filled)
        shops = Connection.objects.filter(store=store).exclude(status="disconnected").order_by("name")
        self._shops = {str(row.pk): row for row in shops}
        field = self.fields["connection"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("What is available in the store")), *((pk, row.name) for pk, row in self._shops.items())
        ]  # fmt: skip
        if file is not None and (file.password or file.private_key):
            self.fields["password"].help_text = _("Stored. Type a new one to replace it; leave it empty to keep it.")

    def wanted(self) -> dict[str, Any]:
        """What the service takes."""
        told = dict(self.cleaned_data)
        return {**told, "connection": self._shops.get(told["connection"]), "port": told["port"] or 22}

    def refuse(self, refused: DomainError) -> None:
        """The sentence of the service, at its field."""
        self.add_error(refused.field if refused.field in self.fields else None, str(refused))
