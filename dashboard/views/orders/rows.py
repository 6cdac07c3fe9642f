"""One row of the order list, ready to be drawn: what it says about deadline, sync and trouble."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboard.formats import moments
from dashboard.formats.region import Region
from orders.models import Order
from orders.selectors.order_list import FirstLine, OrderPage
from orders.selectors.views import OPEN, SHIPPABLE


@dataclass(frozen=True, slots=True)
class Shop:
    """What the monogram needs."""

    code: str
    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Flag:
    """A small remark beside the status."""

    tone: str
    icon: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """What the template draws without thinking."""

    order: Mapping[str, Any]
    url: str
    shop: Shop
    place: str
    line: FirstLine | None
    remote_word: str
    settled: str
    sync: str
    sync_detail: str
    flags: tuple[Flag, ...]
    returns: Sequence[str] = ()
    next_url: str = ""
    next_word: str = ""


def rows_of(found: OrderPage, now: datetime, region: Region, query: str = "") -> list[OrderRow]:
    """All rows of a page. `query` says which list this is, for the orders' own pages."""
    return [_row(order, found, now, region, f"?{query}" if query else "") for order in found.page.rows]


def _row(order: Mapping[str, Any], found: OrderPage, now: datetime, region: Region, query: str) -> OrderRow:
    state, detail = sync_state(order["sync_status"], order["sync_error"])
    next_url, next_word = next_step(order)
    return OrderRow(
        order=order,
        url=reverse("dashboard:order", args=[order["id"]]) + query,
        shop=Shop(order["channel"], order["connection__marketplace__name"] or order["channel"].title()),
        place=place(order["shipping_address"]),
        line=found.lines.get(order["id"]),
        remote_word=found.remote_words.get(order["id"], ""),
        settled=settled(order, now, region),
        sync=state,
        sync_detail=detail,
        flags=tuple(flags(order)),
        returns=found.returns.get(order["id"], ()),
        next_url=next_url,
        next_word=next_word,
    )


def next_step(order: Mapping[str, Any]) -> tuple[str, str]:
    """The one thing that gets this order on, as an address and its word; nothing where nobody waits for us."""
    page = reverse("dashboard:order", args=[order["id"]])
    if order["status"] in OPEN and order["unlinked_lines"]:
        return f"{page}#to-ship", _("Link…")
    if order["held_at"] or order["scheme"] == Order.Scheme.MARKETPLACE or order["short_units"]:
        return "", ""
    if order["status"] in SHIPPABLE and order["requires_shipping"]:
        return reverse("dashboard:order_ship", args=[order["id"]]), _("Ship…")
    return "", ""


def place(address: Mapping[str, Any] | None) -> str:
    """Town and country, as far as they are known."""
    known = address or {}
    return ", ".join(str(known[part]) for part in ("city", "country") if known.get(part))


def sync_state(sync_status: str, error: str) -> tuple[str, str]:
    """The order's own word about the marketplace as a state of the table, with its reason."""
    if sync_status == "error":
        return "refused", error
    return ("waiting", "") if sync_status == "pending" else ("synced", "")


def settled(order: Mapping[str, Any], now: datetime, region: Region) -> str:
    """What stands instead of a deadline: it left, it is not ours to send, or it is over."""
    if order["status"] not in OPEN:
        for field, word in (("delivered_at", _("Delivered %(when)s")), ("shipped_at", _("Shipped %(when)s"))):
            if order[field]:
                return word % {"when": moments.at(order[field], now, region, within=True)}
        return "–"
    if order["scheme"] == Order.Scheme.MARKETPLACE:
        name = order["connection__marketplace__name"] or order["channel"].title()
        return _("By %(marketplace)s (%(scheme)s)") % {"marketplace": name, "scheme": order["remote_scheme"]}
    return "" if order["requires_shipping"] else _("Nothing to send")


def flags(order: Mapping[str, Any]) -> list[Flag]:
    """Held, short, not linked, asked to cancel: beside the status, never instead of it."""
    found = []
    if order["short_units"]:
        found.append(Flag("red", "alert-circle", _("Short by %(n)d") % {"n": order["short_units"]}))
    if order["unlinked_lines"]:
        words = ngettext("%(n)d line not linked", "%(n)d lines not linked", order["unlinked_lines"])
        found.append(Flag("amber", "link-off", words % {"n": order["unlinked_lines"]}))
    if order["cancel_requested"] and order["status"] in OPEN:
        found.append(Flag("amber", "help-circle", _("Buyer wants to cancel")))
    if order.get("archived_at"):
        found.append(Flag("grey", "box", _("Archived")))
    if order["held_at"]:
        found.append(Flag("amber", "player-pause", _("Held")))
    return found
