"""Gives money of an order back to its buyer without a return, by the marketplace's own call."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.money import stored
from marketplaces.canonical.refunds import GivenRefund, RefundLine, RefundRequest, RefundStatus
from marketplaces.models import Connection, OutboundChange
from marketplaces.services import outbound
from marketplaces.services.abilities import able
from orders.models import MarketplaceOrder, Order, OrderItem, OrderRefund, OrderRefundLine
from orders.services.returns.given import keep_given

ABILITY = "give_refund"
ZERO = Decimal(0)
LONGEST_KEY = 64
#: Nothing was paid yet, or all of it went back as a whole.
NOTHING_LEFT = (Order.Status.PENDING, Order.Status.CANCELLED, Order.Status.REFUNDED, Order.Status.UNKNOWN)
OURS = {
    RefundStatus.TAKEN: OrderRefund.Status.TAKEN,
    RefundStatus.GIVEN: OrderRefund.Status.GIVEN,
    RefundStatus.FAILED: OrderRefund.Status.REFUSED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is wished for one line: an amount, or units whose price it is."""

    item: UUID
    quantity: int = 0
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What can still be given back of an order, by line and in all."""

    lines: Mapping[UUID, Decimal]
    total: Decimal


@transaction.atomic
def give_back(
    *,
    order: Order,
    request_key: str,
    reason: str,
    parts: Sequence[Part],
    shipping: Decimal = ZERO,
    reason_title: str = "",
    message: str = "",
    actor: Any = None,
    actor_label: str = "",
) -> OrderRefund:
    """Leave word for the marketplace to give money back; the order moves when the marketplace says so.

    The same `request_key` again returns the refund that it made. Raises DomainError with the sentence why: no call for
    it, more than was paid, nothing chosen, lines of several parts of the order.
    """
    order = Order.objects.select_for_update(of=("self",)).select_related("connection__marketplace").get(pk=order.pk)
    request_key = _short(request_key)
    if (made := OrderRefund.objects.filter(order=order, request_key=request_key).first()) is not None:
        return made
    shop = check_possible(order)
    _check_alone(order)
    items = {item.pk: item for item in OrderItem.objects.filter(order=order)}
    amounts = _amounts(items, parts, left_of(order), order)
    whole = stored(sum(amounts.values(), shipping))
    _check_whole(order, whole, shipping, left_of(order))
    refund = OrderRefund.objects.create(
        store=order.store, connection=shop, order=order, request_key=request_key, amount=whole,
        marketplace_order=_posting(order, [items[pk] for pk in amounts]), shipping_amount=shipping,
        currency=order.currency, reason=reason, reason_title=reason_title[:250], message=message[:250],
        asked_by=(actor_label or str(actor or ""))[:150],
    )  # fmt: skip
    units = {part.item: part.quantity for part in parts}
    for pk, amount in amounts.items():
        OrderRefundLine.objects.create(
            order_refund=refund, order_item=items[pk], amount=amount, quantity=units.get(pk, 0)
        )
    subject = outbound.Subject(refund.store_id, shop.pk, refund.pk)
    outbound.mark(OutboundChange.Kind.MONEY_BACK, [subject])
    return refund


def check_possible(order: Order) -> Connection:
    """The shop that is asked. Raises DomainError where no money of this order can be given back from here."""
    shop = order.connection
    if shop is None or not able(shop, ABILITY):
        name = shop.name if shop else _("This shop")
        raise DomainError(
            _("%s has no call for refunds without a return. It refunds by its own rules, or on its own pages.") % name
        )
    if order.status in NOTHING_LEFT:
        words = {"order": order.number, "status": order.get_status_display().lower()}
        raise DomainError(_("%(order)s is %(status)s: there is no money to give back.") % words)
    return shop


def can_give_back(order: Order, left: Left) -> bool:
    """Whether money of this order can be given back from here, and some is left."""
    return order.status not in NOTHING_LEFT and able(order.connection, ABILITY) and left.total > 0


def left_of(order: Order) -> Left:
    """What the buyer paid less what went back or is on its way back."""
    refunds = OrderRefund.objects.filter(order=order).prefetch_related("lines")
    return left_by(order, OrderItem.objects.filter(order=order), refunds)


def left_by(order: Order, items: Iterable[OrderItem], refunds: Iterable[OrderRefund]) -> Left:
    """The same, by what was read already; refunds with their lines."""
    standing = [each for each in refunds if each.status in OrderRefund.STANDING]
    gone: dict[UUID, Decimal] = {}
    for line in (line for each in standing for line in each.lines.all()):
        gone[line.order_item_id] = gone.get(line.order_item_id, ZERO) + line.amount
    asked = sum((each.amount for each in standing if each.status == OrderRefund.Status.ASKED), ZERO)
    lines = {item.pk: max(ZERO, paid_for(item) - gone.get(item.pk, ZERO)) for item in items}
    return Left(lines=lines, total=max(ZERO, order.total - order.refunded_amount - asked))


def paid_for(item: OrderItem) -> Decimal:
    """What a line cost its buyer, without cancelled units."""
    if not item.quantity:
        return ZERO
    kept = item.subtotal - item.discount_amount + item.tax_amount
    return stored(kept * (item.quantity - item.cancelled_quantity) / item.quantity)


def request_of(refund: OrderRefund) -> RefundRequest:
    """The refund in canonical words."""
    lines = refund.lines.select_related("order_item").order_by("order_item__position", "pk")
    return RefundRequest(
        ref=str(refund.pk),
        order_remote_id=refund.marketplace_order.marketplace_order_id,
        reason=refund.reason,
        message=refund.message,
        currency=refund.currency,
        lines=tuple(
            RefundLine(
                remote_line_id=line.order_item.remote_line_id, sku=line.order_item.product_sku, amount=line.amount,
                quantity=line.quantity,
            )
            for line in lines
        ),
        shipping=refund.shipping_amount,
        order_total=refund.order.total,
        order_raw=refund.marketplace_order.raw,
    )  # fmt: skip


@transaction.atomic
def settle(refund: OrderRefund, told: GivenRefund) -> None:
    """Keep what became of it there, and what that takes off the order."""
    row = OrderRefund.objects.select_for_update(of=("self",)).get(pk=refund.pk)
    row.status, row.remote_id = OURS[told.status], told.remote_id or row.remote_id
    row.remote_status, row.settled_at = told.remote_status, timezone.now()
    row._change_reason = "synced"
    row.save()
    keep_given([row.order_id], now=timezone.now(), reason=f"refund {row.remote_id}".strip())


@transaction.atomic
def refuse(refund: OrderRefund) -> None:
    """The marketplace did not take it: nothing is gone."""
    row = OrderRefund.objects.select_for_update(of=("self",)).get(pk=refund.pk)
    row.status, row.settled_at = OrderRefund.Status.REFUSED, timezone.now()
    row.save()
    keep_given([row.order_id], now=timezone.now(), reason="refund refused")


@transaction.atomic
def ask_again(refund: OrderRefund) -> None:
    """A refused one goes out once more. Raises DomainError where by now less is left than it gives."""
    order = Order.objects.select_for_update(of=("self",)).get(pk=refund.order_id)
    row = OrderRefund.objects.select_for_update(of=("self",)).get(pk=refund.pk)
    if row.status != OrderRefund.Status.REFUSED:
        return
    if row.amount > left_of(order).total:
        raise DomainError(_("Less is left of %s by now than this refund gives back.") % order.number)
    row.status, row.remote_id, row.remote_status, row.settled_at = OrderRefund.Status.ASKED, "", "", None
    row.save()


def _short(request_key: str) -> str:
    """As the column holds it; programs choose longer ones."""
    return request_key if len(request_key) <= LONGEST_KEY else hashlib.sha256(request_key.encode()).hexdigest()


def _check_alone(order: Order) -> None:
    """One at a time: should an answer be lost, what is new at the marketplace is then known to be that one."""
    if OrderRefund.objects.filter(order=order, status=OrderRefund.Status.ASKED).exists():
        raise DomainError(
            _("A refund of %s is on its way to the marketplace. Wait until it has been taken.") % order.number
        )


def _amounts(items: Mapping[UUID, OrderItem], parts: Sequence[Part], left: Left, order: Order) -> dict[UUID, Decimal]:
    found: dict[UUID, Decimal] = {}
    for part in parts:
        item = items.get(part.item)
        if item is None:
            raise DomainError(_("%s has no such line.") % order.number, field="lines")
        if part.item in found:
            raise DomainError(_("“%s” is named twice.") % item.product_name, field="lines")
        amount = _amount(item, part)
        if amount > left.lines[item.pk]:
            words = {"line": item.product_name, "left": left.lines[item.pk].normalize(), "currency": order.currency}
            raise DomainError(
                _("Of “%(line)s” at most %(left)f %(currency)s can be given back.") % words, field="lines"
            )
        if amount:
            found[part.item] = amount
    return found


def _amount(item: OrderItem, part: Part) -> Decimal:
    if not 0 <= part.quantity <= item.quantity:
        words = {"line": item.product_name, "n": item.quantity}
        raise DomainError(_("“%(line)s” has %(n)d units.") % words, field="lines")
    if part.amount is not None:
        if part.amount < 0:
            raise DomainError(_("An amount to give back is more than nothing."), field="lines")
        return stored(part.amount)
    return price_of(item, part.quantity)


def price_of(item: OrderItem, units: int) -> Decimal:
    """What so many units of a line cost their buyer, to the cent: of all that are left it is all that is left."""
    counting = item.quantity - item.cancelled_quantity
    if not counting:
        return ZERO
    return (paid_for(item) * min(units, counting) / counting).quantize(Decimal("0.01"))


def _check_whole(order: Order, whole: Decimal, shipping: Decimal, left: Left) -> None:
    if whole <= 0 or shipping < 0:
        raise DomainError(_("Choose what is given back: units, or an amount."), field="lines")
    if shipping > order.shipping_cost:
        words = {"left": order.shipping_cost.normalize(), "currency": order.currency}
        raise DomainError(
            _("The buyer paid %(left)f %(currency)s for shipping; more cannot be given back.") % words, field="shipping"
        )
    if whole > left.total:
        words = {"left": left.total.normalize(), "currency": order.currency, "order": order.number}
        raise DomainError(_("Of %(order)s at most %(left)f %(currency)s can be given back.") % words, field="lines")


def _posting(order: Order, items: Sequence[OrderItem]) -> MarketplaceOrder:
    """The part of the order, as the marketplace has it, that these lines are of."""
    found = {item.marketplace_order_id for item in items if item.marketplace_order_id}
    if len(found) > 1:
        raise DomainError(
            _("These lines are of different parts of %s. Give the money back for one part at a time.") % order.number,
            field="lines",
        )
    rows = MarketplaceOrder.objects.filter(order=order, replaced_by_split=False).order_by("created_at", "pk")
    row = rows.filter(pk__in=found).first() if found else rows.first()
    if row is None:
        raise DomainError(_("%s is not known at a marketplace.") % order.number)
    return row
