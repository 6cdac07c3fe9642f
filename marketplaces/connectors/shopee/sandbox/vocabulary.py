"""Shopee's words: statuses, channels, reasons and the optional fields of an order, contract sections 5 to 9."""

from __future__ import annotations

ORDER_STATUSES = (
    "UNPAID",
    "PENDING",
    "INVOICE_PENDING",
    "READY_TO_SHIP",
    "PROCESSED",
    "RETRY_SHIP",
    "SHIPPED",
    "TO_CONFIRM_RECEIVE",
    "IN_CANCEL",
    "CANCELLED",
    "TO_RETURN",
    "COMPLETED",
)
RETURN_STATUSES = ("REQUESTED", "ACCEPTED", "PROCESSING", "JUDGING", "SELLER_DISPUTE", "CANCELLED", "CLOSED")
ITEM_STATUSES = ("NORMAL", "BANNED", "UNLIST", "REVIEWING", "SELLER_DELETE", "SHOPEE_DELETE")
CANCEL_REASONS = ("OUT_OF_STOCK", "CUSTOMER_REQUEST", "UNDELIVERABLE_AREA", "COD_NOT_SUPPORTED")

SHIPPABLE = ("READY_TO_SHIP", "RETRY_SHIP")
CANCELLABLE = ("UNPAID", "PENDING", "INVOICE_PENDING", "READY_TO_SHIP")
UNMASKED = ("READY_TO_SHIP", "PROCESSED", "RETRY_SHIP", "SHIPPED", "IN_CANCEL")
SENT = ("RETRY_SHIP", "SHIPPED", "TO_CONFIRM_RECEIVE", "TO_RETURN", "COMPLETED")

WINDOW = 15 * 86400
"""Longest span of a time range, in seconds."""

PACKAGE_STATUS = {
    "UNPAID": "LOGISTICS_NOT_START",
    "PENDING": "LOGISTICS_PENDING_ARRANGE",
    "INVOICE_PENDING": "LOGISTICS_NOT_START",
    "READY_TO_SHIP": "LOGISTICS_READY",
    "PROCESSED": "LOGISTICS_REQUEST_CREATED",
    "RETRY_SHIP": "LOGISTICS_PICKUP_RETRY",
    "SHIPPED": "LOGISTICS_PICKUP_DONE",
    "TO_CONFIRM_RECEIVE": "LOGISTICS_DELIVERY_DONE",
    "COMPLETED": "LOGISTICS_DELIVERY_DONE",
    "TO_RETURN": "LOGISTICS_DELIVERY_DONE",
    "CANCELLED": "LOGISTICS_INVALID",
}
"""What the packages of an order are when the order is in a status; IN_CANCEL leaves them as they were."""

CHANNELS: dict[int, tuple[str, tuple[str, ...]]] = {
    70021: ("SPX Express", ("pickup", "dropoff")),
    70022: ("Standard Delivery - ส่งธรรมดาในประเทศ", ("dropoff",)),
    70099: ("Seller Own Fleet - ผู้ขายจัดส่งเอง", ("non_integrated",)),
}
"""Shipping channels: name and the modes each one offers."""

MODES = ("pickup", "dropoff", "non_integrated")

OPTIONAL_ORDER_FIELDS = frozenset(
    [
        "buyer_user_id",
        "buyer_username",
        "estimated_shipping_fee",
        "recipient_address",
        "actual_shipping_fee",
        "goods_to_declare",
        "note",
        "note_update_time",
        "item_list",
        "pay_time",
        "dropshipper",
        "dropshipper_phone",
        "split_up",
        "buyer_cancel_reason",
        "cancel_by",
        "cancel_reason",
        "actual_shipping_fee_confirmed",
        "buyer_cpf_id",
        "fulfillment_flag",
        "pickup_done_time",
        "package_list",
        "shipping_carrier",
        "payment_method",
        "total_amount",
        "invoice_data",
        "checkout_shipping_carrier",
        "reverse_shipping_fee",
        "order_chargeable_weight_gram",
        "prescription_images",
        "prescription_check_status",
        "return_request_due_date",
        "edt",
        "payment_info",
    ]
)
