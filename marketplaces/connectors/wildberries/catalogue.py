"""Walks through cards, stock and prices."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from marketplaces.canonical.prices import PriceLevel
from marketplaces.canonical.products import Product
from marketplaces.canonical.stock import StockLevel, Warehouse
from marketplaces.framework.errors import UnexpectedPayload
from marketplaces.framework.pagination import Trail
from marketplaces.framework.results import Page

from .client import CARDS_PER_PAGE, PRICES_PER_PAGE, STOCKS_PER_CALL, WildberriesClient
from .goods import amounts, price_levels, product, sku_of
from .reading import Json, data_of, identifier, is_number, listed, page_of, read_all, rows, text, whole

#: So few products are looked up by number; for more of them the list is read.
LOOKED_UP = 3
AGAIN = "The marketplace gave the same page twice; try later."
Size = tuple[str, str]  # product, sku


def products(
    client: WildberriesClient, *, since: datetime | None, resume: Mapping[str, Any] | None
) -> Iterator[Page[Product]]:
    """Cards in the order of their last change, with prices from their own service. A price is no change of a card."""
    start = resume or ({"updatedAt": since.strftime("%Y-%m-%dT%H:%M:%S.%fZ"), "nmID": 0} if since else {})
    for cards, cursor in card_pages(client, start, "pull_products"):
        numbers = [card.get("nmID") for card in cards if isinstance(card, Mapping)]
        prices_by_number = _prices_of(client, [each for each in numbers if isinstance(each, int)], "pull_products")
        items, refused = read_all(cards, partial(_product, prices=prices_by_number), "nmID")
        yield Page(items=[item for item in items if item.variants], refused=refused, cursor=cursor)


def _product(card: Json, prices: Mapping[str, Json]) -> Product:
    return product(card, prices.get(_id(card)))


def card_pages(
    client: WildberriesClient, start: Mapping[str, Any], operation: str
) -> Iterator[tuple[Sequence[Any], Mapping[str, Any] | None]]:
    """Pages of cards and where each of them is followed by the next; a short page is the last."""
    cursor: Mapping[str, Any] | None = start
    trail = Trail("cursor")
    while cursor is not None:
        answer = page_of(client.cards(cursor, operation), "cards")
        cards = listed(answer.get("cards"), "cards")
        told = answer.get("cursor")
        if not isinstance(told, Mapping):
            raise UnexpectedPayload("cursor", told)
        cursor = None
        if whole(told.get("total"), "cursor.total", default=len(cards)) >= CARDS_PER_PAGE:
            cursor = {"updatedAt": text(told.get("updatedAt")), "nmID": whole(told.get("nmID"), "cursor.nmID")}
            trail.follow(f"{cursor['updatedAt']} {cursor['nmID']}")
        yield cards, cursor


def prices(client: WildberriesClient, only: Sequence[str] | None) -> Iterator[Page[PriceLevel]]:
    """Live prices of all or of the named products."""
    if only is not None:
        numbers = [int(number) for number in only if is_number(number)]
        yield _price_page(list(_prices_of(client, numbers, "pull_prices").values()), None)
        return
    offset, seen = 0, set[str]()
    while True:
        found = _goods(client.prices(offset, "pull_prices"))
        numbers_here = {_id(row) for row in found}
        if found and numbers_here <= seen:
            raise UnexpectedPayload("data.listGoods", f"offset {offset}", fix=AGAIN)
        seen |= numbers_here
        offset += PRICES_PER_PAGE
        yield _price_page(found, {"offset": offset} if found else None)
        if not found:
            return


def _price_page(found: Sequence[Any], cursor: Mapping[str, Any] | None) -> Page[PriceLevel]:
    levels, refused = read_all(found, lambda row: list(price_levels(row)), "nmID")
    return Page(items=[level for each in levels for level in each], refused=refused, cursor=cursor)


def _prices_of(client: WildberriesClient, numbers: Sequence[int], operation: str) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for start in range(0, len(numbers), PRICES_PER_PAGE):
        answer = client.prices_of(numbers[start : start + PRICES_PER_PAGE], operation)
        found |= {_id(row): row for row in _goods(answer) if isinstance(row, Mapping)}
    return found


def _goods(answer: Any) -> Sequence[Any]:
    return listed(page_of(data_of(answer), "listGoods").get("listGoods"), "data.listGoods")


def warehouses(client: WildberriesClient, operation: str) -> list[Warehouse]:
    """The seller's own; one that is being taken away takes no stock any more."""
    return [
        Warehouse(
            remote_id=identifier(row.get("id"), "[].id"),
            name=text(row.get("name")),
            is_active=row.get("isDeleting") is not True,
        )
        for row in warehouse_rows(client, operation)
    ]


