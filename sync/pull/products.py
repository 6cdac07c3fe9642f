"""Reads products into listings, links them by exact SKU, and makes products from them only when asked."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from core import checkpoints
from inventory.models import MarketplaceProduct
from inventory.services import digital, listings, warehouses
from inventory.services.agreements.compare import CHUNK, compare, moved_since
from inventory.services.agreements.settle import tell
from inventory.services.supplier_costs import follow_costs
from marketplaces.canonical.products import Product
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import CodeProblem, DataProblem
from marketplaces.framework.results import Page
from marketplaces.services.abilities import supplies
from orders.models import OrderItem
from orders.services.relink import relink
from sync import clock
from sync.drift import reading
from sync.feed_files import rendering
from sync.feed_files.own_rows import own_rows
from sync.models import Cursor, MarketplaceSyncLog
from sync.pull.ahead import read_ahead
from sync.pull.catalogue import offer_catalogue
from sync.pull.figures import pull_figures
from sync.run import Run

STREAM, COMPARED = "products", "compared"
#: A full walk at least this often, because only a full one sees what is gone there.
FULL_EVERY = timedelta(hours=24)
#: Of a page; the log of a run is for reading.
MOST_WARNINGS = 5
Phase = MarketplaceSyncLog.Phase


def pull_products(run: Run) -> None:
    """Read products (all, or those changed since the last read), store listings, then link and create as asked."""
    if Capability.OFFER_CATALOGUE in run.able:
        offer_catalogue(run)
        _link(run)
        return
    if Capability.PULL_STOCK in run.able:
        _read_warehouses(run)
    cursor = Cursor.objects.get_or_create(connection=run.connection, stream=STREAM)[0]
    now = clock.remote_now(run.connector)
    first = cursor.position is None
    since = None if _wants_all(run, cursor) else cursor.position
    if run.options.get("since"):
        since = parse_datetime(str(run.options["since"]))
    began = timezone.now()
    run.say("Reading all products." if since is None else f"Reading products changed since {since:%d %b %H:%M}.")
    seen: set[tuple[str, str]] = set()
    unread = untold = False
    with closing(read_ahead(_timed(run.connector.pull_products(since=since)))) as found:
        for asked_at, page in found:
            run.expect(page.total)
            _store(run, page, asked_at=asked_at)
            seen |= {(product.remote_id, variant.remote_id) for product in page.items for variant in product.variants}
            unread = unread or bool(page.refused)
            untold = untold or any(variant.stock is None for product in page.items for variant in product.variants)
            run.check()
    with transaction.atomic():
        run.still_ours()
        if since is None:
            _mark_gone(run, seen, began=began, unread=unread)
            cursor.walk = {"full_at": began.isoformat()}
        cursor.position = now - run.connector.overlap
        cursor.save(update_fields=["walk", "position", "updated_at"])
        type(run.connection).objects.filter(pk=run.connection.pk).update(products_read_at=began)
        if supplies(run.connection):  # what was not believed any more is, and what was bought since is in what it says
            digital.keep_told(store=run.connection.store)
    if untold:
        _read_stock(run)
    if since is not None:
        reading.read_back(run)
    _link(run)
    rendering.after(run)
    if not first:  # the first reading of a shop has enough to do
        pull_figures(run)


def _timed(pages: Iterator[Page[Product]]) -> Iterator[tuple[datetime, Page[Product]]]:
    """Each page with the moment it was asked for: what is known of its products since then is younger."""
    while True:
        asked_at = timezone.now()
        page = next(pages, None)
        if page is None:
            return
        yield asked_at, page


def _read_warehouses(run: Run) -> None:
    """Places to tell stock to; products are read all the same where the list cannot be had."""
    try:
        found = run.connector.warehouses()
    except (DataProblem, CodeProblem) as error:
        run.say(f"The list of warehouses could not be read. {error}")
        return
    warehouses.sync_warehouses(run.connection, found)


def _mark_gone(run: Run, seen: set[tuple[str, str]], *, began: datetime, unread: bool) -> None:
    """What a whole walk did not show is gone there; an empty or torn walk proves nothing."""
    if unread or not seen:
        run.say("Nothing is marked as gone: the answer was empty or not all of it could be read.")
        return
    gone = listings.mark_missing(run.connection, seen=seen | own_rows(run.connection), began=began)
    if gone:
        run.say(f"{gone} listings are gone there.")


def _wants_all(run: Run, cursor: Cursor) -> bool:
    if run.options.get("full") or cursor.position is None:
        return True
    full_at = parse_datetime(cursor.walk.get("full_at", ""))
    return full_at is None or timezone.now() - full_at > FULL_EVERY


def _store(run: Run, page: Page[Product], *, asked_at: datetime) -> None:
    run.phase(Phase.UPSERTING)
    with transaction.atomic():
        outcome = listings.upsert_products(
            connection=run.connection,
            products=page.items,
            seen_at=asked_at,
            cause=run.log.cause,
            run_id=run.log.pk,
            asked_at=asked_at,
        )
        for item in page.refused:
            run.refuse(item.remote_id, item.error, raw=dict(item.raw))
        for remote_id, sentence in outcome.refused:
            run.refuse(remote_id, sentence)
        for _remote_id, sentence in outcome.warnings[:MOST_WARNINGS]:
            run.say(sentence)
        run.page(
            created=outcome.created,
            updated=outcome.updated,
            unchanged=outcome.unchanged,
            failed=len(outcome.refused) + len(page.refused),
        )
        checkpoints.reached("pull.before_commit")
    checkpoints.reached("pull.after_commit")


def _read_stock(run: Run) -> None:
    """Where products do not tell how many there are, the shop is asked in a call of its own."""
    if Capability.PULL_STOCK not in run.able:
        return
    run.phase(Phase.CHECKING)
    try:
        for page in run.connector.pull_stock():
            with transaction.atomic():
                listings.stock_seen(
                    connection=run.connection, levels=page.items, seen_at=timezone.now(), cause=run.log.cause
                )
            run.check()
    except (DataProblem, CodeProblem) as error:
        run.say(f"How many there are could not be read. {error}")


def _link(run: Run) -> None:
    run.phase(Phase.CHECKING)
    if run.options.get("create_missing"):
        made = listings.create_missing(connection=run.connection, actor_label="sync", run_id=run.log.pk)
        run.say(f"{made} products made from listings.")
    relinked = _relink(run)
    if relinked:
        run.say(f"{relinked} parked order lines were linked.")
    listings.rank_shop(run.connection)
    followed = follow_costs(run.connection)
    if followed:
        run.say(f"{followed} costs follow what the supplier asks now.")
    _compare(run)


def _compare(run: Run) -> None:
    """Which fields did both sides change since they last agreed? What a rule decides for us goes out by itself."""
    cursor = Cursor.objects.get_or_create(connection=run.connection, stream=COMPARED)[0]
    began = timezone.now()
    listing_ids = moved_since(run.connection, cursor.position)
    opened, store = 0, run.connection.store
    for start in range(0, len(listing_ids), CHUNK):
        with transaction.atomic():
            run.still_ours()
            found = compare(store=store, listing_ids=listing_ids[start : start + CHUNK])
            tell(store=store, listing_ids=found.to_tell)
        opened += found.opened
        run.check()
    Cursor.objects.filter(pk=cursor.pk).update(position=began, updated_at=began)
    if opened:
        run.say(f"{opened} fields were changed on both sides. They wait under Listings, Disagree.")


def _relink(run: Run) -> int:
    """Parked lines of this shop whose SKU is sold by now."""
    parked = OrderItem.objects.filter(order__connection=run.connection, variant__isnull=True).exclude(product_sku="")
    skus = set(parked.values_list("product_sku", flat=True))
    if not skus:
        return 0
    linked = MarketplaceProduct.objects.filter(
        connection=run.connection, marketplace_sku__in=skus, variant__isnull=False
    ).select_related("variant", "connection")
    count = sum(relink(store=run.connection.store, listing=listing, actor_label="sync") for listing in linked)
    return count + relink(store=run.connection.store, skus=skus, actor_label="sync")
