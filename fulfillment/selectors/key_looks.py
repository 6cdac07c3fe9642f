"""What was done with the keys of an order by hand: each look, each replacement, with who, when and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Q

from fulfillment.models import LicenseKey

#: How the reasons begin that `services.keys.withdrawing` keeps.
SHOWN, REPLACED = "shown to ", "replaced by "


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One key, seen or replaced by a person. `mark` is what the page calls the key."""

    mark: str
    what: Literal["shown", "replaced"]
    who: str
    why: str
    at: datetime


def looks(keys: Sequence[LicenseKey]) -> list[Look]:
    """The newest first. A replacement is told once, of the key that went."""
    rows = LicenseKey.history.filter(
        Q(history_change_reason__startswith=SHOWN)
        | Q(history_change_reason__startswith=REPLACED, state=LicenseKey.State.REPLACED),
        id__in=[key.pk for key in keys],
    ).order_by("-history_date")
    told = rows.values_list("fingerprint", "history_change_reason", "history_date")
    return [_look(fingerprint, reason, at) for fingerprint, reason, at in told]


def _look(fingerprint: str, reason: str, at: datetime) -> Look:
    shown = reason.startswith(SHOWN)
    who, _colon, why = reason.removeprefix(SHOWN if shown else REPLACED).partition(": ")
    return Look(mark=fingerprint[:6], what="shown" if shown else "replaced", who=who, why=why, at=at)
