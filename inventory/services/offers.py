"""Writes down what is to be offered or taken out at shops; the news of it goes out by itself."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.models import Store
from inventory.models import MarketplaceProduct, Offer, Variant
from inventory.selectors.offering import MOST, Planned, Terms, plan, why_not
from inventory.services.outbound import mark_offers
from marketplaces.models import Connection
from marketplaces.services.abilities import able

Wish = Offer.Wish


@dataclass(slots=True)
class Asked:
    """The offers that go out, and what stays with its reasons."""

    offers: list[Offer] = field(default_factory=list)
    left: list[Planned] = field(default_factory=list)


def publish(
    *, store: Store, variants: Iterable[Variant], shops: Sequence[Connection], by: str,
    terms: Mapping[UUID, Terms] | None = None,
) -> Asked:  # fmt: skip
    """Wish that these variants are offered at these shops as the store describes them: new ones made, others changed.

    What lacks something stays, with the sentence that says what. `terms` are given by shop. Raises DomainError for more
    than can be looked at.
    """
    rows = list(variants)
    if len(rows) * len(shops) > MOST:
        raise DomainError(_("These are more than %(most)d cards. Choose fewer products or shops.") % {"most": MOST})
    asked = Asked()
    with transaction.atomic():
        _lock(rows)
        for line in plan(store, rows, shops, terms=terms):
            if line.goes:
                asked.offers.append(_wish(line, by, (terms or {}).get(line.shop.pk, Terms())))
            else:
                asked.left.append(line)
        mark_offers([offer.pk for offer in asked.offers])
    return asked


def _lock(variants: Sequence[Variant]) -> None:
    """Two that publish the same at once make one offer: the second finds the first's."""
    list(Variant.objects.select_for_update(of=("self",)).filter(pk__in=[row.pk for row in variants]).order_by("pk"))


def _wish(line: Planned, by: str, terms: Terms) -> Offer:
    """One row per listing, or per variant that is to become one; what is gone there begins anew."""
    rows = Offer.objects.select_for_update(of=("self",)).filter(connection=line.shop, variant=line.variant)
    mine = Offer.objects.select_for_update(of=("self",)).filter(listing=line.listing) if line.listing else rows.none()
    fresh = rows.filter(listing__isnull=True)
    gone = rows.filter(listing__status=MarketplaceProduct.Status.DELETED).order_by("created_at")
    offer = mine.first() or fresh.first() or (gone.first() if line.listing is None else None)
    if offer is None:
        offer = Offer(store=line.shop.store, connection=line.shop, variant=line.variant)
    offer.variant, offer.listing, offer.wanted = line.variant, line.listing, Wish.OFFERED
    said = terms.over(Terms(category=offer.category, price=offer.price))
    offer.category, offer.price = said.category, said.price
    offer.asked_by = by[:150]
    offer._change_reason = f"sent by {by}"[:100]
    offer.save()
    return offer


def tell_card(listing: MarketplaceProduct, *, by: str) -> str:
    """Send the card of one linked listing as the store says it now; returns why it cannot be, empty where it goes."""
    assert listing.variant is not None
    with transaction.atomic():
        _lock([listing.variant])
        lines = plan(listing.store, [listing.variant], [listing.connection])
        line = next((each for each in lines if each.listing and each.listing.pk == listing.pk), None)
        if line is None:
            return _("It is gone there.")
        if line.goes:
            mark_offers([_wish(line, by, Terms()).pk])
        return line.reason


def withdraw(*, listing: MarketplaceProduct, by: str) -> Offer:
    """Wish that a listing is taken out of its shop. Raises DomainError where that cannot be."""
    shop = listing.connection
    if why := why_not_withdrawn(listing):
        raise DomainError(why)
    with transaction.atomic():
        _lock([listing.variant] if listing.variant else [])
        offer = Offer.objects.select_for_update(of=("self",)).filter(listing=listing).first()
        if offer is None:
            offer = Offer(store=listing.store, connection=shop, listing=listing)
        assert listing.variant is not None
        offer.variant, offer.wanted, offer.asked_by = listing.variant, Wish.REMOVED, by[:150]
        offer._change_reason = f"taken out by {by}"[:100]
        offer.save()
        mark_offers([offer.pk])
    return offer


def why_not_withdrawn(listing: MarketplaceProduct) -> str:
    """Why this listing cannot be taken out from here; empty if it can."""
    shop = listing.connection
    if listing.status == MarketplaceProduct.Status.DELETED:
        return _("It is gone there already.")
    if listing.variant_id is None:
        return _("It is not linked to a product. Link it first, so that everybody sees what is taken out.")
    if not able(shop, "push_products"):
        return _("%(kind)s lets nothing be taken out from here. Do it there.") % {"kind": shop.marketplace.name}
    return why_not(shop)


def adopt(offer: Offer, listing: MarketplaceProduct) -> bool:
    """The marketplace shows what an offer became: from now on it is changed, never made again.

    A listing that belongs to another offer is left to it. Says whether the offer has become this listing just now.
    """
    with transaction.atomic():
        row = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
        fresh = row.listing_id is None and not Offer.objects.filter(listing=listing).exists()
        if fresh:
            row.listing = listing
            row._change_reason = "seen there"
            row.save()
        offer.listing = row.listing
    return fresh


def taken_out(listings: Collection[MarketplaceProduct]) -> None:
    """The marketplace took them out: they are gone there, as a reading of its products would say."""
    for listing in listings:
        listing.status = MarketplaceProduct.Status.DELETED
        listing.content_digest = ""
        listing._change_reason = "taken out there"
        listing.save(update_fields=["status", "content_digest", "updated_at"])
