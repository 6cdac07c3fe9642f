"""Products, prices and stock outward: fifty in one call, or in the write mode "single" one call each."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.products import ProductCard, ProductRemoval
from marketplaces.canonical.stock import StockUpdate
from marketplaces.framework.errors import (
    CodeProblem,
    ConnectorError,
    DataProblem,
    NotFound,
    RateLimited,
    Rejected,
    RetryLater,
    Unavailable,
)
from marketplaces.framework.reading import Json, text, whole, written
from marketplaces.framework.results import ItemResult

from .cards import Cards
from .client import FourSellerClient
from .errors import LOOK, Outdated, item_error, newer
from .goods import card, with_price

GOOD = frozenset({"created", "updated", "unchanged"})


class Item(Protocol):
    """Anything with our reference."""

    @property
    def ref(self) -> str: ...


Each = TypeVar("Each", bound=Item)


class Writer:
    """Everything that is told in batches, in one of the two ways."""

    def __init__(self, client: FourSellerClient, cards: Cards, *, single: bool, now: datetime) -> None:
        self._client = client
        self._cards = cards
        self._single = single
        self._now = now

    # Stock -----------------------------------------------------------------------------------------------------------
    def stock(self, updates: Sequence[StockUpdate]) -> list[ItemResult]:
        """Absolute quantities. Told with the time, so that a late word never replaces a newer one."""
        if self._single:
            return one_by_one(updates, self._one_stock)
        ready, refused = _apart(updates, lambda each: None if each.sku else _without_sku())
        items = [_stock_row(each, self._now) for each in ready]
        return refused + _answers(ready, self._client.set_inventories(items) if items else ())

    def _one_stock(self, update: StockUpdate) -> bool:
        found = self._cards.find("", update.sku, operation="push_stock") if not update.remote_product_id else None
        number = update.remote_product_id or text((found or {}).get("id"))
        if not number:
            raise NotFound(f"4Seller has no product {update.sku}", fix=LOOK)
        try:
            answer = self._client.set_inventory(number, update.quantity, self._now)
        except Outdated as error:
            raise newer(error.said) from error
        return whole(answer.get("quantity"), "quantity") == update.quantity

    # Prices ----------------------------------------------------------------------------------------------------------
    def prices(self, updates: Sequence[PriceUpdate]) -> list[ItemResult]:
        """A price goes with its whole product, as that stands there now; its stock is left out."""
        pairs = [(each.remote_product_id, each.sku) for each in updates]
        held = self._cards.read(pairs, now=self._now, operation="push_price")
        gone = [each for each in updates if (each.remote_product_id, each.sku) not in held]
        there = [(each, held[each.remote_product_id, each.sku]) for each in updates if each not in gone]
        results = [_refused(each, NotFound(f"4Seller has no product {each.sku}", fix=LOOK)) for each in gone]
        writes = [(each, row, with_price(row, each.price, each.currency)) for each, row in there]
        return results + self._write(writes, operation="push_price")

    # Products --------------------------------------------------------------------------------------------------------
    def products(self, cards: Sequence[ProductCard]) -> list[ItemResult]:
        """New ones are made, known ones changed; an id that is stale is looked up by the SKU."""
        pairs = [(each.remote_product_id, each.sku) for each in cards]
        held = self._cards.read(pairs, now=self._now, operation="push_products")
        known = [(each, held.get((each.remote_product_id, each.sku))) for each in cards]
        return self._write([(each, row, card(each, row)) for each, row in known], operation="push_products")

    def removals(self, removals: Sequence[ProductRemoval]) -> list[ItemResult]:
        """What is gone already counts as done."""
        return one_by_one(removals, self._remove)

    def _remove(self, removal: ProductRemoval) -> bool:
        try:
            self._client.delete_product(removal.remote_product_id)
        except NotFound:
            return True
        return True

    # -----------------------------------------------------------------------------------------------------------------
    def _write(self, writes: Sequence[tuple[Any, Json | None, Json]], *, operation: str) -> list[ItemResult]:
        """A batch is matched by SKU there, so whoever changes a SKU is written by its id."""
        alone = [each for each in writes if self._single or _renames(each[1], each[2])]
        bodies = {each.ref: (row, body) for each, row, body in alone}
        results = one_by_one([each for each, _, _ in alone], lambda each: self._one(*bodies[each.ref], operation))
        together = [each for each in writes if each[0].ref not in bodies]
        if not together:
            return results
        answers = self._client.upsert_products([body for _, _, body in together], operation=operation)
        return results + _answers([each for each, _, _ in together], answers)

    def _one(self, row: Json | None, body: Json, operation: str) -> bool:
        if row is None:
            self._client.create_product(body)
        else:
            self._client.update_product(text(row.get("id"), "id"), body, operation=operation)
        return False


def one_by_one(items: Sequence[Each], send: Callable[[Each], bool]) -> list[ItemResult]:
    """One call each; while 4Seller is not to be reached the rest is not even tried: it will be later."""
    results: list[ItemResult] = []
    stopped: RetryLater | None = None
    for item in items:
        if stopped is not None:
            results.append(_refused(item, stopped))
            continue
        try:
            results.append(ItemResult(ref=item.ref, ok=True, visible=send(item)))
        except RetryLater as error:
            stopped = error if isinstance(error, Unavailable | RateLimited) else None
            results.append(_refused(item, error))
        except (DataProblem, CodeProblem) as error:
            results.append(_refused(item, error))
    return results


def _answers(items: Sequence[Each], answers: Sequence[Json]) -> list[ItemResult]:
    """An answer per item: by its place in the batch, or where it names none by its own place among the answers."""
    told = {whole(row.get("index"), "results[].index", number): row for number, row in enumerate(answers)}
    return [_answer(item, told.get(number)) for number, item in enumerate(items)]


def _answer(item: Item, row: Json | None) -> ItemResult:
    if row is None:
        return _refused(item, Unavailable("4Seller did not answer for this item", fix="We try again by ourselves."))
    if text(row.get("status"), "results[].status") in GOOD:
        return ItemResult(ref=item.ref, ok=True, remote_product_id=text(row.get("id"), "results[].id"))
    return _refused(item, item_error(row))


def _apart(
    items: Sequence[Each], problem: Callable[[Each], ConnectorError | None]
) -> tuple[list[Each], list[ItemResult]]:
    """What can be sent, and what cannot with the reason."""
    found = [(item, problem(item)) for item in items]
    return [item for item, error in found if error is None], [_refused(item, error) for item, error in found if error]


def _refused(item: Item, error: ConnectorError | None) -> ItemResult:
    return ItemResult(ref=item.ref, ok=False, error=error)


def _renames(row: Json | None, body: Json) -> bool:
    return row is not None and text(row.get("sku")) != body["sku"]


def _stock_row(update: StockUpdate, now: datetime) -> dict[str, Any]:
    place = {"warehouse": update.warehouse_remote_id} if update.warehouse_remote_id else {}
    return {"sku": update.sku, "quantity": update.quantity, **place, "timestamp": written(now)}


def _without_sku() -> ConnectorError:
    return Rejected("This listing has no SKU at 4Seller", fix="Give it one there, then read the products again.")
