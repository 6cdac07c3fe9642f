"""The bodies of the contract (openapi.yaml), as kinds."""

from collections.abc import Sequence

from .shapes import Kind

MOST_LINES = 500
MOST_ORDERS = 50
#: Of one line; the contract names no most, a database has one.
MOST_UNITS = 1_000_000
STATUSES = ("pending", "confirmed", "processing", "cancelled", "fulfilled", "shipped", "delivered")
PAYMENTS = ("unpaid", "authorized", "paid", "partially_paid", "partially_refunded", "refunded", "voided")


def text(most: int | None = None, *, needed: bool = False, nullable: bool = False, least: int | None = None) -> Kind:
    return Kind(type="text", most=most, needed=needed, nullable=nullable, least=least)


def money(*, needed: bool = False) -> Kind:
    return Kind(
        type="text", needed=needed, pattern=r"-?\d{1,11}\.\d{2,4}", hint='must be an amount in quotes, as "25.90"'
    )


def word(words: Sequence[str], *, needed: bool = False) -> Kind:
    return Kind(type="text", words=tuple(words), needed=needed)


def time(*, needed: bool = False) -> Kind:
    return Kind(type="text", form="time", needed=needed)


def coded(pattern: str, hint: str) -> Kind:
    return Kind(type="text", pattern=pattern, hint=hint, needed=True)


CURRENCY = coded(r"[A-Z]{3}", "must be a currency, as EUR")
FLAG = Kind(type="flag")
ADDRESS = Kind(
    type="group",
    nullable=True,
    parts={
        "first_name": text(), "last_name": text(), "company": text(nullable=True), "line1": text(),
        "line2": text(nullable=True), "city": text(), "region": text(nullable=True), "postal_code": text(),
        "country": coded(r"[A-Z]{2}", "must be a country, as LU"), "phone": text(nullable=True),
        "email": text(nullable=True),
    },
)  # fmt: skip
LINE = Kind(
    type="group",
    parts={
        "external_line_id": text(100, needed=True, least=1), "sku": text(100, nullable=True),
        "gtin": text(nullable=True),
        "name": text(255, needed=True), "quantity": Kind(type="whole", least=1, most=MOST_UNITS, needed=True),
        "unit_price": money(needed=True), "subtotal": money(), "discount": money(), "tax": money(),
        "tax_rate": text(), "total": money(needed=True), "is_digital": FLAG, "requires_shipping": FLAG,
        "image_url": text(nullable=True), "attributes": Kind(type="words"),
    },
)  # fmt: skip
ORDER = Kind(
    type="group",
    parts={
        "external_id": text(100, needed=True, least=1),
        "number": text(100),
        "url": Kind(type="text", form="uri", nullable=True),
        "status": word(STATUSES),
        "payment_status": word(PAYMENTS),
        "placed_at": time(needed=True),
        "updated_at": time(needed=True),
        "revision": Kind(type="whole", least=0, nullable=True),
        "currency": CURRENCY,
        "prices_include_tax": Kind(type="flag", needed=True),
        "locale": text(),
        "totals": Kind(
            type="group",
            needed=True,
            parts={
                "subtotal": money(), "shipping": money(), "tax": money(), "discount": money(),
                "total": money(needed=True), "refunded": money(),
            },
        ),
        "customer": Kind(
            type="group",
            needed=True,
            parts={
                "external_id": text(nullable=True), "email": Kind(type="text", form="email", needed=True),
                "first_name": text(), "last_name": text(), "phone": text(nullable=True),
            },
        ),
        "shipping_address": ADDRESS,
        "billing_address": ADDRESS,
        "shipping_method": Kind(type="group", nullable=True, parts={"code": text(), "title": text()}),
        "lines": Kind(type="list", needed=True, least=1, most=MOST_LINES, row=LINE),
        "note": text(2000, nullable=True),
        "test": FLAG,
        "metadata": Kind(type="words"),
    },
)  # fmt: skip
#: Each order of a batch is judged by itself, so that a wrong one does not refuse the others.
BATCH = Kind(type="group", parts={"orders": Kind(type="list", needed=True, least=1, most=MOST_ORDERS)})
PAYMENT = Kind(
    type="group",
    parts={
        "external_payment_id": text(100, needed=True, least=1),
        "status": word(("authorized", "paid", "failed", "voided"), needed=True),
        "amount": money(needed=True), "currency": CURRENCY, "method": text(), "paid_at": time(),
    },
)  # fmt: skip
CANCEL = Kind(type="group", parts={"reason": text(200), "restock": FLAG})
REFUND = Kind(
    type="group",
    parts={
        "external_refund_id": text(100, needed=True, least=1), "amount": money(needed=True), "currency": CURRENCY,
        "reason": text(), "restock": FLAG,
        "lines": Kind(
            type="list", most=MOST_LINES,
            row=Kind(
                type="group",
                parts={
                    "external_line_id": text(needed=True),
                    "quantity": Kind(type="whole", least=1, needed=True),
                },
            ),
        ),
    },
)  # fmt: skip
