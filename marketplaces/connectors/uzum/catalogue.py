"""Walks through products, stock and prices."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from marketplaces.canonical.prices import PriceLevel
from marketplaces.canonical.products import Product
from marketplaces.canonical.stock import StockLevel
from marketplaces.framework.errors import UnexpectedPayload
from marketplaces.framework.results import Page, RefusedItem

from .client import PRODUCTS_PER_PAGE, UzumClient
from .goods import price_levels, product, stock_level
from .reading import Json, listed, page_of, text, whole
from .shelf import Shelf
from .walks import AGAIN, MOST_PAGES

T = TypeVar("T")


def products(client: UzumClient, shop: str, *, resume: Mapping[str, Any] | None) -> Iterator[Page[Product]]:
    """All cards; Uzum cannot tell what changed since. Cards without a SKU cannot be ordered and are left out."""
    first = whole((resume or {}).get("page"), "page", default=0)
    for number, cards, total, last in cards_of(client, shop, first=first, operation="pull_products"):
        items, refused = _read_each(cards, product)
        kept = [item for item in items if item.variants]
        yield Page(items=kept, refused=refused, cursor=None if last else {"page": number + 1}, total=total)


def prices(client: UzumClient, shop: str, only: Sequence[str] | None) -> Iterator[Page[PriceLevel]]:
    """Live prices. Cards cannot be asked for by number, so all are read and the others left out."""
    wanted = None if only is None else set(only)
    for number, cards, _total, last in cards_of(client, shop, operation="pull_prices"):
        chosen = [card for card in cards if wanted is None or _id(card) in wanted]
        found, refused = _read_each(chosen, lambda card: list(price_levels(card)))
        levels = [level for each in found for level in each]
        yield Page(items=levels, refused=refused, cursor=None if last else {"page": number + 1})


def stock(client: UzumClient, shop: str, shelf: Shelf, only: Sequence[str] | None) -> Iterator[Page[StockLevel]]:
    """Own stock. The cards tell which SKUs are this shop's, the stock call how many of each there are.

    What this run pushed is known already; for anything else the cards are read first.
    """
    skus = shelf.skus_of(only) if only is not None else None
    if skus is None:
        for _number, cards, _total, _last in cards_of(client, shop, operation="pull_stock"):
            shelf.learn(cards)
            yield Page(items=(), cursor={"cards": True})
        skus = shelf.skus_of(only) or []
    for found in shelf.fresh(client, skus):
        items, refused = _read_each(found, lambda row: stock_level(row, shelf.product_of(row)))
        yield Page(items=items, refused=refused, cursor={"stock": True})
    yield Page(items=())


def cards_of(
    client: UzumClient, shop: str, *, operation: str, first: int = 0
) -> Iterator[tuple[int, Sequence[Any], int | None, bool]]:
    """Pages of cards with their number, how many cards there are, and whether it is the last page."""
    seen: set[str] = set()
    for number in range(first, first + MOST_PAGES):
        answer = page_of(client.products(shop, number, operation), "productList")
        cards = listed(answer.get("productList"), "productList")
        ids = {_id(card) for card in cards}
        if cards and ids <= seen:
            raise UnexpectedPayload("productList", f"page {number}", fix=AGAIN)
        seen |= ids
        told = answer.get("totalProductsAmount")
        total = whole(told, "totalProductsAmount") if told is not None else None
        more = len(cards) == PRODUCTS_PER_PAGE if total is None else first * PRODUCTS_PER_PAGE + len(seen) < total
        yield number, cards, total, not (cards and more)
        if not (cards and more):
            return


def _id(card: Any) -> str:
    return text(card.get("productId")) if isinstance(card, Mapping) else ""


def _read_each(found: Sequence[Any], read: Callable[[Json], T]) -> tuple[list[T], list[RefusedItem]]:
    """What could be read, and what could not with the reason."""
    items: list[T] = []
    refused: list[RefusedItem] = []
    for row in found:
        if not isinstance(row, Mapping):
            refused.append(RefusedItem(remote_id="", error=UnexpectedPayload("productList[]", row), raw={"row": row}))
            continue
        try:
            items.append(read(row))
        except UnexpectedPayload as error:
            refused.append(
                RefusedItem(remote_id=str(row.get("productId") or row.get("skuId") or ""), error=error, raw=row)
            )
    return items, refused
