"""What the inbox of a store shows: three lists, the shops behind their entries, and the way to the fix of each kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models import NeedsYou, Store
from fulfillment.models import Shipment
from inventory.models import MarketplaceProduct, Offer, Reservation
from marketplaces.models import Connection, OutboundChange
from orders.models import MarketplaceOrder, Order, OrderItem, OrderRefund, OrderReturn

SIZE = 100
#: Settled entries are kept this long in sight.
KEPT = timedelta(days=90)
#: Where a button sends again, and what it says.
AGAIN = {"held_push": gettext_lazy("Let the numbers go"), "outbound_change": gettext_lazy("Try again")}
LATER = (("hour", gettext_lazy("1 hour")), ("tomorrow", gettext_lazy("Until tomorrow 08:00")))


@dataclass(frozen=True, slots=True)
class Fix:
    """The button that leads to where it is mended."""

    url: str
    words: str


def in_list(store: Store, name: str, now: datetime) -> QuerySet[NeedsYou]:
    """Waiting ones by money at risk, then deadline; put-off ones by their return; settled ones newest first."""
    rows = NeedsYou.objects.filter(store=store).select_related("assigned_to")
    if name == "settled":
        return rows.filter(settled_at__gte=now - KEPT).order_by("-settled_at")
    open_ones = rows.filter(settled_at__isnull=True)
    if name == "later":
        return open_ones.filter(snoozed_until__gt=now).order_by("snoozed_until")
    awake = open_ones.filter(Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=now))
    return awake.order_by(F("money").desc(nulls_last=True), F("deadline").asc(nulls_last=True), "created_at")


def counts(store: Store, now: datetime) -> dict[str, int]:
    """How many wait and how many are put off."""
    return {name: in_list(store, name, now).count() for name in ("waiting", "later")}


def shops_of(store: Store, needs: Sequence[NeedsYou]) -> dict[UUID, Connection]:
    """The shop behind each entry, by the entry's id: by order, listing, change or itself."""
    through: dict[UUID, UUID] = {}
    for kind, model in (("order", Order), ("listing", MarketplaceProduct)):
        ids = [need.subject_id for need in needs if need.subject_type == kind and need.subject_id]
        if ids:
            found = model._default_manager.filter(store=store, pk__in=ids, connection__isnull=False)
            through |= dict(found.values_list("pk", "connection_id"))
    changes = [need.subject_id for need in needs if need.subject_type == "outbound_change" and need.subject_id]
    if changes:
        through |= dict(OutboundChange.objects.filter(store=store, pk__in=changes).values_list("pk", "connection_id"))
    through |= {
        need.subject_id: need.subject_id for need in needs if need.subject_type == "connection" and need.subject_id
    }
    shops = (
        Connection.all_objects.filter(store=store, pk__in=set(through.values())).select_related("marketplace").in_bulk()
    )
    return {
        need.pk: shops[place] for need in needs if need.subject_id and (place := through.get(need.subject_id)) in shops
    }


def short_names(store: Store, needs: Sequence[NeedsYou]) -> dict[UUID, str]:
    """What each shortage is of, by the entry's id: the names of the lines that miss something counted."""
    orders = {need.pk: need.subject_id for need in needs if need.kind == NeedsYou.Kind.SHORT and need.subject_id}
    lines = OrderItem.objects.filter(order__store=store, order_id__in=orders.values()).order_by("position")
    named = list(lines.values_list("pk", "order_id", "product_name")) if orders else []
    held = Reservation.objects.filter(order_item_id__in=[line for line, *_rest in named], short__gt=0)
    missing = set(held.filter(variant__opening_counted_at__isnull=False).values_list("order_item_id", flat=True))
    names: dict[UUID, list[str]] = {}
    for line, order, name in named:
        if line in missing:
            names.setdefault(order, []).append(name)
    return {need: ", ".join(names[order]) for need, order in orders.items() if order in names}


# Where each kind of subject is mended: the page, and what its button says.
PAGES = {
    "order": ("order", gettext_lazy("Open the order")),
    "connection": ("connection", gettext_lazy("Open the connection")),
    "run": ("sync_run", gettext_lazy("Open the run")),
    "product": ("product", gettext_lazy("Open the product")),
    "variant": ("ledger", gettext_lazy("Open the stock")),
    "listing": ("listing", gettext_lazy("Open the listing")),
    "import_source": ("import_source", gettext_lazy("Open the source")),
    "supply": ("supply", gettext_lazy("Open the supply")),
    "webhook_endpoint": ("settings_endpoint", gettext_lazy("Open the endpoint")),
    "stock_file": ("settings_stock_file", gettext_lazy("Open the stock file")),
}


def fix_of(store: Store, need: NeedsYou) -> Fix | None:
    """The way to the fix, as far as there is a page for it."""
    kind, subject = need.subject_type, need.subject_id
    if need.cause_key.startswith("drift:"):
        return Fix(f"{reverse('dashboard:drift')}?connection={subject}", _("Open drift"))
    if need.cause_key.startswith("prices:"):
        return Fix(f"{reverse('dashboard:held_prices')}?connection={subject}", _("Open held prices"))
    if kind == "outbound_change" and subject:
        kind, subject = _behind(store, subject)
    elif kind == "listing" and subject:
        variant = MarketplaceProduct.objects.filter(store=store, pk=subject, variant__isnull=False)
        kind, subject = "variant", variant.values_list("variant_id", flat=True).first()
    name, words = PAGES.get(kind, ("", ""))
    if not name or subject is None:
        return None
    try:
        return Fix(reverse(f"dashboard:{name}", args=[subject]), _(str(words)))
    except NoReverseMatch:
        return None


def _behind(store: Store, change: UUID) -> tuple[str, UUID | None]:
    """What a change is news of: an order by its parcel, posting or return, the stock of a variant, or a product."""
    row = OutboundChange.objects.filter(store=store, pk=change).first()
    if row is None:
        return "", None
    if row.kind in (OutboundChange.Kind.STOCK, OutboundChange.Kind.PRICE):
        listing = MarketplaceProduct.objects.filter(store=store, pk=row.subject_id)
        return "variant", listing.values_list("variant_id", flat=True).first()
    if row.kind == OutboundChange.Kind.PRODUCT:
        offers = Offer.objects.filter(store=store, pk=row.subject_id)
        return "product", offers.values_list("variant__product_id", flat=True).first()
    kinds = OutboundChange.Kind
    if row.kind == kinds.SUPPLY:
        return "supply", row.subject_id
    behind: dict[str, Any] = {
        kinds.SHIPMENT: Shipment, kinds.REFUND: OrderReturn, kinds.MONEY_BACK: OrderRefund,
    }  # fmt: skip
    source = behind.get(row.kind, MarketplaceOrder)
    return "order", source.objects.filter(store=store, pk=row.subject_id).values_list("order_id", flat=True).first()
