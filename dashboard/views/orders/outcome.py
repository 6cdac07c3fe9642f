"""What an act on many orders says of itself: what it does, what became of it, who refused and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, ngettext_lazy

from orders.models import BulkAct

NAMED = 3
Words = str | Promise | Any


@dataclass(frozen=True, slots=True)
class Verb:
    """An act in its three tenses: the button, the running title, the result; `share` is the result of a part."""

    button: Words
    running: Words
    done: Words
    share: Words


VERBS: Mapping[str, Verb] = {
    "hold": Verb(
        ngettext_lazy("Hold %(n)d order", "Hold %(n)d orders", "n"),
        lazy("Holding orders"),
        ngettext_lazy("%(n)d order is held.", "%(n)d orders are held.", "n"),
        lazy("Held %(n)d of %(all)d."),
    ),
    "release": Verb(
        ngettext_lazy("Release %(n)d order", "Release %(n)d orders", "n"),
        lazy("Releasing orders"),
        ngettext_lazy("%(n)d order goes on.", "%(n)d orders go on.", "n"),
        lazy("Released %(n)d of %(all)d."),
    ),
    "tag": Verb(
        ngettext_lazy("Tag %(n)d order", "Tag %(n)d orders", "n"),
        lazy("Tagging orders"),
        ngettext_lazy("%(n)d order is tagged.", "%(n)d orders are tagged.", "n"),
        lazy("Tagged %(n)d of %(all)d."),
    ),
    "untag": Verb(
        ngettext_lazy("Take the tag off %(n)d order", "Take the tag off %(n)d orders", "n"),
        lazy("Taking a tag off"),
        ngettext_lazy("%(n)d order is without the tag.", "%(n)d orders are without the tag.", "n"),
        lazy("Took the tag off %(n)d of %(all)d."),
    ),
    "confirm": Verb(
        ngettext_lazy("Confirm %(n)d order", "Confirm %(n)d orders", "n"),
        lazy("Confirming orders"),
        ngettext_lazy("%(n)d order is confirmed.", "%(n)d orders are confirmed.", "n"),
        lazy("Confirmed %(n)d of %(all)d."),
    ),
    "archive": Verb(
        ngettext_lazy("Archive %(n)d order", "Archive %(n)d orders", "n"),
        lazy("Archiving orders"),
        ngettext_lazy(
            "%(n)d order is archived. It is in All, under More, Archived only.",
            "%(n)d orders are archived. They are in All, under More, Archived only.",
            "n",
        ),
        lazy("Archived %(n)d of %(all)d."),
    ),
    "bring_back": Verb(
        ngettext_lazy("Bring %(n)d order back", "Bring %(n)d orders back", "n"),
        lazy("Bringing orders back"),
        ngettext_lazy("%(n)d order is back.", "%(n)d orders are back.", "n"),
        lazy("Brought %(n)d of %(all)d back."),
    ),
    "invoice": Verb(
        ngettext_lazy("Issue the invoice of %(n)d order", "Issue the invoices of %(n)d orders", "n"),
        lazy("Issuing invoices"),
        ngettext_lazy("%(n)d order has its invoice.", "%(n)d orders have their invoices.", "n"),
        lazy("%(n)d of %(all)d have their invoices."),
    ),
    "retry": Verb(
        ngettext_lazy("Try the sync of %(n)d order again", "Try the sync of %(n)d orders again", "n"),
        lazy("Sending again"),
        ngettext_lazy("%(n)d order is sent again at once.", "%(n)d orders are sent again at once.", "n"),
        lazy("Sent %(n)d of %(all)d again."),
    ),
    "ship": Verb(
        ngettext_lazy("Ship %(n)d order", "Ship %(n)d orders", "n"),
        lazy("Shipping orders"),
        ngettext_lazy("Shipped %(n)d of %(n)d.", "Shipped %(n)d of %(n)d.", "n"),
        lazy("Shipped %(n)d of %(all)d."),
    ),
}


def sentence(act: BulkAct) -> str:
    """ "Shipped 11 of 12. O-10475 is on hold. Release it before shipping." """
    verb = VERBS[act.kind]
    if not act.refused:
        return str(verb.done % {"n": act.succeeded})
    told = [str(verb.share) % {"n": act.succeeded, "all": act.total}]
    told += [row["reason"] for row in act.refused[:NAMED]]
    if (more := len(act.refused) - NAMED) > 0:
        words = ngettext(
            "%(n)d more was refused; it is ticked, too.", "%(n)d more were refused; they are ticked, too.", more
        )
        told.append(words % {"n": more})
    return " ".join(told)


def tell(request: HttpRequest, act: BulkAct) -> None:
    """Above the next page: good news leave by themselves, the rest stays."""
    level = messages.WARNING if act.refused else messages.SUCCESS
    messages.add_message(request, level, sentence(act))


def progress(act: BulkAct) -> str:
    """How far it is."""
    return _("%(done)d of %(all)d done") % {"done": act.done, "all": act.total}
