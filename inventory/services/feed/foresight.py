"""What a feed would do: a small one is brought in and taken back, of a large one the SKUs are compared."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction

from core.models import Store
from inventory.models import Variant
from inventory.services.feed.parsing import FeedRow, parse_rows
from inventory.services.feed.reading import read_file
from inventory.services.feed.storing import import_rows
from inventory.services.feed.table import Naming

#: Up to here the sums are those of the act itself; a larger feed would keep a person waiting.
WHOLE = 3_000
SHOWN = 20


@dataclass(slots=True, kw_only=True)
class Foresight:
    """The sums of an import that did not happen. `exact` false: which of the known ones really change is not known.

    `prices` holds (SKU, before, after, currency) of the first prices that would change.
    """

    rows: int
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    counted: int = 0
    linked: int = 0
    exact: bool = True
    prices: list[tuple[str, Decimal, Decimal, str]] = field(default_factory=list)
    price_changes: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def foresee(*, store: Store, data: bytes, columns: Mapping[str, str] | None = None) -> Foresight:
    """Read the feed and say what it would change; nothing stays. Raises DomainError for what is no feed at all."""
    parsed = parse_rows(read_file(data, Naming(columns or {})), currency=store.currency, language=store.locale[:2])
    seen = Foresight(rows=len(parsed.rows) + len(parsed.refused), refused=list(parsed.refused))
    seen.warnings = parsed.warnings
    known = _known_prices(store, parsed.rows)
    changes = [
        (row.sku, was, row.price, row.currency)
        for row in parsed.rows
        if row.price is not None and (was := known.get(row.sku)) is not None and was != row.price
    ]
    seen.prices, seen.price_changes = changes[:SHOWN], len(changes)
    if len(parsed.rows) <= WHOLE:
        _bring_in_and_take_back(seen, store, parsed.rows)
    else:
        seen.exact, seen.created = False, sum(row.sku not in known for row in parsed.rows)
        seen.updated = len(parsed.rows) - seen.created
    return seen


def _known_prices(store: Store, rows: list[FeedRow]) -> dict[str, Decimal | None]:
    variants = Variant.all_objects.filter(store=store, sku__in=[row.sku for row in rows])
    return dict(variants.values_list("sku", "price"))


def _bring_in_and_take_back(seen: Foresight, store: Store, rows: list[FeedRow]) -> None:
    with transaction.atomic():
        outcome = import_rows(store=store, rows=rows, reason="foreseen")
        transaction.set_rollback(True)
    seen.created, seen.updated, seen.unchanged = outcome.created, outcome.updated, outcome.unchanged
    seen.counted, seen.linked = outcome.counted, outcome.linked
    seen.refused += outcome.refused
