"""Two people at the same thing: a change made meanwhile is shown, never overwritten unseen."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from core.errors import DomainError


class ChangedMeanwhile(DomainError):
    """Somebody else changed these fields first; `theirs` holds what is there now. Nothing was written."""

    def __init__(self, theirs: Mapping[str, Any]) -> None:
        super().__init__(_("Somebody else changed this meanwhile. Compare, then save again."))
        self.theirs = dict(theirs)


def check(row: Any, wanted: Mapping[str, Any], expected: Mapping[str, Any] | None) -> None:
    """Raise ChangedMeanwhile for fields that are neither as they were when asked (`expected`) nor as wanted.

    What others changed in fields that are not asked about stays, and does not stand in the way.
    """
    if expected is None:
        return
    now = {name: getattr(row, name) for name in wanted if name in expected}
    theirs = {name: value for name, value in now.items() if value not in (expected[name], wanted[name])}
    if theirs:
        raise ChangedMeanwhile(theirs)
