"""What happened to an order, in sentences, newest first: its own steps, its parcels, and what the marketplace said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboard import status
from fulfillment.selectors.order_page import OrderPage, Parcel
from marketplaces.models import OutboundChange
from orders.models import OrderStatusHistory

KINDS = ("status", "parcel", "sync")
#: What made us look there when an order was first seen.
SEEN_BY = {
    "button": lambda: _("First seen when somebody pressed Sync"),
    "command": lambda: _("First seen when a command was run"),
    "schedule": lambda: _("First seen on schedule"),
    "webhook": lambda: _("First seen after a webhook"),
    "api": lambda: _("First seen when a program asked"),
    "sent": lambda: _("Sent by the shop itself"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of the timeline."""

    when: datetime
    kind: str
    tone: str
    icon: str
    words: str
    detail: str = ""


def timeline(page: OrderPage, now: datetime, kind: str = "") -> list[Event]:
    """All that happened, or only one kind of it."""
    found = [
        *_reads(page), *_steps(page), *_held(page), *_parcels(page), *_cancels(page), *_refunds(page),
        *_deadline(page, now),
    ]  # fmt: skip
    return sorted((event for event in found if kind in ("", event.kind)), key=lambda event: event.when, reverse=True)


def _reads(page: OrderPage) -> Iterator[Event]:
    for remote in page.remotes:
        yield Event(
            when=remote.created_at,
            kind="sync",
            tone="blue",
            icon="download",
            words=_("Read from %(shop)s as %(id)s") % {"shop": _shop(page), "id": remote.marketplace_order_id},
            detail=SEEN_BY[remote.first_seen_by]() if remote.first_seen_by in SEEN_BY else "",
        )


def _steps(page: OrderPage) -> Iterator[Event]:
    for step in page.steps:
        look = status.look("order", step.to_status)
        yield Event(
            when=step.created_at,
            kind="status",
            tone=look.tone,
            icon=look.icon,
            words=_moved(step),
            detail=" · ".join(part for part in (step.reason, _who(page, step.changed_by)) if part),
        )


def _moved(step: OrderStatusHistory) -> str:
    to = str(status.look("order", step.to_status).word)
    if not step.from_status:
        return to
    if step.from_status == step.to_status:
        return _("%(status)s, unchanged") % {"status": to}
    return f"{status.look('order', step.from_status).word} → {to}"


def _who(page: OrderPage, changed_by: str) -> str:
    if changed_by.startswith("person:"):
        return page.people.get(changed_by, _("a former member"))
    if changed_by.startswith("marketplace:"):
        return _("told by %(shop)s") % {"shop": _shop(page)}
    return ""


def _held(page: OrderPage) -> Iterator[Event]:
    for line in page.lines:
        for held in line.reservations:
            words = ngettext("%(n)d unit reserved in %(place)s", "%(n)d units reserved in %(place)s", held.granted)
            if held.short and held.variant.opening_counted_at is None:
                words = _("%(n)d of %(asked)d units reserved in %(place)s, never counted there")
            elif held.short:
                words = _("%(n)d of %(asked)d units reserved in %(place)s, short by %(short)d")
            yield Event(
                when=held.created_at,
                kind="status",
                tone="red" if held.short else "green",
                icon="lock",
                words=words
                % {"n": held.granted, "asked": held.asked, "short": held.short, "place": held.location.name},
                detail=line.item.product_name,
            )


def _parcels(page: OrderPage) -> Iterator[Event]:
    for parcel in page.parcels:
        shipment = parcel.shipment
        who = str(shipment.shipped_by) if shipment.shipped_by else _shop(page)
        words = ngettext(
            "%(who)s shipped %(n)d unit in parcel %(k)d", "%(who)s shipped %(n)d units in parcel %(k)d", parcel.units
        )
        yield Event(
            when=shipment.shipped_at,
            kind="parcel",
            tone="teal",
            icon="truck",
            words=words % {"who": who, "n": parcel.units, "k": shipment.number},
            detail=" ".join(part for part in (shipment.carrier, shipment.tracking_number) if part),
        )
        if shipment.delivered_at:
            words = _("Parcel %(k)d was delivered") % {"k": shipment.number}
            yield Event(when=shipment.delivered_at, kind="parcel", tone="green", icon="circle-check", words=words)
        yield from _told(page, parcel)


def _told(page: OrderPage, parcel: Parcel) -> Iterator[Event]:
    if parcel.change is not None:
        what = _("the shipment of parcel %(k)d") % {"k": parcel.shipment.number}
        yield from _news(page, parcel.change, what)


def _cancels(page: OrderPage) -> Iterator[Event]:
    for change in page.cancels:
        yield from _news(page, change, _("the cancellation"))


def _refunds(page: OrderPage) -> Iterator[Event]:
    """No amounts: packers read the timeline, too."""
    for refund in page.refunds:
        yield Event(
            when=refund.created_at,
            kind="status",
            tone="amber",
            icon="receipt-refund",
            words=_("%(who)s asked to give money back to the buyer") % {"who": refund.asked_by or _shop(page)},
            detail=refund.reason_title or refund.reason,
        )
        change = next((each for each in page.answers if each.subject_id == refund.pk), None)
        if change is not None:
            yield from _news(page, change, _("the refund"))


def _news(page: OrderPage, change: OutboundChange, what: str) -> Iterator[Event]:
    """What became of something we told the marketplace."""
    shop, state = _shop(page), OutboundChange.State
    if change.sent_at and change.sent_version:
        words = _("%(shop)s accepted %(what)s") % {"shop": shop, "what": what}
        yield Event(when=change.sent_at, kind="sync", tone="blue", icon="clock", words=words)
    if change.seen_at and change.seen_version:
        words = _("%(shop)s shows %(what)s") % {"shop": shop, "what": what}
        yield Event(when=change.seen_at, kind="sync", tone="green", icon="check", words=words)
    trouble = {
        str(state.REFUSED): _("%(shop)s refused %(what)s"),
        str(state.RETRY): _("%(shop)s did not take %(what)s; trying again"),
        str(state.PAUSED): _("Waits, because %(shop)s is paused: %(what)s"),
    }.get(change.state)
    if trouble:
        look = status.look("sync", change.state)
        detail = " · ".join(part for part in (change.error_said or change.error, change.request_id) if part)
        yield Event(
            when=change.updated_at,
            kind="sync",
            tone=look.tone,
            icon=look.icon,
            words=trouble % {"shop": shop, "what": what},
            detail=detail,
        )


def _deadline(page: OrderPage, now: datetime) -> Iterator[Event]:
    if page.can_ship and page.order.ship_by and page.order.ship_by < now:
        yield Event(
            when=page.order.ship_by, kind="status", tone="amber", icon="flame", words=_("Dispatch deadline passed")
        )


def _shop(page: OrderPage) -> str:
    connection = page.order.connection
    return connection.marketplace.name if connection else page.order.channel.title()
