"""A listing's own price and stock: ours over what the rule would tell; removed, the rule speaks again (F39)."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.meanwhile import check
from core.models import Store
from inventory.models import MarketplaceProduct
from inventory.services.outbound import mark_price, mark_stock
from inventory.services.product_fields import LARGEST_NUMBER, LARGEST_PRICE

#: Leave this one as it is.
KEEP: Any = object()


def set_overrides(
    *, listing: MarketplaceProduct, by: str, price: Decimal | None = KEEP, stock: int | None = KEEP,
    expected: Mapping[str, Any] | None = None,
) -> list[str]:  # fmt: skip
    """Set or (None) remove; returns what changed. Raises DomainError naming the field. The shop hears of it.

    `expected` holds `price_override` and `stock_override` as they were when asked: ChangedMeanwhile where they are not.
    """
    if price is not KEEP and price is not None and not _is_price(price):
        raise DomainError(_("Enter a price above 0 with at most four digits after the point."), field="price")
    if stock is not KEEP and stock is not None and not 0 <= stock <= LARGEST_NUMBER:
        raise DomainError(_("Enter a whole number of 0 or more."), field="stock")
    wanted = {name: value for name, value in (("price", price), ("stock", stock)) if value is not KEEP}
    with transaction.atomic():
        row = MarketplaceProduct.objects.select_for_update().get(pk=listing.pk)
        check(row, {f"{name}_override": value for name, value in wanted.items()}, expected)
        if row.variant_id is None and any(value is not None for value in wanted.values()):
            raise DomainError(_("Link this listing to a product first; then it can have a price or stock of its own."))
        changed = [name for name, value in wanted.items() if getattr(row, f"{name}_override") != value]
        for name in changed:
            setattr(row, f"{name}_override", wanted[name])
        if changed:
            row._change_reason = f"{' and '.join(changed)} override by {by}"[:100]
            row.save(update_fields=[*(f"{name}_override" for name in changed), "updated_at"])
        if "price" in changed:
            mark_price([row.pk])
        if "stock" in changed and row.variant_id is not None:
            mark_stock([row.variant_id], reason="Override changed")
    listing.refresh_from_db()
    return changed


def _is_price(amount: Decimal) -> bool:
    return amount.is_finite() and 0 < amount < LARGEST_PRICE and amount == round(amount, 4)


def remove_overrides(*, store: Store, listing_ids: Collection[UUID], by: str) -> int:
    """Remove every override of these listings; says how many listings had one."""
    rows = MarketplaceProduct.objects.filter(store=store, pk__in=list(listing_ids)).order_by("pk")
    with transaction.atomic():
        return sum(bool(set_overrides(listing=row, by=by, price=None, stock=None)) for row in rows)
