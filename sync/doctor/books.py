"""Whether what is stored adds up: stock with ledger and holds, keys with purchases, and each store by itself."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import F

from orders.models import OrderItem
from sync.doctor.finding import Finding

LEDGER = """
SELECT v.sku, s.on_hand, coalesce(sum(c.delta), 0)::int FROM stock s JOIN product_variants v ON v.id = s.variant_id
LEFT JOIN inventory_changes c ON c.variant_id = s.variant_id AND c.location_id = s.location_id
GROUP BY v.sku, s.id, s.on_hand HAVING s.on_hand <> coalesce(sum(c.delta), 0) ORDER BY v.sku
"""
HELD = """
SELECT v.sku, s.reserved, coalesce(sum(r.granted), 0)::int FROM stock s JOIN product_variants v ON v.id = s.variant_id
LEFT JOIN reservations r ON r.variant_id = s.variant_id AND r.location_id = s.location_id
GROUP BY v.sku, s.id, s.reserved HAVING s.reserved <> coalesce(sum(r.granted), 0) ORDER BY v.sku
"""
BOUGHT = """
SELECT o.reference, o.quantity, count(k.id)::int FROM supplier_orders o
LEFT JOIN license_keys k ON k.supplier_order_id = o.id
WHERE o.state = 'received' GROUP BY o.id HAVING count(k.id) <> o.quantity ORDER BY o.reference
"""
SHOWN = 3


def look() -> Iterator[Finding]:
    """One finding for each law of the books."""
    yield _against(
        "ledger", LEDGER, good="On hand is what the ledger adds up to, of every shelf.",
        bad="{n} shelves hold another number than their ledger adds up to", one="{} holds {}, the ledger says {}",
        fix="Count these shelves: a count writes the difference down. Then tell us how it came to be.",
    )  # fmt: skip
    yield _against(
        "reserved", HELD, good="Reserved is what open orders were granted, on every shelf.",
        bad="{n} shelves keep another number than open orders hold", one="{} keeps {}, orders hold {}",
        fix="Count these shelves by hand before more is sold, and keep a copy of the database.",
    )  # fmt: skip
    yield _against(
        "bought keys", BOUGHT, good="Every purchase has as many keys as were bought.",
        bad="{n} purchases have another number of keys than were bought", one="{} bought {}, {} are here",
        fix="Compare these purchases with the supplier's page before anything is bought again.",
    )  # fmt: skip
    yield _stores()


def _against(matter: str, sql: str, *, good: str, bad: str, one: str, fix: str) -> Finding:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows = cursor.fetchall()
    if not rows:
        return Finding(matter=matter, said=good)
    some = "; ".join(one.format(*row) for row in rows[:SHOWN])
    return Finding(matter=matter, said=f"{bad.format(n=len(rows))}: {some}.", fix=fix, urgent=True)


def _stores() -> Finding:
    ways = rows_astray()
    strays = [f"{count} of {way}" for way, count in ways.items() if count]
    if not strays:
        return Finding(matter="stores", said=f"Nothing of a store leads into another ({len(ways)} ways looked at).")
    return Finding(
        matter="stores", said=f"Rows lead to another store's: {', '.join(strays)}.", urgent=True,
        fix="Take Orion from the network and ask for help with a copy of the database: somebody may see others' data.",
    )  # fmt: skip


def rows_astray() -> dict[str, int]:
    """Law 12: how many rows lead to a row of another store, by each way there is to do so; all should be none."""
    found = {}
    for model in apps.get_models():
        if not _has_store(model) or str(model._meta.object_name).startswith("Historical"):
            continue
        for field in model._meta.concrete_fields:
            if field.related_model is None or not _has_store(field.related_model):
                continue
            there: Any = {f"{field.name}__isnull": False}
            rows = model._base_manager.filter(**there).exclude(**{f"{field.name}__store": F("store")})
            found[f"{model._meta.db_table}.{field.name}"] = rows.count()
    # A line has the store of its order.
    lines = OrderItem.all_objects.filter(variant__isnull=False).exclude(variant__store=F("order__store"))
    return {**found, "order_items.variant": lines.count()}


def _has_store(model: Any) -> bool:
    return any(field.name == "store" for field in model._meta.concrete_fields)
