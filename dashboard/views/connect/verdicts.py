"""The three answers of a test, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from dashboard import status
from marketplaces.services.trial import Tested


@dataclass(frozen=True, slots=True)
class Shown:
    """One verdict as it is drawn."""

    name: str
    state: str
    heading: str
    tone: str
    icon: str
    said: str
    fix: str
    took: int


def verdicts_of(tested: Tested, kind: str) -> list[Shown]:
    """In their order."""
    shown = []
    for verdict in tested.verdicts:
        look = status.look("verdict", verdict.state)
        heading = _heading(verdict.name, verdict.state) % {"kind": kind}
        took = verdict.duration_ms if verdict.state != "not_tried" else 0
        shown.append(Shown(verdict.name, verdict.state, heading, look.tone, look.icon, verdict.said, verdict.fix, took))
    return shown


def _heading(name: str, state: str) -> str:
    return {
        ("reachable", "passed"): _("%(kind)s can be reached"),
        ("reachable", "refused"): _("%(kind)s could not be reached"),
        ("reachable", "not_tried"): _("Reaching %(kind)s: not tried"),
        ("accepted", "passed"): _("The keys are accepted"),
        ("accepted", "refused"): _("The keys were refused"),
        ("accepted", "not_tried"): _("The keys: not tried"),
        ("shape", "passed"): _("The answer has the shape we know"),
        ("shape", "refused"): _("The answer is not what we know"),
        ("shape", "not_tried"): _("Shape of the answer: not tried"),
    }[(name, state)]
