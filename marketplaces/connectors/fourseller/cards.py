"""Products as they stand there now: a write replaces the whole product, so it starts from what is there."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from marketplaces.framework.errors import NotFound
from marketplaces.framework.reading import Json, rows, text

from .client import FourSellerClient
from .walks import all_rows

#: Up to so many are asked for one by one; for more, the list is read once and then only what changed in it.
SINGLY = 5
#: Their clock and ours, and the time a page takes.
MARGIN = timedelta(minutes=2)


class Cards:
    """What one connector has read of them; a connector lives for one run."""

    def __init__(self, client: FourSellerClient) -> None:
        self._client = client
        self._known: dict[str, Json] = {}
        self._read_at: datetime | None = None

    def read(self, wanted: Iterable[tuple[str, str]], *, now: datetime, operation: str) -> dict[tuple[str, str], Json]:
        """(product id, SKU) to the product's row; what is not there is left out."""
        pairs = list(dict.fromkeys(wanted))
        if len(pairs) <= SINGLY:
            found = {pair: self.find(*pair, operation=operation) for pair in pairs}
            return {pair: row for pair, row in found.items() if row is not None}
        self._refresh(now, operation)
        by_sku = {text(row.get("sku")): row for row in self._known.values()}
        listed = {pair: self._known.get(pair[0]) or by_sku.get(pair[1]) for pair in pairs}
        return {pair: row for pair, row in listed.items() if row is not None}

    def of_skus(self, skus: Iterable[str], *, now: datetime, operation: str) -> list[Json]:
        """Those that are offered there under these SKUs."""
        return list(self.read([("", sku) for sku in skus], now=now, operation=operation).values())

    def find(self, product_id: str, sku: str, *, operation: str) -> Json | None:
        """By its id; where that is stale or unknown, by its SKU."""
        if product_id:
            try:
                return self._client.product(product_id, operation=operation)
            except NotFound:
                pass
        if not sku:
            return None
        found = rows(self._client.products_of_sku(sku, operation=operation).get("data"), "data")
        return next((row for row in found if text(row.get("sku")) == sku), None)

    def _refresh(self, now: datetime, operation: str) -> None:
        since = self._read_at - MARGIN if self._read_at else None
        for row in all_rows(self._client, since=since, operation=operation):
            number = text(row.get("id"), "id")
            if text(row.get("status")) == "deleted":
                self._known.pop(number, None)
            else:
                self._known[number] = row
        self._read_at = now
