"""What a shop lists, and the call that changes its prices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from . import answers
from .fields import Wrong, any_text, body, check_object, one_of, query, whole
from .sellers import API, check_shops

if TYPE_CHECKING:
    from .market import UzumEmulator

routes = Routes()
Sku = dict[str, Any]
COMMISSION = 15
MOST_SKUS = 50
SORTS = ("DEFAULT", "ORDERS", "PRICE", "ID", "ROI", "CONVERSION", "LEFTOVERS", "CREATED_AND_TITLE")
FILTERS = ("ALL", "ACTIVE", "INACTIVE", "WARNING", "WITH_SKU", "ARCHIVE", "DEFECTED", "WITHOUT_REQUIRED_FILTERS")
#: The size has no documented end; two hundred is the most that anybody was seen to use.
PAGE = {
    "page!": whole(), "size!": whole(1, 200), "searchQuery": any_text, "sortBy": one_of(*SORTS),
    "order": one_of("ASC", "DESC"), "productRank": one_of("A", "B", "C", "N", "D"), "filter": one_of(*FILTERS),
}  # fmt: skip


@routes.get(API + "/v1/product/shop/{shop}")
def products(market: UzumEmulator, request: Request) -> Answer:
    """Cards with their SKUs, without an envelope."""
    wanted = query(request, PAGE)
    (shop,) = check_shops(market, request.account, [request.params["shop"]])  # type: ignore[list-item]
    rows = [row for row in market.state.table("products", shop).values() if _fits(market, shop, row, wanted)]
    rows.sort(key=lambda row: int(row["productId"]), reverse=wanted.get("order") == "DESC")
    begin = wanted["page"] * wanted["size"]
    shown = rows[begin : begin + wanted["size"]]
    if shown and market.faults.take("missing_page", request.path):
        shown = []
    cards = [_card(market, shop, row) for row in shown]
    return answers.bare({"productList": cards, "totalProductsAmount": len(rows)})


def _fits(market: UzumEmulator, shop: str, product: dict[str, Any], wanted: dict[str, Any]) -> bool:
    skus = skus_of(market, shop, product)
    archived = all(sku["archived"] for sku in skus)
    if wanted.get("filter") == "ARCHIVE" and not archived:
        return False
    if wanted.get("filter") == "ACTIVE" and archived:
        return False
    return str(wanted.get("searchQuery", "")).lower() in product["title"].lower()


def skus_of(market: UzumEmulator, shop: str, product: dict[str, Any]) -> list[Sku]:
    table = market.state.table("skus", shop)
    return [table[number] for number in product["skus"]]


def _card(market: UzumEmulator, shop: str, product: dict[str, Any]) -> dict[str, Any]:
    skus = skus_of(market, shop, product)
    fbs, fbo = sum(sku["amount"] for sku in skus), sum(sku["fbo"] for sku in skus)
    archived, blocked = all(sku["archived"] for sku in skus), any(sku["blocked"] for sku in skus)
    value = "ARCHIVED" if archived else "SKU_BLOCKED" if blocked else "IN_STOCK" if fbs or fbo else "RUN_OUT"
    return {
        "productId": product["productId"],
        "title": product["title"],
        "category": product["category"],
        "rating": "4.8",
        "status": {"id": 1, "title": value.capitalize(), "value": value, "description": "", "color": "#4CAF50"},
        "moderationStatus": {"value": "MODERATED", "title": "Одобрено", "color": "", "hasAnySkuBlocked": blocked},
        "commission": COMMISSION,
        "commissionDto": {"minCommission": COMMISSION, "maxCommission": COMMISSION},
        "image": product["image"],
        "previewImg": product["image"],
        "quantityActive": fbo,
        "quantityFbs": fbs,
        "skuList": [_row(product, sku) for sku in skus],
    }


def _row(product: dict[str, Any], sku: Sku) -> dict[str, Any]:
    """The barcode is a number here and text in the stock calls."""
    counts = ("Created", "Additional", "Archived", "Sold", "Returned", "Missing", "Defected", "Pending")
    return {
        "skuId": sku["skuId"],
        "skuTitle": sku["title"],
        "skuFullTitle": sku["fullTitle"],
        "productTitle": product["title"],
        "barcode": int(sku["barcode"]),
        "article": sku["article"],
        "sellerItemCode": sku["sellerItemCode"],
        "ikpu": "06912001001000000",
        "price": sku["price"],
        "purchasePrice": sku["price"] * 3 // 5,
        "commission": COMMISSION,
        "quantityActive": sku["fbo"],
        "quantityFbs": sku["amount"],
        **{f"quantity{name}": 0 for name in counts},
        "returnedPercentage": 0,
        "archived": sku["archived"],
        "blocked": sku["blocked"],
        "blockingReason": sku["blockingReason"],
        "characteristics": sku["title"],
        "previewImage": product["image"],
    }


@routes.post(API + "/v1/product/{shop}/sendPriceData")
def send_prices(market: UzumEmulator, request: Request) -> Answer:
    """Prices of the SKUs of one product. The answer is empty: what became of it has to be read."""
    given = body(request, needed={"productId": int, "skuList": list})
    (shop,) = check_shops(market, request.account, [request.params["shop"]])  # type: ignore[list-item]
    product = market.state.table("products", shop).find(given["productId"])
    if product is None:
        raise answers.refuse("seller-order-14", market.clock.now(), "Product not found")
    if not 1 <= len(given["skuList"]) <= MOST_SKUS:
        raise Wrong(f"skuList: 1 to {MOST_SKUS} SKUs of one product")
    fault = market.faults.take("partial_failure", request.path)
    for row in given["skuList"]:
        _check_price(product, row)
        if not (fault and row["skuId"] % 2 == 0):
            _set_price(market, shop, row)
    return Answer(200, b"", {"Content-Type": "application/json"})


def _check_price(product: dict[str, Any], row: Any) -> None:
    check_object(row, {"skuId": int}, {"fullPrice": int, "sellPrice": int, "skuTitle": str}, "skuList[]")
    if row["skuId"] not in product["skus"]:
        raise Wrong(f"skuList[]: {row['skuId']} is no SKU of this product")
    if row.get("sellPrice", 1) <= 0 or row.get("fullPrice", row.get("sellPrice", 0)) < row.get("sellPrice", 0):
        raise Wrong("skuList[]: a price is above zero and not above the full price")


def _set_price(market: UzumEmulator, shop: str, row: dict[str, Any]) -> None:
    sku = market.state.table("skus", shop).edit(row["skuId"])
    sku["price"] = row.get("sellPrice", sku["price"])
    sku["fullPrice"] = row.get("fullPrice", sku["fullPrice"])
