"""What happened to a product, newest first: who changed which of its fields, its texts, its variants, its links."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from inventory.models import MarketplaceProduct, Product, ProductTranslation, Variant

#: Fields by the kind of thing; what shops read and tell all day is in the ledger and the runs, not here.
WATCHED: Mapping[str, tuple[type, tuple[str, ...]]] = {
    "product": (Product, ("title", "description", "brand", "category", "kind", "status", "images")),
    "texts": (ProductTranslation, ("title", "description")),
    "variant": (Variant, ("sku", "gtin", "price", "currency", "cost", "options", "weight_g", "low_stock_at")),
    "listing": (MarketplaceProduct, ("variant_id", "price_override", "stock_override")),
}
#: Money that a packer does not see.
SECRET = frozenset({"price", "cost", "price_override", "currency"})
#: Versions of each kind that are looked through: a shop that changes its stock each minute makes many.
SCANNED = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field as it was and as it became."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One act: `kind` of thing, its name, what it did (made, changed, removed), who and why."""

    at: datetime
    kind: str
    name: str
    act: str
    who: str
    reason: str
    changes: tuple[Change, ...] = ()


def product_history(product: Product, *, most: int = 30, money: bool = True) -> list[Event]:
    """The last acts; four queries. Versions that change none of the watched fields are no act of anybody."""
    sources: dict[str, dict[str, Any]] = {
        "product": {"id": product.pk},
        "texts": {"product_id": product.pk},
        "variant": {"product_id": product.pk},
        "listing": {"id__in": list(product.listings.values_list("pk", flat=True)[:200])},
    }
    events = [event for kind, which in sources.items() for event in _events(kind, which, money)]
    return sorted(events, key=lambda event: event.at, reverse=True)[:most]


def _events(kind: str, which: Mapping[str, Any], money: bool) -> Iterator[Event]:
    model, fields = WATCHED[kind]
    history: Any = model.history.model  # type: ignore[attr-defined]
    rows = history.objects.filter(**which).select_related("history_user").order_by("-history_date")
    later: dict[Any, Any] = {}
    for older in [*rows.defer(*(["description"] if kind == "listing" else []))[:SCANNED], None]:
        pairs = [(later.pop(older.id, None), older)] if older else [(last, None) for last in later.values()]
        if older:
            later[older.id] = older
        yield from _between(kind, pairs, fields, money)


def _between(kind: str, pairs: Sequence[tuple[Any, Any]], fields: Sequence[str], money: bool) -> Iterator[Event]:
    """What each version did to the one before it; of the oldest that was read only its making is known."""
    for newer, before in pairs:
        if newer is None or (before is None and newer.history_type == "~"):
            continue
        changes = tuple(_changes(before, newer, fields, money))
        if changes or newer.history_type != "~":
            yield _event(kind, newer, changes)


def _changes(before: Any, after: Any, fields: Sequence[str], money: bool) -> Iterator[Change]:
    if before is None:
        return
    for field in fields:
        was, became = getattr(before, field), getattr(after, field)
        if was != became and (money or field not in SECRET):
            yield Change(field=field, before=was, after=became)


def _event(kind: str, row: Any, changes: tuple[Change, ...]) -> Event:
    names = {"texts": "language", "variant": "sku", "listing": "marketplace_sku"}
    reason = row.history_change_reason or ""
    return Event(
        at=row.history_date, kind=kind, name=str(getattr(row, names[kind]) if kind in names else ""),
        act={"+": "made", "-": "removed"}.get(row.history_type, "changed"), reason=reason,
        who=str(row.history_user) if row.history_user else _who(reason), changes=changes,
    )  # fmt: skip


def _who(reason: str) -> str:
    """Who it was where no person is noted: "changed by Anna", "linked: same SKU"."""
    return reason.partition(" by ")[2] or reason.partition(": ")[2]
