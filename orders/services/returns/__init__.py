"""Takes a page of returns in; the same page again changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from marketplaces.canonical.returns import Return
from marketplaces.models import Connection
from orders.services.intake import one_at_a_time
from orders.services.returns.arrivals import Arrival, check_all
from orders.services.returns.write import write_page

__all__ = ["Taken", "take_in"]


@dataclass(slots=True)
class Taken:
    """What became of a page; every return of it is counted once."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


def take_in(*, connection: Connection, returns: Sequence[Return], seen_at: datetime, reason: str = "") -> Taken:
    """Bring our returns up to what the marketplace said, in the caller's transaction.

    What cannot be stored is refused with a sentence; if the database refuses the set, its returns go one by one.
    """
    arrivals, refused = check_all(returns)
    one_at_a_time(connection)
    try:
        with transaction.atomic():
            taken = _write(connection, arrivals, seen_at, reason)
    except (DataError, IntegrityError):
        taken = _one_by_one(connection, arrivals, seen_at, reason)
    taken.refused += refused
    taken.unchanged += len(returns) - len(arrivals) - len(refused)
    return taken


def _write(shop: Connection, arrivals: Sequence[Arrival], seen_at: datetime, reason: str) -> Taken:
    created, updated = write_page(shop, arrivals, seen_at=seen_at, reason=reason)
    return Taken(created, updated, len(arrivals) - created - updated)


def _one_by_one(shop: Connection, arrivals: Sequence[Arrival], seen_at: datetime, reason: str) -> Taken:
    taken = Taken()
    for arrival in arrivals:
        try:
            with transaction.atomic():
                alone = _write(shop, [arrival], seen_at, reason)
        except (DataError, IntegrityError) as error:
            words = str(error).strip().splitlines()[0]
            said = _("The return could not be stored: %s. Its raw data is in the marketplace's answer.") % words
            taken.refused.append((arrival.told.remote_id, said))
        else:
            taken.created += alone.created
            taken.updated += alone.updated
            taken.unchanged += alone.unchanged
    return taken
