"""Tells a shop the cards of what it offers: by calls, or as rows of the files that it fetches."""

from django.db.models import QuerySet
from django.utils import timezone

from core import checkpoints
from inventory.services import outbound
from marketplaces.framework.capabilities import Capability
from marketplaces.models import OutboundChange
from sync.feed_files import rendering
from sync.feed_files.kinds import by_file, files_of
from sync.models import MarketplaceSyncLog
from sync.push import queue, rows
from sync.push.products import Teller, look
from sync.run import Run

Kind = OutboundChange.Kind
State = OutboundChange.State


def push_products(run: Run) -> None:
    """Send every due card and removal of the connection, then look for what was accepted before."""
    if not run.connection.products_out:
        run.say("Products are not sent to this shop: “send products” is switched off on its card.")
        return
    if run.options.get("full"):
        marked = outbound.mark_connection_cards(run.connection)
        run.say(f"{marked} products marked to be sent again.")
    run.expect(_due(run).count())
    run.phase(MarketplaceSyncLog.Phase.UPSERTING)
    batch = run.connector.product_batch
    files = files_of(run.connection) if by_file(run.connection, Capability.PUSH_PRODUCTS) else None
    with queue.holding(run.connection, Kind.PRODUCT, owner=run.owner) as owner:
        while _is_on(run) and (
            changes := queue.claim(run.connection, Kind.PRODUCT, owner=owner, limit=batch.size, rest=batch.rest)
        ):
            checkpoints.reached("push.after_claim")
            teller = Teller(run, owner, changes)
            if files is not None:
                rows.keep(teller, files)
            else:
                teller.tell()
        run.phase(MarketplaceSyncLog.Phase.CHECKING)
        if files is None:
            look(run, owner)
    rendering.after(run)


def _due(run: Run) -> QuerySet[OutboundChange]:
    return OutboundChange.objects.filter(
        connection=run.connection, kind=Kind.PRODUCT, state__in=[State.WAITING, State.RETRY], due_at__lte=timezone.now()
    )


def _is_on(run: Run) -> bool:
    """Switched off while the run goes: what is not sent yet stays here."""
    return type(run.connection).objects.filter(pk=run.connection.pk, products_out=True).exists()
