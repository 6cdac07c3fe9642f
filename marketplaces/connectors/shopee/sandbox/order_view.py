"""How a stored order is shown: the list row and the detail with only the optional fields that were asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from .masking import masked_address, masked_name
from .vocabulary import CHANNELS, UNMASKED

Document = dict[str, Any]


def shown_status(order: Document, *, pending: bool) -> str:
    """The status in words; who does not opt in to PENDING is told READY_TO_SHIP, as before that status existed."""
    status = str(order["status"])
    return "READY_TO_SHIP" if status == "PENDING" and not pending else status


def list_row(order: Document, *, wanted: Collection[str], pending: bool) -> Document:
    """One row of the order list."""
    row = {"order_sn": order["order_sn"], "booking_sn": ""}
    if "order_status" in wanted:
        row["order_status"] = shown_status(order, pending=pending)
    return row


def detail(order: Document, *, wanted: Collection[str], pending: bool) -> Document:
    """One order in full; every optional field is absent unless its name is in ``wanted``."""
    answer = {
        "order_sn": order["order_sn"],
        "region": order["region"],
        "currency": order["currency"],
        "cod": order["cod"],
        "order_status": shown_status(order, pending=pending),
        "message_to_seller": order["message"],
        "create_time": order["create_time"],
        "update_time": order["update_time"],
        "days_to_ship": order["days_to_ship"],
        "ship_by_date": order["ship_by_date"],
        "booking_sn": "",
        "advance_package": False,
    }
    if pending:
        held = order["status"] == "PENDING"
        answer["pending_terms"] = ["SYSTEM_PENDING"] if held else []
        answer["pending_description"] = ["Shopee is checking this order."] if held else []
    for name in wanted:
        if name == "edt":
            answer |= {"edt_from": order["ship_by_date"] + 86400, "edt_to": order["ship_by_date"] + 4 * 86400}
        elif name in _OPTIONAL:
            answer[name] = _OPTIONAL[name](order)
    return {name: value for name, value in answer.items() if value is not None}


def address(order: Document) -> Document:
    """The recipient, masked outside the shipping window."""
    return dict(order["address"]) if order["status"] in UNMASKED else masked_address(order["address"])


def package_row(package: Document) -> Document:
    """One parcel inside an order."""
    return {
        "package_number": package["number"],
        "logistics_status": package["status"],
        "logistics_channel_id": package["channel"],
        "shipping_carrier": CHANNELS[package["channel"]][0],
        "allow_self_design_awb": True,
        "item_list": [package_line(line) for line in package["lines"]],
        "parcel_chargeable_weight": sum(line["weight"] * line["quantity"] for line in package["lines"]),
        "group_shipment_id": 0,
        "virtual_contact_number": "",
        "package_query_number": "",
        "sorting_group": "",
    }


def package_line(line: Document) -> Document:
    """One line of a parcel."""
    return {
        "item_id": line["item_id"],
        "model_id": line["model_id"],
        "model_quantity": line["quantity"],
        "order_item_id": line["item_id"],
        "promotion_group_id": 0,
        "product_location_id": line["location"],
    }


def total(order: Document) -> float:
    """What the buyer pays."""
    return round(sum(line["price"] * line["quantity"] for line in order["lines"]) + order["shipping_fee"], 2)


def _line(line: Document) -> Document:
    return {
        "item_id": line["item_id"],
        "item_name": line["name"],
        "item_sku": line["item_sku"],
        "model_id": line["model_id"],
        "model_name": line["model_name"],
        "model_sku": line["model_sku"],
        "model_quantity_purchased": line["quantity"],
        "model_original_price": line["original"],
        "model_discounted_price": line["price"],
        "wholesale": False,
        "weight": round(line["weight"] / 1000, 3),
        "add_on_deal": False,
        "main_item": False,
        "add_on_deal_id": 0,
        "promotion_type": "product_promotion" if line["price"] < line["original"] else "",
        "promotion_id": 0,
        "order_item_id": line["item_id"],
        "promotion_group_id": 0,
        "image_info": {"image_url": f"https://img.example/{line['item_id']}.jpg"},
        "product_location_id": line["location"],
        "is_prescription_item": False,
        "is_b2c_owned_item": False,
        "hot_listing_item": False,
        "active_qty": line["quantity"],
        "cancel_requested_qty": 0,
        "cancelled_qty": 0,
        "return_requested_qty": 0,
        "returned_qty": 0,
    }


def _username(order: Document) -> str:
    return str(order["buyer"]["username"]) if order["status"] in UNMASKED else masked_name(order["buyer"]["username"])


_OPTIONAL: dict[str, Callable[[Document], Any]] = {
    "buyer_user_id": lambda order: order["buyer"]["id"],
    "buyer_username": _username,
    "estimated_shipping_fee": lambda order: order["shipping_fee"],
    "actual_shipping_fee": lambda order: order["shipping_fee"] if order["status"] == "COMPLETED" else 0.0,
    "actual_shipping_fee_confirmed": lambda order: order["status"] == "COMPLETED",
    "recipient_address": address,
    "goods_to_declare": lambda order: False,
    "note": lambda order: order["note"],
    "note_update_time": lambda order: order["create_time"] if order["note"] else 0,
    "item_list": lambda order: [_line(line) for line in order["lines"]],
    "pay_time": lambda order: order["pay_time"],
    "dropshipper": lambda order: "",
    "dropshipper_phone": lambda order: "",
    "split_up": lambda order: len(order["packages"]) > 1,
    "buyer_cancel_reason": lambda order: order["cancel"].get("buyer_reason", ""),
    "cancel_by": lambda order: order["cancel"].get("by", ""),
    "cancel_reason": lambda order: order["cancel"].get("reason", ""),
    "fulfillment_flag": lambda order: order["fulfillment_flag"],
    "pickup_done_time": lambda order: order["pickup_time"],
    "package_list": lambda order: [package_row(package) for package in order["packages"]],
    "shipping_carrier": lambda order: CHANNELS[order["packages"][0]["channel"]][0],
    "checkout_shipping_carrier": lambda order: CHANNELS[order["packages"][0]["channel"]][0],
    "payment_method": lambda order: "Cash on Delivery" if order["cod"] else "Online Banking",
    "total_amount": total,
    "order_chargeable_weight_gram": lambda order: sum(line["weight"] * line["quantity"] for line in order["lines"]),
    "reverse_shipping_fee": lambda order: 0.0,
    "return_request_due_date": lambda order: order["create_time"] + 15 * 86400,
    "payment_info": lambda order: [],
}
