"""What a listing says itself, of price, stock and buffer: ours over the rule; removed, the rule speaks again (F39)."""

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
COLUMNS = {
    "price": "price_override", "stock": "stock_override", "floor": "price_floor", "ceiling": "price_ceiling",
    "buffer": "stock_buffer", "threshold": "stock_threshold",
}  # fmt: skip


def set_overrides(
    *, listing: MarketplaceProduct, by: str, price: Decimal | None = KEEP, stock: int | None = KEEP,
    floor: Decimal | None = KEEP, ceiling: Decimal | None = KEEP, buffer: int | None = KEEP,
    threshold: int | None = KEEP, expected: Mapping[str, Any] | None = None,
) -> list[str]:  # fmt: skip
    """Set or (None) remove; returns what changed. Raises DomainError naming the field. The shop hears of it.

    Between floor and ceiling any price moves, whoever moves it; its own price must lie there from the start.
    `expected` holds the listing's fields as they were when asked: ChangedMeanwhile where they are not.
    """
    for name, amount in (("price", price), ("floor", floor), ("ceiling", ceiling)):
        if amount is not KEEP and amount is not None and not _is_price(amount):
            raise DomainError(_("Enter a price above 0 with at most four digits after the point."), field=name)
    units = {"stock": stock, "buffer": buffer, "threshold": threshold}
    for name, number in units.items():
        if number is not KEEP and number is not None and not 0 <= number <= LARGEST_NUMBER:
            raise DomainError(_("Enter a whole number of 0 or more."), field=name)
    given = {"price": price, "floor": floor, "ceiling": ceiling, **units}
    wanted = {name: value for name, value in given.items() if value is not KEEP}
    with transaction.atomic():
        row = MarketplaceProduct.objects.select_for_update().get(pk=listing.pk)
        check(row, {COLUMNS[name]: value for name, value in wanted.items()}, expected)
        if row.variant_id is None and any(value is not None for value in wanted.values()):
            raise DomainError(_("Link this listing to a product first; then it can have a price or stock of its own."))
        changed = [name for name, value in wanted.items() if getattr(row, COLUMNS[name]) != value]
        for name in changed:
            setattr(row, COLUMNS[name], wanted[name])
        if changed:
            _check_bounds(row)
            row._change_reason = f"{' and '.join(changed)} override by {by}"[:100]
            row.save(update_fields=[*(COLUMNS[name] for name in changed), "updated_at"])
        if {"price", "floor", "ceiling"}.intersection(changed):
            mark_price([row.pk])
        if units.keys() & set(changed) and row.variant_id is not None:
            mark_stock([row.variant_id], reason="Override changed")
    listing.refresh_from_db()
    return changed


def _check_bounds(row: MarketplaceProduct) -> None:
    floor, ceiling, own = row.price_floor, row.price_ceiling, row.price_override
    if floor is not None and ceiling is not None and floor > ceiling:
        raise DomainError(_("The floor is above the ceiling. Enter a ceiling of the floor or more."), field="ceiling")
    if own is not None and floor is not None and own < floor:
        raise DomainError(_("The price is below the floor. Raise it, or lower the floor."), field="price")
    if own is not None and ceiling is not None and own > ceiling:
        raise DomainError(_("The price is above the ceiling. Lower it, or raise the ceiling."), field="price")


def _is_price(amount: Decimal) -> bool:
    return amount.is_finite() and 0 < amount < LARGEST_PRICE and amount == round(amount, 4)


def remove_overrides(*, store: Store, listing_ids: Collection[UUID], by: str) -> int:
    """Remove every override of these listings; says how many listings had one."""
    rows = MarketplaceProduct.objects.filter(store=store, pk__in=list(listing_ids)).order_by("pk")
    with transaction.atomic():
        return sum(bool(set_overrides(listing=row, by=by, price=None, stock=None)) for row in rows)
