"""One method per call of the Partner API: values in, parsed JSON out."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from marketplaces.framework.transport import Call, Transport

from .auth import authorise
from .errors import classify

ORDERS_PER_PAGE = 50
MAPPINGS_PER_PAGE = 100
STOCKS_PER_PAGE = 200
PRICES_PER_PAGE = 500
RETURNS_PER_PAGE = 100
DISPATCHES_PER_PAGE = 30
REPORTS_PER_PAGE = 200
LABEL_FORMAT = "A7"

Params = Sequence[tuple[str, str]]
Body = Mapping[str, Any]


class YandexClient:
    """The calls of one connection. `cabinet` is the businessId, `shop` the campaignId."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    # Account ---------------------------------------------------------------------------------------------------------
    def token(self) -> Any:
        return self._send("test_connection", "POST", "/v2/auth/token", group="token")

    def shops(self, token: str, operation: str) -> Any:
        return self._send(operation, "GET", "/v2/campaigns", params=_page(token, 100), group="shops")

    def cabinet_settings(self, cabinet: str) -> Any:
        return self._send("test_connection", "POST", f"/v2/businesses/{cabinet}/settings", group="settings")

    # Orders ----------------------------------------------------------------------------------------------------------
    def orders(self, cabinet: str, filters: Body, token: str, operation: str) -> Any:
        params = _page(token, ORDERS_PER_PAGE)
        return self._send(operation, "POST", f"/v1/businesses/{cabinet}/orders", filters, params=params, group="orders")

    def buyer(self, shop: str, order: str, operation: str) -> Any:
        return self._send(operation, "GET", f"{_order(shop, order)}/buyer", group="buyer")

    def set_boxes(self, shop: str, order: str, body: Body, operation: str) -> Any:
        return self._send(operation, "PUT", f"{_order(shop, order)}/boxes", body, group="boxes")

    def set_marks(self, shop: str, order: str, rows: Sequence[Any]) -> Any:
        """Replaces the codes; of orders that the shop's own couriers bring."""
        path = f"{_order(shop, order)}/identifiers"
        return self._send("confirm_shipment", "PUT", path, {"items": list(rows)}, group="marks")

    def marks_status(self, shop: str, order: str) -> Any:
        return self._send("confirm_shipment", "POST", f"{_order(shop, order)}/identifiers/status", group="marks_status")

    def set_items(self, shop: str, order: str, body: Body) -> None:
        """The answer has no body."""
        self._send("cancel", "PUT", f"{_order(shop, order)}/items", body, group="items", expects="bytes")

    def set_status(self, shop: str, order: str, body: Body, operation: str) -> Any:
        return self._send(
            operation, "PUT", f"{_order(shop, order)}/status", {"order": body}, group="status", safe=False
        )

    def set_track(self, shop: str, order: str, body: Body) -> Any:
        path = f"{_order(shop, order)}/delivery/track"
        return self._send("confirm_shipment", "POST", path, body, group="track", safe=False)

    def delivery_services(self) -> Any:
        return self._send("confirm_shipment", "GET", "/v2/delivery/services", group="services")

    def answer_cancellation(self, shop: str, order: str, body: Body) -> Any:
        path = f"{_order(shop, order)}/cancellation/accept"
        return self._send("answer_cancellation", "PUT", path, body, group="cancellation", safe=False)

    def deliver_digital(self, shop: str, order: str, rows: Sequence[Any], *, keys: Sequence[str]) -> None:
        """The Market writes to the buyer. Asked for again only where the order does not show it."""
        call = Call(
            operation="tell_digital", method="POST", path=f"{_order(shop, order)}/deliverDigitalGoods",
            json={"items": list(rows)}, groups=("digital",), safe=False, secrets=keys,
        )  # fmt: skip
        self._transport.send(call, authorise=authorise, classify=classify)

    def labels(self, shop: str, order: str) -> bytes:
        path, params = f"{_order(shop, order)}/delivery/labels", [("format", LABEL_FORMAT)]
        call = Call(operation="label", method="GET", path=path, params=params, groups=("labels",), expects="bytes")
        return self._transport.send(call, authorise=authorise, classify=classify).body

    def dispatches(self, shop: str, first: date, last: date, token: str) -> Any:
        body = {"dateFrom": first.isoformat(), "dateTo": last.isoformat()}
        params = _page(token, DISPATCHES_PER_PAGE)
        return self._send("dispatch", "PUT", _dispatches(shop), body, params=params, group="dispatches")

    def dispatch(self, shop: str, number: str) -> Any:
        return self._send("dispatch", "GET", f"{_dispatches(shop)}/{number}", group="dispatch")

    def confirm_dispatch(self, shop: str, number: str) -> None:
        self._send("dispatch", "POST", f"{_dispatches(shop)}/{number}/confirm", {}, group="dispatch_out", safe=False)

    def dispatch_act(self, shop: str, number: str) -> bytes:
        path = f"{_dispatches(shop)}/{number}/act"
        call = Call(operation="dispatch", method="GET", path=path, groups=("dispatch_act",), expects="bytes")
        return self._transport.send(call, authorise=authorise, classify=classify).body

    def returns(self, shop: str, filters: Params, token: str, operation: str) -> Any:
        params = [*filters, *_page(token, RETURNS_PER_PAGE)]
        return self._send(operation, "GET", f"/v2/campaigns/{shop}/returns", params=params, group="returns")

    def order_reports(self, shop: str, orders: Sequence[int], operation: str) -> Any:
        """At most 200 of them on one page, and no more are ever named."""
        path, params = f"/v2/campaigns/{shop}/stats/orders", [("limit", str(REPORTS_PER_PAGE))]
        return self._send(operation, "POST", path, {"orders": list(orders)}, params=params, group="reports")

    def return_choices(self, cabinet: str, shop: str, number: str) -> Any:
        path, body = f"/v1/businesses/{cabinet}/returns/decisions", {"campaignId": int(shop), "returnId": int(number)}
        return self._send("confirm_return", "POST", path, body, group="return_choices")

    def decide_return(self, shop: str, order: str, number: str, rows: Sequence[Any]) -> None:
        path, body = f"{_order(shop, order)}/returns/{number}/decision/submit", {"returnItemDecisions": list(rows)}
        self._send("confirm_return", "POST", path, body, group="decisions", safe=False)

    # Goods -----------------------------------------------------------------------------------------------------------
    def mappings(self, cabinet: str, token: str, operation: str) -> Any:
        path, params = f"/v2/businesses/{cabinet}/offer-mappings", _page(token, MAPPINGS_PER_PAGE)
        return self._send(operation, "POST", path, {}, params=params, group="mappings")

    def mappings_of(self, cabinet: str, offers: Sequence[str], operation: str) -> Any:
        """Named offers come without pages."""
        path = f"/v2/businesses/{cabinet}/offer-mappings"
        return self._send(operation, "POST", path, {"offerIds": list(offers)}, group="mappings")

    def set_mappings(self, cabinet: str, rows: Sequence[Any]) -> Any:
        path = f"/v2/businesses/{cabinet}/offer-mappings/update"
        body = {"offerMappings": list(rows)}
        return self._send("push_products", "POST", path, body, group="mappings_out", cost=len(rows))

    def delete_mappings(self, cabinet: str, offers: Sequence[str]) -> Any:
        path = f"/v2/businesses/{cabinet}/offer-mappings/delete"
        body = {"offerIds": list(offers)}
        return self._send("push_products", "POST", path, body, group="deletions", cost=len(offers))

    def stocks(self, shop: str, filters: Body, token: str) -> Any:
        path, params = f"/v2/campaigns/{shop}/offers/stocks", _page(token, STOCKS_PER_PAGE)
        return self._send("pull_stock", "POST", path, filters, params=params, group="stocks", cost=STOCKS_PER_PAGE)

    def set_stocks(self, shop: str, rows: Sequence[Any]) -> Any:
        path = f"/v2/campaigns/{shop}/offers/stocks"
        return self._send("push_stock", "PUT", path, {"skus": list(rows)}, group="stocks_out", cost=len(rows))

    def prices(self, cabinet: str, filters: Body, token: str) -> Any:
        path, params = f"/v2/businesses/{cabinet}/offer-prices", _page(token, PRICES_PER_PAGE)
        return self._send("pull_prices", "POST", path, filters, params=params, group="prices", cost=PRICES_PER_PAGE)

    def shop_prices(self, shop: str, offers: Sequence[str], token: str) -> Any:
        path, params = f"/v2/campaigns/{shop}/offer-prices", _page(token, PRICES_PER_PAGE)
        body = {"offerIds": list(offers)}
        return self._send("pull_prices", "POST", path, body, params=params, group="shop_prices", cost=len(offers))

    def set_prices(self, cabinet: str, rows: Sequence[Any]) -> Any:
        path = f"/v2/businesses/{cabinet}/offer-prices/updates"
        return self._send("push_price", "POST", path, {"offers": list(rows)}, group="prices_out", cost=len(rows))

    def set_shop_prices(self, shop: str, rows: Sequence[Any]) -> Any:
        path = f"/v2/campaigns/{shop}/offer-prices/updates"
        return self._send("push_price", "POST", path, {"offers": list(rows)}, group="shop_prices_out", cost=len(rows))

    # -----------------------------------------------------------------------------------------------------------------
    def _send(
        self, operation: str, method: str, path: str, body: Body | None = None, *, params: Params = (), group: str,
        safe: bool = True, expects: str = "json", cost: int = 1,
    ) -> Any:  # fmt: skip
        call = Call(
            operation=operation, method=method, path=path, params=params, json=body, groups=(group,), safe=safe,
            expects=expects, cost=cost,
        )  # fmt: skip
        return self._transport.send(call, authorise=authorise, classify=classify).json


def _order(shop: str, order: str) -> str:
    return f"/v2/campaigns/{shop}/orders/{order}"


def _dispatches(shop: str) -> str:
    return f"/v2/campaigns/{shop}/first-mile/shipments"


def _page(token: str, size: int) -> list[tuple[str, str]]:
    """The token stands in the query, also where the filters are a body."""
    return [("limit", str(size))] + ([("pageToken", token)] if token else [])
