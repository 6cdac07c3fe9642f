"""How much each group of calls may be asked, by the kind of token; a call names its group."""

from __future__ import annotations

from typing import Any

from marketplaces.sandbox.limits import Bucket

#: Calls of one group spend from one budget of the seller: its calls in a second, and how many may go at once.
BUDGETS = {
    "ping": Bucket(rate=3 / 30, burst=3),
    "seller": Bucket(rate=1 / 60, burst=10),
    "orders": Bucket(rate=300 / 60, burst=20),
    "cancel": Bucket(rate=100 / 60, burst=20),
    "marking": Bucket(rate=1000 / 60, burst=20),
    "marks read": Bucket(rate=300 / 60, burst=20),
    "dbs": Bucket(rate=300 / 60, burst=20),
    "dbs steps": Bucket(rate=1, burst=10),
    "dbs marks read": Bucket(rate=300 / 60, burst=20),
    "dbs marking": Bucket(rate=500 / 60, burst=20),
    "dbw": Bucket(rate=300 / 60, burst=20),
    "dbw cancel": Bucket(rate=300 / 60, burst=20),
    "dbw marking": Bucket(rate=1000 / 60, burst=20),
    "stocks": Bucket(rate=300 / 60, burst=20),
    "removals": Bucket(rate=10 / 60, burst=2),  # of stock rows
    "warehouses": Bucket(rate=300 / 60, burst=20),
    "cards": Bucket(rate=100 / 60, burst=5),
    "card changes": Bucket(rate=10 / 60, burst=5),
    "card faults": Bucket(rate=10 / 60, burst=5),
    "prices": Bucket(rate=10 / 6, burst=5),
    "sales": Bucket(rate=1 / 60, burst=1),
    "funnel": Bucket(rate=3 / 60, burst=3),
}
#: Of base tokens, where they have less.
OF_BASE = {
    "seller": Bucket(rate=1 / 86_400, burst=1),
    "orders": Bucket(rate=150 / 60, burst=10),
    "dbs": Bucket(rate=150 / 60, burst=10),
    "dbs marking": Bucket(rate=10 / 3600, burst=1),
    "dbw": Bucket(rate=150 / 60, burst=10),
    "dbw cancel": Bucket(rate=10 / 3600, burst=1),
    "stocks": Bucket(rate=150 / 60, burst=10),
    "warehouses": Bucket(rate=150 / 60, burst=10),
    "prices": Bucket(rate=4 / 3600, burst=1),
    "sales": Bucket(rate=1 / 7200, burst=1),
    "funnel": Bucket(rate=2 / 3600, burst=1),
}
#: Groups whose refused calls cost ten.
DEAR = frozenset({
    "orders", "cancel", "marking", "marks read", "stocks", "removals", "warehouses", "dbs", "dbs steps",
    "dbs marks read", "dbs marking", "dbw", "dbw cancel", "dbw marking",
})  # fmt: skip
COST_OF_REFUSAL = 10


def spends(group: str) -> dict[str, Any]:
    """What an operation says of its budget."""
    return {"group": group, "limit": BUDGETS[group]}


def budget(group: str, *, base: bool) -> Bucket:
    """What a token of this kind may ask."""
    return OF_BASE.get(group, BUDGETS[group]) if base else BUDGETS[group]
