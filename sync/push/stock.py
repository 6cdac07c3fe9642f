"""Tells listings how many there are, and looks whether the marketplace shows it."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from core import checkpoints
from core.models import NeedsYou
from core.services import needs_you
from core.services.causes import settle_causes
from inventory.models import MarketplaceProduct
from inventory.selectors.stock import Told, told
from inventory.services import outbound
from inventory.services.listings import stock_seen
from marketplaces.canonical.stock import StockUpdate
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import CodeProblem, ConnectorError, DataProblem, RetryLater
from marketplaces.models import OutboundChange
from sync.feed_files import rendering
from sync.feed_files.kinds import by_file
from sync.models import MarketplaceSyncLog
from sync.push import batches, jobs, queue, settle
from sync.push.batches import CLAIM, Item
from sync.push.queue import Claimed
from sync.push.settle import Looked, Taken
from sync.retry import decide
from sync.run import Run

Kind = OutboundChange.Kind
State = OutboundChange.State

#: More listings than this going to zero at once, and more than this share of the shop, wait for a person (law 13).
MASS_ZERO, MASS_ZERO_SHARE = 10, 0.5
#: In a shop of few listings the share alone counts, from here on: one order may sell the last of so many.
EVERYDAY_ZERO = 2
#: What was told zero within this time counts with what would be now: a feed empties a shop page by page, not at once.
AT_ONCE = timedelta(minutes=10)
#: A told number that is not shown after so many looks differs.
LOOKS = 4
LOOK_AGAIN = timedelta(seconds=20)
#: When an answer that nobody could read is asked for again.
LOOK_LATER = timedelta(minutes=10)


def push_stock(run: Run) -> None:
    """Send every due stock change of the connection, then read back what was accepted before."""
    if not run.connection.stock_out:
        run.say("Stock is not sent to this shop: “send stock” is switched off on its card.")
        return
    if run.options.get("full"):
        marked = outbound.mark_connection_stock(run.connection)
        run.say(f"{marked} listings marked to be told again.")
    run.expect(_due(run).count())
    run.phase(MarketplaceSyncLog.Phase.UPSERTING)
    with queue.holding(run.connection, Kind.STOCK, owner=run.owner) as owner:
        jobs.ask(run, Kind.STOCK, owner=owner, looks=Capability.PULL_STOCK in run.able)
        _send(run, owner)
        run.phase(MarketplaceSyncLog.Phase.CHECKING)
        look(run, owner)
    rendering.after(run)
    type(run.connection).objects.filter(pk=run.connection.pk).update(stock_sent_at=timezone.now())


def _send(run: Run, owner: uuid.UUID) -> None:
    batch = run.connector.stock_batch
    looks = Capability.PULL_STOCK in run.able
    limit = batches.claimed_at_once(batch)
    emptied = _emptied(run, limit)
    in_file = by_file(run.connection, Capability.PUSH_STOCK)
    while _is_on(run) and (
        changes := queue.claim(
            run.connection, Kind.STOCK, owner=owner, limit=limit, rest=batch.rest, lease=batch.seconds
        )
    ):
        checkpoints.reached("push.after_claim")
        items = _checked(run, _items(changes), owner, emptied)
        if in_file:
            batches.keep(run, items, owner=owner)
            continue
        batches.send(
            run,
            items,
            owner=owner,
            call=run.connector.push_stock,
            size=batch.size,
            looks=looks,
            kind=Kind.STOCK,
            abreast=batch.abreast,
        )


def _due(run: Run) -> QuerySet[OutboundChange]:
    return OutboundChange.objects.filter(
        connection=run.connection, kind=Kind.STOCK, state__in=[State.WAITING, State.RETRY], due_at__lte=timezone.now()
    )


def _is_on(run: Run) -> bool:
    """Switched off or disconnected while the run goes: what is not sent yet stays here."""
    alive = type(run.connection).objects.exclude(status=type(run.connection).Status.DISCONNECTED)
    return alive.filter(pk=run.connection.pk, stock_out=True).exists()


def _items(changes: Sequence[Claimed]) -> list[Item]:
    """The latest truth for each claimed listing, in one query."""
    ids = [change.subject_id for change in changes]
    truth = told(ids)
    listings = MarketplaceProduct.objects.only(
        "id", "marketplace_product_id", "marketplace_variant_id", "marketplace_sku", "title", "stock"
    ).in_bulk(ids)
    return [_item(change, listings.get(change.subject_id), truth.get(change.subject_id)) for change in changes]


def _item(change: Claimed, listing: MarketplaceProduct | None, tell: Told | None) -> Item:
    name = (listing.marketplace_sku or listing.marketplace_product_id) if listing else str(change.subject_id)
    if listing is None or tell is None:
        return Item(change=change, name=name, told=change.last_sent, nothing="not linked, not counted or gone")
    if not tell.by_warehouse:
        return Item(change=change, name=name, told=change.last_sent, nothing="a rule leaves it out")
    updates = [
        StockUpdate(
            ref=f"{change.id}:{warehouse}",
            remote_product_id=listing.marketplace_product_id,
            remote_variant_id=listing.marketplace_variant_id,
            sku=listing.marketplace_sku,
            quantity=quantity,
            warehouse_remote_id=warehouse,
        )
        for warehouse, quantity in sorted(tell.by_warehouse.items())
    ]
    return Item(change=change, name=name, told={"stock": dict(tell.by_warehouse)}, updates=updates)


def _checked(run: Run, items: list[Item], owner: uuid.UUID, emptied: set[uuid.UUID]) -> list[Item]:
    """Hold a push that would empty the shop; a person looks first.

    `emptied` are those falling to zero among all that was due when the run began: of a large shop a claim sees a part.
    """
    zeros = {
        item.change.subject_id
        for item in items
        if item.updates and not any(item.told["stock"].values()) and not item.change.progress.get("checked")
    }
    shown = _shown(run)
    falling = set(shown.filter(pk__in=zeros).values_list("pk", flat=True))
    if not falling:
        return items
    told_before = _told_zero_lately(run)
    shows = shown.exclude(pk__in=told_before).count() + len(told_before)
    if not _is_mass(len(falling | emptied | told_before), shows, _offered(run).count()):
        for item in items:
            if item.change.subject_id in falling:
                item.told["emptied"] = True
        return items
    held = [item for item in items if item.change.subject_id in falling]
    queue.hold(
        [item.change for item in held], owner, connection=run.connection, why="Too many would fall to zero at once"
    )
    run.say(f"{len(held)} listings would fall to zero at once: held until a person has looked.")
    run.page(parked=len(held))
    return [item for item in items if item not in held]


def _is_mass(falling: int, shown: int, offered: int) -> bool:
    few = max(EVERYDAY_ZERO, min(MASS_ZERO, MASS_ZERO_SHARE * offered))
    return falling > few and falling > MASS_ZERO_SHARE * shown


def _told_zero_lately(run: Run) -> set[uuid.UUID]:
    """Listings that showed something and were told zero a moment ago, without a person having looked."""
    lately = OutboundChange.objects.filter(
        Q(last_sent__emptied=True) | Q(progress__under_way__told__emptied=True),
        connection=run.connection, kind=Kind.STOCK, sent_at__gt=timezone.now() - AT_ONCE,
    )  # fmt: skip
    return set(lately.values_list("subject_id", flat=True))


def _shown(run: Run) -> QuerySet[MarketplaceProduct]:
    """What the shop offers with something in stock."""
    return _offered(run).filter(stock__gt=0)


def _offered(run: Run) -> QuerySet[MarketplaceProduct]:
    """What the shop offers of ours, sold out or not."""
    return MarketplaceProduct.objects.filter(connection=run.connection, variant__isnull=False, deleted_at__isnull=True)


def _emptied(run: Run, claim: int) -> set[uuid.UUID]:
    """Of more than one claim's worth that is due: those that show something and would hear zero."""
    due = list(_due(run).exclude(progress__contains={"checked": True}).values_list("subject_id", flat=True))
    if len(due) <= claim:
        return set()
    truth = told(list(_shown(run).filter(pk__in=due).values_list("pk", flat=True)))
    return {pk for pk, tell in truth.items() if tell.by_warehouse and not tell.total}


