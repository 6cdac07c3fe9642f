"""Orders that came in and could not be read or kept: a person is told, and they are asked for again."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from core.models import NeedsYou
from core.services import needs_you
from core.services.causes import settle_causes
from marketplaces.models import Connection
from sync.run import Run

#: So many are asked for again with each reading, the newest first, and none for longer than this.
MOST = 50
ASKED_FOR = timedelta(days=14)
LONGEST_ID = 100


def tell(run: Run, remote_id: str, *, said: str, fix: str) -> None:
    """One open cause per order."""
    needs_you.raise_cause(
        store=run.connection.store,
        kind=NeedsYou.Kind.UNREADABLE,
        cause_key=_key(run.connection, remote_id),
        title=f"{run.connection.name}: order {remote_id[:60]} could not be read",
        tried="read orders",
        said=said,
        cost="The order is not in the list; its deadline runs.",
        fix=fix,
        subject_type="run",
        subject_id=run.log.pk,
    )


def settle(connection: Connection, remote_ids: Sequence[str], *, how: str) -> None:
    """These wait for nobody any more."""
    keys = [_key(connection, remote_id) for remote_id in remote_ids]
    settle_causes(connection.store_id, keys, how=how, by=connection.name)


def names(connection: Connection) -> list[str]:
    """Their numbers, as far as they are to be asked for again."""
    start = _key(connection, "")
    waiting = NeedsYou.objects.filter(
        store=connection.store_id, kind=NeedsYou.Kind.UNREADABLE, cause_key__startswith=start,
        settled_at__isnull=True, created_at__gt=timezone.now() - ASKED_FOR,
    )  # fmt: skip
    found = waiting.order_by("-created_at").values_list("cause_key", flat=True)[:MOST]
    told = [key.removeprefix(start) for key in found]
    return [remote_id for remote_id in told if 0 < len(remote_id) <= LONGEST_ID]


def _key(connection: Connection, remote_id: str) -> str:
    return f"order:{connection.pk}:{remote_id}"[:200]
