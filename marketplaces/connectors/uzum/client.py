"""One method per call of the Seller OpenAPI: values in, parsed JSON out."""

from collections.abc import Sequence
from typing import Any

from marketplaces.framework.transport import Call, Transport

from .auth import authorise
from .errors import Classifier, classify, classify_label

API = "/api/seller-openapi"
ORDERS_PER_PAGE = 50
SALES_PER_PAGE = 100
PRODUCTS_PER_PAGE = 100
STOCKS_PER_PAGE = 100

Params = Sequence[tuple[str, str]]


class UzumClient:
    """The calls of one connection."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    # Account ---------------------------------------------------------------------------------------------------------
    def shops(self, operation: str = "test_connection") -> Any:
        return self._get(operation, "/v1/shops")

    # Orders ----------------------------------------------------------------------------------------------------------
    def orders(self, shop: str, status: str, period: Params, page: int) -> Any:
        sized = [("page", str(page)), ("size", str(ORDERS_PER_PAGE))]
        return self._get("pull_orders", "/v2/fbs/orders", [("shopIds", shop), ("status", status), *period, *sized])

    def orders_count(self, shop: str, status: str, period: Params) -> Any:
        return self._get("pull_orders", "/v2/fbs/orders/count", [("shopIds", shop), ("status", status), *period])

    def order(self, number: str, operation: str = "order_items") -> Any:
        return self._get(operation, f"/v1/fbs/order/{number}")

    def sales(self, shop: str, statuses: Sequence[str], period: Params, page: int, operation: str) -> Any:
        named = [("statuses", status) for status in statuses]
        sized = [("page", str(page)), ("size", str(SALES_PER_PAGE)), ("group", "false")]
        return self._get(operation, "/v1/finance/orders", [("shopIds", shop), *named, *period, *sized])

    def expenses(self, shop: str) -> Any:
        first = [("shopIds", shop), ("page", "0"), ("size", "1")]
        return self._get("confirm_shipment", "/v1/finance/expenses", first)

    # Goods -----------------------------------------------------------------------------------------------------------
    def products(self, shop: str, page: int, operation: str) -> Any:
        sized = [("page", str(page)), ("size", str(PRODUCTS_PER_PAGE))]
        return self._get(operation, f"/v1/product/shop/{shop}", [*sized, ("filter", "ALL"), ("sortBy", "ID")])

    def stocks(self, above: int, operation: str) -> Any:
        """SKUs of all the seller's shops with a number above this one."""
        sized = [("page", "0"), ("size", str(STOCKS_PER_PAGE)), ("skuIdFrom", str(above))]
        return self._get(operation, "/v3/fbs/sku/stocks", sized)

    def set_stocks(self, rows: Sequence[Any]) -> Any:
        return self._post("push_stock", "/v2/fbs/sku/stocks", {"skuAmountList": list(rows)})

    def set_prices(self, shop: str, product: int, rows: Sequence[Any]) -> None:
        """The answer has no body."""
        body = {"productId": product, "skuList": list(rows)}
        self._post("push_price", f"/v1/product/{shop}/sendPriceData", body, expects="bytes")

    # Handing over ----------------------------------------------------------------------------------------------------
    def confirm(self, number: str, operation: str = "confirm_shipment") -> Any:
        return self._post(operation, f"/v1/fbs/order/{number}/confirm", safe=False)

    def drop_off_points(self, number: str) -> Any:
        """The parameter speaks of customer orders and means the seller's."""
        return self._get("confirm_shipment", "/v1/fbs/invoice/dop/drop-off-points", [("customerOrderIds", number)])

    def time_slots(self, point: str, number: str) -> Any:
        asked = [("dopId", point), ("sellerOrderIds", number)]
        return self._get("confirm_shipment", "/v1/fbs/invoice/dop/time-slot", asked)

    def create_note(self, body: Any) -> Any:
        return self._post("confirm_shipment", "/v1/fbs/invoice", body, safe=False)

    def dbs_delivering(self, number: str) -> Any:
        return self._post("confirm_shipment", f"/v1/dbs/order/{number}/delivering", safe=False)

    def label(self, number: str) -> Any:
        sized = [("size", "LARGE")]
        return self._get("label", f"/v1/fbs/order/{number}/labels/print", sized, judge=classify_label)

    # Cancelling ------------------------------------------------------------------------------------------------------
    def reasons(self) -> Any:
        return self._get("cancel", "/v1/fbs/order/return-reasons")

    def cancel(self, number: str, reason: str, comment: str) -> Any:
        body = {"reason": reason} | ({"comment": comment} if comment else {})
        return self._post("cancel", f"/v1/fbs/order/{number}/cancel", body, safe=False)

    # -----------------------------------------------------------------------------------------------------------------
    def _get(self, operation: str, path: str, params: Params = (), *, judge: Classifier = classify) -> Any:
        call = Call(operation=operation, method="GET", path=f"{API}{path}", params=params)
        return self._transport.send(call, authorise=authorise, classify=judge).json

    def _post(self, operation: str, path: str, body: Any = None, *, safe: bool = True, expects: str = "json") -> Any:
        call = Call(operation=operation, method="POST", path=f"{API}{path}", json=body, safe=safe, expects=expects)
        return self._transport.send(call, authorise=authorise, classify=classify).json
