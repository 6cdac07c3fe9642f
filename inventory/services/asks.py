"""Units wanted for order lines; those of a bundle are taken apart before anything is locked or held."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import connection

#: More than fits into a column is wanted by nobody.
MOST = 2_147_483_647


@dataclass(frozen=True, slots=True)
class Ask:
    """Units wanted for an order line at a place.

    `per_unit` is 0 until the ask is taken apart; then how many of the variant each unit of the line holds.
    """

    order_item_id: UUID
    store_id: UUID
    variant_id: UUID
    location_id: UUID
    quantity: int
    per_unit: int = 0


#: Who changes what a bundle is made of waits for those who read it here, and they for him: nobody reserves by a recipe
#: that has just been replaced.
READ = "SELECT 1 FROM product_variants WHERE id = ANY(%(variants)s::uuid[]) ORDER BY id FOR KEY SHARE"
RECIPES = """
    SELECT order_item_id, variant_id, per_unit FROM reservations
    WHERE order_item_id = ANY(%(items)s::uuid[]) AND asked > 0
    UNION
    SELECT bundle_id, part_id, quantity FROM bundle_parts
    WHERE bundle_id = ANY(%(variants)s::uuid[]) AND deleted_at IS NULL
"""
MOVED = """
    SELECT part_id FROM bundle_parts WHERE bundle_id = ANY(%(variants)s::uuid[]) AND deleted_at IS NULL
    UNION SELECT variant_id FROM reservations WHERE order_item_id = ANY(%(items)s::uuid[]) AND asked > 0
"""


def taken_apart(asks: Sequence[Ask]) -> list[Ask]:
    """Each ask for a bundle as asks for its parts, in its place; the others as they are.

    A line that holds something already goes on with the recipe it was taken in with.
    """
    whole = [ask for ask in asks if not ask.per_unit]
    if not whole:
        return list(asks)
    recipes = _recipes([ask.order_item_id for ask in whole], {ask.variant_id for ask in whole})
    found: list[Ask] = []
    for ask in asks:
        found += [ask] if ask.per_unit else _parts_of(ask, recipes)
    return found


def _recipes(items: Collection[UUID], variants: Collection[UUID]) -> Mapping[UUID, dict[UUID, int]]:
    """Parts and how many of each: by line for those that hold something, else by bundle."""
    values = {"items": list(items), "variants": list(variants)}
    recipes: dict[UUID, dict[UUID, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(READ, values)
        cursor.execute(RECIPES, values)
        for owner, part, quantity in cursor.fetchall():
            recipes.setdefault(owner, {})[part] = quantity
    return recipes


def _parts_of(ask: Ask, recipes: Mapping[UUID, dict[UUID, int]]) -> list[Ask]:
    recipe = recipes.get(ask.order_item_id) or recipes.get(ask.variant_id) or {ask.variant_id: 1}
    return [
        replace(ask, variant_id=part, quantity=min(ask.quantity, MOST // each) * each, per_unit=each)
        for part, each in sorted(recipe.items())
    ]


def moved_by(variants: Collection[UUID], order_item_ids: Collection[UUID]) -> set[UUID]:
    """What a change of these goods and lines moves on the shelf: with the parts of bundles, and what the lines hold."""
    with connection.cursor() as cursor:
        cursor.execute(MOVED, {"variants": list(variants), "items": list(order_item_ids)})
        return {*variants, *(row[0] for row in cursor.fetchall())}
