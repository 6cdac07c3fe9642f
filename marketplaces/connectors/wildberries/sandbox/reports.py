"""Statistics: what was sold and what came back, in whole money and Moscow's time, from both kinds of warehouse."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Refused, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import doors
from .budgets import spends
from .settings import setting
from .times import in_moscow, read_moscow
from .tokens import STATISTICS

if TYPE_CHECKING:
    from .market import WildberriesEmulator

routes = Routes()
COMMISSION = Decimal("0.19")


@routes.get("/api/v1/supplier/sales", category=STATISTICS, **spends("sales"))
def sales(market: WildberriesEmulator, request: Request) -> Answer:
    """Rows changed at this moment or later, the oldest change first, cut off at some number."""
    given = request.query.get("dateFrom", "")
    try:
        since = in_moscow(read_moscow(given).isoformat())
    except ValueError:
        raise Refused(json_answer({"errors": ["dateFrom: field required"]}, 400)) from None
    kept = [row for row in market.state.table("sales").values() if row["seller"] == request.account]
    rows = sorted((_row(market, sale) for sale in kept), key=lambda row: (row["lastChangeDate"], row["saleID"]))
    found = [row for row in rows if row["lastChangeDate"] >= since]
    return json_answer(found[: setting(market, "sales_rows")])


def _order(market: WildberriesEmulator, number: int) -> dict[str, Any] | None:
    return market.state.table("orders").find(number) or market.state.table(doors.TABLE).find(number)


def _row(market: WildberriesEmulator, sale: dict[str, Any]) -> dict[str, Any]:
    order = _order(market, sale["order"]) or sale["theirs"]
    card = market.state.table("cards", sale["seller"])[order["nmId"]]
    price, final = Decimal(order["price"]) / 100, Decimal(order["finalPrice"]) / 100
    back = -1 if sale["saleID"].startswith("R") else 1
    pay = (price * (1 - COMMISSION)).quantize(Decimal("0.01"))
    at = in_moscow(sale["at"])
    return {
        "date": at,
        "lastChangeDate": at,
        "warehouseName": "Коледино" if "theirs" in sale else "Основной склад",
        "warehouseType": "Склад WB" if "theirs" in sale else "Склад продавца",
        "countryName": "Россия",
        "oblastOkrugName": "Приволжский федеральный округ",
        "regionName": "Республика Татарстан",
        "supplierArticle": order["article"],
        "nmId": order["nmId"],
        "barcode": order["skus"][0],
        "category": "Дом",
        "subject": card["subjectName"],
        "brand": card["brand"],
        "techSize": "0",
        "incomeID": 0,
        "isSupply": False,
        "isRealization": True,
        "totalPrice": card["price"],
        "discountPercent": card["discount"],
        "spp": 0,
        "paymentSaleAmount": 0,
        "forPay": float(back * pay),
        "finishedPrice": float(back * final),
        "priceWithDisc": float(back * price),
        "saleID": sale["saleID"],
        "sticker": str(order["id"]),
        "gNumber": order["orderUid"].partition("_")[0],
        "srid": order["rid"],
    }
