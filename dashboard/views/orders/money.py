"""The money of one order in two sums: what the buyer paid, and what stays after refunds and fees, each with its why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from dashboard.formats.days import whole_day
from dashboard.formats.money import money
from dashboard.formats.numbers import MISSING, number, percent
from dashboard.formats.region import Region
from dashboard.why import Line, Why
from fulfillment.selectors.order_page import OrderPage
from orders.models import FeeRule, OrderRefund
from orders.services.fee_estimate import rules_of


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of a column; it opens its why where it is reckoned and not only repeated."""

    word: str
    value: str
    why: str = ""
    is_sum: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Purse:
    """Both columns, the sums behind them, and the rule that fees are estimated by where they are."""

    paid: Sequence[Row]
    kept: Sequence[Row]
    whys: Sequence[Why]


def purse_of(found: OrderPage, region: Region) -> Purse:
    """Everything the card draws. The order must carry the columns of `with_columns`."""
    return _Teller(found, region).purse()


class _Teller:
    """Writes amounts of one order; its figures are those that Analytics adds up."""

    def __init__(self, found: OrderPage, region: Region) -> None:
        self.found, self.region, self.order = found, region, found.order
        self.fee: Decimal | None = self.order.fee  # type: ignore[attr-defined]
        self.refund: Decimal = self.order.refund  # type: ignore[attr-defined]
        self.net: Decimal | None = self.order.net  # type: ignore[attr-defined]

    def purse(self) -> Purse:
        """The columns and their sums."""
        whys = [self._total(), self._fees(), self._net()]
        return Purse(paid=self._paid(), kept=self._kept(), whys=whys)

    def money(self, amount: Decimal | None, *, estimated: bool = False) -> str:
        """In the order's currency."""
        return money(amount, self.order.currency, self.region, estimated=estimated)

    def less(self, amount: Decimal | None, *, estimated: bool = False) -> str:
        """An amount that is taken off."""
        return self.money(-amount if amount else amount, estimated=estimated)

    def _paid(self) -> list[Row]:
        order = self.order
        rows = [
            Row(_("Items"), self.money(order.subtotal)),
            Row(_("Shipping, paid by buyer"), self.money(order.shipping_cost)),
            Row(_("Discount"), self.less(order.discount_amount)),
            Row(_("Tax"), self.money(order.tax_amount)),
        ]
        if order.cancelled_amount:
            rows.append(Row(_("Cancelled units"), self.less(order.cancelled_amount)))
        return [*rows, Row(_("Buyer paid"), self.money(order.total), "why-total", is_sum=True)]

    def _kept(self) -> list[Row]:
        rows = [Row(_("Marketplace fees"), self.less(self.fee, estimated=self.order.fees_estimated), "why-fees")]
        if self.refund:
            back = self.less(self.refund, estimated=self.order.refund_estimated)
            rows.insert(0, Row(_("Given back to the buyer"), back, "why-net"))
        return [*rows, Row(_("You receive"), self._net_words(), "why-net", is_sum=True)]

    def _net_words(self) -> str:
        guess = self.order.fees_estimated or bool(self.refund and self.order.refund_estimated)
        return self.money(self.net, estimated=guess)

    def _total(self) -> Why:
        """What was told, posting by posting, and what was made of it."""
        order = self.order
        lines = [
            Line("package", f"{number(item.quantity, self.region)} × {item.product_name}", self.money(item.subtotal))
            for item in (line.item for line in self.found.lines)
        ]
        for icon, word, amount in (
            ("plus", _("Shipping, paid by buyer"), order.shipping_cost),
            ("minus", _("Discount"), order.discount_amount),
            ("minus", _("Cancelled units"), order.cancelled_amount),
        ):
            if amount:
                lines.append(Line(icon, word, self.money(amount)))
        tax = order.total - (order.subtotal + order.shipping_cost - order.discount_amount - order.cancelled_amount)
        if tax:
            word = _("Tax") if tax == order.tax_amount else _("Not explained by what was told")
            lines.append(Line("plus" if tax > 0 else "minus", word, self.money(abs(tax))))
        lines.append(Line("check", _("Buyer paid"), self.money(order.total), result=True))
        lines += [
            Line("receipt", _("Told for %(id)s") % {"id": told.marketplace_order_id},
                 money(told.total_amount, told.currency, self.region), told.remote_status)
            for told in self.found.remotes
        ]  # fmt: skip
        about = [_("What was told stays kept with each posting; cancelled units are in no sum.")]
        return Why("why-total", _("What the buyer paid"), lines, about)

    def _fees(self) -> Why:
        order = self.order
        lines, about = self._told_fees(), []
        if order.fees_estimated:
            rule = rules_of(order.connection).of(order.ordered_at) if order.connection else None
            lines, about = self._estimate(rule), [_("Estimated until the marketplace tells its fees.")]
        elif self.fee is None:
            about = [_("Nothing is told yet. A fee rule on the connection’s page estimates it until then.")]
        result = Line("check", _("Fees"), self.money(self.fee, estimated=order.fees_estimated), result=True)
        return Why("why-fees", _("What the marketplace keeps"), [*lines, result], about)

    def _told_fees(self) -> list[Line]:
        lines = [
            Line("receipt", _("Told for %(id)s") % {"id": told.marketplace_order_id},
                 money(told.marketplace_fees, told.currency, self.region), told.remote_status)
            for told in self.found.remotes
        ]  # fmt: skip
        if self.order.fees is None and self.fee is not None:
            lines.append(Line("plus", _("Buyer paid"), self.money(self.order.total)))
            lines.append(Line("minus", _("Payout as told"), self.money(self.order.net_amount)))
        return lines

    def _estimate(self, rule: FeeRule | None) -> list[Line]:
        if rule is None or rule.percent is None:
            return []
        share = percent(rule.share, self.region, exact=True)
        words = _("%(share)s of %(total)s") % {"share": share, "total": self.money(self.order.total)}
        since = _("Rule for orders from %(day)s") % {"day": whole_day(rule.starts_on, self.region)}
        lines = [Line("plus", words, self.money(self.order.total * rule.percent / 100), since)]
        if rule.fixed:
            lines.append(Line("plus", _("Per order"), self.money(rule.fixed)))
        return lines

    def _net(self) -> Why:
        order = self.order
        lines = [Line("plus", _("Buyer paid"), self.money(order.total))]
        gone = self.refund
        for row in self.found.returns:
            if row.refund_given and row.refund_amount and row.currency in (order.currency, ""):
                words = _("Return %(id)s") % {"id": row.remote_id}
                told = money(row.refund_amount, order.currency, self.region, estimated=row.refund_estimated)
                lines.append(Line("minus", words, told))
                gone -= row.refund_amount
        for given in self.found.refunds:
            if given.status in OrderRefund.COUNTED:
                words = _("Given back by %(who)s") % {"who": given.asked_by or _("the seller")}
                lines.append(Line("minus", words, self.money(given.amount), given.reason_title))
                gone -= given.amount
        if gone:
            lines.append(Line("minus", _("Refunded whole, beyond its returns"), self.money(gone)))
        if order.net_amount is not None and order.net_amount != self.net:
            payout = [Line("info-circle", _("Payout as told"), self.money(order.net_amount))]
        else:
            payout = []
        fees = self.money(self.fee, estimated=order.fees_estimated) if self.fee is not None else MISSING
        result = Line("check", _("You receive"), self._net_words(), result=True)
        about = [] if self.net is not None else [_("Without the fees nobody knows what is left.")]
        return Why("why-net", _("What you receive"), [*lines, Line("minus", _("Fees"), fees), result, *payout], about)


def money_context(found: OrderPage, region: Region, *, sees_money: bool) -> dict[str, Any]:
    """The card for whoever sees money; nobody else has it reckoned."""
    return {"purse": purse_of(found, region)} if sees_money else {}
