"""Shopee as a script: numbers as numbers or text, masked people, states of every kind."""

import time
from typing import Any

from tests.trial.stub import Asked, Reply, Script


def line(item_id: int = 2000001, **more: Any) -> dict[str, Any]:
    return {
        "item_id": item_id, "item_name": "ชาเขียว", "item_sku": f"TEA-{item_id}", "model_id": 0, "model_name": "",
        "model_sku": "", "model_quantity_purchased": 1, "model_original_price": 150.0, "model_discounted_price": 120.0,
        "order_item_id": item_id, "promotion_group_id": 0, "promotion_type": "", "add_on_deal": False,
        "add_on_deal_id": 0, "image_info": None, "product_location_id": ["THZ"], "wholesale": False,
    } | more  # fmt: skip


def order(number: str = "2611205ABCDEFG", status: str = "READY_TO_SHIP", **more: Any) -> dict[str, Any]:
    now = int(time.time())
    return {
        "order_sn": number, "region": "TH", "currency": "THB", "cod": False, "total_amount": 120.0,
        "order_status": status, "create_time": now - 7200, "update_time": now - 3600, "pay_time": now - 7000,
        "ship_by_date": now + 86400, "message_to_seller": None, "buyer_user_id": 258065685, "buyer_username": "b****r",
        "recipient_address": {
            "name": "J****n", "phone": "******12", "town": "", "district": "", "city": "****", "state": "****",
            "region": "TH", "zipcode": "****", "full_address": "****",
        },
        "item_list": [line()], "estimated_shipping_fee": 0, "actual_shipping_fee": None, "invoice_data": None,
        "package_list": [{"package_number": f"OFG{number}", "logistics_status": "LOGISTICS_READY",
                          "shipping_carrier": "Thailand Post", "item_list": [{"item_id": 2000001, "model_id": 0,
                                                                              "model_quantity": 1}]}],
        "unheard_of": {"deep": [None]},
    } | more  # fmt: skip


def shopee(*orders: dict[str, Any]) -> Script:
    """A shop with these orders; the windows of the list are obeyed."""
    script = Script()
    script.orders = list(orders)  # type: ignore[attr-defined]

    def listed(asked: Asked) -> Any:
        begin, end = int(asked.query["time_from"]), int(asked.query["time_to"])
        if end - begin > 15 * 86400:
            return _wrong("error_param", "time range too long")
        found = [row for row in script.orders if begin <= row["update_time"] <= end]  # type: ignore[attr-defined]
        numbers = [{"order_sn": row["order_sn"], "order_status": row["order_status"]} for row in found]
        return _good({"more": False, "next_cursor": "", "order_list": numbers})

    def details(asked: Asked) -> Any:
        wanted = asked.query["order_sn_list"].split(",")
        return _good({"order_list": [row for row in script.orders if row["order_sn"] in wanted]})  # type: ignore[attr-defined]

    script.routes = {
        "/api/v2/shop/get_shop_info": lambda _asked: {
            "error": "", "message": "", "request_id": "x", "shop_name": "ร้านชา", "region": "TH", "status": "NORMAL",
            "expire_time": int(time.time()) + 86400 * 300, "auth_time": int(time.time()),
        },
        "/api/v2/order/get_order_list": listed,
        "/api/v2/order/get_order_detail": details,
    }  # fmt: skip
    return script


def _good(response: Any) -> Any:
    return {"error": "", "message": "", "request_id": "a1b2", "response": response, "warning": None}


def _wrong(code: str, message: str) -> Reply:
    return Reply({"error": code, "message": message, "request_id": "a1b2"})
