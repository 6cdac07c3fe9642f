"""What about a received order wants a person: raised by its connector, settled when the order comes right."""

from uuid import UUID

from django.utils.translation import gettext as _

from core.models import NeedsYou
from core.services import needs_you
from core.services.causes import settle_causes
from marketplaces.models import Connection

#: Of these the hub may have told by itself already: it is the same cause then, and one open row.
SUMS = ("total_rounding", "total_mismatch")
LONGEST_KEY = 200


def tell(connection: Connection, remote_id: str, cause: str, sentence: str, *, order_id: UUID | None) -> None:
    """One open row per order and cause."""
    of_sums = cause.partition(":")[0] in SUMS and order_id is not None
    needs_you.raise_cause(
        store=connection.store,
        kind=NeedsYou.Kind.MONEY if of_sums else NeedsYou.Kind.UNREADABLE,
        cause_key=f"money:{order_id}" if of_sums else f"{_start(connection, remote_id)}{cause}"[:LONGEST_KEY],
        title=_("%(shop)s, order %(order)s: %(what)s")
        % {"shop": connection.name, "order": remote_id[:60] or "–", "what": sentence},
        tried=_("Take the order in as the shop sent it"),
        said=sentence,
        fix=_("Put the order right in the shop; saving it there sends it again."),
        subject_type="order" if order_id else "connection",
        subject_id=order_id or connection.pk,
        reference=remote_id,
    )


def settle(connection: Connection, remote_id: str) -> None:
    """The order has come again; what is still wrong with it is said anew."""
    waiting = NeedsYou.objects.filter(
        store_id=connection.store_id, cause_key__startswith=_start(connection, remote_id), settled_at__isnull=True
    )
    keys = list(waiting.values_list("cause_key", flat=True))
    settle_causes(connection.store_id, keys, how=_("The shop sent it again."), by=connection.name)


def _start(connection: Connection, remote_id: str) -> str:
    return f"intake:{connection.pk}:{remote_id}:"
