"""Where the wire checker is wrong about a true exchange: one entry each, with the contract's passage as its reason."""

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass(frozen=True, slots=True)
class Exception_:
    """One rule that does not hold at one place, list indexes written as [].

    `operation`, `where` and `message` may be patterns.
    """

    marketplace: str
    operation: str
    side: str
    where: str
    rule: str
    reason: str
    message: str = "*"


EXCEPTIONS = (
    Exception_(
        "yandex", "GET /v2/campaigns/{campaignId}/first-mile/shipments/{shipmentId}/act", "response", "body",
        "not_json", "The specification draws the answer of downloadShipmentAct as application/pdf, binary text.",
    ),
    *(
        Exception_(
            "ebay", f"{method} *developer/key_management/v1/signing_key{tail}", "request", "path", "unknown_path",
            "Contract section 1 names key management among the hosts and section 2 the digital signatures that it is "
            "for; no document of it lies beside the contract. The call is eBay's own Key Management API v1.",
        )
        for method, tail in (("POST", ""), ("GET", "/*"))
    ),
    Exception_(
        "ozon", "POST /v2/posting/fbs/package-label", "response", "body", "not_json",
        "Contract section 4 says that the label comes as PDF bytes; the document draws it as JSON holding the file.",
    ),
    Exception_(
        "ozon", "POST /v4/product/info/attributes", "response", "body.result[].images[]", "wrong_type",
        "The specification calls the field an array of strings, and in prose a list of links; its items are drawn as "
        "objects of an older answer.",
        "expected object, got str*",
    ),
    Exception_(
        "shopee", "POST /api/v2/logistics/ship_order", "response", "body.error", "unknown_error_code",
        "The field list prints the code with a leading blank; the contract's table of errors has it without.",
        "*logistics.package_already_shipped*",
    ),
    Exception_(
        "fourseller", "GET /orders", "response", "body.data[].paid_at", "unknown_field",
        "Contract section 5: a new order that is paid carries a payment time; the description names no field for it.",
    ),
    Exception_(
        "fourseller", "GET /orders/{id}", "response", "body.paid_at", "unknown_field",
        "Contract section 5: a new order that is paid carries a payment time; the description names no field for it.",
    ),
    Exception_(
        "fourseller", "PATCH /orders/{id}", "response", "body.paid_at", "unknown_field",
        "Contract section 5: a new order that is paid carries a payment time; the description names no field for it.",
    ),
    Exception_(
        "lazada", "GET /orders/items/get", "request", "query.order_ids[]", "wrong_type",
        "Contract section 5: the ids go as the text of a JSON list in one parameter.", "expected integer, got str*",
    ),
    Exception_(
        "lazada", "GET /order/reverse/*", "request", "query.reverse_order_item_ids[]", "wrong_type",
        "Contract sections 5 and 7: lists of ids go as the text of a JSON list.", "expected integer, got str*",
    ),
    *(
        Exception_(
            "lazada", f"POST */{path}", "request", "path", "unknown_path",
            "The subset stops at stock and prices. Contract section 8 speaks of create and update by their payload and "
            "errors only; the official pages (source L4, product-api) describe all four.",
        )
        for path in ("product/create", "product/update", "product/remove", "image/migrate")
    ),
    *(
        Exception_(
            "shopee", f"POST *{path}", "request", "path", "unknown_path",
            "The field list beside the contract holds 54 calls, taking items off sale among them, and not these three. "
            "Contract source S1 (per-API documents, commit cb231e9b) describes add_item, update_item and upload_image.",
        )
        for path in ("product/add_item", "product/update_item", "media_space/upload_image")
    ),
    Exception_(
        "shopee", "GET */teapot.png", "request", "path", "unknown_path",
        "No call of Shopee's: the merchant's picture is fetched from where it lies before it is uploaded.",
    ),
    Exception_(
        "yandex", "GET /v2/campaigns/{campaignId}/orders/{orderId}/delivery/labels", "response", "body", "not_json",
        "Contract section 4 and the specification say that labels are a PDF; its schema is binary text, read as JSON.",
    ),
    Exception_(
        "uzum", "*", "response", "body.*", "wrong_type",
        "Contract sections 2 and 11 send null for what is not set; the reconstructed file tells no field that may be.",
        "*got NoneType*",
    ),
    Exception_(
        "letzshop", "GET */feeds/*", "request", "path", "unknown_path",
        "Contract section 5: the feed is a file of the merchant's own shop, no GraphQL; it lies beside it in practice.",
    ),
    Exception_(
        "ebay", "POST */post-order/v2/cancellation/*", "request", "path", "unknown_path",
        "Contract section 5: approve and reject answer a buyer's wish; no file of the Post-Order API was to be had.",
    ),
    Exception_(
        "amazon", "PUT */orders/2026-01-01/orders/*/cancellation", "request", "path", "unknown_path",
        "Contract section 5: cancelOrder stands on Amazon's reference pages, the model file of August 2026 lacks it.",
    ),
    *(
        Exception_(
            "facebook", "GET /oauth/access_token", "request", where, rule,
            "Contract section 2 tells only how a token is made longer. Signing in by link asks the same address with a "
            "code and the way back (Meta, Facebook Login, manual flow, exchanging a code for a token).", message,
        )
        for where, rule, message in (
            ("query.grant_type", "missing_field", "*"), ("query.fb_exchange_token", "missing_field", "*"),
            ("query.redirect_uri", "unknown_parameter", "*"), ("query.code", "unknown_parameter", "*"),
        )
    ),
    *(
        Exception_(
            "ebay", "*", side, "body*product.aspects", "wrong_type",
            "The file types aspects as text while its own description shows an object of lists, as live answers have.",
            "*expected string, got dict*",
        )
        for side in ("request", "response")
    ),
)  # fmt: skip


def is_excused(marketplace: str, operation: str, side: str, where: str, rule: str, message: str) -> bool:
    return bool(reason_for(marketplace, operation, side, where, rule, message))


def reason_for(marketplace: str, operation: str, side: str, where: str, rule: str, message: str) -> str:
    """Why this violation is none, or ""."""
    for each in EXCEPTIONS:
        place = re.sub(r"\[\d+\]", "[]", where)
        same = (each.marketplace, each.side, each.rule) == (marketplace, side, rule)
        there = place == each.where or fnmatchcase(place, each.where)
        if same and there and fnmatchcase(operation, each.operation) and fnmatchcase(message, each.message):
            return each.reason
    return ""
