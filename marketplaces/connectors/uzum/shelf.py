"""What one run knows of SKUs: stock rows by number, and the product of each, which the stock calls leave out."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from marketplaces.framework.errors import UnexpectedPayload

from .client import UzumClient
from .reading import Json, page_of, rows, text


class Shelf:
    """Lives as long as one connector, that is one run: what it holds is seconds old, not hours."""

    def __init__(self) -> None:
        self._products: dict[int, str] = {}
        self._rows: dict[int, Json] = {}

    # Which product a SKU is of ---------------------------------------------------------------------------------------
    def learn(self, cards: Sequence[Any]) -> None:
        """Remember the SKUs of these cards."""
        for card in cards:
            for sku in rows(card.get("skuList"), "skuList") if isinstance(card, Mapping) else ():
                self.belongs(text(sku.get("skuId")), text(card.get("productId")))

    def belongs(self, sku_id: str, product_id: str) -> None:
        """Remember one SKU."""
        if sku_id.isdigit() and product_id:
            self._products[int(sku_id)] = product_id

    def product_of(self, row: Json) -> str:
        """The product of a stock row that was asked for."""
        return self._products[int(text(row.get("skuId")))]

    def skus_of(self, products: Sequence[str] | None) -> list[int] | None:
        """The SKUs of these products (of all known ones); None if one of the products is not known yet."""
        wanted = None if products is None else set(products)
        if wanted is not None and not wanted <= set(self._products.values()):
            return None
        return sorted(sku for sku, product in self._products.items() if wanted is None or product in wanted)

    # Their stock rows ------------------------------------------------------------------------------------------------
    def rows_of(self, client: UzumClient, wanted: Sequence[int]) -> Mapping[int, Json]:
        """Rows to change and send back; only those that are not known are asked for."""
        missing = sorted({sku for sku in wanted if sku not in self._rows})
        for found in pages(client, missing, "push_stock"):
            self._rows.update({int(text(row.get("skuId"))): row for row in found})
        return {sku: self._rows[sku] for sku in wanted if sku in self._rows}

    def fresh(self, client: UzumClient, wanted: Sequence[int]) -> Iterator[list[Json]]:
        """Rows as they stand at Uzum now, of these SKUs alone."""
        chosen = set(wanted)
        for found in pages(client, sorted(chosen), "pull_stock"):
            yield [row for row in found if int(text(row.get("skuId"))) in chosen]


def pages(client: UzumClient, wanted: Sequence[int], operation: str) -> Iterator[Sequence[Json]]:
    """Pages of stock rows that hold the wanted SKUs (in rising order); gaps between them are jumped over."""
    above = 0
    left = list(wanted)
    while left:
        above = max(above, left[0] - 1)
        answer = page_of(client.stocks(above, operation), "skuAmountList")
        found = [row for row in rows(answer.get("skuAmountList"), "skuAmountList") if text(row.get("skuId")).isdigit()]
        yield found
        if not found:
            return
        last = max(int(text(row.get("skuId"))) for row in found)
        if last <= above:
            raise UnexpectedPayload("skuAmountList[].skuId", last, fix="The list of stock does not move on; try later.")
        above = last
        left = [sku for sku in left if sku > last]
