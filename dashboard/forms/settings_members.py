"""The form that asks somebody to work here."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from core.models import Role
from dashboard.forms.style import StyledForm

#: A role by what it lets one do.
WORDS = {
    Role.OWNER: _("Owner: everything"),
    Role.MANAGER: _("Manager: all but members and tokens"),
    Role.PACKER: _("Packer: packs, counts; no money"),
    Role.READ_ONLY: _("Read-only: sees all, changes nothing"),
}


class InviteForm(StyledForm):
    """An address and a role."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        error_messages={
            "required": _("Enter the e-mail address to ask."),
            "invalid": _("Enter an e-mail address like nadia@example.org."),
        },
    )
    role = forms.ChoiceField(label=_("Role"), choices=[(role.value, WORDS[role]) for role in Role], initial=Role.PACKER)
