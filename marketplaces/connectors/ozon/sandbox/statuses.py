"""Ozon's words for where a posting stands, and what may be done there."""

from __future__ import annotations

FBS, RFBS, FBO = "FBS", "RFBS", "FBO"
SCHEMES = (FBS, RFBS, FBO)

# status -> its substatuses, the usual one first
SUBSTATUSES = {
    "awaiting_registration": ("posting_awaiting_registration", "posting_registration_error"),
    "acceptance_in_progress": ("posting_acceptance_in_progress",),
    "awaiting_verification": ("posting_created",),
    "awaiting_approve": ("posting_created",),
    "awaiting_packaging": ("posting_created", "ship_failed"),
    "awaiting_deliver": (
        "posting_transferring_to_delivery",
        "posting_registered",
        "posting_in_carriage",
        "posting_not_in_carriage",
        "posting_awaiting_passport_data",
    ),
    "arbitration": ("posting_in_arbitration",),
    "client_arbitration": ("posting_in_client_arbitration",),
    "sent_by_seller": ("posting_sent_by_seller",),
    "driver_pickup": ("posting_driver_pick_up",),
    "delivering": (
        "posting_on_way_to_city",
        "posting_transferred_to_courier_service",
        "posting_in_courier_service",
        "posting_on_way_to_pickup_point",
        "posting_in_pickup_point",
        "posting_conditionally_delivered",
    ),
    "delivered": ("posting_received", "posting_delivered"),
    "not_accepted": ("posting_not_in_sort_center",),
    "cancelled": ("posting_canceled",),
    "cancelled_from_split_pending": ("posting_split_pending",),
}
FBO_SUBSTATUSES = {
    "awaiting_packaging": ("posting_created", "posting_packing"),
    "awaiting_deliver": ("posting_transferring_to_delivery",),
    "delivering": ("posting_on_way_to_city", "posting_in_courier_service", "posting_in_pickup_point"),
    "delivered": ("posting_received", "posting_delivered"),
    "cancelled": ("posting_canceled",),
}

HOLDS_STOCK = frozenset(
    {
        "awaiting_registration",
        "acceptance_in_progress",
        "awaiting_verification",
        "awaiting_approve",
        "awaiting_packaging",
        "awaiting_deliver",
        "arbitration",
        "not_accepted",
    }
)
"""The goods are still on the seller's shelf, reserved."""

UNFULFILLED = HOLDS_STOCK - {"awaiting_verification"}
LISTABLE = frozenset(SUBSTATUSES) | {"awaiting registration"}
SELLER_MAY_CANCEL = frozenset({"awaiting_approve", "awaiting_packaging", "awaiting_deliver"})
CANCELLED = frozenset({"cancelled", "cancelled_from_split_pending"})

# id -> (title, who, whether the seller may use it before hand-over, only on the way (rFBS))
REASONS = {
    352: ("Товар закончился", "seller", True, False),
    400: ("Остался только бракованный товар", "seller", True, False),
    401: ("Отмена из арбитража", "seller", True, False),
    402: ("Другая причина", "seller", True, False),
    665: ("Покупатель не забрал заказ", "seller", False, True),
    666: ("Доставка в регион недоступна", "seller", False, True),
    667: ("Заказ утерян службой доставки", "seller", False, True),
    503: ("Покупатель передумал", "buyer", False, False),
    505: ("Покупатель не оплатил заказ", "system", False, False),
}
OTHER_REASON = 402


def spelled(status: str) -> str:
    """One value is printed with a space in one document and with an underscore in the newer one."""
    return "awaiting_registration" if status == "awaiting registration" else status
