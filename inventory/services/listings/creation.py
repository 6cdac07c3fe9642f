"""Makes products from listings, only when asked (`sync products --create-missing`, or one by a person)."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from core.errors import DomainError
from core.services.sets import insert_rows
from inventory.models import MarketplaceProduct, Product, ProductTranslation, Variant
from inventory.services.listings.linking import link_same_sku
from inventory.services.listings.ranking import rank_for
from inventory.services.listings.refusing import take_back_refusal
from marketplaces.models import Connection
from marketplaces.services.abilities import supplies

PRODUCT = ("id", "title", "description", "language", "brand", "images", "feed_id", "kind")
VARIANT = ("id", "product_id", "sku", "gtin", "options", "position", "price", "cost", "currency", "image_url")
TRANSLATION = ("id", "product_id", "language", "title", "description")


def create_missing(*, connection: Connection, actor_label: str, run_id: UUID | None = None) -> int:
    """One product per unlinked remote product with SKUs, one variant per listing. Doing it again makes nothing new.

    A SKU that the store has already is linked instead of made twice.
    """
    with transaction.atomic():
        waiting = list(
            MarketplaceProduct.objects.select_for_update()
            .filter(connection=connection, variant__isnull=True, linked_by="")
            .exclude(marketplace_sku="")
            .exclude(status=MarketplaceProduct.Status.DELETED)
            .order_by("marketplace_product_id", "marketplace_variant_id")
        )
        link_same_sku(connection, [listing.pk for listing in waiting])
        unlinked = _unlinked(waiting)
        left = [listing for listing in waiting if listing.pk in unlinked]
        made = _create(connection, left, reason=f"made from listings by {actor_label}")
        link_same_sku(connection, [listing.pk for listing in left])
    return made


def _unlinked(listings: Sequence[MarketplaceProduct]) -> set[UUID]:
    rows = MarketplaceProduct.objects.filter(pk__in=[each.pk for each in listings], variant__isnull=True)
    return set(rows.values_list("pk", flat=True))


def create_from(listing: MarketplaceProduct, *, by: str) -> Variant:
    """A person makes a product from one listing; a SKU that is there already is linked. Without one: DomainError."""
    if not listing.marketplace_sku:
        raise DomainError("This listing has no SKU. Link it to a product by hand, or give it a SKU there.")
    with transaction.atomic():
        listing.linked_by = ""  # whoever unlinked it before
        for known in Variant.objects.filter(store_id=listing.store_id, sku=listing.marketplace_sku):
            take_back_refusal(listing=listing, variant=known, by=by)
        listing.save(update_fields=["linked_by", "updated_at"])
        _create(listing.connection, [listing], reason=f"made from a listing by {by}")
        link_same_sku(listing.connection, [listing.pk])
        made = Variant.objects.get(store_id=listing.store_id, sku=listing.marketplace_sku)
        rank_for(made.store_id, [made])
    listing.refresh_from_db()
    return made


def _create(connection: Connection, listings: Sequence[MarketplaceProduct], *, reason: str) -> int:
    taken = set(
        Variant.all_objects.filter(
            store_id=connection.store_id, sku__in=[each.marketplace_sku for each in listings]
        ).values_list("sku", flat=True)
    )
    groups: dict[str, list[MarketplaceProduct]] = defaultdict(list)
    for listing in listings:
        if listing.marketplace_sku not in taken:
            taken.add(listing.marketplace_sku)
            groups[listing.marketplace_product_id].append(listing)
    siblings = _siblings(connection, list(groups))
    products, variants, texts = [], [], []
    supplied = supplies(connection)
    for remote_id, group in groups.items():
        product_id, taken_places = siblings.get(remote_id) or (uuid4(), 0)
        variants += [_variant(product_id, taken_places + place, each, supplied) for place, each in enumerate(group)]
        if remote_id in siblings:
            continue
        products.append(_product(product_id, group, supplied))
        if group[0].language:
            texts.append((uuid4(), product_id, group[0].language, group[0].title, group[0].description))
    now = timezone.now()
    store = {"store_id": connection.store_id, "created_at": now, "updated_at": now}
    insert_rows(Product, PRODUCT, products, constants=store, now=now, reason=reason)
    insert_rows(Variant, VARIANT, variants, constants=store, now=now, reason=reason)
    insert_rows(ProductTranslation, TRANSLATION, texts, constants=store, now=now, reason=reason)
    return len(products)


def _siblings(connection: Connection, remote_ids: Sequence[str]) -> dict[str, tuple[UUID, int]]:
    """Products that other variants of these remote products are linked to, and how many variants each has."""
    rows = (
        MarketplaceProduct.objects.filter(
            connection=connection, marketplace_product_id__in=remote_ids, product__deleted_at__isnull=True,
            product__isnull=False,
        )
        .order_by("marketplace_product_id", "linked_at")
        .annotate(variants=Count("product__variants"))
    )  # fmt: skip
    found: dict[str, tuple[UUID, int]] = {}
    for remote_id, product_id, variants in rows.values_list("marketplace_product_id", "product_id", "variants"):
        found.setdefault(remote_id, (product_id, variants))
    return found


def _product(product_id: UUID, group: list[MarketplaceProduct], supplied: bool) -> tuple[Any, ...]:
    first = group[0]
    images = list(dict.fromkeys(each.image_url for each in group if each.image_url))
    return (
        product_id,
        first.title or first.marketplace_sku,
        first.description,
        first.language,
        first.brand,
        images,
        "",
        Product.Kind.DIGITAL if supplied else Product.Kind.PHYSICAL,
    )


def _variant(product_id: UUID, position: int, listing: MarketplaceProduct, supplied: bool) -> tuple[Any, ...]:
    """What a supplier asks is our cost: such a product has no price until a person gives it one."""
    price, cost = (None, listing.price) if supplied else (listing.price, None)
    return (
        uuid4(), product_id, listing.marketplace_sku, listing.gtin, listing.options, position, price, cost,
        listing.currency, listing.image_url,
    )  # fmt: skip
