"""Offers products at shops, changes them and takes them out, and looks whether the shop shows them.

A creation is written down before it is sent. Where nobody knows whether one arrived (a lost answer, a kill), the shop
is asked for its SKU before it is sent again, so that it is there once.
"""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from core import checkpoints
from core.models import NeedsYou
from core.services import needs_you
from core.services.causes import settle_causes
from inventory.models import MarketplaceProduct, Offer, Product
from inventory.selectors.attribute_map import Requirements
from inventory.selectors.cards import Cards
from inventory.selectors.offering import lacking, living
from inventory.selectors.prices import first_price
from inventory.services.listings import link, upsert_products
from inventory.services.offers import adopt, taken_out
from inventory.services.overrides import set_overrides
from marketplaces.canonical.products import Product as RemoteProduct
from marketplaces.canonical.products import ProductCard, ProductRemoval
from marketplaces.framework.base import Connector
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import (
    CodeProblem,
    ConnectorError,
    DataProblem,
    RateLimited,
    Rejected,
    RetryLater,
    Unavailable,
)
from marketplaces.framework.results import ItemResult
from marketplaces.models import OutboundChange
from marketplaces.services.abilities import able
from sync.push import batches, queue, settle
from sync.push.batches import Item
from sync.push.queue import Claimed
from sync.push.settle import Looked, Taken
from sync.run import Run

Kind = OutboundChange.Kind
State = OutboundChange.State
Wish = Offer.Wish

#: A creation whose answer was lost is looked for so often, this far apart, before it is sent again.
LOOKS_IN_DOUBT, BETWEEN = 2, 30.0
#: What was accepted is looked for again after so long, each time longer; after so many looks a person is told.
LOOK_AGAIN, LONGEST_WAIT, LOOKS = timedelta(seconds=20), timedelta(minutes=10), 6


def _offers(changes: Sequence[Claimed]) -> dict[uuid.UUID, Offer]:
    rows = Offer.objects.select_related("variant__product", "connection__marketplace", "connection__store")
    return rows.select_related("listing__variant__product").in_bulk([change.subject_id for change in changes])


