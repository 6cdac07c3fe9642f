"""Sets prices of listings."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from uuid import UUID

from core import checkpoints
from inventory.models import MarketplaceProduct
from inventory.models.agreement import Field
from inventory.selectors.disagreements import held_fields
from inventory.selectors.prices import Price, book_of, price_of
from inventory.services import outbound, price_holds
from marketplaces.canonical.prices import PriceUpdate
from marketplaces.framework.capabilities import Capability
from marketplaces.models import OutboundChange
from sync.feed_files import rendering
from sync.feed_files.kinds import by_file
from sync.models import MarketplaceSyncLog
from sync.push import batches, jobs, queue
from sync.push.batches import Item
from sync.push.queue import Claimed
from sync.run import Run

Kind = OutboundChange.Kind
#: Calls that surely end before the lease does: where a call carries few prices, few are taken at once.
MOST_CALLS = 8


def push_prices(run: Run) -> None:
    """Send every due price change of the connection."""
    if not run.connection.price_out:
        run.say("Prices are not sent to this shop: “send prices” is switched off on its card.")
        return
    if run.options.get("full"):
        marked = outbound.mark_connection_prices(run.connection)
        run.say(f"{marked} listings marked to be priced again.")
    run.phase(MarketplaceSyncLog.Phase.UPSERTING)
    batch = run.connector.price_batch
    limit = min(batches.claimed_at_once(batch), batch.size * MOST_CALLS)
    with queue.holding(run.connection, Kind.PRICE, owner=run.owner) as owner:
        jobs.ask(run, Kind.PRICE, owner=owner, looks=False)
        while changes := queue.claim(
            run.connection, Kind.PRICE, owner=owner, limit=limit, rest=batch.rest, lease=batch.seconds
        ):
            checkpoints.reached("push.after_claim")
            items = _items(run, changes)
            if by_file(run.connection, Capability.PUSH_PRICE):
                batches.keep(run, items, owner=owner)
                continue
            batches.send(
                run,
                items,
                owner=owner,
                call=run.connector.push_price,
                size=batch.size,
                looks=False,
                kind=Kind.PRICE,
                abreast=batch.abreast,
            )
    rendering.after(run)


def _items(run: Run, changes: Sequence[Claimed]) -> list[Item]:
    ids = [change.subject_id for change in changes]
    listings = MarketplaceProduct.objects.select_related("variant").in_bulk(ids)
    by_listing = {change.subject_id: change for change in changes}
    held, prices = held_fields(ids, Field.PRICE), _prices(listings)
    told = {pk: last for pk, price in prices.items() if (last := _told(by_listing[pk], price)) is not None}
    free = {pk: price for pk, price in prices.items() if pk not in held}
    waits = price_holds.judge(shop=run.connection, prices=free, told=told)
    if waits:
        run.say(f"{len(waits)} prices are held back. They wait under Listings, Held prices.")
    return [
        _item(run, change, listings.get(change.subject_id), prices.get(change.subject_id), held, waits)
        for change in changes
    ]


def _prices(listings: Mapping[UUID, MarketplaceProduct]) -> dict[UUID, Price]:
    book = book_of(listings.values())
    return {pk: price for pk, row in listings.items() if (price := price_of(row, book)) is not None}


def _told(change: Claimed, price: Price) -> Decimal | None:
    """What went out last, where it was in the same currency."""
    last = change.last_sent or {}
    return Decimal(last["price"]) if last.get("price") and last.get("currency") == price.currency else None


def _item(
    run: Run, change: Claimed, listing: MarketplaceProduct | None, price: Price | None = None,
    held: Collection[UUID] = (), waits: Mapping[UUID, str] = MappingProxyType({}),
) -> Item:  # fmt: skip
    if listing is None:
        return Item(change=change, name=str(change.subject_id), told=change.last_sent, nothing="gone")
    name = listing.marketplace_sku or listing.marketplace_product_id
    if listing.pk in held:  # both sides changed it: settling it marks it again
        return Item(change=change, name=name, told=change.last_sent, nothing="both sides changed it; it waits for you")
    if why := waits.get(listing.pk):  # letting it go marks it again
        return Item(change=change, name=name, told=change.last_sent, nothing=why)
    if price is None:
        return Item(change=change, name=name, told=change.last_sent, nothing="no price in the shop's currency")
    amount = run.connector.listing_price(price.amount)
    if min(price.amount, amount) <= 0:  # nobody means to give goods away: a feed without prices wrote it
        return Item(change=change, name=name, told=change.last_sent, nothing="a price of nothing")
    update = PriceUpdate(
        ref=str(change.id),
        remote_product_id=listing.marketplace_product_id,
        remote_variant_id=listing.marketplace_variant_id,
        sku=listing.marketplace_sku,
        price=amount,
        currency=price.currency,
    )
    return Item(change=change, name=name, told={"price": str(amount), "currency": price.currency}, updates=[update])
