"""How the practice CodesWholesale says no: a number and two sentences, or the two words of a token's refusal."""

from __future__ import annotations

from marketplaces.sandbox.messages import Answer, Refused, json_answer

BALANCE, UNKNOWN_PRODUCT = 10002, 20001
ENDED = "Access token expired"


def error(status: int, message: str, *, code: int = 0) -> Answer:
    """The error body. Only two codes are published (contract section 6); the others repeat the status."""
    return json_answer(
        {"status": status, "code": code or status, "message": message, "developerMessage": message, "moreInfo": ""},
        status,
    )


def refuse(status: int, message: str, *, code: int = 0) -> Refused:
    """To be raised: nothing of the request is done."""
    return Refused(error(status, message, code=code))


def oauth_error(word: str, description: str) -> Answer:
    """The refusal of whoever asks without a good token."""
    return json_answer({"error": word, "error_description": description}, 401)


def no_product(product_id: str) -> Refused:
    return refuse(404, f"Product {product_id} not found", code=UNKNOWN_PRODUCT)


def no_order(number: str) -> Refused:
    return refuse(404, f"Order {number} not found")
