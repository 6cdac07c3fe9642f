"""Walks through offers, stock and prices."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from marketplaces.canonical.prices import PriceLevel
from marketplaces.canonical.products import Product
from marketplaces.canonical.stock import StockLevel
from marketplaces.framework.pagination import by_cursor
from marketplaces.framework.results import Page

from .batches import LONGEST_SKU, mappings_of
from .client import YandexClient
from .goods import price_level, product, stock_level
from .reading import Json, listed, next_token, page_of, read_all, result_of, rows, text
from .shops import Shop

STOCKS_NAMED, PRICES_NAMED, SHOP_PRICES_NAMED = 500, 200, 500
TOKEN = "result.paging.nextPageToken"  # noqa: S105


def products(client: YandexClient, shop: Shop, *, resume: Mapping[str, Any] | None) -> Iterator[Page[Product]]:
    """All offers of the cabinet; the Market cannot tell what changed since."""
    start = text((resume or {}).get("token"))
    for answer in _pages(lambda token: client.mappings(shop.cabinet, token, "pull_products"), "offerMappings", start):
        found = listed(answer.get("offerMappings"), "result.offerMappings")
        items, refused = read_all(found, lambda row: product(row, shop), "offer.offerId")
        following = next_token(answer)
        yield Page(items=items, refused=refused, cursor={"token": following} if following else None)


def named(client: YandexClient, shop: Shop, skus: Sequence[str]) -> list[Product]:
    """What the cabinet offers under these SKUs."""
    asked = [sku for sku in skus if 1 <= len(sku.strip()) <= LONGEST_SKU]
    return [product(row, shop) for row in mappings_of(client, shop, asked, "pull_products").values()]


def stock(client: YandexClient, shop: Shop, offers: Sequence[str] | None) -> Iterator[Page[StockLevel]]:
    """The shop's own stock. Offers that never had any are not told."""
    for filters in _filters(offers, STOCKS_NAMED):
        for answer in _pages(_stocks_of(client, shop, filters), "warehouses"):
            places = rows(answer.get("warehouses"), "result.warehouses")
            found = [row for place in places for row in listed(place.get("offers"), "warehouses[].offers")]
            items, refused = read_all(found, stock_level, "offerId")
            yield Page(items=items, refused=refused)


def _stocks_of(client: YandexClient, shop: Shop, filters: Json) -> Callable[[str], Any]:
    return lambda token: client.stocks(shop.number, filters, token)


def prices(
    client: YandexClient, shop: Shop, offers: Sequence[str] | None, *, of_shop: bool
) -> Iterator[Page[PriceLevel]]:
    """The cabinet's prices; where shops have their own, this shop's in their place."""
    for filters in _filters(offers, PRICES_NAMED):
        for answer in _pages(_prices_of(client, shop, filters), "offers"):
            found = listed(answer.get("offers"), "result.offers")
            own = _own(client, shop, found) if of_shop else {}
            told = [own.get(text(row.get("offerId")), row) if isinstance(row, Mapping) else row for row in found]
            items, refused = read_all(told, price_level, "offerId")
            yield Page(items=[level for level in items if level is not None], refused=refused)


def _prices_of(client: YandexClient, shop: Shop, filters: Json) -> Callable[[str], Any]:
    return lambda token: client.prices(shop.cabinet, filters, token)


def _own(client: YandexClient, shop: Shop, found: Sequence[Any]) -> dict[str, Json]:
    """The shop's own prices of these offers, by SKU."""
    skus = [text(row.get("offerId")) for row in found if isinstance(row, Mapping)]
    own: dict[str, Json] = {}
    for start in range(0, len(skus), SHOP_PRICES_NAMED):
        part = skus[start : start + SHOP_PRICES_NAMED]
        for answer in _pages(lambda token, part=part: client.shop_prices(shop.number, part, token), "offers"):  # type: ignore[misc]
            own |= {text(row.get("offerId")): row for row in rows(answer.get("offers"), "result.offers")}
    return own


def _filters(offers: Sequence[str] | None, most: int) -> Iterator[dict[str, Any]]:
    """One walk through everything, or the named offers so many at a time."""
    if offers is None:
        yield {}
        return
    named = list(dict.fromkeys(offers))
    for start in range(0, len(named), most):
        yield {"offerIds": named[start : start + most]}


def _pages(ask: Callable[[str], Any], name: str, start: str = "") -> Iterator[Json]:
    """Results page after page."""

    def fetch(token: str) -> tuple[Json, str]:
        holder = page_of(result_of(ask(token)), name)
        return holder, next_token(holder)

    return by_cursor(fetch, start=start, path=TOKEN)
