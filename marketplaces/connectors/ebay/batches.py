"""Stock and prices outward: 25 SKUs in one call, an answer per SKU and per offer."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.stock import StockUpdate
from marketplaces.framework.errors import (
    CodeProblem,
    ConnectorError,
    DataProblem,
    NotFound,
    RetryLater,
    Unavailable,
)
from marketplaces.framework.results import ItemResult

from .client import BULK
from .errors import PULL, WAIT, row_error
from .reading import Json, text

Update = TypeVar("Update", StockUpdate, PriceUpdate)
Send = Callable[[Sequence[Json]], Sequence[Json]]


def push_stock(updates: Sequence[StockUpdate], send: Send) -> list[ItemResult]:
    """The item's own number and the cap of its offer: buyers see the lower of the two."""
    return _push(updates, send, stock_entry)


def push_price(updates: Sequence[PriceUpdate], send: Send) -> list[ItemResult]:
    """A price belongs to an offer; without one there is nothing to set it on."""
    there = [each for each in updates if each.remote_variant_id]
    bare = [
        ItemResult(ref=each.ref, ok=False, error=_no_offer(each.sku)) for each in updates if not each.remote_variant_id
    ]
    return bare + _push(there, send, price_entry)


def stock_entry(sku: str, updates: Sequence[StockUpdate]) -> Json:
    offers = [{"offerId": e.remote_variant_id, "availableQuantity": e.quantity} for e in updates if e.remote_variant_id]
    entry: dict[str, object] = {
        "sku": sku,
        "shipToLocationAvailability": {"quantity": max(each.quantity for each in updates)},
    }
    return entry | ({"offers": offers} if offers else {})


def price_entry(sku: str, updates: Sequence[PriceUpdate]) -> Json:
    offers = [
        {"offerId": each.remote_variant_id, "price": {"value": f"{each.price:f}", "currency": each.currency}}
        for each in updates
    ]
    return {"sku": sku, "offers": offers}


def _push(updates: Sequence[Update], send: Send, entry: Callable[[str, list[Update]], Json]) -> list[ItemResult]:
    """Never the same offer twice in a call: eBay refuses all of it."""
    results: list[ItemResult] = []
    groups = list(_by_sku(updates).items())
    for start in range(0, len(groups), BULK):
        results += _sent(groups[start : start + BULK], send, entry)
    return results


def _sent(
    groups: Sequence[tuple[str, list[Update]]], send: Send, entry: Callable[[str, list[Update]], Json]
) -> list[ItemResult]:
    """One call. Where the call as a whole is refused for what is in it, each SKU is told alone."""
    try:
        rows = send([entry(sku, list(newest(each))) for sku, each in groups])
    except DataProblem as error:
        if len(groups) == 1:
            return [_refused(each, error) for each in groups[0][1]]
        return [result for group in groups for result in _sent([group], send, entry)]
    except (RetryLater, CodeProblem) as error:
        return [_refused(each, error) for _, updates in groups for each in updates]
    return [_outcome(each, rows) for _, updates in groups for each in updates]


def newest(updates: Iterable[Update]) -> Iterable[Update]:
    """The last word on each offer."""
    return {each.remote_variant_id: each for each in updates}.values()


def _outcome(update: Update, rows: Sequence[Json]) -> ItemResult:
    """Good when neither the SKU's own row nor that of its offer is bad: each has a status, also under HTTP 200."""
    own = [row for row in rows if text(row.get("sku")) == _key(update) and _is_of(row, update)]
    if not own:
        return _refused(update, Unavailable("eBay did not answer for this item", fix=WAIT))
    errors = [error for error in map(row_error, own) if error is not None]
    return _refused(update, errors[0]) if errors else ItemResult(ref=update.ref, ok=True)


def _is_of(row: Json, update: StockUpdate | PriceUpdate) -> bool:
    return text(row.get("offerId")) in ("", update.remote_variant_id)


def _by_sku(updates: Sequence[Update]) -> Mapping[str, list[Update]]:
    groups: dict[str, list[Update]] = {}
    for each in updates:
        groups.setdefault(_key(each), []).append(each)
    return groups


def _key(update: StockUpdate | PriceUpdate) -> str:
    """Their SKU is the product's number; ours may be written otherwise."""
    return update.remote_product_id or update.sku


def _refused(update: StockUpdate | PriceUpdate, error: ConnectorError) -> ItemResult:
    return ItemResult(ref=update.ref, ok=False, error=error)


def _no_offer(sku: str) -> ConnectorError:
    return NotFound(f"eBay offers {sku} nowhere, so it has no price there", said="there is no offer", fix=PULL)
