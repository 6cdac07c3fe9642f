"""Walks through products, stock, prices and warehouses."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from marketplaces.canonical.prices import PriceLevel
from marketplaces.canonical.products import Product
from marketplaces.canonical.stock import StockLevel, Warehouse
from marketplaces.framework.errors import NotFound
from marketplaces.framework.pagination import by_cursor
from marketplaces.framework.reading import read_all
from marketplaces.framework.results import Page, RefusedItem

from .client import GOODS_PER_PAGE, OzonClient
from .goods import price_level, product, stock_levels, stock_skus, warehouse
from .reading import Json, rows, text, whole_answer
from .walks import goods

#: SKUs per question for stock by warehouse; Ozon names no limit, its other lists take this many.
SKUS_PER_CALL = 500


def products(client: OzonClient, *, resume: Mapping[str, Any] | None) -> Iterator[Page[Product]]:
    """The list of ids page by page, and the cards of each page. Ozon cannot tell what changed since."""
    start = text((resume or {}).get("last_id"))
    for listing, following in goods(client.product_list, size=GOODS_PER_PAGE, start=start):
        listed = rows(listing.get("items"), "result.items")
        cards = _cards(client, listed)
        items, refused = read_all(cards, product, "id")
        refused += _without_card(listed, cards)
        total = listing.get("total")
        yield Page(
            items=items,
            refused=refused,
            cursor={"last_id": following} if following else None,
            total=int(total) if isinstance(total, int) else None,
        )


def _cards(client: OzonClient, listed: Sequence[Json]) -> Sequence[Json]:
    ids = [found for row in listed if (found := text(row.get("product_id")))]
    return rows(whole_answer(client.product_info(ids)).get("items"), "items") if ids else ()


def _without_card(listed: Sequence[Json], cards: Sequence[Json]) -> list[RefusedItem]:
    """What the list names and the cards leave out, so that no product is lost in silence."""
    told = {str(card.get("id")) for card in cards}
    missing = [row for row in listed if str(row.get("product_id")) not in told]
    return [
        RefusedItem(
            remote_id=str(row.get("product_id") or row.get("offer_id") or ""),
            error=NotFound("Ozon lists this product but did not give its card", fix="Pull the products again later."),
            raw=row,
        )
        for row in missing
    ]


def warehouses(client: OzonClient) -> list[Warehouse]:
    """The seller's own warehouses."""

    def fetch(cursor: str) -> tuple[Sequence[Json], str]:
        answer = client.warehouse_list(cursor)
        following = text(answer.get("cursor")) if answer.get("has_next") is True else ""
        return rows(answer.get("warehouses"), "warehouses"), following

    return [warehouse(row) for page in by_cursor(fetch, path="cursor") for row in page]


def stock(client: OzonClient, product_ids: Sequence[str] | None) -> Iterator[Page[StockLevel]]:
    """Own stock, broken down by warehouse."""
    for filters in _filters(product_ids):
        for answer, following in goods(partial(client.stock_list, filters), size=GOODS_PER_PAGE):
            items = rows(answer.get("items"), "items")
            places = _by_product(client, items)
            read, refused = read_all(items, partial(_levels, places), "product_id")
            levels = [level for levels in read for level in levels]
            yield Page(items=levels, refused=refused, cursor={"cursor": following} if following else None)


def prices(client: OzonClient, product_ids: Sequence[str] | None) -> Iterator[Page[PriceLevel]]:
    """Live prices; products without one are left out."""
    for filters in _filters(product_ids):
        for answer, following in goods(partial(client.price_list, filters), size=GOODS_PER_PAGE):
            read, refused = read_all(rows(answer.get("items"), "items"), price_level, "product_id")
            levels = [level for level in read if level is not None]
            yield Page(items=levels, refused=refused, cursor={"cursor": following} if following else None)


def _filters(product_ids: Sequence[str] | None) -> Iterator[dict[str, Any]]:
    if product_ids is None:
        yield {"visibility": "ALL"}
        return
    for start in range(0, len(product_ids), GOODS_PER_PAGE):
        yield {"product_id": list(product_ids[start : start + GOODS_PER_PAGE]), "visibility": "ALL"}


def _levels(places: Mapping[str, Sequence[Json]], item: Json) -> list[StockLevel]:
    return stock_levels(item, places.get(text(item.get("product_id")), ()))


def _by_product(client: OzonClient, items: Sequence[Json]) -> dict[str, list[Json]]:
    skus = [sku for item in items for sku in stock_skus(item)]
    found: dict[str, list[Json]] = {}
    for start in range(0, len(skus), SKUS_PER_CALL):
        try:
            answer = client.stock_by_warehouse(skus[start : start + SKUS_PER_CALL])
        except NotFound:
            return {}  # the call is gone, as Ozon's calls go: what is summed still holds
        for row in rows(answer.get("result"), "result"):
            found.setdefault(text(row.get("product_id")), []).append(row)
    return found
