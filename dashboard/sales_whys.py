"""Why the figures of sales are what they are: each term of each sum leads to the orders it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.period import Period
from dashboard.changes import change
from dashboard.formats.days import day_range
from dashboard.formats.money import money
from dashboard.formats.numbers import MISSING, number, percent
from dashboard.formats.region import Region
from dashboard.why import Line, Why
from orders.selectors.sums import Left, Sums


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """Writes the sums of some orders: those of a period in one currency, or of one group of them (`group`).

    What no filter of the order list can show, such as "all others", is not `linked`.
    """

    region: Region
    currency: str
    period: Period
    group: Mapping[str, str] = field(default_factory=dict)
    linked: bool = True

    def url(self, term: str) -> str:
        """The order list showing exactly the orders of a term."""
        if not self.linked:
            return ""
        asked = {
            "view": "all", "since": self.period.first.isoformat(), "until": self.period.last.isoformat(),
            "currency": self.currency, "term": term, **self.group,
        }  # fmt: skip
        return f"{reverse('dashboard:orders')}?{urlencode(asked)}"

    def money(self, amount: Decimal | None, *, estimated: object = False) -> str:
        """In this currency, with its sign where it is estimated."""
        return money(amount, self.currency, self.region, estimated=bool(estimated))

    def sales_of(self, sums: Sums) -> str:
        """Sales as every face shows them."""
        return self.money(sums.sales, estimated=sums.estimated_refunds)

    def fees_of(self, sums: Sums) -> str:
        """Fees as every face shows them."""
        return self.money(sums.fees_told, estimated=sums.estimated)

    def share_of(self, sums: Sums) -> str:
        """The share of fees in sales."""
        return percent(sums.fee_share, self.region, estimated=sums.is_estimated)

    def net_of(self, sums: Sums) -> str:
        """Net as every face shows it."""
        return self.money(sums.net, estimated=sums.is_estimated)

    def orders(self, id: str, sums: Sums, left: Mapping[str, Left], before: Sums, against: Period) -> Why:
        """How many orders there were."""
        placed = sums.orders + sum(some.orders for some in left.values())
        lines = [Line("receipt", _("Placed in these days"), number(placed, self.region)), *self._left(left)]
        result = Line("check", _("Orders"), number(sums.orders, self.region), url=self.url("sold"), result=True)
        return Why(
            id,
            _("How orders are counted"),
            [*lines, result, *self._before(against, number(before.orders, self.region), sums.orders, before.orders)],
            [*self._days(), self._practice(left)],
        )

    def sales(self, id: str, sums: Sums, before: Sums, against: Period) -> Why:
        """What buyers paid."""
        return Why(
            id,
            _("How sales are counted"),
            [*self.sales_lines(sums), *self._before(against, self.sales_of(before), sums.sales, before.sales)],
            [
                _("What buyers were to pay: goods, shipping and tax, less discounts, as the marketplace told it."),
                *self.refund_notes(sums),
                self._one_currency(),
            ],
        )

    def fees(self, id: str, sums: Sums, before: Sums, against: Period) -> Why:
        """What marketplaces keep."""
        share = Line("info-circle", _("Share of sales"), self.share_of(sums), self._share_words(sums))
        was = self._named(against, self.share_of(before))
        return Why(
            id,
            _("How fees are counted"),
            [*self.fee_lines(sums), share, was],
            [
                _("What the marketplace keeps: as it told, or what its payout is short of the total."),
                *self.estimates(sums),
            ],
        )

    def net(self, id: str, sums: Sums, before: Sums, against: Period) -> Why:
        """What is left."""
        compared = self._before(against, self.net_of(before), sums.net, before.net)
        return Why(
            id, _("How net is counted"), [*self.net_lines(sums), *compared], [*self.estimates(sums), *self.untold(sums)]
        )

    def row(self, id: str, name: str, sums: Sums, whole: Sums, left: Mapping[str, Left]) -> Why:
        """All figures of one group in one place."""
        placed = sums.orders + sum(some.orders for some in left.values())
        lines = [*self.sales_lines(sums), *self.fee_lines(sums)[:-1], *self.net_lines(sums)[-1:]]
        if sums.units:
            words = ngettext("in %(n)d order", "in %(n)d orders", sums.orders) % {"n": sums.orders}
            lines.insert(0, Line("package", _("Units"), number(sums.units, self.region), words, self.url("sold")))
        lines += [
            Line("info-circle", _("Fee share"), self.share_of(sums), self._share_words(sums)),
            Line("info-circle", _("Share of net"), percent(share_of(sums.net, whole.net), self.region),
                 _("%(part)s of %(all)s") % {"part": self.net_of(sums), "all": self.net_of(whole)}),
            Line("info-circle", _("Average order"),
                 self.money(sums.average, estimated=sums.estimated_refunds), _("sales by orders")),
        ]  # fmt: skip
        lines += [
            Line(
                line.icon, line.word,
                percent(share_of(left[name].orders, placed), self.region),
                _("%(n)s of %(all)s placed") % {
                    "n": number(left[name].orders, self.region), "all": number(placed, self.region)},
                line.url,
            )
            for name, line in zip(_shown(left), self._left(left), strict=True)
        ]  # fmt: skip
        if sums.refunded:
            words = _("%(n)s of %(all)s counted") % {
                "n": number(sums.refunded, self.region), "all": number(sums.orders, self.region)}  # fmt: skip
            share = percent(sums.refunded_share, self.region)
            lines.append(Line("receipt-refund", _("Refunded whole"), share, words, self.url("refunded")))
        if sums.promised:
            words = _("%(n)s of %(all)s sent with a deadline") % {
                "n": number(sums.sent_late, self.region), "all": number(sums.promised, self.region)}  # fmt: skip
            late = percent(sums.late_share, self.region)
            lines.append(Line("clock", _("Sent late"), late, words, self.url("sent_late")))
        return Why(id, name, lines, [*self.refund_notes(sums), *self.estimates(sums), *self.untold(sums)])

    def sales_lines(self, sums: Sums) -> list[Line]:
        """What was ordered, less what was cancelled of it and what went back."""
        words = ngettext("Totals of %(n)s order", "Totals of %(n)s orders", sums.orders)
        back = ngettext("Refunded whole, %(n)s order", "Refunded whole, %(n)s orders", sums.refunded)
        whole = self.money(sums.refunds - sums.part_refunds)
        lines = [
            Line("plus", self._n(words, sums.orders), self.money(sums.gross + sums.cancelled), url=self.url("sold")),
            Line("minus", self._n(back, sums.refunded), whole, url=self.url("refunded")),
        ]
        if sums.cut:
            cut = ngettext("Cancelled units of %(n)s order", "Cancelled units of %(n)s orders", sums.cut)
            lines.insert(1, Line("minus", self._n(cut, sums.cut), self.money(sums.cancelled), url=self.url("cut")))
        if sums.part_refunded:
            part = ngettext("Refunded in part, %(n)s order", "Refunded in part, %(n)s orders", sums.part_refunded)
            n = self._n(part, sums.part_refunded)
            lines.append(Line("minus", n, self.money(sums.part_refunds), url=self.url("part_refunded")))
        return [*lines, Line("check", _("Sales"), self.sales_of(sums), result=True)]

    def fee_lines(self, sums: Sums) -> list[Line]:
        """Told ones, estimated ones, and those that are not told."""
        told = sums.orders - sums.estimated - sums.untold
        words = ngettext("Told for %(n)s order", "Told for %(n)s orders", told)
        guess = ngettext("Estimated for %(n)s order", "Estimated for %(n)s orders", sums.estimated)
        none = ngettext("Not told yet for %(n)s order", "Not told yet for %(n)s orders", sums.untold)
        sure = self.money(sums.fees - sums.estimated_fees) if told else MISSING
        lines = [Line("receipt", self._n(words, told), sure, url=self.url("told"))]
        if sums.estimated:
            words = self._n(guess, sums.estimated)
            lines.append(
                Line("help-circle", words, self.money(sums.estimated_fees, estimated=True), url=self.url("estimated"))
            )
        if sums.untold:
            worth = _("sales of %(money)s still without fees") % {"money": self.money(sums.untold_gross)}
            lines.append(Line("hourglass", self._n(none, sums.untold), "–", worth, self.url("untold")))
        return [*lines, Line("check", _("Fees"), self.fees_of(sums), result=True)]

    def net_lines(self, sums: Sums) -> list[Line]:
        """Sales less fees."""
        about = ""
        if sums.estimated:
            about = _("%(money)s of it estimated") % {"money": self.money(sums.estimated_fees)}
        lines = [Line("plus", _("Sales"), self.sales_of(sums), url=self.url("sold"))]
        if sums.refunds:
            lines = [
                Line("plus", _("Before refunds"), self.money(sums.gross), url=self.url("sold")),
                Line("minus", _("Refunds"), self.money(sums.refunds, estimated=sums.estimated_refunds),
                     url=self.url("given_back")),
            ]  # fmt: skip
        return [
            *lines,
            Line("minus", _("Fees"), self.fees_of(sums), about),
            Line("check", _("Net"), self.net_of(sums), result=True),
        ]

    def untold(self, sums: Sums) -> list[str]:
        """What a net is still without."""
        if not sums.untold:
            return []
        words = ngettext(
            "The fees of %(n)s order are not told yet; its net will be smaller.",
            "The fees of %(n)s orders are not told yet; their net will be smaller.",
            sums.untold,
        )
        return [self._n(words, sums.untold)]

    def refund_notes(self, sums: Sums) -> list[str]:
        """What of the refunds is not known for certain."""
        notes = []
        if sums.estimated_refunds:
            words = _("%(money)s of the refunds is the price of the goods: no amount was told.")
            notes.append(words % {"money": self.money(sums.estimated_refunds)})
        if sums.refund_untold:
            words = ngettext(
                "%(n)s order is refunded in part. How much is not told, so it counts whole.",
                "%(n)s orders are refunded in part. How much is not told, so they count whole.",
                sums.refund_untold,
            )
            notes.append(self._n(words, sums.refund_untold))
        return notes

    def estimates(self, sums: Sums) -> list[str]:
        """By what fees are estimated."""
        if not sums.estimated:
            return []
        return [_("Estimated by the fee rule that each shop had when the order was placed, until the fees are told.")]

    def _left(self, left: Mapping[str, Left]) -> list[Line]:
        words = {
            "cancelled": ("circle-x", _("Cancelled")),
            "unknown": ("help-circle", _("Unknown status")),
            "practice": ("flask", _("Practice data")),
        }
        return [
            Line(words[name][0], words[name][1], number(left[name].orders, self.region), url=self.url(name))
            for name in _shown(left)
        ]

    def _before(self, against: Period, shown: str, now: Decimal | int, before: Decimal | int) -> list[Line]:
        return [self._named(against, shown, change(now, before, self.region).words)]

    def _named(self, against: Period, shown: str, words: str = "") -> Line:
        return Line("clock", day_range(against.first, against.last, self.region), shown, words)

    def _share_words(self, sums: Sums) -> str:
        return _("%(part)s of %(all)s") % {"part": self.fees_of(sums), "all": self.sales_of(sums)}

    def _days(self) -> list[str]:
        return [_("An order belongs to the day it was placed, and so do its refund and its fees. Days are those of "
                  "%(zone)s.") % {"zone": str(self.period.zone).replace("_", " ")}]  # fmt: skip

    def _practice(self, left: Mapping[str, Left]) -> str:
        if "practice" in left:
            return _("Cancelled orders, unknown ones and practice data are left out.")
        return _("Cancelled orders and those whose status we cannot read are left out.")

    def _one_currency(self) -> str:
        return _("Only orders in %(currency)s; nothing is converted.") % {"currency": self.currency}

    def _n(self, words: str, count: int) -> str:
        return words % {"n": number(count, self.region)}


def share_of(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """A part of a whole, where there is a whole."""
    return Decimal(part) / Decimal(whole) if whole > 0 else None


def _shown(left: Mapping[str, Left]) -> list[str]:
    return [name for name in ("cancelled", "unknown", "practice") if name in left]
