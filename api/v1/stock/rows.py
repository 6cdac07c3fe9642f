"""Many changes of stock out of one body: each row read by itself, then all of them carried out together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from api.errors import problem_of
from api.v1.stock.bodies import StockRow
from core.models import Store, User
from inventory.models import InventoryChange, Location, Variant
from inventory.services.locations import default_location
from inventory.services.stock_many import Done, Wanted, change_many

Result = dict[str, Any]


def changed(store: Store, user: User, sent: Sequence[Any]) -> dict[str, Any]:
    """The answer of each row, in their order."""
    rows = [_read(row) for row in sent]
    known = _known(store, [row for row in rows if "errors" not in row])
    wanted = [row if "errors" in row else _wanted(row, *known) for row in rows]
    good = [row for row in wanted if isinstance(row, Wanted)]
    answers = iter(change_many(store=store, rows=good, actor=user, actor_label=str(user)))
    done = [next(answers) if isinstance(row, Wanted) else row for row in wanted]
    _with_places(done)
    results = [_result(place, _sku(sent[place]), found) for place, found in enumerate(done)]
    written = sum(result["status"] == 201 for result in results)
    return {"changed": written, "refused": len(results) - written, "results": results}


def _read(row: Any) -> Result:
    reader = StockRow(data=row)
    try:
        reader.is_valid(raise_exception=True)
    except ValidationError as wrong:
        return {"status": 400, "errors": problem_of(wrong).errors}
    return dict(reader.validated_data)


def _known(store: Store, rows: Iterable[Result]) -> tuple[dict[Any, Variant], dict[UUID | None, Location]]:
    """The goods by SKU and by id, and the places: three queries for all rows."""
    rows = list(rows)
    goods = Variant.objects.filter(store=store)
    by_sku = goods.filter(sku__in=[row["sku"] for row in rows if "sku" in row])
    by_id = goods.filter(pk__in=[row["variant"] for row in rows if "variant" in row])
    known: dict[Any, Variant] = {**{row.sku: row for row in by_sku}, **{row.pk: row for row in by_id}}
    places: dict[UUID | None, Location] = {row.pk: row for row in Location.objects.filter(store=store)}
    if known:  # a store without goods gets no place by the way
        places[None] = default_location(store)
    return known, places


def _wanted(row: Result, goods: dict[Any, Variant], places: dict[UUID | None, Location]) -> Wanted | Result:
    name = "sku" if "sku" in row else "variant"
    variant, place = goods.get(row[name]), places.get(row.get("location"))
    if variant is None or place is None:
        sentence = _("There is no such thing in this store.")
        return {"status": 404, "errors": [{"field": "location" if variant else name, "message": sentence}]}
    return Wanted(
        variant=variant, location=place, delta=row.get("delta"), counted=row.get("counted"), reason=row["reason"],
        note=row["note"],
    )  # fmt: skip


def _with_places(done: Sequence[Done | Result]) -> None:
    """The names that are written beside each change: one query."""
    ids = [found.change.pk for found in done if isinstance(found, Done) and found.change]
    named = InventoryChange.objects.select_related("variant", "location").in_bulk(ids)
    for found in done:
        if isinstance(found, Done) and found.change:
            whole = named[found.change.pk]
            found.change.variant, found.change.location = whole.variant, whole.location


def _result(place: int, sku: str, found: Done | Result) -> Result:
    if not isinstance(found, Done):
        return {"row": place, "sku": sku, "change": None, **found}
    if found.change is not None:
        return {"row": place, "status": 201, "sku": found.change.variant.sku, "change": found.change, "errors": []}
    assert found.refused is not None
    error = {"field": found.refused.field, "message": str(found.refused)}
    return {"row": place, "status": 422, "sku": sku, "change": None, "errors": [error]}


def _sku(row: Any) -> str:
    sku = row.get("sku", "")
    return sku if isinstance(sku, str) else ""
