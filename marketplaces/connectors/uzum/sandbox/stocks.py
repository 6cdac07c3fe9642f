"""Stock of the seller's own warehouse: read by SKU, written by barcode, a batch as a whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from . import answers
from .fields import Wrong, body, is_a, query, whole
from .sellers import API, SHOPS
from .settings import setting

if TYPE_CHECKING:
    from .market import UzumEmulator

routes = Routes()
Sku = dict[str, Any]
MOST_ROWS = 100
ROW = {
    "skuId": int, "skuTitle": str, "productTitle": str, "barcode": str, "amount": int, "fbsAllowed": bool,
    "dbsAllowed": bool, "fbsLinked": bool, "dbsLinked": bool, "sellerSkuCode": str,
}  # fmt: skip


@routes.get(f"{API}/v3/fbs/sku/stocks")
def stock_list(market: UzumEmulator, request: Request) -> Answer:
    """SKUs of all shops of the seller, by number; `skuIdFrom` goes on above a number."""
    wanted = query(request, {"page": whole(), "size": whole(1, 100), "skuIdFrom": whole()})
    rows = [sku for _shop, sku in _all(market, request.account) if sku["skuId"] > wanted.get("skuIdFrom", 0)]
    rows.sort(key=lambda sku: int(sku["skuId"]))
    page, size = wanted.get("page", 0), wanted.get("size", 50)
    shown = rows[page * size : (page + 1) * size]
    return answers.wrapped({"skuAmountList": [_row(sku) for sku in shown]}, market.clock.now())


def _all(market: UzumEmulator, seller: str) -> list[tuple[str, Sku]]:
    return [(shop, sku) for shop in SHOPS[seller] for sku in market.state.table("skus", shop).values()]


def _row(sku: Sku) -> dict[str, Any]:
    return {
        "skuId": sku["skuId"],
        "skuTitle": sku["title"],
        "productTitle": sku["productTitle"],
        "barcode": sku["barcode"],
        "amount": sku["amount"],
        "sellerSkuCode": sku["sellerItemCode"],
        **{name: sku[name] for name in ("fbsAllowed", "dbsAllowed", "fbsLinked", "dbsLinked")},
    }


@routes.post(f"{API}/v2/fbs/sku/stocks")
def set_stocks(market: UzumEmulator, request: Request) -> Answer:
    """One row that cannot be done refuses all of them. A link that is not sent is taken away."""
    rows = body(request, needed={"skuAmountList": list})["skuAmountList"]
    if not 1 <= len(rows) <= MOST_ROWS:
        raise Wrong(f"skuAmountList: 1 to {MOST_ROWS} rows")
    by_barcode = {sku["barcode"]: (shop, sku) for shop, sku in _all(market, request.account)}
    refused = {str(setting(market, "bad_barcode"))}
    if market.faults.take("partial_failure", request.path):
        refused |= {barcode for barcode in by_barcode if int(barcode[-2]) % 2 == 0}
    seen: set[str] = set()
    for row in rows:
        _check(market, row, by_barcode, refused | seen)
        seen.add(row["barcode"])
    changed = [_set(market, *by_barcode[row["barcode"]], row) for row in rows]
    return answers.wrapped({"skuAmountList": [_row(sku) for sku in changed]}, market.clock.now())


def _check(market: UzumEmulator, row: Any, known: dict[str, tuple[str, Sku]], refused: set[str]) -> None:
    """Raises Refused for the whole batch; which row it was is not told."""
    good = (
        isinstance(row, dict)
        and {"barcode", "amount"} <= row.keys() <= ROW.keys()
        and all(is_a(value, ROW[name]) for name, value in row.items())
        and row["amount"] >= 0
        and row["barcode"] in known
        and row["barcode"] not in refused
        and not known[row["barcode"]][1]["archived"]
        and not known[row["barcode"]][1]["blocked"]
    )
    if not good:
        raise answers.refuse("storage-service-05", market.clock.now())


def _set(market: UzumEmulator, shop: str, sku: Sku, row: dict[str, Any]) -> Sku:
    kept = market.state.table("skus", shop).edit(sku["skuId"])
    kept["amount"] = row["amount"]
    kept["fbsLinked"] = bool(row.get("fbsLinked")) and kept["fbsAllowed"]
    kept["dbsLinked"] = bool(row.get("dbsLinked")) and kept["dbsAllowed"]
    return kept
