"""Stock and price changes: one call for many rows, an answer per row inside the 200."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.stock import StockUpdate
from marketplaces.framework.errors import ConnectorError, Rejected, Unavailable
from marketplaces.framework.results import ItemResult

from .errors import row_error
from .goods import price_row, stock_row
from .reading import Json, rows, text

Update = TypeVar("Update", StockUpdate, PriceUpdate)
#: Article, product id, warehouse id: what an answer row is recognised by.
Key = tuple[str, str, str]


def push_stock(updates: Sequence[StockUpdate], send: Callable[[Sequence[Json]], Json]) -> list[ItemResult]:
    """Absolute quantities of products at warehouses."""
    return _push(updates, send, stock_row, needs_warehouse=True)


def push_price(updates: Sequence[PriceUpdate], send: Callable[[Sequence[Json]], Json]) -> list[ItemResult]:
    """Prices of products."""
    return _push(updates, send, price_row, needs_warehouse=False)


def _push(
    updates: Sequence[Update],
    send: Callable[[Sequence[Json]], Json],
    row_of: Callable[[Update], dict[str, Any]],
    *,
    needs_warehouse: bool,
) -> list[ItemResult]:
    """Send what can be said, each thing once with its newest value, and match Ozon's rows to ours."""
    results = []
    newest: dict[Key, Update] = {}
    for update in updates:
        problem = _problem(update, needs_warehouse)
        if problem is not None:
            results.append(ItemResult(ref=update.ref, ok=False, error=problem))
        else:
            newest[_our_key(update)] = update
    told = _told(send([row_of(update) for update in newest.values()])) if newest else {}
    answered = {result.ref for result in results}
    pending = [update for update in updates if update.ref not in answered]
    return results + [_result(update, told) for update in pending]


def _problem(update: Update, needs_warehouse: bool) -> ConnectorError | None:
    if not update.sku and not update.remote_product_id.isdigit():
        return Rejected("The listing has neither an article nor a product id of Ozon", fix="Pull the products again.")
    if needs_warehouse and not str(getattr(update, "warehouse_remote_id", "")).isdigit():
        return Rejected(
            "Ozon takes stock only for a warehouse, and none is chosen",
            fix="Open the connection and say which Ozon warehouse this stock lies in.",
        )
    return None


def _our_key(update: Update) -> Key:
    place = str(getattr(update, "warehouse_remote_id", ""))
    return (update.sku, "", place) if update.sku else ("", update.remote_product_id, place)


def _told(answer: Json) -> dict[Key, Json]:
    """Ozon's rows, by article and by product id: it repeats what it was asked by, and often both."""
    found: dict[Key, Json] = {}
    for row in rows(answer.get("result"), "result"):
        place = text(row.get("warehouse_id"))
        place = "" if place == "0" else place
        for key in ((text(row.get("offer_id")), "", place), ("", text(row.get("product_id")), place)):
            if key not in found or found[key].get("updated") is True:  # told twice, the refusal counts
                found[key] = row
    return found


def _result(update: Update, told: Mapping[Key, Json]) -> ItemResult:
    article, product_id, place = _our_key(update)
    # A row without its warehouse still names the product.
    row = told.get((article, product_id, place)) or told.get((article, product_id, ""))
    if row is None:
        missing = Unavailable("Ozon did not answer for this item", fix="We try again by ourselves.")
        return ItemResult(ref=update.ref, ok=False, error=missing)
    errors = row.get("errors")
    if row.get("updated") is True and not errors:
        return ItemResult(ref=update.ref, ok=True)
    return ItemResult(ref=update.ref, ok=False, error=row_error(*_first(errors)))


def _first(errors: Any) -> tuple[str, str]:
    """Code and message of the first error; one odd row must not cost the others their answer."""
    first = errors[0] if isinstance(errors, list) and errors else errors
    if isinstance(first, Mapping):
        return str(first.get("code") or ""), str(first.get("message") or "")
    return "", str(first or "")
