"""Takes opening counts from what one chosen shop shows (law 13)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from inventory.models import ConnectionLocation, InventoryChange, Location, MarketplaceProduct, Product, Variant
from inventory.services import counts
from inventory.services.counts import Count, Why
from inventory.services.stock import LARGEST
from inventory.signals import open_units_asked
from marketplaces.models import Connection
from marketplaces.services.abilities import supplies


@dataclass(slots=True)
class Result:
    """How many variants got their opening count; `skipped` holds (SKU, sentence)."""

    counted: int = 0
    skipped: list[tuple[str, str]] = field(default_factory=list)


def take_opening_counts(
    *,
    connection: Connection,
    location: Location,
    actor_label: str,
    listing_ids: Collection[UUID] | None = None,
    run_id: UUID | None = None,
) -> Result:
    """Count every linked variant without an opening count as this shop shows it.

    What a shop shows no longer contains the units of its open orders, and they are still on the shelf: they are added.
    Orders that came in after the stock was read are still in it and are not.
    """
    if location.store_id != connection.store_id:
        raise DomainError("This place is not in this store.", field="location")
    result = Result()
    if supplies(connection):  # what lies at a supplier is on no shelf of ours
        return result
    with transaction.atomic():
        listings = _waiting(connection, listing_ids)
        shown = _shown(listings, _warehouses(connection, location), result)
        entries = [Count(connection.store_id, variant, location.pk, 0) for variant in sorted(shown)]
        stock = counts.lock(entries)
        entries = _still_uncounted(entries)
        added = _open_units(connection, shown)
        entries = [replace(each, on_hand=shown[each.variant_id] + added[each.variant_id]) for each in entries]
        entries = _keepable(entries, result)
        why = Why(
            cause=InventoryChange.Cause.OPENING, reason=f"As {connection.name} shows it", actor_label=actor_label,
            run_id=run_id,
        )  # fmt: skip
        counts.write(entries, stock, why)
    result.counted = len(entries)
    return result


def _still_uncounted(entries: Sequence[Count]) -> list[Count]:
    """Asked again under the lock: a count made by hand a moment ago is not replaced by what a shop shows."""
    ids = [each.variant_id for each in entries]
    waiting = set(Variant.objects.filter(pk__in=ids, opening_counted_at__isnull=True).values_list("pk", flat=True))
    return [each for each in entries if each.variant_id in waiting]


def _keepable(entries: Sequence[Count], result: Result) -> list[Count]:
    """A number that nobody can have says nothing about a shelf; it must not cost the others their count."""
    many = {each.variant_id for each in entries if each.on_hand > LARGEST}
    for sku in Variant.objects.filter(pk__in=many).order_by("sku").values_list("sku", flat=True):
        result.skipped.append((sku, "The shop shows more than any shelf holds. Count it."))
    return [each for each in entries if each.variant_id not in many]


def _waiting(connection: Connection, listing_ids: Collection[UUID] | None) -> list[MarketplaceProduct]:
    rows = MarketplaceProduct.objects.filter(
        connection=connection, variant__opening_counted_at__isnull=True, variant__deleted_at__isnull=True,
        variant__isnull=False, variant__is_bundle=False, variant__product__kind=Product.Kind.PHYSICAL,
    ).exclude(status=MarketplaceProduct.Status.DELETED)  # fmt: skip
    if listing_ids is not None:
        rows = rows.filter(pk__in=list(listing_ids))
    return list(rows.only("id", "variant_id", "marketplace_sku", "stock", "stock_by_warehouse").order_by("id"))


def _warehouses(connection: Connection, location: Location) -> set[str] | None:
    """The warehouses whose stock is at this place; None where no warehouse is mapped: then all of it is."""
    mapped = dict(
        ConnectionLocation.objects.filter(connection=connection, location__isnull=False).values_list(
            "remote_id", "location_id"
        )
    )
    return {remote_id for remote_id, place in mapped.items() if place == location.pk} if mapped else None


def _shown(listings: Sequence[MarketplaceProduct], warehouses: set[str] | None, result: Result) -> dict[UUID, int]:
    """Units by variant. Two listings of one variant show the same units: the smaller number is believed."""
    shown: dict[UUID, int] = {}
    for listing in listings:
        units = _units(listing, warehouses)
        variant = listing.variant_id
        assert variant is not None
        if units is None:
            result.skipped.append((listing.marketplace_sku, "The shop does not show how many there are. Count it."))
        elif units < 0:
            result.skipped.append((listing.marketplace_sku, f"The shop shows {units}. Count it."))
        else:
            shown[variant] = min(units, shown.get(variant, units))
    return shown


def _units(listing: MarketplaceProduct, warehouses: set[str] | None) -> int | None:
    by_warehouse: Mapping[str, int] = listing.stock_by_warehouse
    if listing.stock is None or warehouses is None or set(by_warehouse) <= {""}:
        return listing.stock
    here = [units for warehouse, units in by_warehouse.items() if warehouse in warehouses]
    return sum(here) if here else None  # shown elsewhere only: a zero that nobody told would empty shops (law 13)


def _open_units(connection: Connection, variants: Collection[UUID]) -> dict[UUID, int]:
    units: dict[UUID, int] = defaultdict(int)
    read_at = connection.products_read_at or timezone.now()
    answers = open_units_asked.send(
        sender=MarketplaceProduct, connection=connection, variant_ids=variants, placed_until=read_at
    )
    for _receiver, answer in answers:
        assert isinstance(answer, dict)
        for variant, quantity in answer.items():
            units[variant] += quantity
    return units
