"""What a bundle is made of, and what follows from it: it has no shelf of its own."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.services.sets import update_rows
from inventory.models import BundlePart, Product, Reservation, Stock, Variant
from inventory.services.outbound import mark_stock

#: More parts than this are no bundle that anybody packs; more of one part are a slip of the hand.
MOST_PARTS, MOST_EACH = 50, 1_000


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is in one unit: parts and how many of each."""

    parts: tuple[tuple[Variant, int], ...]


def set_parts(bundle: Variant, parts: Mapping[UUID, int], *, by: str) -> Variant:
    """Make a variant a bundle of these parts, or with none an article of its own again.

    Orders taken in before keep what they were promised. Raises DomainError with a sentence for what cannot be.

    1. Lock the parts, then the bundle: whoever reserves it waits. 2. Check. 3. Write what differs. 4. It counts as
    counted when its parts do. 5. Its shops hear of it.
    """
    _check_numbers(parts)
    with transaction.atomic():
        known = Variant.objects.select_for_update(no_key=True, of=("self",)).select_related("product")
        found = {row.pk: row for row in known.filter(store=bundle.store_id, pk__in=list(parts)).order_by("pk")}
        row = Variant.objects.select_for_update(of=("self",)).select_related("product").get(pk=bundle.pk)
        _check(row, parts, found)
        _write(row, parts, by)
        row.is_bundle = bool(parts)
        row.opening_counted_at = _counted(found.values())
        row._change_reason = f"parts changed by {by}"[:100]
        row.save(update_fields=["is_bundle", "opening_counted_at", "updated_at"])
        mark_stock([row.pk], reason="Parts changed")
    return row


def _check_numbers(parts: Mapping[UUID, int]) -> None:
    if len(parts) > MOST_PARTS:
        raise DomainError(_("A bundle has at most %d parts.") % MOST_PARTS, field="parts")
    if any(not 1 <= units <= MOST_EACH for units in parts.values()):
        raise DomainError(_("Of each part 1 to %d are in a bundle.") % MOST_EACH, field="parts")


def _check(bundle: Variant, parts: Mapping[UUID, int], found: Mapping[UUID, Variant]) -> None:
    if len(found) != len(parts):
        raise DomainError(_("A part is not in this store."), field="parts")
    if bundle.pk in parts:
        raise DomainError(_("%s cannot be a part of itself.") % bundle.sku, field="parts")
    for part in found.values():
        if part.is_bundle:
            raise DomainError(_("%s is a bundle itself. Name its parts instead.") % part.sku, field="parts")
        if part.product.kind != Product.Kind.PHYSICAL:
            raise DomainError(_("%s is sent as a key and cannot lie in a bundle.") % part.sku, field="parts")
    if parts and not bundle.is_bundle:
        _check_can_be_one(bundle)


def _check_can_be_one(bundle: Variant) -> None:
    if bundle.product.kind != Product.Kind.PHYSICAL:
        raise DomainError(_("%s is sent as a key and cannot be a bundle.") % bundle.sku)
    above = BundlePart.objects.filter(part=bundle).select_related("bundle").first()
    if above is not None:
        words = _("%(sku)s is a part of %(bundle)s, and no bundle lies in a bundle. Take it out there first.")
        raise DomainError(words % {"sku": bundle.sku, "bundle": above.bundle.sku})
    own = Stock.objects.filter(variant=bundle).aggregate(units=Sum("on_hand"))["units"]
    if own:
        words = _(
            "%(sku)s has %(units)s of its own on the shelf. Count it to 0 first, and its parts with what is in it."
        )
        raise DomainError(words % {"sku": bundle.sku, "units": own})
    if Reservation.objects.filter(variant=bundle, asked__gt=0).exists():
        raise DomainError(_("Open orders wait for %s as it is. Ship or cancel them first.") % bundle.sku)


