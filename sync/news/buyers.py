"""Order confirmations to buyers (F86): where the channel allows it and the store switched it on, once per order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.models import OutgoingMail
from marketplaces.framework import registry
from marketplaces.models import Connection
from orders.models import Order
from sync.news.addresses import is_relay, plain_address
from sync.news.feed import Event

#: In the settings of a connection: since when its buyers are written to.
SINCE = "buyers_mailed_since"
#: What is older is no news to its buyer.
FRESH = timedelta(days=2)
#: Paid or accepted: before that there is nothing to confirm.
CONFIRMED = ("confirmed", "processing", "ready_for_shipment")


def allows(connection: Connection) -> bool:
    """Whether the marketplace lets a shop write to its buyers."""
    try:
        return registry.connector_class(connection.marketplace.code).mails_buyers
    except LookupError:
        return False


def switched_on(connection: Connection) -> datetime | None:
    """Since when, or None."""
    return parse_datetime(str(connection.settings.get(SINCE) or "")) if allows(connection) else None


def switch(connection: Connection, *, on: bool, by: str) -> None:
    """Write to the buyers of this shop from now on, or no more. Raises DomainError where the channel forbids it."""
    if on and not allows(connection):
        raise DomainError(
            _("Orion writes to no buyers of %s: it is not known to allow it.") % connection.marketplace.name
        )
    with transaction.atomic():
        row = Connection.objects.select_for_update().get(pk=connection.pk)
        if on == bool(row.settings.get(SINCE)):
            return
        settings = {name: value for name, value in row.settings.items() if name != SINCE}
        row.settings = settings | ({SINCE: timezone.now().isoformat()} if on else {})
        row._change_reason = f"order confirmations {'on' if on else 'off'} by {by}"[:100]
        row.save()
    connection.refresh_from_db()


def confirm(events: Sequence[Event], first_runs: Collection[str]) -> int:
    """Make a confirmation wait for each order that is confirmed by now; returns how many orders were looked at.

    An order of a first sync is no news to its buyer, and an order has one key, so it is written to once.
    """
    orders = {
        event.subject_id
        for event in events
        if event.kind in ("order.created", "order.status_changed")
        and event.data["to"] in CONFIRMED
        and event.data.get("run") not in first_runs
    }
    shops = _shops({UUID(event.data["connection_id"]) for event in events
                    if event.subject_id in orders and event.data.get("connection_id")})  # fmt: skip
    if not shops:
        return 0
    now = timezone.now()
    rows = Order.objects.filter(
        pk__in=orders, connection__in=shops, status__in=CONFIRMED, ordered_at__gt=now - FRESH
    ).exclude(customer_email="")
    waiting = [
        OutgoingMail(
            store_id=order.store_id, kind=OutgoingMail.Kind.ORDER_CONFIRMATION, key=f"order:{order.pk}",
            order_id=order.pk, to=address, due_at=now,
        )
        for order in rows
        if order.connection_id and order.created_at >= shops[order.connection_id]
        and (address := plain_address(order.customer_email)) and not is_relay(address)
    ]  # fmt: skip
    OutgoingMail.objects.bulk_create(waiting, ignore_conflicts=True)
    return len(rows)


def _shops(ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Those that write to their buyers, and since when."""
    rows = Connection.objects.filter(pk__in=ids).select_related("marketplace")
    return {row.pk: since for row in rows if (since := switched_on(row)) is not None}