@dataclass
class Teller:
    """One claim: the latest truth of each offer, told in as many calls as it takes."""

    run: Run
    owner: uuid.UUID
    changes: Sequence[Claimed]
    offers: dict[uuid.UUID, Offer] = field(init=False)
    claimed: dict[str, Claimed] = field(init=False)
    #: What cannot be sent as it is, by reference; told like a refusal of theirs.
    faults: dict[str, ConnectorError] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.offers = _offers(self.changes)
        self.claimed = {str(change.id): change for change in self.changes}
        self._adopt_what_was_read()
        self.cards = Cards(self.run.connection.store, {each.variant.product_id for each in self.offers.values()})
        self.asked = Requirements([self.run.connection])

    def tell(self) -> None:
        """Removals first: what is taken out must not be in the way of what is offered."""
        items = self.items()
        removals = [item for item in items if item.updates and isinstance(item.updates[0], ProductRemoval)]
        cards = [item for item in items if item not in removals]
        size = self.run.connector.product_batch.size
        batches.send(
            self.run, removals, owner=self.owner, call=self.remove, size=size, looks=True, kind=Kind.PRODUCT,
            seen=self.removed,
        )  # fmt: skip
        batches.send(
            self.run, cards, owner=self.owner, call=self.send, size=size, looks=True, kind=Kind.PRODUCT, seen=self.shown
        )

    def items(self) -> list[Item]:
        """What each change comes to now; faults of cards are known afterwards."""
        return [self._item(change) for change in self.changes]

    def refused(self, updates: Sequence[ProductCard | ProductRemoval]) -> Sequence[ItemResult]:
        """Each by its fault, where none of them can be sent."""
        return [_refused(each.ref, self.faults[each.ref]) for each in updates]

    # The truth -------------------------------------------------------------------------------------------------------
    def _adopt_what_was_read(self) -> None:
        """A new offer whose listing was read meanwhile is a change of that listing."""
        fresh = {each.variant_id: each for each in self.offers.values() if each.listing_id is None}
        rows = living(MarketplaceProduct.objects.filter(connection=self.run.connection, variant__in=list(fresh)))
        for listing in rows.filter(offer__isnull=True).select_related("variant__product").order_by("created_at", "pk"):
            offer = fresh.pop(listing.variant_id, None) if listing.variant_id else None
            if offer is not None:
                adopt(offer, listing)

    def _item(self, change: Claimed) -> Item:
        offer = self.offers.get(change.subject_id)
        if offer is None:
            return Item(change=change, name=str(change.subject_id), told=change.last_sent, nothing="gone")
        listing = offer.listing
        nothing = _nothing(offer, listing, in_doubt="asked" in change.progress)
        name = (listing.marketplace_sku if listing else "") or offer.variant.sku
        if nothing:
            return Item(change=change, name=name, told=change.last_sent, nothing=nothing)
        if offer.wanted == Wish.REMOVED:
            removal = ProductRemoval(
                ref=str(change.id), sku=name, remote_product_id=listing.marketplace_product_id if listing else "",
                remote_variant_id=listing.marketplace_variant_id if listing else "",
            )  # fmt: skip
            return Item(change=change, name=name, told={"act": "removed", "sku": name}, updates=[removal])
        return self._card_item(change, offer, listing, name)

    def _card_item(self, change: Claimed, offer: Offer, listing: MarketplaceProduct | None, name: str) -> Item:
        variant = (listing.variant if listing else None) or offer.variant
        card = self.cards.card(
            variant,
            self.run.connection,
            ref=str(change.id),
            listing=listing,
            category=offer.category,
            price=offer.price,
        )
        if lacks := lacking(card, self.run.connection, self.asked.unsaid(card, self.run.connection)):
            fix = "Complete it on the product's page, then try again."
            words = " ".join(lack.sentence for lack in lacks)
            self.faults[card.ref] = Rejected(words, fix=fix, fields={each.field: each.sentence for each in lacks})
        if listing is None:
            card = replace(card, price=self.run.connector.listing_price(card.price))
        told = {
            "act": "changed" if listing else "made", "sku": card.sku, "title": card.title, "images": len(card.images),
        } | ({} if listing else {"price": str(card.price), "currency": card.currency})  # fmt: skip
        return Item(change=change, name=name, told=told, updates=[card], is_new=listing is None)

    # The calls -------------------------------------------------------------------------------------------------------
    def send(self, cards: Sequence[ProductCard]) -> Sequence[ItemResult]:
        """Those that can be sent, each creation written down before; the others are refused here with the reason."""
        self._find_what_was_asked(cards)
        ready = [self._known(card) for card in cards if card.ref not in self.faults]
        results = [_refused(card.ref, self.faults[card.ref]) for card in cards if card.ref in self.faults]
        if not ready:
            return results
        fresh = [self.claimed[card.ref] for card in ready if not card.remote_product_id]
        queue.note(fresh, self.owner, asked=0)
        checkpoints.reached("offer.asked")
        try:
            answers = _call(self.run)(ready)
        except RateLimited:
            queue.note(fresh, self.owner, asked=LOOKS_IN_DOUBT)  # nothing was done: no need to wait
            raise
        said_no = {each.ref for each in answers if isinstance(each.error, DataProblem)}
        queue.note([each for each in fresh if str(each.id) in said_no], self.owner, asked=LOOKS_IN_DOUBT)
        return [*results, *answers]

    def remove(self, removals: Sequence[ProductRemoval]) -> Sequence[ItemResult]:
        """What is not there, although it was asked for, was never made: done."""
        self._find_what_was_asked(removals)
        ready = [self._known_removal(each) for each in removals if each.ref not in self.faults]
        nothing = [each for each in ready if not each.remote_product_id]
        there = [each for each in ready if each.remote_product_id]
        results = [_refused(each.ref, self.faults[each.ref]) for each in removals if each.ref in self.faults]
        results += [ItemResult(ref=each.ref, ok=True, visible=True) for each in nothing]
        return [*results, *(self.run.connector.delete_products(there) if there else ())]

    def _find_what_was_asked(self, updates: Sequence[ProductCard] | Sequence[ProductRemoval]) -> None:
        """Creations whose fate nobody knows: found by SKU they are adopted, else they wait for another look."""
        doubtful = [
            each for each in updates if not each.remote_product_id and "asked" in self.claimed[each.ref].progress
        ]
        if not doubtful:
            return
        found = self._store(self.run.connector.find_products([each.sku for each in doubtful]))
        for each in doubtful:
            change = self.claimed[each.ref]
            if each.sku in found:
                self._becomes(change, found[each.sku])
                continue
            looks = int(change.progress["asked"]) + 1
            if looks < LOOKS_IN_DOUBT:
                queue.note([change], self.owner, asked=looks)
                self.faults[each.ref] = Unavailable(
                    f"Nobody knows yet whether {each.sku} was made", fix="We look again by ourselves.",
                    retry_after=BETWEEN, marketplace=self.run.connector.name,
                )  # fmt: skip

    def _known(self, card: ProductCard) -> ProductCard:
        """A card of what was found just now is a change: its price and stock are not told with it."""
        listing = self.offers[self.claimed[card.ref].subject_id].listing
        if card.remote_product_id or listing is None:
            return card
        return replace(
            card, remote_product_id=listing.marketplace_product_id, keeps_price=True, quantity=None,
            remote_variant_id=listing.marketplace_variant_id,
        )  # fmt: skip

    def _known_removal(self, removal: ProductRemoval) -> ProductRemoval:
        listing = self.offers[self.claimed[removal.ref].subject_id].listing
        if removal.remote_product_id or listing is None:
            return removal
        return replace(
            removal, remote_product_id=listing.marketplace_product_id, remote_variant_id=listing.marketplace_variant_id
        )

    # What became of them ---------------------------------------------------------------------------------------------
    def shown(self, items: Sequence[Item]) -> set[uuid.UUID]:
        """Read back what was taken: a new product becomes a listing, a changed one shows what it is called now."""
        found = self._read([item for item in items if item.is_new or _finds(self.run.connector)])
        for item in items:
            if item.change.id in found:
                self._becomes(item.change, found[item.change.id])
        checkpoints.reached("offer.after_listing")
        # Where no call asks for one product, a change is seen with the next reading of all of them.
        return {*found, *(item.change.id for item in items if not item.is_new and not _finds(self.run.connector))}

    def removed(self, items: Sequence[Item]) -> set[uuid.UUID]:
        """They are gone there."""
        offers = [self.offers[item.change.subject_id] for item in items]
        taken_out([offer.listing for offer in offers if offer.listing is not None])
        return {item.change.id for item in items}

    def _read(self, items: Sequence[Item]) -> dict[uuid.UUID, MarketplaceProduct]:
        if not items:
            return {}
        try:
            found = self._store(self.run.connector.find_products([item.updates[0].sku for item in items]))
        except (RetryLater, DataProblem, CodeProblem) as error:
            self.run.say(f"What was sent could not be read back yet. {error}")
            return {}
        return {item.change.id: found[item.updates[0].sku] for item in items if item.updates[0].sku in found}

    def _store(self, products: Sequence[RemoteProduct]) -> dict[str, MarketplaceProduct]:
        return stored(self.run, products)

    def _becomes(self, change: Claimed, listing: MarketplaceProduct) -> None:
        became(self.offers[change.subject_id], listing)