def look(run: Run, owner: uuid.UUID) -> None:
    """Read back what was accepted: seen, not yet, or different (law 8)."""
    if Capability.PULL_STOCK not in run.able or by_file(run.connection, Capability.PUSH_STOCK):
        return
    changes = queue.claim(run.connection, Kind.STOCK, owner=owner, limit=CLAIM, states=[State.ACCEPTED])
    if not changes:
        return
    listings = MarketplaceProduct.objects.in_bulk([change.subject_id for change in changes])
    wanted = sorted({listing.marketplace_product_id for listing in listings.values()})
    try:
        levels = [level for page in run.connector.pull_stock(remote_product_ids=wanted) for level in page.items]
    except (RetryLater, DataProblem, CodeProblem) as error:
        _look_later(run, changes, owner, error)
        return
    stock_seen(connection=run.connection, levels=levels, seen_at=timezone.now(), cause="read back")
    seen: dict[tuple[str, str], dict[str, int]] = {}
    for level in levels:
        place = seen.setdefault((level.remote_product_id, level.remote_variant_id), {})
        place[level.warehouse_remote_id] = level.quantity
    gone = [change for change in changes if change.subject_id not in listings]
    settle.taken([_over(change) for change in gone], owner)
    left = [change for change in changes if change.subject_id in listings]
    looks = [_look(change, seen.get(_key(listings[change.subject_id]))) for change in left]
    settle.looked(looks, owner)
    _tell_differences(run, left, looks, listings, seen)


