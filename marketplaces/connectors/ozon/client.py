"""One method per call of the Seller API: body in, parsed JSON out. All of them are POST, reads as well."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from marketplaces.framework.transport import Answer, Call, Transport

from .auth import authorise
from .errors import classify
from .reading import Json, mapping, written

ORDERS_PER_PAGE = 100
GOODS_PER_PAGE = 1000
WAREHOUSES_PER_PAGE = 200
RETURNS_PER_PAGE = 500
REQUESTS_PER_PAGE = 500
VALUES_PER_SEARCH = 100
FIGURES_PER_PAGE = 1000

#: Part of a posting that is only sent when asked for.
ORDER_PARTS = {"analytics_data": True, "barcodes": False, "financial_data": True, "legal_info": False}


class OzonClient:
    """The calls of one connection."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    # Account ---------------------------------------------------------------------------------------------------------
    def roles(self) -> Json:
        return self._json("test_connection", "/v1/roles", {})

    def seller_info(self) -> Json:
        return self._json("test_connection", "/v1/seller/info", {})

    # Orders ----------------------------------------------------------------------------------------------------------
    def fbs_list(self, filters: Mapping[str, Any], cursor: str) -> Json:
        body = _page(filters, cursor, ORDERS_PER_PAGE) | {"sort_dir": "ASC", "with": ORDER_PARTS}
        return self._json("pull_orders", "/v4/posting/fbs/list", body)

    def fbs_unfulfilled(self, filters: Mapping[str, Any], cursor: str) -> Json:
        body = _page(filters, cursor, ORDERS_PER_PAGE) | {"sort_dir": "ASC", "with": ORDER_PARTS}
        return self._json("pull_orders", "/v4/posting/fbs/unfulfilled/list", body)

    def fbo_list(self, filters: Mapping[str, Any], cursor: str) -> Json:
        parts = {name: ORDER_PARTS[name] for name in ("analytics_data", "financial_data", "legal_info")}
        body = _page(filters, cursor, ORDERS_PER_PAGE) | {"sort_dir": "ASC", "with": parts}
        return self._json("pull_orders", "/v3/posting/fbo/list", body)

    def fbs_get(self, posting_number: str) -> Json:
        body = {"posting_number": posting_number, "with": ORDER_PARTS | {"related_postings": True}}
        return self._json("order_items", "/v3/posting/fbs/get", body)

    # Goods -----------------------------------------------------------------------------------------------------------
    def product_list(self, last_id: str) -> Json:
        body = {"filter": {"visibility": "ALL"}, "last_id": last_id, "limit": GOODS_PER_PAGE}
        return self._json("pull_products", "/v3/product/list", body)

    def product_info(self, product_ids: Sequence[str], articles: Sequence[str] = ()) -> Json:
        asked = {"product_id": list(product_ids), "offer_id": list(articles)}
        return self._json("pull_products", "/v3/product/info/list", {name: ids for name, ids in asked.items() if ids})

    def product_attributes(self, product_ids: Sequence[str]) -> Json:
        body = {"filter": {"product_id": list(product_ids), "visibility": "ALL"}, "limit": GOODS_PER_PAGE}
        return self._json("pull_products", "/v4/product/info/attributes", body)

    def warehouse_list(self, cursor: str) -> Json:
        body = {"limit": WAREHOUSES_PER_PAGE} | ({"cursor": cursor} if cursor else {})
        return self._json("pull_stock", "/v2/warehouse/list", body, groups=("warehouses",))

    def stock_list(self, filters: Mapping[str, Any], cursor: str) -> Json:
        return self._json("pull_stock", "/v4/product/info/stocks", _page(filters, cursor, GOODS_PER_PAGE))

    def stock_by_warehouse(self, skus: Sequence[str]) -> Json:
        return self._json("pull_stock", "/v1/product/info/stocks-by-warehouse/fbs", {"sku": list(skus)})

    def price_list(self, filters: Mapping[str, Any], cursor: str) -> Json:
        return self._json("pull_prices", "/v5/product/info/prices", _page(filters, cursor, GOODS_PER_PAGE))

    def set_stocks(self, rows: Sequence[Json]) -> Json:
        return self._json("push_stock", "/v2/products/stocks", {"stocks": list(rows)}, groups=("stock",))

    def set_prices(self, rows: Sequence[Json]) -> Json:
        return self._json("push_price", "/v1/product/import/prices", {"prices": list(rows)})

    # Cards -----------------------------------------------------------------------------------------------------------
    def category_tree(self) -> Json:
        return self._json("push_products", "/v1/description-category/tree", {"language": "DEFAULT"})

    def category_attributes(self, category: int, type_id: int) -> Json:
        body = {"description_category_id": category, "type_id": type_id, "language": "DEFAULT"}
        return self._json("push_products", "/v1/description-category/attribute", body)

    def search_attribute_values(self, category: int, type_id: int, attribute: int, value: str) -> Json:
        body = {
            "description_category_id": category, "type_id": type_id, "attribute_id": attribute, "value": value,
            "limit": VALUES_PER_SEARCH,
        }  # fmt: skip
        return self._json("push_products", "/v1/description-category/attribute/values/search", body)

    def import_products(self, items: Sequence[Json]) -> Json:
        return self._json("push_products", "/v3/product/import", {"items": list(items)})

    def import_info(self, task: int) -> Json:
        return self._json("push_products", "/v1/product/import/info", {"task_id": task})

    def card_limits(self) -> Json:
        return self._json("push_products", "/v4/product/info/limit", {})

    def archive(self, product_ids: Sequence[str]) -> Json:
        return self._json("push_products", "/v1/product/archive", {"product_id": [int(each) for each in product_ids]})

    def unarchive(self, product_ids: Sequence[str]) -> Json:
        return self._json("push_products", "/v1/product/unarchive", {"product_id": [int(each) for each in product_ids]})

    # Parcels ---------------------------------------------------------------------------------------------------------
    def ship(self, posting_number: str, packages: Sequence[Json]) -> Json:
        body = {"posting_number": posting_number, "packages": list(packages), "with": {"additional_data": True}}
        return self._json("confirm_shipment", "/v4/posting/fbs/ship", body, safe=False)

    def set_tracking(self, posting_number: str, tracking_number: str) -> Json:
        body = {"tracking_numbers": [{"posting_number": posting_number, "tracking_number": tracking_number}]}
        return self._json("confirm_shipment", "/v2/fbs/posting/tracking-number/set", body)

    def set_delivering(self, posting_number: str) -> Json:
        body = {"posting_number": [posting_number]}
        return self._json("confirm_shipment", "/v2/fbs/posting/delivering", body, safe=False)

    def end_dispute(self, posting_number: str) -> Json:
        body = {"posting_number": [posting_number]}
        return self._json("confirm_shipment", "/v2/posting/fbs/awaiting-delivery", body, safe=False)

    def package_label(self, posting_numbers: Sequence[str]) -> bytes:
        body = {"posting_number": list(posting_numbers)}
        return self._send("label", "/v2/posting/fbs/package-label", body, expects="bytes").body

    # Cancelling and returns ------------------------------------------------------------------------------------------
    def cancel_reasons(self) -> Json:
        return self._json("cancel", "/v2/posting/fbs/cancel-reason/list", {})

    def cancel_reasons_of(self, posting_number: str) -> Json:
        return self._json("cancel", "/v1/posting/fbs/cancel-reason", {"related_posting_numbers": [posting_number]})

    def cancel(self, posting_number: str, reason: int, message: str) -> Json:
        body = {"posting_number": posting_number, "cancel_reason_id": reason, "cancel_reason_message": message}
        return self._json("cancel", "/v2/posting/fbs/cancel", body, safe=False)

    def cancel_products(self, posting_number: str, reason: int, message: str, items: Sequence[Json]) -> Json:
        body = {
            "posting_number": posting_number, "cancel_reason_id": reason, "cancel_reason_message": message,
            "items": list(items),
        }  # fmt: skip
        return self._json("cancel", "/v2/posting/fbs/product/cancel", body, safe=False)

    def cancellation_requests(self, last_id: int, numbers: Sequence[str] = ()) -> Json:
        filters = {"state": "ON_APPROVAL"} | ({"posting_number": list(numbers)} if numbers else {})
        body = {"filters": filters, "last_id": last_id, "limit": REQUESTS_PER_PAGE}
        return self._json("cancel", "/v2/conditional-cancellation/list", body)

    def approve_cancellation(self, request: int) -> None:
        body = {"cancellation_id": request}
        self._send("cancel", "/v2/conditional-cancellation/approve", body, safe=False, expects="bytes")

    def reject_cancellation(self, request: int, comment: str) -> None:
        body = {"cancellation_id": request, "comment": comment}
        self._send("cancel", "/v2/conditional-cancellation/reject", body, safe=False, expects="bytes")

    def returns(self, since: datetime, until: datetime, last_id: int) -> Json:
        filters = {"visual_status_change_moment": {"time_from": written(since), "time_to": written(until)}}
        body = {"filter": filters, "limit": RETURNS_PER_PAGE, "last_id": last_id}
        return self._json("refund", "/v1/returns/list", body)

    # Figures ---------------------------------------------------------------------------------------------------------
    def analytics(self, since: date, until: date, metrics: Sequence[str], offset: int) -> Json:
        body = {
            "date_from": since.isoformat(), "date_to": until.isoformat(), "metrics": list(metrics),
            "dimension": ["sku", "day"], "filters": [], "sort": [], "limit": FIGURES_PER_PAGE, "offset": offset,
        }  # fmt: skip
        return self._json("analytics", "/v1/analytics/data", body, groups=("figures",))

    def products_of(self, skus: Sequence[str]) -> Json:
        return self._json("analytics", "/v3/product/info/list", {"sku": list(skus)})

    # -----------------------------------------------------------------------------------------------------------------
    def _json(
        self, operation: str, path: str, body: Mapping[str, Any], *, groups: tuple[str, ...] = (), safe: bool = True
    ) -> Json:
        return mapping(self._send(operation, path, body, groups=groups, safe=safe).json, "answer")

    def _send(
        self, operation: str, path: str, body: Mapping[str, Any], *, groups: tuple[str, ...] = (), safe: bool = True,
        expects: str = "json",
    ) -> Answer:  # fmt: skip
        call = Call(operation=operation, method="POST", path=path, json=body, groups=groups, safe=safe, expects=expects)
        return self._transport.send(call, authorise=authorise, classify=classify)


def _page(filters: Mapping[str, Any], cursor: str, limit: int) -> dict[str, Any]:
    return {"filter": dict(filters), "cursor": cursor, "limit": limit}