def _nothing(offer: Offer, listing: MarketplaceProduct | None, *, in_doubt: bool) -> str:
    """Why there is nothing to send for an offer; empty where there is."""
    gone = listing is not None and listing.status == MarketplaceProduct.Status.DELETED
    if gone:
        return "gone there"
    if offer.wanted == Wish.REMOVED:
        return "" if listing is not None or in_doubt else "never offered"
    if listing is not None and listing.variant is None:
        return "not linked any more"
    variant = (listing.variant if listing else None) or offer.variant
    if variant.deleted_at is not None or variant.product.status == Product.Status.ARCHIVED:
        return "archived"
    return ""


def _call(run: Run) -> Callable[[Sequence[ProductCard]], Sequence[ItemResult]]:
    """A marketplace that makes no products changes those it has."""
    makes = able(run.connection, Capability.PUSH_PRODUCTS)
    return run.connector.push_products if makes else run.connector.change_cards


def _finds(connector: Connector) -> bool:
    """Whether it can ask for single products; else the whole list would be read after each batch."""
    return type(connector).find_products is not Connector.find_products


def _refused(ref: str, error: ConnectorError) -> ItemResult:
    return ItemResult(ref=ref, ok=False, error=error)


def stored(run: Run, products: Sequence[RemoteProduct]) -> dict[str, MarketplaceProduct]:
    """What was found there as listings, by SKU; linked where a product of ours has the same."""
    if not products:
        return {}
    with transaction.atomic():
        run.still_ours()
        upsert_products(
            connection=run.connection, products=products, seen_at=timezone.now(), cause=run.log.cause, run_id=run.log.pk
        )
    skus = {variant.sku for product in products for variant in product.variants if variant.sku}
    rows = MarketplaceProduct.objects.filter(
        connection=run.connection, marketplace_sku__in=skus,
        marketplace_product_id__in={product.remote_id for product in products},
    ).select_related("variant__product")  # fmt: skip
    return {row.marketplace_sku: row for row in living(rows)}