def _write(bundle: Variant, parts: Mapping[UUID, int], by: str) -> None:
    reason = f"changed by {by}"[:100]
    before = {row.part_id: row for row in BundlePart.all_objects.filter(bundle=bundle)}
    for part, row in before.items():
        if part not in parts:
            row._change_reason = reason
            row.delete()
    for part, units in parts.items():
        kept = before.get(part)
        if kept is not None and kept.quantity == units:
            continue
        row = kept or BundlePart(store_id=bundle.store_id, bundle=bundle, part_id=part)
        row.quantity = units
        row._change_reason = reason
        row.save()


def _counted(parts: Collection[Variant]) -> datetime | None:
    """Law 13: nobody knows how many bundles there are before each part was counted."""
    times = [part.opening_counted_at for part in parts]
    known = [time for time in times if time is not None]
    return max(known) if known and len(known) == len(times) else None


def now_counted(part_ids: Collection[UUID], now: datetime, *, user_id: UUID | None = None) -> None:
    """After first counts: the bundles of which nothing is uncounted any more are counted with them."""
    if not part_ids:
        return
    waiting = BundlePart.objects.filter(part__in=list(part_ids), bundle__opening_counted_at__isnull=True)
    bundles = set(waiting.values_list("bundle_id", flat=True))
    lacking = BundlePart.objects.filter(bundle__in=bundles, part__opening_counted_at__isnull=True)
    bundles -= set(lacking.values_list("bundle_id", flat=True)) if bundles else set()
    rows = [(bundle, now) for bundle in sorted(bundles)]
    update_rows(Variant, ("id", "opening_counted_at"), rows, now=now, reason="parts counted", user_id=user_id)


def check_own_stock(variant: Variant) -> None:
    """Raise DomainError for what has no shelf: a bundle is counted by its parts, digital goods by their keys."""
    if variant.product.kind == Product.Kind.DIGITAL:
        words = _("%s is sent as a key: its number comes from the key pool and its suppliers. Load keys instead.")
        raise DomainError(words % variant.sku)
    if variant.is_bundle:
        words = _("%s is a bundle: it has no stock of its own. Count or change its parts.")
        raise DomainError(words % variant.sku)


def refuse_own_stock(variant_ids: Collection[UUID]) -> None:
    """The same for what was written a moment ago: nothing can be made a bundle between the look and the ledger row."""
    made = Variant.all_objects.filter(pk__in=list(variant_ids), is_bundle=True).first()
    if made is not None:
        check_own_stock(made)


def recipe(variant: Variant) -> Recipe:
    """What one unit of it is made of; an article that is no bundle is its own only part."""
    if not variant.is_bundle:
        return Recipe(((variant, 1),))
    rows = BundlePart.objects.filter(bundle=variant).select_related("part").order_by("part__sku")
    return Recipe(tuple((row.part, row.quantity) for row in rows))


def recipe_of_line(order_item_id: UUID, variant: Variant) -> Recipe:
    """What a unit of an order line was made of when it was taken in; as it is today where nothing was ever held."""
    rows = Reservation.objects.filter(order_item_id=order_item_id, consumed__gt=0).select_related("variant")
    held = {row.variant: row.per_unit for row in rows.order_by("variant__sku")}
    return Recipe(tuple(held.items())) if held else recipe(variant)


def parts_by_sku(bundle: Variant, wanted: Collection[tuple[str, int]]) -> dict[UUID, int]:
    """SKUs as a person types them, for `set_parts`. Raises DomainError for one that is unknown or named twice."""
    known: dict[str, Any] = dict(
        Variant.objects.filter(store=bundle.store_id, sku__in=[sku for sku, _units in wanted]).values_list("sku", "pk")
    )
    found: dict[UUID, int] = {}
    for sku, units in wanted:
        if sku not in known:
            raise DomainError(_("There is no product with the SKU %s.") % sku, field="parts")
        if known[sku] in found:
            raise DomainError(_("%s is named twice. Name it once, with how many are in it.") % sku, field="parts")
        found[known[sku]] = units
    return found
