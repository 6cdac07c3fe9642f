"""Uzum's words for where an order stands, in the order of an order's life."""

from __future__ import annotations

FBS, DBS, FBO = "FBS", "DBS", "FBO"
SELLER_SENDS = (FBS, DBS)

CREATED, PACKING, PENDING_DELIVERY, DELIVERING = "CREATED", "PACKING", "PENDING_DELIVERY", "DELIVERING"
COMPLETED, CANCELED, RETURNED = "COMPLETED", "CANCELED", "RETURNED"
STATUSES = (
    CREATED,
    PACKING,
    PENDING_DELIVERY,
    DELIVERING,
    "ACCEPTED_AT_DP",
    "DELIVERED",
    "DELIVERED_TO_CUSTOMER_DELIVERY_POINT",
    COMPLETED,
    "PENDING_CANCELLATION",
    CANCELED,
    RETURNED,
)
#: The moment that an order gets with each status.
MOMENT_OF = {
    PACKING: "acceptedDate",
    DELIVERING: "deliveringDate",
    "DELIVERED": "deliveryDate",
    "DELIVERED_TO_CUSTOMER_DELIVERY_POINT": "deliveredToDeliveryPointDate",
    COMPLETED: "completedDate",
    CANCELED: "dateCancelled",
    RETURNED: "returnDate",
}
MOMENTS = (
    "acceptUntil", "deliverUntil", "deliveringDate", "deliveryDate", "acceptedDate", "deliveredToDeliveryPointDate",
    "completedDate", "dateCancelled", "returnDate",
)  # fmt: skip

#: What the money of a sale is doing; the only word that a sale from Uzum's own warehouse has.
TO_WITHDRAW, PROCESSING, PARTIALLY_CANCELLED = "TO_WITHDRAW", "PROCESSING", "PARTIALLY_CANCELLED"
MONEY = (TO_WITHDRAW, PROCESSING, CANCELED, PARTIALLY_CANCELLED)

SELLER_MAY_CANCEL = (CREATED, PACKING, PENDING_DELIVERY)
SELLER_REASONS = ("OUT_OF_STOCK", "OUT_OF_PACKAGE", "OUT_OF_TIME", "OTHER")
REASONS = (
    *SELLER_REASONS,
    "ACCEPTANCE_TIME_EXPIRED",
    "DELIVERY_TIME_EXPIRED",
    "RETURNED_BY_CUSTOMER",
    "CANCELED_BY_CUSTOMER",
    "MARKET_REASON",
)
NOTE_STATUSES = {
    "CREATED": "Создана",
    "ACCEPTANCE_IN_PROGRESS": "Приёмка",
    "ACCEPTED": "Принята",
    "CANCELLED": "Отменена",
}
