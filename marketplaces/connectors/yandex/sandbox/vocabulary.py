"""The Market's words: statuses and what they stand for, who may cancel with which reason, sales models."""

from __future__ import annotations

FBS, DBS, FBY = "FBS", "DBS", "FBY"
SELLER_SENDS = (FBS, DBS)

PENDING, PROCESSING, DELIVERY, PICKUP = "PENDING", "PROCESSING", "DELIVERY", "PICKUP"
DELIVERED, CANCELLED, RETURNED, PARTIALLY_RETURNED = "DELIVERED", "CANCELLED", "RETURNED", "PARTIALLY_RETURNED"
STARTED, PACKAGING, READY_TO_SHIP, SHIPPED = "STARTED", "PACKAGING", "READY_TO_SHIP", "SHIPPED"

#: Status to the substatuses that a practice order may have with it; the first one is usual.
SUBSTATUSES: dict[str, tuple[str, ...]] = {
    "PLACING": ("ASYNC_PROCESSING",),
    "RESERVED": ("AWAIT_PAYMENT",),
    "UNPAID": ("WAITING_USER_INPUT", "WAITING_BANK_DECISION"),
    PENDING: ("AWAIT_CONFIRMATION", "ANTIFRAUD"),
    PROCESSING: (STARTED, PACKAGING, READY_TO_SHIP, SHIPPED),
    DELIVERY: ("DELIVERY_SERVICE_RECEIVED", "LAST_MILE_STARTED"),
    PICKUP: ("PICKUP_SERVICE_RECEIVED",),
    DELIVERED: ("DELIVERY_SERVICE_DELIVERED", "DELIVERED_USER_RECEIVED"),
    CANCELLED: (
        "USER_CHANGED_MIND", "SHOP_FAILED", "RESERVATION_EXPIRED", "USER_NOT_PAID", "USER_REFUSED_DELIVERY",
        "USER_REFUSED_PRODUCT", "USER_REFUSED_QUALITY", "USER_UNREACHABLE", "PROCESSING_EXPIRED", "PICKUP_EXPIRED",
        "DELIVERY_SERVICE_LOST",
    ),
    PARTIALLY_RETURNED: ("DELIVERY_SERVICE_DELIVERED",),
    RETURNED: ("DELIVERY_SERVICE_DELIVERED",),
}  # fmt: skip
#: Still to be sent: its units lie aside in the shop.
HOLDS_STOCK = (
    ("PLACING", ""), ("RESERVED", ""), ("UNPAID", ""), (PENDING, ""), (PROCESSING, STARTED), (PROCESSING, PACKAGING),
    (PROCESSING, READY_TO_SHIP),
)  # fmt: skip
#: What a shop may say when it cancels; DBS shops talk to the buyer themselves and may say more.
SHOP_REASONS = ("SHOP_FAILED",)
DBS_REASONS = (
    "SHOP_FAILED", "USER_UNREACHABLE", "USER_CHANGED_MIND", "USER_REFUSED_DELIVERY", "USER_REFUSED_PRODUCT",
    "USER_REFUSED_QUALITY", "REPLACING_ORDER", "PICKUP_EXPIRED",
)  # fmt: skip
#: DBS: where an order may be taken from where it is.
DBS_STEPS: dict[str, tuple[str, ...]] = {
    PROCESSING: (DELIVERY, PICKUP, DELIVERED), DELIVERY: (PICKUP, DELIVERED), PICKUP: (DELIVERED,),
}  # fmt: skip
DELIVERY_SERVICES = (
    (51, "Почта России"),
    (48, "СДЭК"),
    (106, "Boxberry"),
    (1003937, "Маркет Доставка"),
    (99, "Своя служба"),
)
#: How a buyer gets digital goods; by the first two the Market sends the codes.
DIGITAL_WAYS = ("EMAIL", "ACTIVATION_CODE", "STEAM_GIFT", "CHAT")
SENT_BY_THE_MARKET = DIGITAL_WAYS[:2]
MARKET_DELIVERY, OWN_DELIVERY = 1003937, 99


def holds_stock(status: str, substatus: str) -> bool:
    return any(status == word and detail in ("", substatus) for word, detail in HOLDS_STOCK)
