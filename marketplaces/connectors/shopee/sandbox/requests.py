"""What each call takes: the parameter table of every path, contract sections 4 to 9."""

from __future__ import annotations

from .fields import (
    CSV,
    FLAG,
    INT,
    NUMBER,
    TEXT,
    TIME,
    Fields,
    Kind,
    group,
    ints,
    need,
    ranged,
    rows,
    texts,
    word,
    words_repeated,
)
from .vocabulary import CANCEL_REASONS, ITEM_STATUSES, ORDER_STATUSES, RETURN_STATUSES

_MODES = {
    "pickup": group(address_id=need(INT), pickup_time_id=TEXT, tracking_number=TEXT),
    "dropoff": group(branch_id=INT, sender_real_name=TEXT, tracking_number=TEXT, slug=TEXT),
    "non_integrated": group(tracking_number=TEXT),
}
_MASS_MODES = {
    "pickup": group(address_id=INT, pickup_time_id=TEXT),
    "dropoff": group(branch_id=INT, sender_real_name=TEXT, tracking_number=TEXT),
    "non_integrated": group(tracking_number=rows(package_number=need(TEXT), tracking_number=need(TEXT))),
}
_PACKAGE: dict[str, Kind] = {"order_sn": need(TEXT), "package_number": TEXT}
_PACKAGE_FILTER = group(
    package_status=ranged(0, 3),
    product_location_ids=texts(),
    logistics_channel_ids=ints(),
    fulfillment_type=INT,
    invoice_pending=FLAG,
    sorting_group=INT,
    order_type=INT,
    is_pre_order=INT,
    shipping_priority=INT,
)

_CHANNELS = rows(1, None, logistic_id=need(INT), enabled=need(FLAG), is_free=FLAG, size_id=INT, shipping_fee=NUMBER)
_ITEM: dict[str, Kind] = {
    "item_name": TEXT,
    "description": TEXT,
    "description_type": word("normal", "extended"),
    "weight": NUMBER,
    "category_id": INT,
    "image": group(image_id_list=need(texts()), image_ratio=word("1:1", "3:4")),
    "item_sku": TEXT,
    "item_status": word("NORMAL", "UNLIST"),
    "condition": word("NEW", "USED"),
    "dimension": group(package_length=need(INT), package_width=need(INT), package_height=need(INT)),
    "brand": group(brand_id=need(INT), original_brand_name=TEXT),
    "gtin_code": TEXT,
    "logistic_info": _CHANNELS,
    "pre_order": group(is_pre_order=need(FLAG), days_to_ship=INT),
}

