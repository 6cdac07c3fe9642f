"""Parked lines that got their product: reserved at once, as if they had been known from the start."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import NeedsYou, Store
from core.services.causes import Cause, raise_causes, settle_causes
from core.services.sets import update_rows
from inventory.models import MarketplaceProduct, Product, Variant
from inventory.services.listings import listing_from_order
from inventory.services.outbound import mark_stock
from marketplaces.models import Connection
from orders.models import MarketplaceOrderItem, Order, OrderItem
from orders.services.intake import holding
from orders.services.intake.family import Family, Line, load_families
from orders.services.intake.links import places_for
from orders.services.intake.progress import not_linked_key
from orders.services.shortages import refresh_orders

TOLD = ("id", "marketplace_product_id", "product_id", "variant_id")
OURS = ("id", "listing_id", "product_id", "variant_id", "is_digital")


def relink(
    *, store: Store, listing: MarketplaceProduct | None = None, skus: Collection[str] = (), actor_label: str = ""
) -> int:
    """After a listing was linked, or variants with these SKUs came into being. Says how many lines were linked."""
    linked = 0
    if listing is not None and listing.variant is not None:
        linked += link_lines(
            shop=listing.connection, variant=listing.variant, sku=listing.marketplace_sku, listing=listing,
            actor_label=actor_label,
        )  # fmt: skip
    for variant in Variant.objects.filter(store=store, sku__in=_waited_for(store, skus)).order_by("pk"):
        for shop in Connection.objects.filter(store=store).order_by("pk"):
            linked += link_lines(shop=shop, variant=variant, sku=variant.sku, actor_label=actor_label)
    return linked


def _waited_for(store: Store, skus: Collection[str]) -> list[str]:
    """Those of the SKUs that a parked line names: a feed brings a hundred thousand, the few parked lines are asked."""
    if not skus:
        return []
    parked = OrderItem.objects.filter(order__store=store, order__unlinked_lines__gt=0, variant__isnull=True)
    return sorted(set(skus).intersection(parked.values_list("product_sku", flat=True).distinct()))


def listing_of(item: OrderItem, shop: Connection) -> MarketplaceProduct | None:
    """The listing a line means; goods that only orders name get one, so that a link is remembered."""
    if item.listing is not None:
        return item.listing
    told = MarketplaceOrderItem.objects.filter(
        marketplace_order_id=item.marketplace_order_id, marketplace_item_id=item.remote_line_id
    ).first()
    return listing_from_order(
        connection=shop, sku=item.product_sku, title=item.product_name, price=item.unit_price,
        product_id=told.remote_product_id if told else "", variant_id=told.remote_variant_id if told else "",
        currency=item.order.currency,
    )  # fmt: skip


@transaction.atomic
def link_lines(
    *, shop: Connection, variant: Variant, sku: str, listing: MarketplaceProduct | None = None, actor_label: str = "",
    item: OrderItem | None = None,
) -> int:  # fmt: skip
    """Give every parked line of this shop with this SKU (or listing), and `item`, its variant and its reservation."""
    parked = Q(product_sku=sku) if sku else Q(pk__in=[])
    if item is not None:
        parked |= Q(pk=item.pk)
    if listing is not None:
        parked |= Q(listing=listing)
    waiting = OrderItem.objects.filter(parked, variant__isnull=True, order__connection=shop, order__store=shop.store_id)
    orders = set(waiting.values_list("order_id", flat=True))
    families = sorted(load_families(orders).values(), key=_turn)
    lines = [line for family in families for line in family.lines if _is_meant(line, sku, listing, item)]
    if not lines:
        return 0
    _link(lines, variant, listing, actor_label)
    steps = holding.plan(families, places_for(shop), shop)
    holding.carry_out(steps, reason=_("linked by %s") % (actor_label or "Orion"))
    _count_parked(families)
    refresh_orders(orders)
    mark_stock(steps.variants | {variant.pk})
    _tell_left(shop, variant, families, lines)
    names = {line.sku or line.title for line in lines}
    keys = [not_linked_key(shop.pk, name) for name in names]
    settle_causes(shop.store_id, keys, how=_("linked to %s") % variant.sku, by=actor_label or "Orion")
    return len(lines)


def _turn(family: Family) -> tuple[datetime, int, str]:
    """Who ordered first is served first; of one moment, whose number is lower."""
    order = family.order
    assert order is not None
    return order.ordered_at, len(order.number), order.number


def _is_meant(line: Line, sku: str, listing: MarketplaceProduct | None, item: OrderItem | None) -> bool:
    if item is not None and line.id == item.pk:
        return line.variant_id is None
    same_listing = listing is not None and line.listing_id == listing.pk
    return line.variant_id is None and (same_listing or (bool(sku) and line.sku == sku))


def _link(lines: Sequence[Line], variant: Variant, listing: MarketplaceProduct | None, actor_label: str) -> None:
    digital = variant.product.kind == Product.Kind.DIGITAL
    for line in lines:
        line.variant_id, line.product_id, line.touched = variant.pk, variant.product_id, True
        line.listing_id = listing.pk if listing else line.listing_id
        line.is_digital = line.is_digital or digital
    now, reason = timezone.now(), f"linked by {actor_label}"
    told = [(line.item_id, line.listing_id, line.product_id, line.variant_id) for line in lines if line.item_id]
    ours = [(line.id, line.listing_id, line.product_id, line.variant_id, line.is_digital) for line in lines]
    update_rows(MarketplaceOrderItem, TOLD, told, now=now, reason=reason)
    update_rows(OrderItem, OURS, ours, now=now, reason=reason)


def _tell_left(shop: Connection, variant: Variant, families: Sequence[Family], lines: Sequence[Line]) -> None:
    """Units that left while nobody knew what they were: the book still has them, so the shelf is to be counted."""
    counted = variant.opening_counted_at
    if counted is None:
        return
    linked = {line.id for line in lines if line.shipped}
    left = [(family, line) for family in families for line in family.lines if line.id in linked]
    since = [(family, line) for family, line in left if _left_at(family) > max(counted, line.posting.first_seen)]
    units = sum(line.shipped for _family, line in since)
    if not units:
        return
    numbers = ", ".join(sorted({family.order.number for family, _line in since if family.order}))
    words = ngettext("%(n)d × %(sku)s left before it was linked", "%(n)d × %(sku)s left before they were linked", units)
    raise_causes(shop.store_id, [Cause(
        kind=NeedsYou.Kind.DIFFERS, cause_key=f"left_unlinked:{variant.pk}",
        title=words % {"n": units, "sku": variant.sku},
        cost=_("The stock here still holds them, and channels may sell what is gone."),
        fix=_("Count it; then settle this."), reference=numbers[:120], subject_type="variant", subject_id=variant.pk,
    )])  # fmt: skip


def _left_at(family: Family) -> datetime:
    """Of an order that left in part nobody noted when: it may have been just now."""
    return family.order.shipped_at if family.order and family.order.shipped_at else timezone.now()


def _count_parked(families: Sequence[Family]) -> None:
    rows: list[tuple[UUID, int]] = []
    for family in families:
        rows.append((family.id, sum(1 for line in family.lines if line.variant_id is None and line.quantity)))
    update_rows(Order, ("id", "unlinked_lines"), rows, now=timezone.now(), reason="lines linked")
