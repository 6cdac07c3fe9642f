"""How many keys there are of what, and how each stands; never a key itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection as database
from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from core.models import Store
from fulfillment.models import LicenseKey, SupplierOrder
from fulfillment.services.keys.assigning import LEAST_LIFE
from inventory.models import MarketplaceProduct, Product, Variant
from marketplaces.services.abilities import supplies

State = LicenseKey.State
OVER = [State.SENT, State.OPENED]
NAMES = ("pool", "reserved", "gone", "withdrawn", "ends_first", "handed_over_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """One SKU: own keys, what a supplier has of it, what is being bought, and what channels may be told.

    `available`: keys of the pool and what can be bought, less `owed`, which open orders still lack of them.
    """

    variant_id: UUID
    sku: str
    title: str
    pool: int
    reserved: int
    gone: int
    withdrawn: int
    ends_first: datetime | None
    handed_over_at: datetime | None
    bought_open: int = 0
    at_supplier: int | None = None
    owed: int = 0
    available: int = 0

    def counts(self) -> dict[str, Any]:
        """Plain values, for programs."""
        return {
            name: str(value) if isinstance(value, UUID | datetime) else value for name, value in asdict(self).items()
        }


def variants_with_keys(store: Store) -> QuerySet[Variant]:
    """What keys are sold of: digital products, and whatever has keys."""
    mine = Q(product__kind=Product.Kind.DIGITAL, product__status=Product.Status.ACTIVE)
    return Variant.objects.filter(
        mine | Q(pk__in=LicenseKey.objects.filter(store=store).values("variant")), store=store
    )


def counted(variants: Sequence[Variant]) -> list[Pool]:
    """The counts of these, in six queries for all of them."""
    ids = [variant.pk for variant in variants]
    living = Q(expires_at=None) | Q(expires_at__gt=timezone.now() + LEAST_LIFE)
    rows = LicenseKey.objects.filter(variant__in=ids).values("variant").annotate(
        pool=Count("pk", filter=living & Q(state=State.POOL)),
        reserved=Count("pk", filter=Q(state=State.RESERVED)),
        gone=Count("pk", filter=Q(state__in=OVER)),
        withdrawn=Count("pk", filter=Q(state__in=[State.REPLACED, State.REVOKED])),
        ends_first=Min("expires_at", filter=living & Q(state=State.POOL)),
        handed_over_at=Max("sent_at"),
    ).order_by()  # fmt: skip
    keys = {variant: dict(zip(NAMES, counts, strict=True)) for variant, *counts in rows.values_list("variant", *NAMES)}
    blank = dict.fromkeys(NAMES[:4], 0) | dict.fromkeys(NAMES[4:])
    there, bought, numbers = _at_suppliers(ids), _bought(ids), _numbers(ids)
    return [
        Pool(
            variant_id=each.pk, sku=each.sku, title=each.product.title, at_supplier=there.get(each.pk),
            bought_open=bought.get(each.pk, 0), owed=numbers.get(each.pk, (0, 0))[0],
            available=numbers.get(each.pk, (0, 0))[1], **keys.get(each.pk, blank),
        )
        for each in variants
    ]  # fmt: skip


def standing(store: Store) -> list[Pool]:
    """All of a store."""
    return counted(list(variants_with_keys(store).select_related("product").order_by("sku", "pk")))


def _at_suppliers(ids: Sequence[UUID]) -> dict[UUID, int]:
    found: dict[UUID, int] = {}
    rows = MarketplaceProduct.objects.filter(variant__in=ids, status="active", stock__isnull=False)
    for row in rows.select_related("connection__marketplace").defer("raw"):
        if row.variant_id and supplies(row.connection):
            found[row.variant_id] = found.get(row.variant_id, 0) + max(0, row.stock or 0)
    return found


def _numbers(ids: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
    """Owed and available."""
    sql = """
        SELECT v.id, k.owed, digital_free(v.id, NULL) FROM product_variants v
        JOIN products p ON p.id = v.product_id AND p.kind = 'digital' CROSS JOIN LATERAL key_counts(v.id) k
        WHERE v.id = ANY(%s::uuid[])
    """
    with database.cursor() as cursor:
        cursor.execute(sql, [list(ids)])
        return {variant: (owed, free) for variant, owed, free in cursor.fetchall()}


def _bought(ids: Sequence[UUID]) -> dict[UUID, int]:
    rows = SupplierOrder.objects.filter(order_item__variant__in=ids, state__in=["asked", "paid", "in_doubt", "held"])
    return {row["order_item__variant"]: row["many"] for row in
            rows.values("order_item__variant").annotate(many=Count("pk")).order_by()}  # fmt: skip
