"""Stock, prices and products outward: queued in one call, then asked about until it is done."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from urllib.parse import quote

from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.products import ProductCard, ProductRemoval
from marketplaces.canonical.stock import StockUpdate
from marketplaces.framework.errors import ConnectorError, NotFound, Rejected, Unavailable, UnexpectedPayload
from marketplaces.framework.ports import Clock
from marketplaces.framework.reading import Json, listed, rows, text
from marketplaces.framework.results import ItemResult

from . import goods, walks
from .client import FacebookClient

#: Seconds between two questions about a batch; what is not done after the last one is done without us looking on.
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 8.0)
FINISHED, FAILED = "finished", "error"
WAITING = frozenset({"started", "in_progress", ""})
NO_SKU = "Give it a SKU there (in Commerce Manager: content id), then read the products again."
PULL = "Pull the products again; it is not in the catalogue any more."
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
        return self._write([(each, "UPDATE", goods.stock_data(each)) for each in updates], "push_stock")

    def prices(self, updates: Sequence[PriceUpdate]) -> list[ItemResult]:
        """Read first: a sale price that stands there would go before the price we set."""
        bare = [each.sku for each in updates if each.compare_price is None or each.compare_price <= each.price]
        held = walks.of_skus(self._client, bare, fields="id,retailer_id,sale_price", operation="push_price")
        told = [(each, "UPDATE", goods.price_data(each, held.get(each.sku))) for each in updates]
        return self._write(told, "push_price")

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
    def _write(self, told: Sequence[Row], operation: str) -> list[ItemResult]:
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
        handles = [text(each, "handles[]") for each in listed(answer.get("handles"), "handles")]
        if not handles:
            left = [data["id"] for _, _, data in named if data["id"] not in wrong]
            wrong |= dict.fromkeys(left, "Meta took none of this batch")
        visible = True
        for handle in handles:
            later, visible_here = self._finished(handle, operation)
            wrong, visible = wrong | later, visible and visible_here
        errors = self._sorted(wrong, {data["id"]: method for _, method, data in named}, operation)
        return results + [_result(item, errors.get(data["id"]), visible) for item, _, data in named]

    def _finished(self, handle: str, operation: str) -> tuple[dict[str, str], bool]:
        """What was wrong with which SKU, and whether it is known yet."""
        for pause in PAUSES:
            state = self._client.batch_status(handle, operation=operation)
            word = text(state.get("status"), "data[].status").lower()
            if word == FINISHED:
                return _told_later(state), True
            if word == FAILED:
                raise Unavailable("Meta could not work on this batch", fix="We send it again by ourselves.")
            if word not in WAITING:
                raise UnexpectedPayload("data[].status", word)
            self._clock.sleep(pause)
        return {}, False

    def _sorted(
        self, wrong: Mapping[str, str], methods: Mapping[str, str], operation: str
    ) -> dict[str, ConnectorError]:
        """Their sentences are localised and without a code, so the catalogue is asked which of these SKUs it has."""
        if not wrong:
            return {}
        there = walks.of_skus(self._client, list(wrong), fields="id,retailer_id", operation=operation)
        expected = {sku for sku, method in methods.items() if method != "CREATE"}
        return {sku: _error(sku, said, gone=sku in expected and sku not in there) for sku, said in wrong.items()}


def _error(sku: str, said: str, *, gone: bool) -> ConnectorError:
    return NotFound(f"Facebook has no product {sku}", said=said, fix=PULL) if gone else Rejected(said=said)


def _done_if_gone(result: ItemResult) -> ItemResult:
    return ItemResult(ref=result.ref, ok=True, visible=True) if isinstance(result.error, NotFound) else result


def _in_address(sku: str) -> str:
    return quote(sku, safe="")


def _result(item: Item, error: ConnectorError | None, visible: bool) -> ItemResult:
    return ItemResult(ref=item.ref, ok=error is None, error=error, visible=error is None and visible)


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


def _told_later(state: Json) -> dict[str, str]:
    """Of the errors only some are written out; the list of ids is whole."""
    ids = [text(each) for each in listed(state.get("ids_of_invalid_requests"), "ids_of_invalid_requests")]
    found = dict.fromkeys(ids, "no reason given")
    for row in rows(state.get("errors"), "errors"):
        sku = text(row.get("id"), "errors[].id")
        if sku:
            found[sku] = text(row.get("message"), "errors[].message") or found.get(sku, "no reason given")
    return found
