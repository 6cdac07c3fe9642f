"""Keys behind the number of a digital variant: those of the pool, those that can be bought, those that orders lack."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection as database

OFFERS = """
    SELECT offer_id, connection_id, name, says, bought, units, why, read_at FROM key_offers(%s, %s)
    ORDER BY units DESC, cost, offer_id
"""


@dataclass(frozen=True, slots=True)
class KeyOffer:
    """What may be bought at one supplier: `units` of what it `says`, less those `bought` since it was read.

    `why` it is fewer, or none: paused, unread, sold_out, gone, dear, region; currency: in two of them nothing can be
    compared; money: what its share of it reaches for.
    """

    id: UUID
    connection_id: UUID
    name: str
    says: int
    bought: int
    units: int
    why: str
    read_at: datetime | None


def pool_of(variant_id: UUID) -> int:
    """Own keys that may be given to somebody."""
    rows: list[tuple[int]] = _rows("SELECT pool FROM key_counts(%s)", [variant_id])
    return rows[0][0]


def owed(variant_id: UUID) -> list[tuple[UUID, int]]:
    """Open order lines and how many keys each still lacks, oldest order first."""
    sql = "SELECT k.order_item_id, k.units FROM keys_owed(%s) k JOIN order_items i ON i.id = k.order_item_id"
    return _rows(sql + " ORDER BY i.created_at, i.id", [variant_id])


def key_offers(variant_id: UUID, listing_id: UUID | None = None) -> list[KeyOffer]:
    """Suppliers that are bought from, the one that counts first: as a listing sells it, or anywhere."""
    return [KeyOffer(*row) for row in _rows(OFFERS, [variant_id, listing_id])]


def _rows(sql: str, values: list[Any]) -> list[Any]:
    with database.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
