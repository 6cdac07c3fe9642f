"""Stock and price changes: Shopee takes one item per call and answers per model."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.stock import StockUpdate
from marketplaces.connectors.shopee import reading
from marketplaces.framework.errors import (
    CodeProblem,
    ConnectorError,
    DataProblem,
    Rejected,
    RetryLater,
    UnexpectedPayload,
)
from marketplaces.framework.results import ItemResult

Json = Mapping[str, Any]
Update = TypeVar("Update", StockUpdate, PriceUpdate)
Send = Callable[[int, Sequence[Json]], Json]
MODELS = 50  # per call


def push_stock(updates: Sequence[StockUpdate], send: Send) -> list[ItemResult]:
    """Absolute quantities; the rows of one model's locations go together."""
    return _push(updates, lambda group: send(int(group[0].remote_product_id), _stock_list(group)))


def push_price(updates: Sequence[PriceUpdate], send: Send) -> list[ItemResult]:
    return _push(updates, lambda group: send(int(group[0].remote_product_id), _price_list(group)))


def _push(updates: Sequence[Update], call: Callable[[list[Update]], Json]) -> list[ItemResult]:
    """One result per update. While Shopee is not to be reached the rest is not even tried: it will be later."""
    good = [each for each in updates if _has_their_ids(each)]
    results = [ItemResult(ref=each.ref, ok=False, error=_no_ids()) for each in updates if not _has_their_ids(each)]
    stopped: RetryLater | None = None
    for group in _groups(good):
        if stopped is not None:
            results += [ItemResult(ref=each.ref, ok=False, error=stopped) for each in group]
            continue
        try:
            results += _outcome(group, call(group))
        except RetryLater as error:
            stopped = error
            results += [ItemResult(ref=each.ref, ok=False, error=error) for each in group]
        except (DataProblem, CodeProblem) as error:
            results += [ItemResult(ref=each.ref, ok=False, error=error) for each in group]
    return results


def _groups(updates: Sequence[Update]) -> Iterator[list[Update]]:
    """By item, at most fifty models together."""
    items: dict[str, dict[str, list[Update]]] = {}
    for update in updates:
        items.setdefault(update.remote_product_id, {}).setdefault(update.remote_variant_id, []).append(update)
    for models in items.values():
        names = list(models)
        for start in range(0, len(names), MODELS):
            yield [update for name in names[start : start + MODELS] for update in models[name]]


def _stock_list(group: Sequence[StockUpdate]) -> list[Json]:
    models: dict[int, list[Json]] = {}
    for update in group:
        place = {"location_id": update.warehouse_remote_id} if update.warehouse_remote_id else {}
        models.setdefault(_model(update), []).append({**place, "stock": update.quantity})
    return [{"model_id": model, "seller_stock": rows} for model, rows in models.items()]


def _price_list(group: Sequence[PriceUpdate]) -> list[Json]:
    # A JSON number: up to fifteen digits a float is written exactly as the decimal it came from.
    return [{"model_id": _model(update), "original_price": float(update.price)} for update in group]


def _outcome(group: Sequence[Update], response: Json) -> list[ItemResult]:
    """`error` is empty even if models were refused: only the two lists tell."""
    failed = {_model_of(row): reading.text(row, "failed_reason") for row in reading.rows(response, "failure_list")}
    done = {_model_of(row) for row in reading.rows(response, "success_list")}
    return [_result(update.ref, _model(update), failed, done) for update in group]


def _result(ref: str, model: int, failed: Mapping[int, str], done: set[int]) -> ItemResult:
    if model in failed:
        return ItemResult(
            ref=ref, ok=False, error=Rejected(said=failed[model] or "no reason given", marketplace="Shopee")
        )
    if model not in done:
        return ItemResult(
            ref=ref, ok=False, error=UnexpectedPayload("success_list", sorted(done), marketplace="Shopee")
        )
    return ItemResult(ref=ref, ok=True)


def _model(update: StockUpdate | PriceUpdate) -> int:
    return int(update.remote_variant_id or 0)


def _model_of(row: Json) -> int:
    return reading.whole(row, "model_id", default=0)


def _has_their_ids(update: StockUpdate | PriceUpdate) -> bool:
    return update.remote_product_id.isdecimal() and (update.remote_variant_id or "0").isdecimal()


def _no_ids() -> ConnectorError:
    return Rejected(
        "This listing does not carry Shopee's item number", marketplace="Shopee", fix="Read the products again."
    )
