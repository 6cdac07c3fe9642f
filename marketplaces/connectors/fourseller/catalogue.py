"""Stock and prices as they are seen there: of a few products by their own calls, of more in the list of products."""

from collections.abc import Iterator, Sequence

from marketplaces.canonical.prices import PriceLevel
from marketplaces.canonical.stock import StockLevel
from marketplaces.framework.errors import NotFound
from marketplaces.framework.reading import Json
from marketplaces.framework.results import Page

from .cards import SINGLY
from .client import FourSellerClient
from .goods import counted, price_level, product, stock_level
from .walks import products


def stock(client: FourSellerClient, product_ids: Sequence[str] | None) -> Iterator[Page[StockLevel]]:
    """Units for sale; 4Seller names no warehouses."""
    if product_ids is not None and len(product_ids) <= SINGLY:
        yield Page(items=[level for number in product_ids if (level := _counted(client, number))])
        return
    wanted = None if product_ids is None else set(product_ids)
    for page in products(client, since=None, resume=None, currency="", operation="pull_stock"):
        levels = [level for each in page.items if (level := stock_level(each))]
        kept = [level for level in levels if wanted is None or level.remote_product_id in wanted]
        yield Page(items=kept, refused=page.refused, cursor=page.cursor, total=page.total)


def prices(client: FourSellerClient, product_ids: Sequence[str] | None, *, currency: str) -> Iterator[Page[PriceLevel]]:
    """Prices; products without one are left out."""
    if product_ids is not None and len(product_ids) <= SINGLY:
        rows = [row for number in product_ids if (row := _product(client, number))]
        yield Page(items=[level for row in rows if (level := price_level(product(row, currency=currency)))])
        return
    wanted = None if product_ids is None else set(product_ids)
    for page in products(client, since=None, resume=None, currency=currency, operation="pull_prices"):
        levels = [level for each in page.items if (level := price_level(each))]
        kept = [level for level in levels if wanted is None or level.remote_product_id in wanted]
        yield Page(items=kept, refused=page.refused, cursor=page.cursor, total=page.total)


def _counted(client: FourSellerClient, number: str) -> StockLevel | None:
    try:
        return counted(client.inventory(number), number)
    except NotFound:
        return None


def _product(client: FourSellerClient, number: str) -> Json | None:
    try:
        return client.product(number, operation="pull_prices")
    except NotFound:
        return None