def warehouse_rows(client: WildberriesClient, operation: str) -> Sequence[Json]:
    """The same as they are told."""
    found = client.warehouses(operation)
    return rows(found if isinstance(found, list) else page_of(found, "warehouses"), "warehouses")


def stock(client: WildberriesClient, only: Sequence[str] | None) -> Iterator[Page[StockLevel]]:
    """Own stock in every warehouse. Cards tell which sizes there are; empty pages on the way say that we are alive."""
    sizes: dict[int, Size] = {}
    for cards in cards_of(client, only, "pull_stock"):
        sizes |= _sizes(cards)
        yield Page(items=(), cursor={"cards": True})
    numbers = list(sizes)
    places = warehouses(client, "pull_stock") if numbers else []
    for start in range(0, len(numbers), STOCKS_PER_CALL):
        part = numbers[start : start + STOCKS_PER_CALL]
        # All places of a size on one page: whoever keeps them takes a page for all that is known of its listings.
        yield Page(items=[level for place in places for level in _levels(client, sizes, part, place)])
    yield Page(items=())


def _levels(
    client: WildberriesClient, sizes: Mapping[int, Size], part: Sequence[int], place: Warehouse
) -> Iterator[StockLevel]:
    answer = page_of(client.stocks(place.remote_id, part, "pull_stock"), "stocks")
    for size, units in amounts(rows(answer.get("stocks"), "stocks")).items():
        if size in sizes:
            yield _level(sizes, size, units, place)


def _level(sizes: Mapping[int, Size], size: int, units: int, place: Warehouse) -> StockLevel:
    number, sku = sizes[size]
    return StockLevel(
        remote_product_id=number,
        remote_variant_id=str(size),
        sku=sku,
        quantity=units,
        warehouse_remote_id=place.remote_id,
    )


def cards_of(client: WildberriesClient, only: Sequence[str] | None, operation: str) -> Iterator[list[Json]]:
    """Cards of all or of these numbers, page by page."""
    wanted = None if only is None else {number for number in only if is_number(number)}
    if wanted is not None and len(wanted) <= LOOKED_UP:
        for number in sorted(wanted):
            answer = page_of(client.cards({}, operation, search=number), "cards")
            yield [card for card in rows(answer.get("cards"), "cards") if _id(card) == number]
        return
    for cards, _cursor in card_pages(client, {}, operation):
        yield [card for card in cards if isinstance(card, Mapping) and (wanted is None or _id(card) in wanted)]


def _sizes(cards: Sequence[Json]) -> dict[int, Size]:
    found: dict[int, Size] = {}
    for card in cards:
        sizes = rows(card.get("sizes"), "cards[].sizes")
        for size in sizes:
            sku = sku_of(text(card.get("vendorCode")), text(size.get("techSize")), several=len(sizes) > 1)
            found[whole(size.get("chrtID"), "cards[].sizes[].chrtID")] = (_id(card), sku)
    return found


def _id(row: Any) -> str:
    return str(row.get("nmID") or "") if isinstance(row, Mapping) else ""