def _look_later(run: Run, changes: Sequence[Claimed], owner: uuid.UUID, error: ConnectorError) -> None:
    """What was sent is sent; that it cannot be looked at is no failure, but must not be asked again every second."""
    run.say(f"What is shown there could not be read. {error}")
    now = timezone.now()
    later = decide(error, attempts=2, now=now).at or now + LOOK_LATER
    looks = [
        Looked(id=each.id, version=each.sent_version, visible=False, look_at=later, progress=each.progress)
        for each in changes
    ]
    settle.looked(looks, owner)


def _key(listing: MarketplaceProduct) -> tuple[str, str]:
    return listing.marketplace_product_id, listing.marketplace_variant_id


def _over(change: Claimed) -> Taken:
    return Taken(id=change.id, version=change.version, told=change.last_sent, visible=True)


def _look(change: Claimed, shown: dict[str, int] | None) -> Looked:
    sent: dict[str, int] = change.last_sent.get("stock", {})
    looks = int(change.progress.get("looks", 0)) + 1
    return Looked(
        id=change.id,
        version=change.sent_version,
        visible=shown is not None and all(shown.get(place) == quantity for place, quantity in sent.items()),
        look_at=timezone.now() + LOOK_AGAIN * looks,
        progress={**change.progress, "looks": looks},
    )


def _tell_differences(
    run: Run,
    changes: Sequence[Claimed],
    looks: Sequence[Looked],
    listings: Mapping[uuid.UUID, MarketplaceProduct],
    seen: Mapping[tuple[str, str], dict[str, int]],
) -> None:
    """What they show as we sent it needs nobody any more; what differs after so many looks needs a person."""
    good = [f"differs:{change.subject_id}" for change, look in zip(changes, looks, strict=True) if look.visible]
    settle_causes(run.connection.store_id, good, how="They show what we sent", by="system")
    for change, look in zip(changes, looks, strict=True):
        if not look.visible and look.progress["looks"] == LOOKS:
            listing = listings[change.subject_id]
            _differs(run, listing, change.last_sent.get("stock", {}), seen.get(_key(listing)))


def _differs(run: Run, listing: MarketplaceProduct, sent: dict[str, int], seen: dict[str, int] | None) -> None:
    shown = "nothing" if seen is None else str(sum(seen.values()))
    needs_you.raise_cause(
        store=run.connection.store,
        kind=NeedsYou.Kind.DIFFERS,
        cause_key=f"differs:{listing.pk}",
        title=f"{run.connection.name} shows {shown} of {listing.marketplace_sku}, we sent {sum(sent.values())}",
        tried="send stock",
        cost="Buyers there see a wrong number.",
        fix="Send again, or take theirs as a count.",
        subject_type="listing",
        subject_id=listing.pk,
    )
