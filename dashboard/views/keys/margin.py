"""What a digital line leaves, and why: its price less what each of its keys cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboard.formats.money import money
from dashboard.formats.numbers import MISSING, number, percent
from dashboard.formats.region import Region
from dashboard.why import Line, Why
from fulfillment.selectors.key_costs import KeyCost, KeyCosts
from fulfillment.selectors.order_keys import KeyLine

ICONS = {"billed": "receipt", "kept": "key", "today": "clock"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """What the page draws of one line; `why` is the sum behind it."""

    spent: str
    margin: str
    share: str
    unknown: int
    why: Why


def margins(lines: Sequence[KeyLine], region: Region) -> list[Margin]:
    """In the order of the lines."""
    return [_margin(line, f"why-margin-{place}", region) for place, line in enumerate(lines, 1)]


def _margin(line: KeyLine, name: str, region: Region) -> Margin:
    costs = line.costs
    spent = " + ".join(money(amount, currency, region) for currency, amount in costs.spent.items())
    left = money(costs.margin, costs.currency, region) if costs.margin is not None else MISSING
    share = percent(costs.share, region) if costs.share is not None else ""
    return Margin(
        spent=spent or MISSING, margin=left, share=share, unknown=costs.unknown, why=_why(line, name, left, region)
    )  # fmt: skip


def _why(line: KeyLine, name: str, left: str, region: Region) -> Why:
    costs = line.costs
    sold = Line("package", f"{number(line.owed, region)} × {line.item.product_name}",
                money(costs.sold, costs.currency, region), _("sold, without what was cancelled"))  # fmt: skip
    terms = [_term(term, region) for term in costs.terms]
    result = Line("check", _("Margin before fees"), left, result=True)
    return Why(name, _("What this line leaves"), [sold, *terms, result], _about(costs, line))


def _term(term: KeyCost, region: Region) -> Line:
    words = {
        "billed": _("as the supplier billed it"), "kept": _("as it was when the key was given to this line"),
        "today": _("as it is today: what it was then is not known"),
    }  # fmt: skip
    each = money(term.each, term.currency, region)
    keys = ngettext("%(n)s key of %(each)s", "%(n)s keys of %(each)s", term.count)
    return Line(ICONS[term.known], keys % {"n": number(term.count, region), "each": each},
                "−" + money(term.amount, term.currency, region), words[term.known])  # fmt: skip


def _about(costs: KeyCosts, line: KeyLine) -> list[str]:
    about = [_("A key that was replaced was paid for too. Fees of the channel are not in it.")]
    if costs.unknown:
        words = ngettext("%d key has no known cost", "%d keys have no known cost", costs.unknown) % costs.unknown
        about.append(_("%s: enter the product’s cost, and keys that are given out from then on keep it.") % words)
    elif line.here < line.owed:
        about.append(_("Keys are missing yet, so there is no margin to tell."))
    elif costs.spent and set(costs.spent) != {costs.currency}:
        about.append(_("Costs are in another currency than the order, and nothing is converted."))
    return about