def became(offer: Offer, listing: MarketplaceProduct) -> None:
    """The offer is this listing from now on; its stock and price are told by the rules of both."""
    fresh = adopt(offer, listing)
    if listing.variant_id is None and offer.listing == listing:
        link(listing, offer.variant, by=offer.asked_by or "sync")
    if fresh and offer.price is not None and first_price(offer.variant, offer.connection) is None:
        set_overrides(listing=listing, by=offer.asked_by or "sync", price=offer.price)  # it stays the listing's own


def look(run: Run, owner: uuid.UUID) -> None:
    """Look for what was accepted: shown now, or to be looked for again (law 8)."""
    changes = queue.claim(run.connection, Kind.PRODUCT, owner=owner, limit=500, states=[State.ACCEPTED])
    if not changes:
        return
    offers = _offers(changes)
    gone = [change for change in changes if change.subject_id not in offers]
    settle.taken([_over(change) for change in gone], owner)
    left = [change for change in changes if change.subject_id in offers]
    found: Mapping[str, MarketplaceProduct] = {}
    try:
        found = stored(run, run.connector.find_products(sorted({_sku(offers[each.subject_id]) for each in left})))
    except (RetryLater, DataProblem, CodeProblem) as error:
        run.say(f"What is shown there could not be read. {error}")
    for change in left:
        if listing := found.get(_sku(offers[change.subject_id])):
            became(offers[change.subject_id], listing)
    looks = [_looked(change, shown=_sku(offers[change.subject_id]) in found) for change in left]
    settle.looked(looks, owner)
    _tell(run, left, looks, offers)


def _sku(offer: Offer) -> str:
    return (offer.listing.marketplace_sku if offer.listing else "") or offer.variant.sku


def _over(change: Claimed) -> Taken:
    return Taken(id=change.id, version=change.version, told=change.last_sent, visible=True)


def _looked(change: Claimed, *, shown: bool) -> Looked:
    looks = int(change.progress.get("looks", 0)) + 1
    return Looked(
        id=change.id, version=change.sent_version, visible=shown,
        look_at=timezone.now() + min(LOOK_AGAIN * looks, LONGEST_WAIT), progress={**change.progress, "looks": looks},
    )  # fmt: skip


def _tell(run: Run, changes: Sequence[Claimed], looks: Collection[Looked], offers: Mapping[uuid.UUID, Offer]) -> None:
    good = [f"unseen:{look.id}" for look in looks if look.visible]
    settle_causes(run.connection.store_id, good, how="It is shown there", by="system")
    for change, look in zip(changes, looks, strict=True):
        if look.visible or look.progress["looks"] != LOOKS:
            continue
        needs_you.raise_cause(
            store=run.connection.store, kind=NeedsYou.Kind.DIFFERS, cause_key=f"unseen:{change.id}",
            title=f"{run.connection.name} took {_sku(offers[change.subject_id])} but does not show it",
            tried="send product", cost="Buyers there do not find it.",
            fix="Look in the seller portal whether it waits for a check there.",
            subject_type="outbound_change", subject_id=change.id,
        )  # fmt: skip
