"""Puts products away and brings them back. Listings, stock and orders stay: what is on sale stays on sale."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from core.models import Store
from core.services.sets import update_rows
from inventory.models import Product, Variant
from inventory.services.listings.ranking import rank_for

Status = Product.Status


def archive(*, store: Store, product_ids: Collection[UUID], by: str, user_id: UUID | None = None) -> int:
    """Put these products of the store away; says how many were not away already."""
    return _move(store, product_ids, Status.ARCHIVED, f"archived by {by}", user_id)


def restore(*, store: Store, product_ids: Collection[UUID], by: str, user_id: UUID | None = None) -> int:
    """Bring archived products back as active ones; says how many."""
    return _move(store, product_ids, Status.ACTIVE, f"restored by {by}", user_id)


def _move(store: Store, product_ids: Collection[UUID], status: str, reason: str, user_id: UUID | None) -> int:
    with transaction.atomic():
        rows = Product.objects.select_for_update().filter(store=store, pk__in=list(product_ids)).order_by("pk")
        rows = rows.exclude(status=status) if status == Status.ARCHIVED else rows.filter(status=Status.ARCHIVED)
        values = [(pk, status) for pk in rows.values_list("pk", flat=True)]
        written = update_rows(Product, ("id", "status"), values, now=timezone.now(), reason=reason, user_id=user_id)
        rank_for(store.pk, list(Variant.objects.filter(product__in=written).only("sku", "gtin")))
    return len(written)