PARAMETERS: dict[str, Fields] = {
    "/api/v2/auth/token/get": {
        "code": need(TEXT),
        "partner_id": need(INT),
        "shop_id": INT,
        "main_account_id": INT,
    },
    "/api/v2/auth/access_token/get": {
        "refresh_token": need(TEXT),
        "partner_id": need(INT),
        "shop_id": INT,
        "merchant_id": INT,
        "supplier_id": INT,
        "user_id": INT,
        "principal_id": INT,
    },
    "/api/v2/shop/get_shop_info": {},
    "/api/v2/order/get_order_list": {
        "time_range_field": need(word("create_time", "update_time")),
        "time_from": need(TIME),
        "time_to": need(TIME),
        "page_size": need(ranged(1, 100)),
        "cursor": TEXT,
        "order_status": word(*ORDER_STATUSES),
        "response_optional_fields": CSV,
        "request_order_status_pending": FLAG,
        "logistics_channel_id": INT,
    },
    "/api/v2/order/get_order_detail": {
        "order_sn_list": need(CSV),
        "request_order_status_pending": FLAG,
        "response_optional_fields": CSV,
    },
    "/api/v2/order/search_package_list": {
        "filter": _PACKAGE_FILTER,
        "pagination": need(group(page_size=need(ranged(1, 100)), cursor=TEXT)),
        "sort": group(sort_type=ranged(1, 3), ascending=FLAG),
    },
    "/api/v2/order/get_package_detail": {"package_number_list": need(CSV)},
    "/api/v2/order/cancel_order": {
        "order_sn": need(TEXT),
        "cancel_reason": need(word(*CANCEL_REASONS)),
        "item_list": rows(item_id=need(INT), model_id=need(INT)),
        "partial_cancel_item_list": rows(
            item_id=need(INT), model_id=need(INT), order_item_id=INT, promotion_group_id=INT, model_quantity=need(INT)
        ),
    },
    "/api/v2/order/handle_buyer_cancellation": {"order_sn": need(TEXT), "operation": need(word("ACCEPT", "REJECT"))},
    "/api/v2/logistics/get_shipping_parameter": _PACKAGE,
    "/api/v2/logistics/ship_order": {**_PACKAGE, **_MODES},
    "/api/v2/logistics/get_tracking_number": {**_PACKAGE, "response_optional_fields": CSV},
    "/api/v2/logistics/get_tracking_info": _PACKAGE,
    "/api/v2/logistics/mass_ship_order": {
        "logistics_channel_id": INT,
        "product_location_id": TEXT,
        "package_list": need(rows(1, 50, package_number=need(TEXT))),
        **_MASS_MODES,
    },
    "/api/v2/product/get_item_list": {
        "offset": need(TIME),
        "page_size": need(ranged(1, 100)),
        "update_time_from": TIME,
        "update_time_to": TIME,
        "item_status": need(words_repeated(*ITEM_STATUSES)),
    },
    "/api/v2/product/get_item_base_info": {
        "item_id_list": need(CSV),
        "need_tax_info": FLAG,
        "need_complaint_policy": FLAG,
    },
    "/api/v2/product/get_model_list": {"item_id": need(INT)},
    "/api/v2/product/update_stock": {
        "item_id": need(INT),
        "stock_list": need(
            rows(1, 50, model_id=INT, seller_stock=need(rows(1, 50, location_id=TEXT, stock=need(INT))))
        ),
    },
    "/api/v2/product/update_price": {
        "item_id": need(INT),
        "price_list": need(rows(1, 50, model_id=INT, original_price=need(NUMBER))),
    },
    "/api/v2/product/get_category": {"language": TEXT},
    "/api/v2/product/search_item": {
        "offset": TEXT,
        "page_size": need(ranged(1, 100)),
        "item_name": TEXT,
        "attribute_status": INT,
        "item_sku": TEXT,
        "item_status": words_repeated(*ITEM_STATUSES),
        "deboost_only": FLAG,
    },
    "/api/v2/logistics/get_channel_list": {},
    "/api/v2/product/add_item": {
        **_ITEM,
        **{name: need(_ITEM[name]) for name in ("item_name", "description", "weight", "category_id", "image")},
        "logistic_info": need(_CHANNELS),
        "original_price": need(NUMBER),
        "seller_stock": rows(location_id=TEXT, stock=need(INT)),
    },
    "/api/v2/product/update_item": {"item_id": need(INT), **_ITEM},
    "/api/v2/product/unlist_item": {"item_list": need(rows(1, 50, item_id=need(INT), unlist=need(FLAG)))},
    "/api/v2/returns/get_return_list": {
        "page_no": need(TIME),
        "page_size": need(ranged(1, 100)),
        "create_time_from": TIME,
        "create_time_to": TIME,
        "update_time_from": TIME,
        "update_time_to": TIME,
        "status": word(*RETURN_STATUSES),
        "negotiation_status": TEXT,
        "seller_proof_status": TEXT,
        "seller_compensation_status": TEXT,
    },
    "/api/v2/returns/get_return_detail": {"return_sn": need(TEXT)},
    "/api/v2/returns/confirm": {"return_sn": need(TEXT)},
    "/api/v2/push/set_app_push_config": {
        "callback_url": TEXT,
        "set_push_config_on": ints(),
        "set_push_config_off": ints(),
        "blocked_shop_id_list": ints(),
    },
    "/api/v2/push/get_app_push_config": {},
    "/api/v2/push/get_lost_push_message": {},
    "/api/v2/push/confirm_consumed_lost_push_message": {"last_message_id": need(INT)},
}
