"""The six nearest orders, each with whether it is ready and its one next step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from dashboard.views.orders.rows import Flag, Shop
from orders.selectors.nearest import Near


@dataclass(frozen=True, slots=True)
class Step:
    """What to press, named by its outcome."""

    word: str
    url: str


@dataclass(frozen=True, slots=True)
class NearRow:
    """A row as it is drawn."""

    near: Near
    shop: Shop
    url: str
    ready: Flag
    step: Step


def near_rows(found: Sequence[Near], *, can_write: bool) -> list[NearRow]:
    """Who may not write gets the way to the order instead of the step."""
    return [_row(near, can_write) for near in found]


def _row(near: Near, can_write: bool) -> NearRow:
    order = near.order
    url = reverse("dashboard:order", args=[order["id"]])
    ready, step = _state(near, url)
    shop = Shop(order["channel"], order["connection__marketplace__name"] or order["channel"].title())
    return NearRow(near, shop, url, ready, step if can_write else Step(_("Open"), url))


def _state(near: Near, url: str) -> tuple[Flag, Step]:
    """The worst thing about it, and what mends that."""
    order = near.order
    if order["sync_status"] == "error":
        return Flag("red", "alert-circle", _("Refused")), Step(_("See why"), f"{url}#sync")
    if order["cancel_requested"]:
        return Flag("amber", "help-circle", _("Buyer wants to cancel")), Step(_("Answer"), url)
    if order["unlinked_lines"]:
        return Flag("amber", "link-off", _("Not linked")), Step(_("Link"), url)
    if order["short_units"]:
        words = _("Short by %(n)d") % {"n": order["short_units"]}
        return Flag("red", "alert-triangle", words), Step(_("Find stock"), url)
    if not order["requires_shipping"]:
        return Flag("grey", "key", _("Digital")), Step(_("Open"), url)
    ship = Step(_("Ship"), reverse("dashboard:order_ship", args=[order["id"]]))
    if near.asked > near.held:
        # Without a first count nobody knows whether they are short; the order can be packed all the same.
        return Flag("grey", "hourglass", _("Never counted")), ship
    if not near.asked:
        return Flag("grey", "minus", _("Nothing held")), ship
    return Flag("green", "check", _("%(n)d of %(n)d reserved") % {"n": near.asked}), ship
