"""Cancelling an order with one of the marketplace's own reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboard.forms.style import StyledForm
from marketplaces.canonical.shipments import CancelReason


class CancelForm(StyledForm):
    """A reason, and words where the reason asks for them."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        error_messages={"required": gettext_lazy("Choose one of the marketplace’s reasons.")},
    )
    message = forms.CharField(
        label=gettext_lazy("Words for the buyer"),
        help_text=gettext_lazy("Needed for some reasons only."),
        max_length=250,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, reasons: Sequence[CancelReason], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reasons = {reason.code: reason for reason in reasons}
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose a reason")), *((reason.code, reason.title) for reason in reasons)]

    def clean(self) -> dict[str, Any]:
        """Some reasons must be explained."""
        reason = self.reasons.get(self.cleaned_data.get("reason", ""))
        if reason and reason.needs_message and not self.cleaned_data.get("message"):
            self.add_error("message", _("“%(reason)s” must be explained. Enter a sentence.") % {"reason": reason.title})
        return self.cleaned_data
