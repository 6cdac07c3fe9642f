"""Payloads as the contract prints them, and small variations."""

from typing import Any


def item(**more: Any) -> dict[str, Any]:
    return {
        "item_id": 2000001, "item_name": "Tea", "item_sku": "TEA", "model_id": 7000001, "model_name": "Green",
        "model_sku": "TEA-G", "model_quantity_purchased": 2, "model_original_price": 150.0,
        "model_discounted_price": 120.0, "order_item_id": 2000001, "promotion_group_id": 0,
        "image_info": {"image_url": "https://img.example/tea.jpg"},
    } | more  # fmt: skip


def package(**more: Any) -> dict[str, Any]:
    return {
        "package_number": "OFG100200300", "logistics_status": "LOGISTICS_READY", "logistics_channel_id": 70021,
        "shipping_carrier": "Standard",
        "item_list": [{"item_id": 2000001, "model_id": 7000001, "model_quantity": 2}],
    } | more  # fmt: skip


def order(**more: Any) -> dict[str, Any]:
    return {
        "order_sn": "260101ABCDEFGH", "region": "TH", "currency": "THB", "cod": False, "total_amount": 255.5,
        "order_status": "READY_TO_SHIP", "create_time": 1767225000, "update_time": 1767225600,
        "pay_time": 1767225100, "days_to_ship": 2, "ship_by_date": 1767398400, "message_to_seller": "",
        "buyer_user_id": 55501, "buyer_username": "b****r",
        "recipient_address": {
            "name": "J****n", "phone": "******12", "town": "", "district": "Bang Sue", "city": "Bangkok",
            "state": "Bangkok", "region": "TH", "zipcode": "10800", "full_address": "****",
        },
        "item_list": [item()],
        "package_list": [package()],
    } | more  # fmt: skip


def base_info(**more: Any) -> dict[str, Any]:
    return {
        "item_id": 2000001, "category_id": 100629, "item_name": "Tea", "description": "Leaves", "item_sku": "TEA",
        "has_model": False, "item_status": "NORMAL", "update_time": 1767225600,
        "image": {"image_url_list": ["https://img.example/tea.jpg"]}, "weight": "0.25",
        "brand": {"brand_id": 1, "original_brand_name": "ชาเขียว"}, "gtin_code": "00",
        "price_info": [{"currency": "THB", "original_price": 150.0, "current_price": 120.0}],
        "stock_info_v2": {
            "summary_info": {"total_available_stock": 9, "total_reserved_stock": 3},
            "seller_stock": [{"location_id": "", "stock": 12}],
        },
    } | more  # fmt: skip


def models() -> dict[str, Any]:
    return {
        "tier_variation": [
            {"name": "Colour", "option_list": [{"option": "Green", "image": {"image_url": "https://img.example/g.jpg"}},
                                               {"option": "黑"}]},
            {"name": "Size", "option_list": [{"option": "S"}, {"option": "L"}]},
        ],
        "model": [
            {"model_id": 7000001, "model_sku": "TEA-G-S", "tier_index": [0, 0], "model_status": "MODEL_NORMAL",
             "gtin_code": "4006381333931", "price_info": [{"currency": "THB", "original_price": 150.25}],
             "stock_info_v2": {
                 "summary_info": {"total_reserved_stock": 0},
                 "seller_stock": [{"location_id": "THZ", "stock": 5}, {"location_id": "THY", "stock": 0}]}},
            {"model_id": 7000002, "model_sku": "TEA-B-L", "tier_index": [1, 1], "model_status": "MODEL_UNAVAILABLE",
             "price_info": [{"currency": "THB", "original_price": 160}],
             "stock_info_v2": {"seller_stock": [{"location_id": "THZ", "stock": 0}]}},
        ],
    }  # fmt: skip


def order_return(**more: Any) -> dict[str, Any]:
    return {
        "return_sn": "200203171852695", "order_sn": "260101ABCDEFGH", "status": "REQUESTED", "reason": "PHYSICAL_DMG",
        "text_reason": "broken", "refund_amount": 120.0, "currency": "THB", "create_time": 1767225000,
        "update_time": 1767225600, "due_date": 1767484800, "needs_logistics": True, "tracking_number": "",
        "item": [{"item_id": 2000001, "model_id": 0, "name": "Tea", "amount": 1, "item_price": 120.0,
                  "item_sku": "TEA", "variation_sku": ""}],
    } | more  # fmt: skip
