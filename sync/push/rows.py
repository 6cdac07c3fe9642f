"""Products as rows of the connection's files: a new one is a listing as soon as the files are to hold it."""

from collections.abc import Sequence

from django.db import transaction

from inventory.models import MarketplaceProduct
from inventory.services.offers import taken_out
from marketplaces.canonical.products import Product, ProductCard, ProductRemoval
from marketplaces.framework.errors import Rejected
from marketplaces.framework.publication import Publication as Files
from marketplaces.models import OutboundChange
from sync.feed_files.kinds import told_of
from sync.push import batches
from sync.push.batches import Item
from sync.push.products import Teller, became, stored

SWITCH_ON = "Switch “Send stock” and “Send prices” on at the shop's card, then try again."


def keep(teller: Teller, files: Files) -> None:
    """Nothing is called. What the files cannot hold is refused with its reason, the rest waits until they are taken.

    A changed card needs nothing more: each file is written from what the store says now.
    """
    items = teller.items()
    made = _made(teller, files, [item for item in items if item.is_new and item.updates])
    bad = [item for item in items if item.updates and item.updates[0].ref in teller.faults]
    with transaction.atomic():
        teller.run.still_ours()
        for item, product in made:
            for listing in stored(teller.run, [product]).values():
                became(teller.offers[item.change.subject_id], listing)
        taken_out([gone for item in items if (gone := _withdrawn(teller, item)) is not None])
    batches.send(
        teller.run, bad, owner=teller.owner, call=teller.refused, size=teller.run.connector.product_batch.size,
        looks=False, kind=OutboundChange.Kind.PRODUCT,
    )  # fmt: skip
    batches.keep(teller.run, [item for item in items if item not in bad], owner=teller.owner)


def _made(teller: Teller, files: Files, items: Sequence[Item]) -> list[tuple[Item, Product]]:
    """New products as a reading would show them; what no row can hold becomes a fault of its item."""
    found = []
    why = files.why_no_new_rows(told_of(teller.run.connection, files))
    for item in items:
        card: ProductCard = item.updates[0]
        if why:
            teller.faults.setdefault(card.ref, Rejected(why, fix=SWITCH_ON))
        if card.ref in teller.faults:
            continue
        try:
            found.append((item, files.listed(card)))
        except Rejected as error:
            teller.faults[card.ref] = error
    return found


def _withdrawn(teller: Teller, item: Item) -> MarketplaceProduct | None:
    if not item.updates or not isinstance(item.updates[0], ProductRemoval):
        return None
    return teller.offers[item.change.subject_id].listing
