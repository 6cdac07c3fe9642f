"""What a member wants to be told: a row per kind, quiet hours, the digest."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.models import Membership, Notification
from core.services import notifications
from core.services.notifications import KINDS, Choice
from dashboard.forms.style import StyledForm


def _time(label: Any, *, required: bool = False) -> forms.TimeField:
    return forms.TimeField(
        label=label, required=required, input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "input"}),
        error_messages={"invalid": _("Enter a time like 22:00."), "required": _("Enter a time like 08:00.")},
    )  # fmt: skip


class ChoicesForm(StyledForm):
    """Fields `page-<kind>` and `mail-<kind>` for every kind that this role may hear of."""

    quiet_from = _time(_("No e-mail from"))
    quiet_to = _time(_("No e-mail until"))
    digest = forms.BooleanField(label=_("Send the daily digest"), required=False)
    digest_at = _time(_("Daily digest at"), required=True)

    def __init__(self, data: Any, member: Membership) -> None:
        self.member = member
        hours, wishes = notifications.hours_of(member), notifications.choices([member])[member.pk]
        initial: dict[str, Any] = {
            "quiet_from": hours.quiet_from, "quiet_to": hours.quiet_to, "digest": hours.digest,
            "digest_at": hours.digest_at,
        }  # fmt: skip
        super().__init__(data, initial=initial)
        self.fields["digest"].widget.attrs |= {"class": "switch", "role": "switch"}
        for name, wish in wishes.items():
            self._add(name, wish)

    def _add(self, name: str, wish: Choice) -> None:
        word = KINDS[name].word
        page = forms.BooleanField(required=False, initial=wish.in_page)
        page.widget.attrs |= {"class": "switch", "role": "switch", "aria-label": _("%s: in the page") % word}
        mail = forms.ChoiceField(choices=Notification.Mail.choices, initial=wish.mail)
        mail.widget.attrs |= {"class": "select", "aria-label": _("%s: by e-mail") % word}
        mail.error_messages["required"] = _("Choose at once, in the daily digest, or no e-mail.")
        self.fields[f"page-{name}"], self.fields[f"mail-{name}"] = page, mail

    @property
    def kinds(self) -> list[dict[str, Any]]:
        """A row per kind, with its two fields."""
        return [
            {"kind": KINDS[name], "page": self[f"page-{name}"], "mail": self[f"mail-{name}"]}
            for name in notifications.kinds_for(self.member)
        ]

    def choices(self) -> dict[str, Choice]:
        """What was chosen, by kind."""
        told = self.cleaned_data
        return {
            name: Choice(in_page=told[f"page-{name}"], mail=told[f"mail-{name}"])
            for name in notifications.kinds_for(self.member)
        }

    def hours(self) -> dict[str, Any]:
        """When mail may come."""
        return {name: self.cleaned_data[name] for name in ("quiet_from", "quiet_to", "digest", "digest_at")}
