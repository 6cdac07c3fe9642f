"""A document (the contract's order, and what we noted with it) to our order. Pure."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from marketplaces.canonical.orders import Address, Buyer, Order, OrderLine
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.framework.errors import UnexpectedPayload

from . import statuses
from .shapes import moment
from .totals import TOLERANCE, amount

Json = Mapping[str, Any]


def order(document: Json, *, products: Mapping[str, bool]) -> Order:
    """`products`: known SKU → digital. The document was found right before; what is wrong now is our mistake."""
    told = document["order"]
    lines = tuple(_line(each, products) for each in told["lines"])
    totals, word = told["totals"], _words(document)
    return Order(
        remote_id=told["external_id"],
        number=told.get("number") or told["external_id"],
        status=status(document, lines),
        remote_status=word[0],
        remote_substatus=word[1],
        currency=told["currency"],
        placed_at=instant(told["placed_at"], "placed_at"),
        updated_at=changed_at(document),
        lines=lines,
        buyer=_buyer(told["customer"]),
        shipping_address=_address(told.get("shipping_address") or {}),
        billing_address=_address(told["billing_address"]) if told.get("billing_address") else None,
        subtotal=amount(totals["subtotal"]) if totals.get("subtotal") else None,
        shipping_cost=amount(totals.get("shipping")),
        tax=amount(totals.get("tax")),
        discount=amount(totals.get("discount")) or sum((each.discount for each in lines), Decimal(0)),
        total=amount(totals["total"]),
        paid_at=_paid_at(document),
        shipping_method=_method(told),
        cancel_reason=str(document.get("cancel_reason") or ""),
        restock=document.get("restock") is not False,
        buyer_note=told.get("note") or "",
        url=told.get("url") or "",
        raw=document.get("native") or told,
    )


def status(document: Json, lines: tuple[OrderLine, ...]) -> OrderStatus:
    digital, refunded = all(each.is_digital for each in lines), refund_share(document)
    if document["system"] == "woocommerce":
        return statuses.woocommerce(document["remote_status"], digital=digital, refunded=refunded)
    if document["system"] == "shopify":
        return statuses.shopify(document["native"], digital=digital, refunded=refunded)
    return statuses.own(document["order"], digital=digital, refunded=refunded)


def refund_share(document: Json) -> str:
    """How much of the money went back: "", "part" or "whole"; by the sums, else by the shop's word."""
    told = document["order"]
    given, total = refunded(document), amount(told["totals"]["total"])
    if given > 0:
        return "whole" if given >= total - TOLERANCE else "part"
    return {"refunded": "whole", "partially_refunded": "part"}.get(told.get("payment_status", ""), "")


def refunded(document: Json) -> Decimal:
    """The larger of what the order says and what the refunds told apart add up to: each may come first."""
    told = amount(document["order"]["totals"].get("refunded"))
    return max(told, sum((amount(each["amount"]) for each in document["refunds"].values()), Decimal(0)))


def changed_at(document: Json) -> datetime:
    """The order's own time, or that of a payment, refund or cancellation that was told after it."""
    times = [instant(document["order"]["updated_at"], "updated_at")]
    if document.get("changed_at"):
        times.append(instant(document["changed_at"], "changed_at"))
    return max(times)


def instant(text: str, at: str) -> datetime:
    found = moment(text)
    if found is None:
        raise UnexpectedPayload(at, text)
    return found


def _words(document: Json) -> tuple[str, str]:
    told = document["order"]
    if document["system"] == "own":
        return told.get("status", "pending"), told.get("payment_status", "unpaid")
    return document["remote_status"], document.get("remote_substatus", "")


def _line(told: Json, products: Mapping[str, bool]) -> OrderLine:
    quantity, price, total = told["quantity"], amount(told["unit_price"]), amount(told["total"])
    sku = told.get("sku") or ""
    return OrderLine(
        remote_id=told["external_line_id"],
        title=told["name"] or sku,
        quantity=quantity,
        unit_price=price,
        sku=sku,
        gtin=told.get("gtin") or "",
        remote_product_id=sku,
        discount=max(Decimal(0), price * quantity - total),
        tax=amount(told.get("tax")),
        image_url=told.get("image_url") or "",
        is_digital=is_digital(told, products),
    )


def is_digital(line: Json, products: Mapping[str, bool]) -> bool:
    """As told; by `requires_shipping` where only that is; neither: as the product is, and physical where none is."""
    if line.get("is_digital") is not None:
        return bool(line["is_digital"])
    if line.get("requires_shipping") is not None:
        return not line["requires_shipping"]
    return products.get(line.get("sku") or "", False)


def _buyer(told: Json) -> Buyer:
    return Buyer(
        remote_id=told.get("external_id") or "",
        name=_name(told),
        email=told.get("email") or "",
        phone=told.get("phone") or "",
    )


def _address(told: Json) -> Address:
    first, *more = [each for each in (told.get("company"), told.get("line1"), told.get("line2")) if each] or [""]
    return Address(
        name=_name(told),
        phone=told.get("phone") or "",
        email=told.get("email") or "",
        line1=first,
        line2=", ".join(more),
        city=told.get("city") or "",
        region=told.get("region") or "",
        postcode=told.get("postal_code") or "",
        country=told.get("country") or "",
    )


def _name(told: Json) -> str:
    return " ".join(part for part in (told.get("first_name"), told.get("last_name")) if part)


def _method(told: Json) -> str:
    method = told.get("shipping_method") or {}
    return str(method.get("title") or method.get("code") or "")


def _paid_at(document: Json) -> datetime | None:
    told = [each.get("paid_at") for each in document["payments"].values() if each["status"] == "paid"]
    times = [found for text in told if text and (found := moment(text))]
    return max(times) if times else None
