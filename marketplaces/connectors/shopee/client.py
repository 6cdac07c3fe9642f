"""Shopee's remote calls, one method each: parameters in, parsed JSON out."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from marketplaces.connectors.shopee import auth
from marketplaces.connectors.shopee.errors import classify
from marketplaces.framework.errors import ConnectorError, LoginExpired, Rejected, UnexpectedPayload
from marketplaces.framework.ports import Clock
from marketplaces.framework.transport import Answer, Call, Outgoing, Transport

Json = Mapping[str, Any]
Query = Callable[[Mapping[str, str], str, int], dict[str, str]]

#: Without these names the answer holds neither lines nor amounts nor an address.
ORDER_FIELDS = (
    "buyer_user_id,buyer_username,recipient_address,item_list,package_list,total_amount,pay_time,note,payment_method,"
    "shipping_carrier,estimated_shipping_fee,actual_shipping_fee,actual_shipping_fee_confirmed,invoice_data,cancel_by,"
    "cancel_reason,buyer_cancel_reason,fulfillment_flag,pickup_done_time,split_up,edt"
)
#: All states of an item: one that was banned or deleted must be seen to be so.
ITEM_STATES = ("NORMAL", "BANNED", "UNLIST", "REVIEWING", "SELLER_DELETE", "SHOPEE_DELETE")
#: Those that a buyer can see, or could again.
SHOWN = ("NORMAL", "UNLIST", "REVIEWING")
PAGE = 100  # orders and items per list page


class ShopeeClient:
    """Calls of one shop, each signed at the moment it leaves: a signature lives five minutes."""

    def __init__(self, transport: Transport, clock: Clock) -> None:
        self._transport = transport
        self._clock = clock

    # Sign-in ---------------------------------------------------------------------------------------------------------
    def get_access_token(self, values: Mapping[str, str], *, code: str, shop_id: int) -> Json:
        body = {"code": code, "partner_id": int(values["partner_id"]), "shop_id": shop_id}
        return self._token("/api/v2/auth/token/get", values, body)

    def refresh_access_token(self, values: Mapping[str, str]) -> Json:
        if not values.get("refresh_token"):
            raise LoginExpired("There is no refresh token: this shop was never signed in, or signed in without one")
        body = {
            "refresh_token": values["refresh_token"],
            "partner_id": int(values["partner_id"]),
            "shop_id": int(values["shop_id"]),
        }
        return self._token("/api/v2/auth/access_token/get", values, body)

    def get_shop_info(self) -> Json:
        return self._send(_get("test_connection", "/api/v2/shop/get_shop_info"), auth.shop_query)

    # Orders ----------------------------------------------------------------------------------------------------------
    def get_order_list(self, *, time_from: int, time_to: int, cursor: str) -> Json:
        params = [
            ("time_range_field", "update_time"),
            ("time_from", str(time_from)),
            ("time_to", str(time_to)),
            ("page_size", str(PAGE)),
            ("cursor", cursor),
            ("response_optional_fields", "order_status"),
            ("request_order_status_pending", "true"),
        ]
        return self._shop(_get("pull_orders", "/api/v2/order/get_order_list", params))

    def get_order_detail(self, order_sns: Sequence[str], *, operation: str = "order_items") -> Json:
        params = [
            ("order_sn_list", ",".join(order_sns)),
            ("request_order_status_pending", "true"),
            ("response_optional_fields", ORDER_FIELDS),
        ]
        return self._shop(_get(operation, "/api/v2/order/get_order_detail", params))

    def cancel_order(self, body: Json) -> Json:
        return self._shop(_post("cancel", "/api/v2/order/cancel_order", body, safe=False))

    def handle_buyer_cancellation(self, order_sn: str, *, operation: str) -> Json:
        body = {"order_sn": order_sn, "operation": operation}
        return self._shop(_post("cancel", "/api/v2/order/handle_buyer_cancellation", body, safe=False))

    # Shipping --------------------------------------------------------------------------------------------------------
    def get_shipping_parameter(self, order_sn: str, *, package_number: str) -> Json:
        params = _package(order_sn, package_number)
        return self._shop(_get("confirm_shipment", "/api/v2/logistics/get_shipping_parameter", params))

    def ship_order(self, body: Json) -> None:
        """Its good answer has no `response`."""
        self._send(_post("confirm_shipment", "/api/v2/logistics/ship_order", body, safe=False), auth.shop_query)

    def get_tracking_number(self, order_sn: str, *, package_number: str) -> Json:
        params = _package(order_sn, package_number)
        return self._shop(_get("confirm_shipment", "/api/v2/logistics/get_tracking_number", params))

    # Returns ---------------------------------------------------------------------------------------------------------
    def get_return_list(self, *, page_no: int, time_from: int, time_to: int) -> Json:
        params = [
            ("page_no", str(page_no)),
            ("page_size", str(PAGE)),
            ("update_time_from", str(time_from)),
            ("update_time_to", str(time_to)),
        ]
        return self._shop(_get("refund", "/api/v2/returns/get_return_list", params))

    def get_return_detail(self, return_sn: str) -> Json:
        return self._shop(_get("refund", "/api/v2/returns/get_return_detail", [("return_sn", return_sn)]))

    def confirm_return(self, return_sn: str) -> Json:
        return self._shop(_post("refund", "/api/v2/returns/confirm", {"return_sn": return_sn}, safe=False))

    # Catalogue -------------------------------------------------------------------------------------------------------
    def get_item_list(self, *, offset: int, updated_from: int | None, updated_to: int | None, operation: str) -> Json:
        params = [("offset", str(offset)), ("page_size", str(PAGE))]
        if updated_from is not None and updated_to is not None:
            params += [("update_time_from", str(updated_from)), ("update_time_to", str(updated_to))]
        params += [("item_status", state) for state in ITEM_STATES]
        return self._shop(_get(operation, "/api/v2/product/get_item_list", params))

    def get_item_base_info(self, item_ids: Sequence[str], *, operation: str) -> Json:
        params = [("item_id_list", ",".join(item_ids))]
        return self._shop(_get(operation, "/api/v2/product/get_item_base_info", params))

    def get_model_list(self, item_id: str, *, operation: str) -> Json:
        return self._shop(_get(operation, "/api/v2/product/get_model_list", [("item_id", item_id)]))

    def get_warehouse_detail(self) -> Json:
        """The list of warehouses is `response` itself."""
        return self._send(_get("pull_stock", "/api/v2/shop/get_warehouse_detail"), auth.shop_query)

    def update_stock(self, item_id: int, stock_list: Sequence[Json]) -> Json:
        body = {"item_id": item_id, "stock_list": list(stock_list)}
        return self._shop(_post("push_stock", "/api/v2/product/update_stock", body))

    def update_price(self, item_id: int, price_list: Sequence[Json]) -> Json:
        body = {"item_id": item_id, "price_list": list(price_list)}
        return self._shop(_post("push_price", "/api/v2/product/update_price", body))

    # Products out ----------------------------------------------------------------------------------------------------
    def search_sku(self, sku: str, *, offset: str = "") -> Json:
        """Items whose own SKU this is, those that left the shop window too."""
        params = [("page_size", str(PAGE)), ("item_sku", sku), *([("offset", offset)] if offset else [])]
        params += [("item_status", state) for state in SHOWN]
        return self._shop(_get("push_products", "/api/v2/product/search_item", params))

    def get_channel_list(self) -> Json:
        return self._shop(_get("push_products", "/api/v2/logistics/get_channel_list"))

    def picture(self, url: str) -> bytes:
        """A picture of the merchant's from where it lies, asked for without any key."""
        call = Call(operation="push_products", method="GET", path="", url=url, authorised=False, expects="bytes")
        return self._transport.send(call, authorise=None, classify=_picture_there).body

    def upload_image(self, name: str, content: bytes) -> Json:
        body, kind = form_of_file("image", name, content)
        headers = {"Content-Type": kind}
        call = Call(
            operation="push_products", method="POST", path="/api/v2/media_space/upload_image", body=body,
            headers=headers,
        )  # fmt: skip
        return self._public(call)

    def add_item(self, body: Json) -> Json:
        return self._shop(_post("push_products", "/api/v2/product/add_item", body, safe=False))

    def update_item(self, body: Json) -> Json:
        return self._shop(_post("push_products", "/api/v2/product/update_item", body))

    def get_category(self) -> Json:
        return self._shop(_get("push_products", "/api/v2/product/get_category"))

    def unlist_item(self, item_ids: Sequence[int]) -> Json:
        body = {"item_list": [{"item_id": each, "unlist": True} for each in item_ids]}
        return self._shop(_post("push_products", "/api/v2/product/unlist_item", body))

    # Pushes ----------------------------------------------------------------------------------------------------------
    def set_app_push_config(self, body: Json) -> Json:
        return self._public(_post("webhook", "/api/v2/push/set_app_push_config", body))

    def get_app_push_config(self) -> Json:
        return self._public(_get("webhook", "/api/v2/push/get_app_push_config"))

    def get_lost_push_message(self) -> Json:
        return self._public(_get("webhook", "/api/v2/push/get_lost_push_message"))

    def confirm_consumed_lost_push_message(self, last_message_id: int) -> None:
        path = "/api/v2/push/confirm_consumed_lost_push_message"
        self._send(_post("webhook", path, {"last_message_id": last_message_id}), auth.public_query)

    # ------------------------------------------------------------------------------------------------------------------
    def _shop(self, call: Call) -> Json:
        return _response(self._send(call, auth.shop_query))

    def _public(self, call: Call) -> Json:
        return _response(self._send(call, auth.public_query))

    def _token(self, path: str, values: Mapping[str, str], body: Json) -> Json:
        """Single use: never sent twice, and signed with the values at hand, not with what the connection holds."""
        call = Call(operation="token", method="POST", path=path, json=body, safe=False, authorised=False)
        return self._send(call, auth.public_query, values=values)

    def _send(self, call: Call, query: Query, *, values: Mapping[str, str] | None = None) -> Json:
        def authorise(outgoing: Outgoing, credentials: Mapping[str, str]) -> None:
            timestamp = int(self._clock.now().timestamp())
            outgoing.params += query(values or credentials, call.path, timestamp).items()

        answer = self._transport.send(call, authorise=authorise, classify=partial(_judge, self._clock))
        found: Json = answer.json
        return found


