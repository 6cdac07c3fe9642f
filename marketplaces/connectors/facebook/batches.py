"""Stock, prices and products outward: queued in one call, then asked about until it is done, or later."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from urllib.parse import quote

from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.products import ProductCard, ProductRemoval
from marketplaces.canonical.stock import StockUpdate
from marketplaces.framework.errors import ConnectorError, NotFound, Rejected
from marketplaces.framework.ports import Clock
from marketplaces.framework.reading import Json, listed, rows, text
from marketplaces.framework.results import ItemResult

from . import goods, handles, walks
from .client import FacebookClient

#: Seconds between two questions about a batch that is waited for; stock and prices are asked about later after that.
SOON = (0.5, 1.0, 2.0)
#: Of products nobody asks later: what is not done after the last pause is done without us looking on.
PAUSES = (*SOON, 4.0, 8.0, 8.0)
NO_SKU = "Give it a SKU there (in Commerce Manager: content id), then read the products again."
NO_LINK = "Facebook sends buyers to your own site, so a new product needs its address there"
SAY_LINK = "Enter “Addresses of your products” in the keys of the connection, as https://shop.example/p/{sku}."


class Item(Protocol):
    """Anything with our reference and a SKU."""

    @property
    def ref(self) -> str: ...
    @property
    def sku(self) -> str: ...


Row = tuple[Item, str, Mapping[str, Any]]  # the item, CREATE or UPDATE or DELETE, its data


class Writer:
    """What is told in batches, for one connection."""

    def __init__(self, client: FacebookClient, clock: Clock, *, link: str = "") -> None:
        self._client = client
        self._clock = clock
        self._link = link

    def stock(self, updates: Sequence[StockUpdate]) -> list[ItemResult]:
        """Absolute quantities; with none left the item is said to be out of stock as well."""
        return self._write([(each, "UPDATE", goods.stock_data(each)) for each in updates], "push_stock", waits=False)

    def prices(self, updates: Sequence[PriceUpdate]) -> list[ItemResult]:
        """Read first: a sale price that stands there would go before the price we set."""
        bare = [each.sku for each in updates if each.compare_price is None or each.compare_price <= each.price]
        held = walks.of_skus(self._client, bare, fields="id,retailer_id,sale_price", operation="push_price")
        told = [(each, "UPDATE", goods.price_data(each, held.get(each.sku))) for each in updates]
        return self._write(told, "push_price", waits=False)

    def products(self, cards: Sequence[ProductCard]) -> list[ItemResult]:
        """New ones are made. One that is there already, after an answer that was lost, is changed."""
        unknown = [each.sku for each in cards if not each.remote_product_id]
        held = walks.of_skus(self._client, unknown, fields="id,retailer_id", operation="push_products")
        told: list[Row] = []
        results: list[ItemResult] = []
        for card in cards:
            if card.remote_product_id or card.sku in held:
                told.append((card, "UPDATE", goods.changed_data(card)))
            elif not self._link:
                results.append(_refused(card, Rejected(NO_LINK, fix=SAY_LINK)))
            else:
                told.append((card, "CREATE", goods.new_data(card, self._link.replace("{sku}", _in_address(card.sku)))))
        return results + self._write(told, "push_products")

    def removals(self, removals: Sequence[ProductRemoval]) -> list[ItemResult]:
        """Taken out by the SKU; what is gone already counts as done."""
        results: list[ItemResult] = []
        told: list[Row] = []
        for each in removals:
            sku = each.sku or self._sku_of(each.remote_product_id)
            if sku:
                told.append((each, "DELETE", {"id": sku}))
            else:
                results.append(ItemResult(ref=each.ref, ok=True, visible=True))
        return results + [_done_if_gone(each) for each in self._write(told, "push_products")]

    def _sku_of(self, number: str) -> str:
        try:
            row = self._client.item(number, fields="id,retailer_id", operation="push_products")
        except NotFound:
            return ""
        return text(row.get("retailer_id"), "retailer_id")

    # -----------------------------------------------------------------------------------------------------------------
    def _write(self, told: Sequence[Row], operation: str, *, waits: bool = True) -> list[ItemResult]:
        """One answer per item; what they say of a SKU is said of each item with it."""
        named = [row for row in told if row[2]["id"]]
        results = [
            _refused(item, Rejected("This listing has no SKU", fix=NO_SKU)) for item, _, data in told if not data["id"]
        ]
        if not named:
            return results
        requests = [{"method": method, "data": dict(data)} for _, method, data in named]
        answer = self._client.items_batch(requests, operation=operation)
        wrong = _told_at_once(answer)
        queued = [text(each, "handles[]") for each in listed(answer.get("handles"), "handles")]
        if not queued:
            left = [data["id"] for _, _, data in named if data["id"] not in wrong]
            wrong |= dict.fromkeys(left, "Meta took none of this batch")
        found, going = self._awaited(queued, operation, PAUSES if waits else SOON)
        changed = {data["id"] for _, method, data in named if method != "CREATE"}
        errors = handles.sorted_out(self._client, wrong | found, changed, operation=operation)
        asked_later = [] if waits else going
        return results + [
            _result(item, data["id"], errors.get(data["id"]), visible=not going, asked_later=asked_later)
            for item, _, data in named
        ]

    def _awaited(
        self, queued: Sequence[str], operation: str, pauses: Sequence[float]
    ) -> tuple[dict[str, str], list[str]]:
        """What was wrong with which SKU, and the handles that are still being worked off after the last pause."""
        wrong, going = dict[str, str](), list(queued)
        for pause in pauses:
            asked, going = going, []
            for handle in asked:
                found = handles.find_wrong(self._client, handle, operation=operation)
                if found is None:
                    going.append(handle)
                else:
                    wrong |= found
            if not going:
                break
            self._clock.sleep(pause)
        return wrong, going


def _done_if_gone(result: ItemResult) -> ItemResult:
    return ItemResult(ref=result.ref, ok=True, visible=True) if isinstance(result.error, NotFound) else result


def _in_address(sku: str) -> str:
    return quote(sku, safe="")


def _result(
    item: Item, sku: str, error: ConnectorError | None, *, visible: bool, asked_later: Sequence[str]
) -> ItemResult:
    if error is not None:
        return _refused(item, error)
    later = handles.later(asked_later, sku) if asked_later else None
    return ItemResult(ref=item.ref, ok=True, visible=visible, later=later)


def _refused(item: Item, error: ConnectorError) -> ItemResult:
    return ItemResult(ref=item.ref, ok=False, error=error)


def _told_at_once(answer: Json) -> dict[str, str]:
    """Only errors: what is merely warned of was taken."""
    found: dict[str, str] = {}
    for row in rows(answer.get("validation_status"), "validation_status"):
        said = [text(each.get("message")) for each in rows(row.get("errors"), "validation_status[].errors")]
        if said:
            found[text(row.get("retailer_id"), "validation_status[].retailer_id")] = "; ".join(said)
    return found
