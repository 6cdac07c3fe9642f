"""Issuing invoices and credit notes: numbered without a gap, one standing invoice an order, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from orders.models import Invoice, Order, Seller
from orders.services.invoice_lines import InvoiceLine, lines_of, rounded, share_of
from orders.services.seller import locked_seller

Kind = Invoice.Kind
#: Nobody owes anything for these, or nobody knows yet whether they do.
NOT_YET = (Order.Status.PENDING, Order.Status.CANCELLED, Order.Status.UNKNOWN)
ZERO = Decimal(0)


@transaction.atomic
def issue(*, order: Order, actor_label: str = "") -> Invoice:
    """The order's invoice; one that stands already is given again.

    After a credit note of all of it the order can be invoiced anew. Raises DomainError for an order that nobody pays
    for, whose sums do not add up, and where it is not said who sells.
    """
    order = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    standing = standing_invoice(order)
    if standing is not None:
        return standing
    _check(order)
    lines = lines_of(order, list(order.items.order_by("position", "id")))
    return _write(order, Kind.INVOICE, lines, by=actor_label)


@transaction.atomic
def credit(
    *, invoice: Invoice, amount: Decimal | None = None, reason: str = "", actor_label: str = ""
) -> Invoice:  # fmt: skip
    """Take an invoice back, whole or in part. Without an amount it is what the buyer was refunded since.

    Raises DomainError for a credit note, for more than what is left of the invoice, and where nothing was refunded.
    """
    order = Order.objects.select_for_update(of=("self",)).get(pk=invoice.order_id)
    if invoice.kind != Kind.INVOICE:
        raise DomainError(_("%s is a credit note; only invoices are taken back.") % invoice.number)
    left = left_of(invoice)
    wanted = _refunded(order, invoice, left) if amount is None else rounded(amount, invoice.currency)
    if wanted <= 0:
        raise DomainError(_("Nothing of %s was refunded that has no credit note. Enter an amount.") % invoice.number,
                          field="amount")  # fmt: skip
    if wanted > left:
        words = {"number": invoice.number, "left": f"{left} {invoice.currency}"}
        raise DomainError(_("Of %(number)s only %(left)s is left to take back.") % words, field="amount")
    whole = [InvoiceLine(**_told(row)) for row in invoice.lines]
    lines = share_of(whole, wanted, invoice.currency, _("Refund of order %s") % order.number)
    return _write(order, Kind.CREDIT, [_minus(line) for line in lines], by=actor_label, corrects=invoice,
                  reason=reason)  # fmt: skip


def standing_invoice(order: Order) -> Invoice | None:
    """The newest invoice of the order of which something is left."""
    newest = Invoice.objects.filter(order=order, kind=Kind.INVOICE).order_by("-sequence").first()
    return newest if newest is not None and (left_of(newest) > 0 or newest.total == 0) else None


def left_of(invoice: Invoice) -> Decimal:
    """What no credit note has taken back yet."""
    taken: Decimal = invoice.credits.aggregate(sum=Sum("total"))["sum"] or ZERO
    return invoice.total + taken


def can_invoice(order: Order) -> bool:
    """Whether `issue` would not refuse the order itself."""
    return order.status not in NOT_YET and not order.money_unbalanced


def _check(order: Order) -> None:
    if order.status in NOT_YET:
        words = {"order": order.number, "status": order.get_status_display().lower()}
        raise DomainError(_("%(order)s is %(status)s, so there is nothing to invoice.") % words)
    if order.money_unbalanced:
        raise DomainError(
            _("The sums of %s do not add up as they were told. Look at its money before it is invoiced.") % order.number
        )


def _refunded(order: Order, invoice: Invoice, left: Decimal) -> Decimal:
    if order.status in (Order.Status.CANCELLED, Order.Status.REFUNDED):
        return left
    credited = invoice.total - left
    return min(left, rounded(order.refunded_amount, invoice.currency) - credited)


def _write(
    order: Order, kind: Kind, lines: Sequence[InvoiceLine], *, by: str, corrects: Invoice | None = None,
    reason: str = "",
) -> Invoice:  # fmt: skip
    """Number and row in one transaction, under the lock of the seller's row: what is rolled back leaves no gap."""
    seller, now = locked_seller(order.store), timezone.now()
    if not seller.legal_name or not seller.address:
        raise DomainError(_("Say who sells before the first invoice: name and address, in Settings, Invoices."))
    sequence = _next(order, kind, seller)
    tax, total = sum((line.tax for line in lines), ZERO), sum((line.total for line in lines), ZERO)
    return Invoice.objects.create(
        store_id=order.store_id, order=order, kind=kind, corrects=corrects, sequence=sequence,
        number=f"{seller.invoice_prefix if kind == Kind.INVOICE else seller.credit_prefix}{sequence:05d}",
        issued_at=now, issued_on=_day(order, now), supplied_on=_day(order, order.shipped_at or order.ordered_at),
        issued_by=by[:150], reason=" ".join(reason.split())[:250], currency=order.currency, net=total - tax, tax=tax,
        total=total, seller=_seller(seller), buyer=_buyer(order), lines=[line.kept() for line in lines],
    )  # fmt: skip


def _next(order: Order, kind: Kind, seller: Seller) -> int:
    last = Invoice.all_objects.filter(store=order.store_id, kind=kind).aggregate(last=Max("sequence"))["last"]
    if last is None:
        return seller.first_number if kind == Kind.INVOICE else 1
    return int(last) + 1


def _day(order: Order, moment: datetime) -> Any:
    return moment.astimezone(order.store.zone).date()


def _seller(seller: Seller) -> dict[str, str]:
    return {name: getattr(seller, name) for name in ("legal_name", "address", "vat_id", "registration", "note")}


def _buyer(order: Order) -> dict[str, Any]:
    address = order.billing_address or order.shipping_address or {}
    return {"name": address.get("name") or order.customer_name, "address": address}


def _told(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": row["name"], "sku": row["sku"], "quantity": row["quantity"], "tax": Decimal(row["tax"]),
        "total": Decimal(row["total"]),
    }  # fmt: skip


def _minus(line: InvoiceLine) -> InvoiceLine:
    return InvoiceLine(name=line.name, sku=line.sku, quantity=line.quantity, tax=-line.tax, total=-line.total)
