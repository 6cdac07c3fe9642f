"""The moment that a reading is to start from, as a person or a program names it."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError

#: Nobody has sold on a marketplace before; time zones cannot carry an earlier moment out of the calendar.
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
#: So far the marketplace's clock may be ahead of ours.
AHEAD = timedelta(minutes=5)


def checked_since(moment: datetime) -> datetime:
    """The moment to read from. Raises DomainError for one that has not come yet: such a run would read nothing."""
    if moment > timezone.now() + AHEAD:
        raise DomainError(
            _("Nothing can have changed since %(moment)s: it has not come yet. Choose an earlier moment.")
            % {"moment": moment.isoformat(sep=" ", timespec="minutes")}
        )
    return max(moment, EARLIEST)
