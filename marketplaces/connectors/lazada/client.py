"""Lazada's remote calls, one method each: parameters in, parsed JSON out."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from html import escape
from typing import Any

from marketplaces.connectors.lazada import auth, countries, reading
from marketplaces.connectors.lazada.errors import classify
from marketplaces.framework.base import Context
from marketplaces.framework.errors import LoginExpired
from marketplaces.framework.transport import Answer, Call, Outgoing

Json = Mapping[str, Any]
Params = Sequence[tuple[str, str]]

ORDERS, ITEMS_OF, PRODUCTS, RETURNS, PACKAGES = 100, 50, 50, 50, 20  # per call
INVENTORY = ("inventory",)
REST = "/rest"


class LazadaClient:
    """Calls of one shop, each signed at the moment it leaves, at the host of the shop's country."""

    def __init__(self, context: Context) -> None:
        self._context = context
        #: Not part of what is signed; some write it at the end of the address.
        self._prefix = "" if context.base_url.rstrip("/").endswith(REST) else REST

    # Sign-in ---------------------------------------------------------------------------------------------------------
    def create_token(self, values: Mapping[str, str], *, code: str) -> Json:
        return self._token("/auth/token/create", values, [("code", code)])

    def refresh_token(self, values: Mapping[str, str]) -> Json:
        if not values.get("refresh_token"):
            raise LoginExpired("There is no refresh token: this shop was never signed in, or signed in without one")
        return self._token("/auth/token/refresh", values, [("refresh_token", values["refresh_token"])])

    def get_seller(self) -> Json:
        return self._data(_get("test_connection", "/seller/get"))

    # Orders ----------------------------------------------------------------------------------------------------------
    def get_orders(self, *, after: datetime, before: datetime, offset: int) -> Json:
        """Oldest change first."""
        params = [
            ("update_after", after.isoformat(timespec="seconds")),
            ("update_before", before.isoformat(timespec="seconds")),
            ("sort_by", "updated_at"),
            ("sort_direction", "ASC"),
            ("limit", str(ORDERS)),
            ("offset", str(offset)),
        ]
        return self._data(_get("pull_orders", "/orders/get", params))

    def get_order(self, order_id: str, *, operation: str = "order_items") -> Json:
        return self._data(_get(operation, "/order/get", [("order_id", order_id)]))

    def get_items(self, order_ids: Sequence[str], *, operation: str = "order_items") -> Sequence[Json]:
        """The items of up to fifty orders; those that are not there are left out."""
        listed = json.dumps([int(each) for each in order_ids], separators=(",", ":"))
        return reading.rows(self._send(_get(operation, "/orders/items/get", [("order_ids", listed)])), "data")

    # Fulfilment ------------------------------------------------------------------------------------------------------
    def get_providers(self, order_id: str, item_ids: Sequence[int]) -> Json:
        asked = {"orders": [{"order_id": int(order_id), "order_item_ids": list(item_ids)}]}
        return self._result("/order/shipment/providers/get", "getShipmentProvidersReq", asked)

    def pack(self, body: Json) -> Json:
        return self._result("/order/fulfill/pack", "packReq", body, safe=False)

    def ready_to_ship(self, packages: Sequence[str]) -> Json:
        return self._result("/order/package/rts", "readyToShipReq", _packages(packages), safe=False)

    def digital_delivered(self, order_id: str, item_ids: Sequence[int]) -> Json:
        body = {"orders": [{"order_id": int(order_id), "order_item_list": list(item_ids)}]}
        return self._result("/order/digital/delivered", "digitalDeliveryReq", body, safe=False)

    def repack(self, packages: Sequence[str]) -> Json:
        return self._result("/order/package/repack", "rePackReq", _packages(packages), safe=False, operation="cancel")

    def get_documents(self, packages: Sequence[str]) -> Json:
        body = {"doc_type": "PDF", **_packages(packages)}
        return self._result("/order/package/document/get", "getDocumentReq", body, operation="label")

    # Cancelling and returns ------------------------------------------------------------------------------------------
    def cancel_reasons(self, order_id: str, item_ids: Sequence[int]) -> Json:
        params = [("order_id", order_id), ("order_item_id_list", _ids(item_ids))]
        return self._data(_get("cancel", "/order/reverse/cancel/validate", params))

    def cancel(self, order_id: str, item_ids: Sequence[int], *, reason: str) -> Json:
        params = [("order_id", order_id), ("order_item_id_list", _ids(item_ids)), ("reason_id", reason)]
        return self._data(_get("cancel", "/order/reverse/cancel/create", params, safe=False))

    def decide_cancellation(self, reverse_order_id: str, *, agree: bool) -> None:
        params = [("reverse_order_id", reverse_order_id), ("agree_cancel", "true" if agree else "false")]
        self._send(_get("cancel", "/order/reverse/cancel/seller/decide", params, safe=False))

    def get_returns(self, *, page: int, since: int, until: int) -> Json:
        params = [
            ("page_no", str(page)),
            ("page_size", str(RETURNS)),
            ("ReverseOrderLineModifiedTimeRangeStart", str(since)),
            ("ReverseOrderLineModifiedTimeRangeEnd", str(until)),
        ]
        found = self._send(_get("refund", "/reverse/getreverseordersforseller", params))
        return reading.needed_mapping(found, "result")

    def get_return(self, reverse_order_id: str) -> Json:
        params = [("reverse_order_id", reverse_order_id)]
        return self._data(_get("refund", "/order/reverse/return/detail/list", params))

    def answer_return(self, path: str, reverse_order_id: str, line_ids: Sequence[int], *, action: str) -> None:
        params = [
            ("action", action),
            ("reverse_order_id", reverse_order_id),
            ("reverse_order_item_ids", _ids(line_ids)),
        ]
        self._send(_get("refund", path, params, safe=False))

    # Catalogue -------------------------------------------------------------------------------------------------------
    def get_products(self, *, params: Params, offset: int, operation: str) -> Json:
        listed = [("filter", "all"), *params, ("limit", str(PRODUCTS)), ("offset", str(offset)), ("options", "1")]
        return self._data(_get(operation, "/products/get", listed))

    def get_product(self, item_id: str, *, operation: str) -> Json:
        return self._data(_get(operation, "/product/item/get", [("item_id", item_id)]))

    def get_products_of_skus(self, skus: Sequence[str], *, operation: str) -> Json:
        """Those that list one of these; a product is found once, so as many as a page holds can be asked for."""
        listed = json.dumps(list(skus), ensure_ascii=False, separators=(",", ":"))
        return self.get_products(params=[("sku_seller_list", listed)], offset=0, operation=operation)

    def create_product(self, product: Json) -> Json:
        return self._data(_write("/product/create", product, safe=False))

    def update_product(self, product: Json) -> None:
        self._send(_write("/product/update", product))

    def remove_skus(self, names: Sequence[str]) -> None:
        """Sent once: a second time it would say that they are not there."""
        listed = json.dumps(list(names), separators=(",", ":"))
        self._send(_post("push_products", "/product/remove", [("sku_id_list", listed)], safe=False))

    def bring_picture(self, url: str) -> str:
        """Where it lies at Lazada from now on."""
        form = [("payload", f"<Request><Image><Url>{escape(url)}</Url></Image></Request>")]
        found = self._data(_post("push_products", "/image/migrate", form))
        return reading.needed_text(reading.needed_mapping(found, "image"), "url")

    def update_stock(self, payload: str) -> None:
        form = [("payload", payload)]
        self._send(_post("push_stock", "/product/stock/sellable/update", form, groups=INVENTORY))

    def update_price(self, payload: str) -> None:
        form = [("payload", payload)]
        self._send(_post("push_price", "/product/price_quantity/update", form, groups=INVENTORY))

    # -----------------------------------------------------------------------------------------------------------------
    def _data(self, call: Call) -> Json:
        return reading.needed_mapping(self._send(call), "data")

    def _result(
        self, path: str, field: str, body: Json, *, safe: bool = True, operation: str = "confirm_shipment"
    ) -> Json:
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        found = self._send(_post(operation, path, [(field, text)], safe=safe))
        return reading.mapping(reading.needed_mapping(found, "result"), "data")

    def _token(self, path: str, values: Mapping[str, str], form: Params) -> Json:
        """Single use: never sent twice, and signed with the values at hand, not with what the connection holds."""
        call = Call(
            operation="token", method="POST", host=countries.TOKENS, path=path, form=form, safe=False, authorised=False
        )
        return self._send(call, values=values)

    def _send(self, call: Call, *, values: Mapping[str, str] | None = None) -> Json:
        def authorise(outgoing: Outgoing, credentials: Mapping[str, str]) -> None:
            outgoing.params += auth.system_params(
                values or credentials,
                call.path,
                [*outgoing.params, *(outgoing.form or ())],
                milliseconds=int(self._context.clock.now().timestamp() * 1000),
                token=call.authorised,
            )
            outgoing.path = f"{self._prefix}{call.path}"

        classified = partial(classify, path=call.path)
        answer: Answer = self._context.transport.send(call, authorise=authorise, classify=classified)
        found: Json = answer.json
        return found


def _get(operation: str, path: str, params: Params = (), *, safe: bool = True) -> Call:
    return Call(operation=operation, method="GET", path=path, params=params, safe=safe)


def _post(operation: str, path: str, form: Params, *, safe: bool = True, groups: tuple[str, ...] = ()) -> Call:
    """Its own parameters go in the body, those of the system in the query, as Lazada's SDKs do."""
    return Call(operation=operation, method="POST", path=path, form=form, safe=safe, groups=groups)


def _write(path: str, product: Json, *, safe: bool = True) -> Call:
    text = json.dumps({"Request": {"Product": product}}, ensure_ascii=False, separators=(",", ":"))
    return _post("push_products", path, [("payload", text)], safe=safe)


def _ids(ids: Sequence[int]) -> str:
    return json.dumps(list(ids), separators=(",", ":"))


def _packages(names: Sequence[str]) -> dict[str, Any]:
    return {"packages": [{"package_id": name} for name in names]}
