"""What each shop is told and shows of a variant, and how far the news of it has come."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from inventory.models import MarketplaceProduct
from inventory.selectors.stock import Told, told
from marketplaces.models import Connection, OutboundChange

State = OutboundChange.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A listing of a variant. `state` is a sync state of the pages; `why` says it for what is not sent or paused.

    `buffer` is what the rule keeps back, 0 where it leaves the shop out.
    `told` is None for what is not told anything; `seen` is what was last seen there, None where it was never seen. It
    speaks of the warehouses that are told: units in a warehouse of theirs that we do not fill are not ours to compare.
    """

    listing_id: UUID
    connection_id: UUID
    name: str
    code: str
    marketplace: str
    told: int | None
    seen: int | None
    sent: int | None
    state: str
    why: str
    buffer: int = 0


def channels(variant_ids: Collection[UUID]) -> dict[UUID, list[Channel]]:
    """The shops of each variant, by name: three queries for a page.

    Those that were disconnected are left out here: asked of the database, it walked all listings of every shop.
    """
    listings = (
        MarketplaceProduct.objects.filter(variant__in=list(variant_ids))
        .exclude(status=MarketplaceProduct.Status.DELETED)
        .select_related("connection__marketplace")
        .defer("raw", "description", "connection__settings")
        .order_by("connection__name", "id")
    )
    rows = [row for row in listings if _is_there(row.connection)]
    truth, changes = told([row.pk for row in rows]), stock_changes([row.pk for row in rows])
    found: dict[UUID, list[Channel]] = {}
    for row in rows:
        assert row.variant_id is not None
        found.setdefault(row.variant_id, []).append(channel(row, truth.get(row.pk), changes.get(row.pk)))
    return found


def _is_there(shop: Connection) -> bool:
    return shop.deleted_at is None and shop.status != Connection.Status.DISCONNECTED


def stock_changes(listing_ids: Collection[UUID]) -> dict[UUID, OutboundChange]:
    """The queue's row for the stock of each listing."""
    rows = OutboundChange.objects.filter(kind=OutboundChange.Kind.STOCK, subject_id__in=list(listing_ids))
    return {row.subject_id: row for row in rows}


def channel(listing: MarketplaceProduct, tell: Told | None, change: OutboundChange | None) -> Channel:
    """One listing as a channel of its variant; its connection and marketplace should be loaded."""
    shop = listing.connection
    state, why = state_of(listing, tell, change)
    return Channel(
        listing_id=listing.pk, connection_id=shop.pk, name=shop.name, code=shop.marketplace.code,
        marketplace=shop.marketplace.name, told=tell.total if tell and tell.by_warehouse else None,
        seen=seen_total(listing, change),
        sent=sent_total(change), state=state, why=why,
        buffer=tell.rule.buffer if tell and tell.rule.enabled else 0,
    )  # fmt: skip


def sent_total(change: OutboundChange | None) -> int | None:
    """What was told last, all warehouses together."""
    stock: Mapping[str, Any] | None = change.last_sent.get("stock") if change else None
    return None if stock is None else sum(stock.values())


def seen_total(listing: MarketplaceProduct, change: OutboundChange | None) -> int | None:
    """What was last seen there, in the warehouses that were told; in all of them where nothing was told yet."""
    places: Mapping[str, Any] = (change.last_sent.get("stock") if change else None) or {}
    if listing.stock is None or not places or not set(places) <= set(listing.stock_by_warehouse):
        return listing.stock
    return sum(listing.stock_by_warehouse[place] for place in places)


def state_of(listing: MarketplaceProduct, tell: Told | None, change: OutboundChange | None) -> tuple[str, str]:
    """Why nothing goes out first; then what waits for the shop; then how far the last change has come."""
    shop = listing.connection
    if listing.stock_is_theirs:
        return "not_sent", _("Its units lie at %(shop)s, which counts them itself.") % {"shop": shop.marketplace.name}
    if tell is None:
        return "not_sent", _("It was never counted. Count it once, and it will be sent.")
    if not shop.stock_out:
        return "not_sent", _("“Send stock” is switched off at %(shop)s.") % {"shop": shop.name}
    if not tell.by_warehouse:
        return "not_sent", _("The stock rule of %(shop)s leaves it out.") % {"shop": shop.name}
    if not shop.is_working:
        return "paused", shop.status_reason or shop.get_status_display()
    if change is None:
        return "not_sent", _("Nothing has changed since it was linked. Send it now to be sure.")
    if change.state != State.SYNCED:
        return str(change.state), change.error
    seen, sent = seen_total(listing, change), sent_total(change)
    if seen is not None and seen != sent:
        return "drift", _("They show %(seen)s, we sent %(sent)s.") % {"seen": seen, "sent": sent}
    return "synced", ""
