"""The words of a mail."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.forms.style import StyledForm
from sync.news.texts import LONGEST_BODY, LONGEST_SUBJECT, Text


class WordsForm(StyledForm):
    """What stands in it is checked by `sync.news.texts`."""

    subject = forms.CharField(
        label=_("Subject"), max_length=LONGEST_SUBJECT,
        error_messages={"required": _("Enter a subject: a mail without one is taken for rubbish.")},
    )  # fmt: skip
    body = forms.CharField(
        label=_("Text"), max_length=LONGEST_BODY, widget=forms.Textarea(attrs={"class": "area", "rows": 14}),
        error_messages={"required": _("Enter the text of the mail.")},
    )  # fmt: skip

    order = forms.CharField(
        label=_("Order to preview with"), max_length=100, required=False,
        help_text=_("Its number, ours or the marketplace’s. Empty: the newest that fits."),
    )  # fmt: skip

    def text(self) -> Text:
        """As it was typed."""
        return Text(self.cleaned_data["subject"], self.cleaned_data["body"].replace("\r\n", "\n"))
