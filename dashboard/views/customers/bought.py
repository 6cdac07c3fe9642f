"""Why a buyer has bought for so much: orders less refunds, one sum a currency."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboard.formats.money import money
from dashboard.formats.numbers import number
from dashboard.formats.region import Region
from dashboard.why import Line, Why
from orders.selectors.customers import Bought, Figures

#: The orders stand on the same page.
ORDERS = "#or-h"


def with_whys(figures: Figures, region: Region) -> Sequence[tuple[Bought, Why]]:
    """Each sum with its why."""
    return [(each, _why(each, figures, region)) for each in figures.bought]


def _why(bought: Bought, figures: Figures, region: Region) -> Why:
    words = ngettext("Totals of %(n)s order", "Totals of %(n)s orders", bought.orders)
    lines = [
        Line("plus", words % {"n": number(bought.orders, region)}, money(bought.total, bought.currency, region),
             url=ORDERS),
        Line("minus", _("Refunds"), money(
            bought.refunds, bought.currency, region, estimated=bought.is_estimated and bool(bought.refunds))),
        Line("check", _("Bought"), money(bought.sales, bought.currency, region, estimated=bought.is_estimated),
             result=True),
    ]  # fmt: skip
    left = figures.placed - sum(each.orders for each in figures.bought)
    if left:
        lines.append(Line("circle-x", _("Left out: cancelled or unknown"), number(left, region)))
    return Why(f"why-{bought.currency}", _("What this buyer bought"), lines, [_("Totals are without cancelled units.")])
