"""Orders that their marketplace shows in no list while they are open: each is asked about by what is kept of it."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice

from django.utils import timezone

from marketplaces.canonical.orders import KeptOrder
from marketplaces.canonical.orders import Order as RemoteOrder
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import NotFound
from marketplaces.framework.results import Page
from orders.models import MarketplaceOrder, Order
from sync.run import Run

#: So many are asked about at a time and stored together.
AT_ONCE = 500
#: What nobody has told an end of by then is asked about no more.
FOLLOWED_FOR = timedelta(days=180)
ENDED = (
    Order.Status.DELIVERED, Order.Status.FULFILLED, Order.Status.CANCELLED, Order.Status.REFUNDED,
    Order.Status.PARTIALLY_REFUNDED,
)  # fmt: skip


def followed(run: Run, remote_ids: Sequence[str] | None = None) -> Iterator[Page[RemoteOrder]]:
    """How open orders stand now, of all or of these numbers; one that is gone is said and changes nothing."""
    kept = _kept(run, remote_ids)
    while part := list(islice(kept, AT_ONCE)):
        page = run.connector.follow_orders(part)
        gone = {item.remote_id for item in page.refused if isinstance(item.error, NotFound)}
        for remote_id in sorted(gone):
            run.say(f"{remote_id} is not there (any more).")
        yield Page(items=page.items, refused=[item for item in page.refused if item.remote_id not in gone])


def _kept(run: Run, remote_ids: Sequence[str] | None) -> Iterator[KeptOrder]:
    if Capability.FOLLOW_ORDERS not in run.able:
        return
    rows = MarketplaceOrder.objects.filter(
        connection=run.connection, order__remote_scheme__in=run.connector.unlisted_schemes
    )  # fmt: skip
    if remote_ids is not None:
        rows = rows.filter(marketplace_order_id__in=remote_ids)
    else:
        rows = rows.exclude(status__in=ENDED).filter(order__ordered_at__gt=timezone.now() - FOLLOWED_FOR)
    named = rows.order_by("created_at", "id").values_list("marketplace_order_id", "order__remote_scheme", "raw")
    for remote_id, scheme, raw in named.iterator(chunk_size=AT_ONCE):
        yield KeptOrder(remote_id=remote_id, remote_scheme=scheme, raw=raw)
