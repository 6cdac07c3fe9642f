"""Stock and price changes: many SKUs in one call, refused ones named in `detail`."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import TypeVar

from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.stock import StockUpdate
from marketplaces.connectors.lazada import errors
from marketplaces.framework.errors import CodeProblem, ConnectorError, DataProblem, RetryLater
from marketplaces.framework.results import ItemResult

Update = TypeVar("Update", StockUpdate, PriceUpdate)
Groups = list[list[Update]]


def push_stock(updates: Sequence[StockUpdate], send: Callable[[str], None]) -> list[ItemResult]:
    """Absolute quantities; the warehouses of one SKU go together."""
    return _push(updates, lambda groups: send(stock_payload(groups)))


def push_price(updates: Sequence[PriceUpdate], send: Callable[[str], None]) -> list[ItemResult]:
    """Prices; stock is not named and so stays as it is."""
    return _push(updates, lambda groups: send(price_payload(groups)))


def stock_payload(groups: Sequence[Sequence[StockUpdate]]) -> str:
    """The XML of section 8: one quantity, or one per warehouse where the shop has several."""
    return _xml(_stock_row(group) for group in groups)


def price_payload(groups: Sequence[Sequence[PriceUpdate]]) -> str:
    """The same shape as JSON, which the price call's description wants."""
    rows = [
        {
            "ItemId": each.remote_product_id,
            "SkuId": each.remote_variant_id,
            "SellerSku": each.sku,
            "Price": str(each.price),
        }
        for group in groups
        for each in group[-1:]
    ]
    told = [{name: text for name, text in row.items() if text} for row in rows]
    return json.dumps({"Request": {"Product": {"Skus": {"Sku": told}}}}, ensure_ascii=False, separators=(",", ":"))


def _xml(rows: Iterable[str]) -> str:
    return f"<Request><Product><Skus>{''.join(rows)}</Skus></Product></Request>"


def _stock_row(group: Sequence[StockUpdate]) -> str:
    first = group[0]
    who = _tags(ItemId=first.remote_product_id, SkuId=first.remote_variant_id, SellerSku=first.sku)
    named = [each for each in group if each.warehouse_remote_id]
    if not named:
        return f"<Sku>{who}{_tags(SellableQuantity=str(group[-1].quantity))}</Sku>"
    places = "".join(
        f"<MultiWarehouseInventory>"
        f"{_tags(WarehouseCode=each.warehouse_remote_id, SellableQuantity=str(each.quantity))}"
        f"</MultiWarehouseInventory>"
        for each in named
    )
    return f"<Sku>{who}<MultiWarehouseInventories>{places}</MultiWarehouseInventories></Sku>"


def _tags(**fields: str) -> str:
    return "".join(f"<{name}>{escape(text, quote=False)}</{name}>" for name, text in fields.items() if text)


def _push(updates: Sequence[Update], send: Callable[[Groups[Update]], None]) -> list[ItemResult]:
    """One result per update."""
    groups: dict[tuple[str, str, str], list[Update]] = {}
    for update in updates:
        key = update.remote_product_id, update.remote_variant_id, update.sku
        groups.setdefault(key, []).append(update)
    return _send(list(groups.values()), send)


def _send(groups: Groups[Update], send: Callable[[Groups[Update]], None]) -> list[ItemResult]:
    """A call that is refused without saying for which SKU is cut in halves, so that a bad one fails alone."""
    if not groups:
        return []
    try:
        send(groups)
    except RetryLater as error:
        return _all(groups, error)
    except (DataProblem, CodeProblem) as error:
        named = errors.details(error)
        if any(group[0].sku in named for group in groups):
            return [result for group in groups for result in _told(group, named)]
        if len(groups) == 1 or isinstance(error, CodeProblem):
            return _all(groups, error)
        middle = len(groups) // 2
        return _send(groups[:middle], send) + _send(groups[middle:], send)
    return [ItemResult(ref=each.ref, ok=True) for group in groups for each in group]


def _told(group: Sequence[Update], named: Mapping[str, str]) -> list[ItemResult]:
    """Whoever is not named in `detail` was done."""
    said = named.get(group[0].sku)
    error = errors.of_row(said) if said is not None else None
    return [ItemResult(ref=each.ref, ok=error is None, error=error) for each in group]


def _all(groups: Groups[Update], error: ConnectorError) -> list[ItemResult]:
    return [ItemResult(ref=each.ref, ok=False, error=error) for group in groups for each in group]
