"""Goods, stock and prices as the feed files hold them: read once in a run, and anew after something was sent."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from marketplaces.canonical.prices import PriceLevel
from marketplaces.canonical.products import Product
from marketplaces.canonical.stock import StockLevel
from marketplaces.framework.errors import NotFound, NotSupported
from marketplaces.framework.results import Page

from .client import LetzshopClient
from .feed_file import Feed, read
from .goods import Assortment, assortment, price_level, product_id, products, stock_level

PER_PAGE = 200
#: Stands in the feed's address for the language; an address without it is one file, in the merchant's own.
LANGUAGE = "{language}"
NO_FEED = "Enter the address of your feed in the connection: the products are read from it."


class Shelf:
    """The files of one connection, in the languages that it has."""

    def __init__(self, client: LetzshopClient, languages: Sequence[str], address: str) -> None:
        self._client = client
        self._address = address
        self.languages = tuple(languages) if LANGUAGE in address else tuple(languages[:1])

    def read(self, *, operation: str) -> Assortment:
        """As they stand there now."""
        if not self._address:
            raise NotSupported("Letzshop has no call that lists products", fix=NO_FEED)
        return assortment(self._files(operation))

    def _files(self, operation: str) -> dict[str, Feed]:
        """The merchant's own language must be there; the others need not."""
        found: dict[str, Feed] = {}
        for language in self.languages:
            address = self._address.replace(LANGUAGE, language)
            try:
                found[language] = read(self._client.file(address, operation=operation))
            except NotFound:
                if language == self.languages[0]:
                    raise
        return found


def all_products(shelf: Shelf, *, resume: Mapping[str, Any] | None) -> Iterator[Page[Product]]:
    """All products; the files know no change since."""
    found = shelf.read(operation="pull_products")
    listed = products(found, shelf.languages)
    start = _start(listed, str((resume or {}).get("after") or ""))
    for place in range(start, max(len(listed), start + 1), PER_PAGE):
        some = listed[place : place + PER_PAGE]
        more = place + PER_PAGE < len(listed)
        yield Page(
            items=some,
            refused=found.refused if place == 0 else (),
            cursor={"after": some[-1].remote_id} if more else None,
            total=len(listed),
        )


def _start(listed: Sequence[Product], after: str) -> int:
    """Behind the product that was read last; from the beginning where that is gone."""
    places = {each.remote_id: number for number, each in enumerate(listed)}
    return places[after] + 1 if after in places else 0


def stock(shelf: Shelf, product_ids: Sequence[str] | None) -> Iterator[Page[StockLevel]]:
    """Units for sale; Letzshop names no warehouses."""
    found = shelf.read(operation="pull_stock")
    wanted = None if product_ids is None else set(product_ids)
    levels = [
        level
        for each in found.articles.values()
        if (wanted is None or product_id(each) in wanted) and (level := stock_level(each))
    ]
    yield Page(items=levels, refused=found.refused, total=len(levels))


def prices(shelf: Shelf, product_ids: Sequence[str] | None) -> Iterator[Page[PriceLevel]]:
    """Prices with tax; a sale price is the price, the other one is crossed out."""
    found = shelf.read(operation="pull_prices")
    wanted = None if product_ids is None else set(product_ids)
    levels = [price_level(each) for each in found.articles.values() if wanted is None or product_id(each) in wanted]
    yield Page(items=levels, refused=found.refused, total=len(levels))
