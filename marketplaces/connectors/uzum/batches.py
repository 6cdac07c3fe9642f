"""Stock and price changes. One row that Uzum will not take refuses the whole call, so the bad one is looked for."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.stock import StockUpdate
from marketplaces.framework.errors import ConnectorError, DataProblem, NotFound, Rejected, RetryLater, Unavailable
from marketplaces.framework.results import ItemResult

from .account import CURRENCY
from .client import UzumClient
from .goods import is_linked, price_row, stock_row, whole_sums
from .reading import Json
from .shelf import Shelf

Update = TypeVar("Update", StockUpdate, PriceUpdate)
Row = TypeVar("Row")
#: Calls that a refused batch may cost; what is not cleared up by then is tried again, without the rows that were found.
MOST_CALLS = 40
SKUS_PER_PRICE_CALL = 50
PULL_PRODUCTS = "Pull the products again; the SKU is not known to Uzum any more."
LINK = "Switch selling from your own warehouse (FBS or DBS) on for it in the Uzum seller cabinet."


def push_stock(client: UzumClient, shelf: Shelf, updates: Sequence[StockUpdate]) -> list[ItemResult]:
    """Absolute quantities: each row is read, changed and sent back, so that its links stay as they are."""
    known = shelf.rows_of(client, [int(update.remote_variant_id) for update in updates if _is_id(update)])
    newest: dict[int, StockUpdate] = {}
    results: list[ItemResult] = []
    for update in updates:
        row = known.get(int(update.remote_variant_id)) if _is_id(update) else None
        problem = _stock_problem(update, row)
        if problem is not None:
            results.append(ItemResult(ref=update.ref, ok=False, error=problem))
        else:
            newest[int(update.remote_variant_id)] = update
            shelf.belongs(update.remote_variant_id, update.remote_product_id)
    rows = {sku: stock_row(known[sku], update.quantity) for sku, update in newest.items()}
    errors = isolated(list(rows), lambda skus: client.set_stocks([rows[sku] for sku in skus]))
    return results + _results(updates, results, errors)


def _stock_problem(update: StockUpdate, row: Json | None) -> ConnectorError | None:
    if not _is_id(update):
        return Rejected(
            "The listing has no SKU number of Uzum", said=f"no SKU number: {update.sku}", fix="Pull the products again."
        )
    if row is None:
        return NotFound("Uzum has no such SKU", said=f"no SKU {update.remote_variant_id}", fix=PULL_PRODUCTS)
    if not is_linked(row):
        return Rejected("This SKU is not sold from your own warehouse", said="not linked to FBS or DBS", fix=LINK)
    return None


def push_price(client: UzumClient, shop: str, updates: Sequence[PriceUpdate]) -> list[ItemResult]:
    """One call per product."""
    results: list[ItemResult] = []
    by_product: dict[int, dict[int, PriceUpdate]] = {}
    for update in updates:
        problem = _price_problem(update)
        if problem is not None:
            results.append(ItemResult(ref=update.ref, ok=False, error=problem))
        else:
            by_product.setdefault(int(update.remote_product_id), {})[int(update.remote_variant_id)] = update
    errors: dict[int, ConnectorError | None] = {}
    for product, newest in by_product.items():
        errors |= _push_product(client, shop, product, newest)
    return results + _results(updates, results, errors)


def _push_product(
    client: UzumClient, shop: str, product: int, newest: Mapping[int, PriceUpdate]
) -> dict[int, ConnectorError | None]:
    rows = {sku: price_row(update) for sku, update in newest.items()}
    found: dict[int, ConnectorError | None] = {}
    skus = list(rows)
    for start in range(0, len(skus), SKUS_PER_PRICE_CALL):
        part = skus[start : start + SKUS_PER_PRICE_CALL]
        found |= isolated(part, lambda some: client.set_prices(shop, product, [rows[sku] for sku in some]))
    return found


def _price_problem(update: PriceUpdate) -> ConnectorError | None:
    if not (_is_id(update) and update.remote_product_id.isdigit()):
        return Rejected(
            "The listing has no SKU number of Uzum", said=f"no SKU number: {update.sku}", fix="Pull the products again."
        )
    if update.currency not in ("", CURRENCY):
        return Rejected(f"Uzum sells in {CURRENCY}, not in {update.currency}", fix=f"Enter a price in {CURRENCY}.")
    if update.price <= 0 or not whole_sums(update.price):
        return Rejected("A price at Uzum is a whole number of sums above zero", fix="Round the price.")
    return None


def isolated(keys: Sequence[Row], send: Callable[[Sequence[Row]], Any]) -> dict[Row, ConnectorError | None]:
    """Send all; if that is refused, halve until the rows that are refused alone are found, and the others are done.

    Trouble that passes ends the search for its part, which is tried again later. Trouble of the account is raised.
    """
    found: dict[Row, ConnectorError | None] = {}
    waiting, calls = [list(keys)] if keys else [], 0
    while waiting:
        part = waiting.pop()
        if calls >= MOST_CALLS:
            found |= dict.fromkeys(part, Unavailable("Uzum refused this together with others", fix="We try it again."))
            continue
        calls += 1
        try:
            send(part)
        except DataProblem as error:
            if len(part) == 1:
                found[part[0]] = error
            else:
                middle = len(part) // 2
                waiting += [part[middle:], part[:middle]]
        except RetryLater as error:
            found |= dict.fromkeys(part, error)
        else:
            found |= dict.fromkeys(part, None)
    return found


def _is_id(update: StockUpdate | PriceUpdate) -> bool:
    return update.remote_variant_id.isascii() and update.remote_variant_id.isdigit()


def _results(
    updates: Sequence[Update], answered: Sequence[ItemResult], errors: Mapping[int, ConnectorError | None]
) -> list[ItemResult]:
    """One result for each update that was sent; of two for one SKU the newest went, and its answer holds for both."""
    done = {result.ref for result in answered}
    pending = [update for update in updates if update.ref not in done]
    found = [(update.ref, errors[int(update.remote_variant_id)]) for update in pending]
    return [ItemResult(ref=ref, ok=error is None, error=error) for ref, error in found]
