"""One method per call of the seller API: values in, parsed JSON out.

Groups name the budget that a call spends and the host that it goes to: Wildberries has one for each category of calls.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from marketplaces.framework.transport import Call, Transport

from .auth import authorise
from .errors import classify

ORDERS_PER_PAGE = 1000
STATUSES_PER_CALL = 1000
STICKERS_PER_CALL = 100
MARKS_PER_CALL = 100
CARDS_PER_PAGE = 100
FAULTS_PER_PAGE = 100
PRICES_PER_PAGE = 1000
STOCKS_PER_CALL = 1000
FIGURES_PER_PAGE = 1000
SUPPLIES_PER_PAGE = 1000

ORDERS, CANCEL, STOCKS, WAREHOUSES = "orders", "cancel", "stocks", "warehouses"
CARDS, PRICES, SALES, SELLER, PING = "cards", "prices", "sales", "seller", "ping"
CARD_CHANGES, CARD_FAULTS = "card changes", "card faults"
MARKING, MARKS_READ = "marking", "marks read"
FUNNEL = "funnel"

COMMON, CONTENT, DISCOUNTS, STATISTICS, MARKETPLACE = "common", "content", "discounts", "statistics", ""
ANALYTICS = "analytics"
#: The host of a budget's calls; what stands in no line here is of the marketplace's own host, the base address.
HOST_OF: Mapping[str, str] = {
    SELLER: COMMON, CARDS: CONTENT, CARD_CHANGES: CONTENT, CARD_FAULTS: CONTENT, PRICES: DISCOUNTS, SALES: STATISTICS,
    FUNNEL: ANALYTICS,
}  # fmt: skip

Params = Sequence[tuple[str, str]]


class WildberriesClient:
    """The calls of one connection."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    # Account ---------------------------------------------------------------------------------------------------------
    def ping(self, host: str) -> Any:
        """Each host answers whether the token was made for its category."""
        call = Call(operation="test_connection", method="GET", path="/ping", host=host, groups=(ping_group(host),))
        return self._transport.send(call, authorise=authorise, classify=classify).json

    def address(self, host: str) -> str:
        return self._transport.address(host)

    def seller(self) -> Any:
        return self._get("test_connection", "/api/v1/seller-info", SELLER)

    def warehouses(self, operation: str) -> Any:
        return self._get(operation, "/api/v3/warehouses", WAREHOUSES)

    # Orders ----------------------------------------------------------------------------------------------------------
    def new_orders(self, operation: str) -> Any:
        return self._get(operation, "/api/v3/orders/new", ORDERS)

    def orders(self, period: Params, after: int, operation: str) -> Any:
        asked = [("limit", str(ORDERS_PER_PAGE)), ("next", str(after)), *period]
        return self._get(operation, "/api/v3/orders", ORDERS, asked)

    def statuses(self, numbers: Sequence[int], operation: str) -> Any:
        return self._post(operation, "/api/v3/orders/status", ORDERS, {"orders": list(numbers)})

    def cancel(self, number: str) -> None:
        self._write("cancel", "PATCH", f"/api/v3/orders/{number}/cancel", CANCEL, safe=False)

    # Marking codes ---------------------------------------------------------------------------------------------------
    def marks(self, numbers: Sequence[int], operation: str) -> Any:
        """What these orders may carry, what they carry, and what Wildberries decided."""
        path = "/api/marketplace/v3/orders/meta"
        return self._post(operation, path, MARKS_READ, {"orders": list(numbers)})

    def put_mark(self, number: int, place: str, body: Any) -> None:
        """Replaces the code: the same twice changes nothing."""
        self._write("confirm_shipment", "PUT", place.format(number), MARKING, body)

    # Supplies --------------------------------------------------------------------------------------------------------
    def create_supply(self, name: str, operation: str) -> Any:
        return self._post(operation, "/api/v3/supplies", ORDERS, {"name": name}, safe=False)

    def supplies(self, after: int) -> Any:
        asked = [("limit", str(SUPPLIES_PER_PAGE)), ("next", str(after))]
        return self._get("confirm_shipment", "/api/v3/supplies", ORDERS, asked)

    def supply(self, supply: str) -> Any:
        return self._get("confirm_shipment", f"/api/v3/supplies/{supply}", ORDERS)

    def supply_orders(self, supply: str) -> Any:
        return self._get("confirm_shipment", f"/api/marketplace/v3/supplies/{supply}/order-ids", ORDERS)

    def delete_supply(self, supply: str, operation: str) -> None:
        """Only an empty one."""
        self._write(operation, "DELETE", f"/api/v3/supplies/{supply}", ORDERS)

    def put_into_supply(self, supply: str, numbers: Sequence[int], operation: str) -> None:
        path = f"/api/marketplace/v3/supplies/{supply}/orders"
        self._write(operation, "PATCH", path, ORDERS, {"orders": list(numbers)})

    def deliver_supply(self, supply: str) -> None:
        self._write("confirm_shipment", "PATCH", f"/api/v3/supplies/{supply}/deliver", ORDERS, safe=False)

    def supply_barcode(self, supply: str) -> Any:
        return self._get("confirm_shipment", f"/api/v3/supplies/{supply}/barcode", ORDERS, [("type", "png")])

    def stickers(self, numbers: Sequence[int]) -> Any:
        size = [("type", "png"), ("width", "58"), ("height", "40")]
        return self._post("label", "/api/v3/orders/stickers", ORDERS, {"orders": list(numbers)}, size)

    # Goods -----------------------------------------------------------------------------------------------------------
    def cards(self, cursor: Mapping[str, Any], operation: str, *, search: str = "") -> Any:
        wanted = {"withPhoto": -1} | ({"textSearch": search} if search else {})
        settings = {"sort": {"ascending": True}, "filter": wanted, "cursor": {"limit": CARDS_PER_PAGE, **cursor}}
        return self._post(operation, "/content/v2/get/cards/list", CARDS, {"settings": settings}, [("locale", "ru")])

    def update_cards(self, cards: Sequence[Any]) -> None:
        """Whole cards: the same twice changes nothing the second time."""
        call = Call(
            operation="push_products", method="POST", path="/content/v2/cards/update", json=list(cards),
            **_to(CARD_CHANGES),
        )  # fmt: skip
        self._transport.send(call, authorise=authorise, classify=classify)

    def card_faults(self) -> Any:
        """The newest batches of cards that were not taken."""
        asked = {"cursor": {"limit": FAULTS_PER_PAGE}, "order": {"ascending": False}}
        return self._post("push_products", "/content/v2/cards/error/list", CARD_FAULTS, asked, [("locale", "ru")])

    def stocks(self, warehouse: str, sizes: Sequence[int], operation: str) -> Any:
        return self._post(operation, f"/api/v3/stocks/{warehouse}", STOCKS, {"chrtIds": list(sizes)})

    def set_stocks(self, warehouse: str, rows: Sequence[Any]) -> None:
        self._write("push_stock", "PUT", f"/api/v3/stocks/{warehouse}", STOCKS, {"stocks": list(rows)})

    # Prices ----------------------------------------------------------------------------------------------------------
    def prices(self, offset: int, operation: str) -> Any:
        asked = [("limit", str(PRICES_PER_PAGE)), ("offset", str(offset))]
        return self._get(operation, "/api/v2/list/goods/filter", PRICES, asked)

    def prices_of(self, numbers: Sequence[int], operation: str) -> Any:
        return self._post(operation, "/api/v2/list/goods/filter", PRICES, {"nmList": list(numbers)})

    def upload_prices(self, rows: Sequence[Any]) -> Any:
        """Absolute prices: the same upload twice is told as one that exists."""
        return self._post("push_price", "/api/v2/upload/task", PRICES, {"data": list(rows)})

    def upload_done(self, upload: int) -> Any:
        return self._get("push_price", "/api/v2/history/tasks", PRICES, [("uploadID", str(upload))])

    def upload_waiting(self, upload: int) -> Any:
        return self._get("push_price", "/api/v2/buffer/tasks", PRICES, [("uploadID", str(upload))])

    def upload_goods(self, upload: int) -> Any:
        asked = [("limit", str(PRICES_PER_PAGE)), ("offset", "0"), ("uploadID", str(upload))]
        return self._get("push_price", "/api/v2/history/goods/task", PRICES, asked)

    # Statistics ------------------------------------------------------------------------------------------------------
    def sales(self, since: str) -> Any:
        return self._get("refund", "/api/v1/supplier/sales", SALES, [("dateFrom", since), ("flag", "0")])

    # Figures ---------------------------------------------------------------------------------------------------------
    def funnel(self, day: date, offset: int) -> Any:
        """One day of every card; those that are opened most come first."""
        period = {"start": day.isoformat(), "end": day.isoformat()}
        order = {"field": "openCard", "mode": "desc"}
        asked = {"selectedPeriod": period, "nmIds": [], "orderBy": order, "limit": FIGURES_PER_PAGE, "offset": offset}
        return self._post("analytics", "/api/analytics/v3/sales-funnel/products", FUNNEL, asked)

    # -----------------------------------------------------------------------------------------------------------------
    def _get(self, operation: str, path: str, group: str, params: Params = ()) -> Any:
        call = Call(operation=operation, method="GET", path=path, params=params, **_to(group))
        return self._transport.send(call, authorise=authorise, classify=classify).json

    def _post(self, operation: str, path: str, group: str, body: Any, params: Params = (), *, safe: bool = True) -> Any:
        call = Call(operation=operation, method="POST", path=path, params=params, json=body, safe=safe, **_to(group))
        return self._transport.send(call, authorise=authorise, classify=classify).json

    def _write(
        self, operation: str, method: str, path: str, group: str, body: Any = None, *, safe: bool = True
    ) -> None:
        """Answered with 204 and nothing else."""
        call = Call(operation=operation, method=method, path=path, json=body, safe=safe, expects="bytes", **_to(group))
        self._transport.send(call, authorise=authorise, classify=classify)


def ping_group(host: str) -> str:
    """Greetings are counted host by host."""
    return f"{PING} {host}".strip()


def _to(group: str) -> dict[str, Any]:
    return {"groups": (group,), "host": HOST_OF.get(group, MARKETPLACE)}
