"""Makes a product by hand: one variant, counted at once if its number is known."""

from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.models import Store
from inventory.models import InventoryChange, Location, MarketplaceProduct, Product, Variant
from inventory.selectors.texts import languages_of
from inventory.services.listings import link_same_sku
from inventory.services.listings.ranking import rank_for
from inventory.services.locations import default_location
from inventory.services.product_fields import checked_product, checked_variant
from inventory.services.stock import recount
from marketplaces.models import Connection


def create_product(
    *,
    store: Store,
    title: str,
    sku: str,
    by: str,
    actor: Any = None,
    opening_count: int | None = None,
    location: Location | None = None,
    variant: dict[str, Any] | None = None,
    **product: Any,
) -> Product:
    """A product with its first variant; listings that waited for its SKU are linked.

    `product` holds brand, category, kind, description, language …; `variant` gtin, price, currency, cost, options ….
    Raises DomainError naming the field. Parked order lines follow in `orders.services.goods`.
    """
    values = checked_product({"title": title, **product})
    values["language"] = values.get("language") or languages_of(store)[0]
    with transaction.atomic():
        made = Product(store=store, **values)
        made._change_reason = f"made by {by}"[:100]
        made.save()
        first = add_variant(product=made, sku=sku, by=by, **(variant or {}))
        if opening_count is not None:
            recount(
                store=store, variant=first, location=location or default_location(store), counted=opening_count,
                reason=_("Opening count"), actor=actor, actor_label=by, cause=InventoryChange.Cause.OPENING,
            )  # fmt: skip
    return made


def add_variant(*, product: Product, sku: str, by: str, price: Decimal | None = None, **more: Any) -> Variant:
    """One more variant of a product; its currency is the store's unless it names one."""
    values = checked_variant(product.store, {"sku": sku, "price": price, **more})
    if price is not None and not values.get("currency"):
        values["currency"] = product.store.currency
    try:
        with transaction.atomic():
            place = Variant.all_objects.filter(product=product).count()
            made = Variant(store=product.store, product=product, position=min(place, 32_000), **values)
            made._change_reason = f"made by {by}"[:100]
            made.save()
            _link_waiting(made)
            rank_for(made.store_id, [made])
    except IntegrityError:  # one_variant_per_sku: somebody was quicker
        raise DomainError(_("%(sku)s was taken a moment ago. Enter another.") % {"sku": sku}, field="sku") from None
    return made


def _link_waiting(variant: Variant) -> None:
    waiting = MarketplaceProduct.objects.filter(
        store=variant.store_id, variant__isnull=True, marketplace_sku=variant.sku
    ).values_list("connection_id", "pk")
    by_shop: dict[Any, list[Any]] = {}
    for shop, listing in waiting:
        by_shop.setdefault(shop, []).append(listing)
    for connection in Connection.objects.filter(pk__in=list(by_shop)):
        link_same_sku(connection, by_shop[connection.pk])
