"""Changes products and variants by hand, and says so to the shops that must hear of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar, cast

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.meanwhile import ChangedMeanwhile, check
from core.models.base import Record
from inventory.models import MarketplaceProduct, PriceRule, Product, Variant
from inventory.services.listings.ranking import rank_for
from inventory.services.outbound import mark_cards, mark_price, mark_stock
from inventory.services.product_fields import checked_product, checked_variant

#: What shops are told of a product and of a variant, beside its price and stock.
CARD = {
    "title", "description", "brand", "category", "images", "attributes", "sku", "gtin", "options", "weight_g",
    "image_url",
}  # fmt: skip
Row = TypeVar("Row", bound=Record)


def edit_product(
    *, product: Product, by: str, expected: Mapping[str, Any] | None = None, version: datetime | None = None,
    **wanted: Any,
) -> list[str]:  # fmt: skip
    """Change these fields of a product; returns those that really changed.

    `expected` holds the fields as they were when asked, `version` its `updated_at` then: raises ChangedMeanwhile where
    somebody else was quicker, DomainError for a value that cannot be.
    """
    values = checked_product(wanted)
    with transaction.atomic():
        row = _locked(Product, product)
        _check_version(row, version, values)
        check(row, values, expected)
        changed = _save(row, values, by)
        if "kind" in changed:
            _other_kind(row)
        if CARD.intersection(changed):
            mark_cards([row.pk])
    product.refresh_from_db()
    return changed


def _other_kind(product: Product) -> None:
    """Another kind is counted in another way. Raises DomainError for what lies in a bundle, or is one."""
    variants = Variant.objects.filter(product=product)
    tied = variants.filter(Q(is_bundle=True) | Q(bundles__deleted_at__isnull=True, bundles__isnull=False)).first()
    if product.kind == Product.Kind.DIGITAL and tied is not None:
        words = _("%s is a bundle or lies in one, and keys cannot. Take it apart first.")
        raise DomainError(words % tied.sku, field="kind")
    if product.kind == Product.Kind.PHYSICAL:
        # Keys that were known say nothing of a shelf: nobody has looked at it yet (law 13).
        for row in variants.filter(stock__isnull=True, opening_counted_at__isnull=False, is_bundle=False):
            row.opening_counted_at = None
            row._change_reason = "kind changed"
            row.save(update_fields=["opening_counted_at", "updated_at"])
    mark_stock(list(variants.values_list("pk", flat=True)), reason="Kind changed")


def edit_variant(
    *, variant: Variant, by: str, expected: Mapping[str, Any] | None = None, version: datetime | None = None,
    **wanted: Any,
) -> list[str]:  # fmt: skip
    """The same for a variant. A new price is told to its listings, except those with a price of their own."""
    values = checked_variant(variant.store, wanted, known=variant)
    if values.get("price") is not None and not (values.get("currency") or variant.currency):
        values["currency"] = variant.store.currency
    try:
        with transaction.atomic():
            row = _locked(Variant, variant)
            _check_version(row, version, values)
            check(row, values, expected)
            was = Variant(sku=row.sku, gtin=row.gtin)
            changed = _save(row, values, by)
            if {"sku", "gtin"}.intersection(changed):
                rank_for(row.store_id, [was, row])
            if {"price", "currency"}.intersection(changed):
                listings = MarketplaceProduct.objects.filter(variant=row, price_override__isnull=True)
                mark_price(list(listings.values_list("pk", flat=True)))
            elif "cost" in changed and PriceRule.objects.filter(store=row.store_id).exists():
                mark_price(list(MarketplaceProduct.objects.filter(variant=row).values_list("pk", flat=True)))
            if CARD.intersection(changed):
                mark_cards([row.product_id])
    except IntegrityError:  # one_variant_per_sku: somebody was quicker
        sentence = _("%(sku)s was taken a moment ago. Enter another.") % {"sku": values.get("sku", "")}
        raise DomainError(sentence, field="sku") from None
    variant.refresh_from_db()
    return changed


def _locked(model: type[Row], row: Row) -> Row:
    return cast(Row, model._default_manager.select_for_update().get(pk=row.pk))


def _check_version(row: Record, version: datetime | None, values: Mapping[str, Any]) -> None:
    if version is not None and row.updated_at != version:
        raise ChangedMeanwhile({name: getattr(row, name) for name in values})


def _save(row: Record, values: Mapping[str, Any], by: str) -> list[str]:
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if changed:
        for name in changed:
            setattr(row, name, values[name])
        row._change_reason = f"changed by {by}"[:100]
        row.save(update_fields=[*changed, "updated_at"])
    return changed
