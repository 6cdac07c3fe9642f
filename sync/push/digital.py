"""Tells a marketplace which digital lines of an order the buyer has, with their keys where it sends those itself.

That keys leave is written down before they do. Where nobody knows whether they arrived (a lost answer, a kill), the
order is looked at until a letter would surely have come, and only then are they sent again.
"""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core import checkpoints
from fulfillment.models import KeyDelivery, LicenseKey
from marketplaces.canonical.digital import DeliveredLine, DigitalDelivery, KeyLink
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.framework.errors import AlreadyDone, ConnectorError, Rejected
from orders.models import MarketplaceOrder, OrderItem
from sync.news import links
from sync.push import queue
from sync.push.answers import read_again
from sync.push.queue import Claimed
from sync.run import Run

#: A letter comes in a minute or two, and the Market wants the keys within half an hour.
SURELY_COME = timedelta(minutes=10)
LEFT_AT = "keys_left_at"


def send_digital(run: Run, change: Claimed, owner: uuid.UUID) -> str:
    """All that were handed over so far; how the order stands there is read right after."""
    there = MarketplaceOrder.objects.select_related("order__store").get(pk=change.subject_id)
    with_keys = run.connector.sends_keys(there.raw)
    lines = _delivered(there, with_keys=with_keys)
    in_doubt = with_keys and _is_in_doubt(change.progress)
    leave = with_keys and not in_doubt
    delivery = DigitalDelivery(
        order_remote_id=there.marketplace_order_id, order_raw=there.raw, lines=lines,
        links=_links(there) if run.connector.takes_key_links else (), order_status=OrderStatus(there.order.status),
        in_doubt=in_doubt,
    )  # fmt: skip
    if leave:
        queue.note([change], owner, **{LEFT_AT: timezone.now().isoformat()})
    checkpoints.reached("push.before_call")
    try:
        if delivery.lines:
            run.connector.tell_digital(delivery)
    except AlreadyDone:
        run.say(f"{there.order.number} was delivered there before.")
    except ConnectorError as error:
        if leave and not error.maybe_done:  # refused, or never there
            queue.note([change], owner, **{LEFT_AT: ""})
        raise
    checkpoints.reached("push.after_call")
    queue.accept(change, owner, told={"lines": len(delivery.lines)}, visible=True)
    return read_again(run, there)


def _is_in_doubt(progress: Mapping[str, Any]) -> bool:
    left_at = str(progress.get(LEFT_AT) or "")
    return bool(left_at) and timezone.now() - datetime.fromisoformat(left_at) < SURELY_COME


def _delivered(there: MarketplaceOrder, *, with_keys: bool) -> tuple[DeliveredLine, ...]:
    rows = OrderItem.objects.filter(marketplace_order=there, is_digital=True, digital_fulfilled_at__isnull=False)
    lines = tuple(
        DeliveredLine(remote_line_id=row.remote_line_id, sku=row.product_sku, quantity=units)
        for row in rows.order_by("position", "pk")
        if (units := row.quantity - row.cancelled_quantity) > 0
    )
    return tuple(_keyed(there, line) for line in lines) if with_keys else lines


def _keyed(there: MarketplaceOrder, line: DeliveredLine) -> DeliveredLine:
    """The line with what its buyer was given. Raises Rejected for a key that is a picture: a call carries text."""
    held = LicenseKey.objects.filter(
        order_item__marketplace_order=there, order_item__remote_line_id=line.remote_line_id,
        state__in=[LicenseKey.State.SENT, LicenseKey.State.OPENED],
    )  # fmt: skip
    keys = list(held.order_by("position"))
    if any(key.media_type for key in keys):
        raise Rejected(
            _("A key of %(order)s is a picture, and only texts can be told") % {"order": there.order.number},
            fix=_("Replace it by a key that is a text, or send it to the buyer by the marketplace’s own messages."),
        )
    ends = [key.expires_at.astimezone(there.order.store.zone).date() for key in keys if key.expires_at]
    return replace(line, keys=tuple(key.key for key in keys), good_until=min(ends, default=None))


def _links(there: MarketplaceOrder) -> tuple[KeyLink, ...]:
    """Those that open something of it, the oldest first; what a person handed over has none.

    None of an order whose buyer got the money back: as little as by mail.
    """
    if there.order.status in (OrderStatus.CANCELLED, OrderStatus.REFUNDED):
        return ()
    held = LicenseKey.objects.filter(
        order_item__marketplace_order=there, delivery__withdrawn_at=None,
        state__in=[LicenseKey.State.SENT, LicenseKey.State.OPENED],
    ).exclude(delivery__sent_to="")  # fmt: skip
    units: dict[KeyDelivery, Counter[str]] = {}
    for key in (
        held.defer("key")
        .select_related("delivery", "order_item")
        .order_by("delivery__created_at", "order_item__position")
    ):
        if key.delivery is not None and key.order_item is not None:
            units.setdefault(key.delivery, Counter())[key.order_item.remote_line_id] += 1
    return tuple(KeyLink(ref=str(made.pk), address=links.keys(made), units=lines) for made, lines in units.items())
