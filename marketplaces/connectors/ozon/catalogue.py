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

from . import cards
from .client import GOODS_PER_PAGE, OzonClient
from .goods import is_archived, price_level, product, stock_levels, stock_skus, warehouse
from .reading import Json, rows, text, whole_answer
from .walks import goods

#: SKUs per question for stock by warehouse; Ozon names no limit, its other lists take this many.
SKUS_PER_CALL = 500


def products(client: OzonClient, *, resume: Mapping[str, Any] | None) -> Iterator[Page[Product]]:
    """The list of ids page by page, and the cards of each page. Ozon cannot tell what changed since."""
    start = text((resume or {}).get("last_id"))
    for listing, following in goods(client.product_list, size=GOODS_PER_PAGE, start=start):
        listed = rows(listing.get("items"), "result.items")
        infos_ = infos(client, numbers=[found for row in listed if (found := text(row.get("product_id")))])
        items, refused = whole_cards(client, infos_)
        refused += _without_card(listed, infos_)
        total = listing.get("total")
        yield Page(
            items=items,
            refused=refused,
            cursor={"last_id": following} if following else None,
            total=int(total) if isinstance(total, int) else None,
        )


def infos(client: OzonClient, *, numbers: Sequence[str] = (), articles: Sequence[str] = ()) -> list[Json]:
    """What Ozon tells of products by number or article; what is not there is left out."""
    found: list[Json] = []
    for ids, name in ((list(dict.fromkeys(numbers)), "product_ids"), (list(dict.fromkeys(articles)), "articles")):
        for start in range(0, len(ids), GOODS_PER_PAGE):
            part = ids[start : start + GOODS_PER_PAGE]
            answer = client.product_info(*((part,) if name == "product_ids" else ((), part)))
            found += rows(whole_answer(answer).get("items"), "items")
    return found


def whole_cards(client: OzonClient, found: Sequence[Json]) -> tuple[list[Product], list[RefusedItem]]:
    """Products with what their cards say of themselves."""
    said = characteristics(client, [info.get("id") for info in found if not is_archived(info)])
    return read_all(found, partial(_card, said), "id")


def _card(said: Mapping[str, Json], info: Json) -> Product:
    there = said.get(text(info.get("id")), {})
    return product(
        info, description=cards.description_of(there), brand=cards.brand_of(there), weight_g=cards.grams_of(there)
    )


def characteristics(client: OzonClient, numbers: Sequence[Any]) -> dict[str, Json]:
    """What the cards of products say of themselves, by product id; empty where the call is gone, as Ozon's calls go."""
    ids = list(dict.fromkeys(found for number in numbers if (found := text(number))))
    told: dict[str, Json] = {}
    for start in range(0, len(ids), GOODS_PER_PAGE):
        try:
            answer = client.product_attributes(ids[start : start + GOODS_PER_PAGE])
        except NotFound:
            return {}
        told |= {text(row.get("id")): row for row in rows(answer.get("result"), "result")}
    return told


def _without_card(listed: Sequence[Json], found: Sequence[Json]) -> list[RefusedItem]:
    """What the list names and the cards leave out, so that no product is lost in silence."""
    told = {str(card.get("id")) for card in found}
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