def _judge(clock: Clock, answer: Answer) -> ConnectorError | None:
    return classify(answer, now=clock.now())


def _picture_there(answer: Answer) -> ConnectorError | None:
    """The place where it lies is nobody's marketplace: whatever it says but a picture is a fault of the card."""
    if answer.status < 400:
        return None
    said = f"HTTP {answer.status}"
    fix = "Look at the addresses of its pictures."
    return Rejected("A picture of this product cannot be fetched", said=said, fix=fix)


def form_of_file(field: str, name: str, content: bytes) -> tuple[bytes, str]:
    """A form with one file, as browsers send it, and its content type."""
    border = f"orion-{hashlib.sha256(content).hexdigest()[:24]}"
    head = f'--{border}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
    kind = "image/png" if name.endswith(".png") else "image/jpeg"
    body = f"{head}Content-Type: {kind}\r\n\r\n".encode() + content + f"\r\n--{border}--\r\n".encode()
    return body, f"multipart/form-data; boundary={border}"


def _get(operation: str, path: str, params: Sequence[tuple[str, str]] = ()) -> Call:
    return Call(operation=operation, method="GET", path=path, params=params)


def _post(operation: str, path: str, body: Json, *, safe: bool = True) -> Call:
    return Call(operation=operation, method="POST", path=path, json=body, safe=safe)


def _package(order_sn: str, package_number: str) -> list[tuple[str, str]]:
    return [("order_sn", order_sn), *([("package_number", package_number)] if package_number else [])]


def _response(body: Json) -> Json:
    found = body.get("response")
    if not isinstance(found, Mapping):
        raise UnexpectedPayload("response", found)
    return found
