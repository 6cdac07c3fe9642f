"""The three envelopes of Uzum's answers, and how it says no."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from marketplaces.sandbox.messages import Answer, Refused, json_answer

from .times import written

#: Codes of which the documents say no more than the name; the sentences are ours.
MESSAGES = {
    "unauthorized": "Token is missing or not valid",
    "access-denied": "Access is denied",
    "too-many-requests": "Too many requests",
    "internal-error": "Internal server error",
    "bad-request-001": "The request is not valid",
    "seller-order-01": "Order not found",
    "seller-order-02": "Order status does not allow this action",
    "seller-order-03": "The time to accept the order is over",
    "seller-order-05": "Identifiers do not match the order",
    "seller-order-12": "The value is not allowed",
    "seller-order-13": "Order is already cancelled",
    "seller-order-14": "Not found or not available",
    "seller-order-15": "Identifiers are missing",
    "seller-order-23": "The time slot is not available any more",
    "seller-order-38": "Wrong issue code",
    "storage-service-05": "Validation failed",
    "storage-service-09": "Stocks were not updated",
    "fbs-2-seller-access-denied": "Seller has no access",
    "fbs-18-invalid-order-type": "The order is of another type",
    "fbs-19-time-is-up": "The time to deliver the order is over",
    "fbs-24-invoice-wrong-order-status": "Order status does not allow to put it into an invoice",
    "fbs-invoice-01": "Invoice not found",
    "fbs-21-invoice-item-not-found": "The order is not in this invoice",
    "fbs-23-seller-order-status-wrong": "Order status does not allow this action",
}


def wrapped(payload: Any, now: datetime) -> Answer:
    """The envelope of FBS orders, notes, stocks and expenses."""
    return json_answer(
        {"payload": payload, "errors": [], "timestamp": written(now), "trace": uuid.uuid4().hex, "error": None}
    )


def bare(data: Any) -> Answer:
    """No envelope: shops are a list, products and sales an object of their own."""
    return json_answer(data)


def error(code: str, status: int, now: datetime, message: str = "") -> Answer:
    told = {"code": code, "message": message or MESSAGES[code], "detailMessage": None, "payload": None}
    body = {"payload": None, "errors": [told], "timestamp": written(now), "trace": uuid.uuid4().hex, "error": None}
    return json_answer(body, status)


def refuse(code: str, now: datetime, message: str = "", *, status: int = 400) -> Refused:
    """To be raised: nothing of the request is done."""
    return Refused(error(code, status, now, message))
