"""Dispatches: what a marketplace has put together by itself is read from it, confirmed there, and its act printed.

Nothing of them is kept here: the marketplace makes and changes them by itself, and it alone says what may be done. Each
act reads first how the dispatch stands, so that it may be pressed again after any broken line, here or there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.models import Store
from marketplaces.canonical.dispatches import Dispatch, DispatchStatus
from marketplaces.framework.base import Connector
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import AlreadyDone, UnexpectedPayload
from marketplaces.models import Connection
from marketplaces.services.abilities import able
from marketplaces.services.connectors import open_connector
from orders.models import MarketplaceOrder
from sync import clock

log = structlog.get_logger("orion.dispatches")
#: Yesterday's may still be on its way; further ahead nothing is put together yet.
BACK, AHEAD = timedelta(days=1), timedelta(days=7)
PDF = b"%PDF-"
#: Where the marketplace has an act of it.
WITH_ACT = frozenset({DispatchStatus.CONFIRMED, DispatchStatus.ACCEPTED, DispatchStatus.DIFFERS})


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchRow:
    """A dispatch with those of its orders that have been read here."""

    dispatch: Dispatch
    orders: Sequence[MarketplaceOrder]

    @property
    def may_be_confirmed(self) -> bool:
        """By its status; whether it may be now, the marketplace says."""
        return self.dispatch.status is DispatchStatus.READY

    @property
    def has_act(self) -> bool:
        """Likewise."""
        return self.dispatch.status in WITH_ACT


def shops_with_dispatches(store: Store) -> list[Connection]:
    """Shops whose marketplace puts orders together by itself."""
    shops = Connection.objects.filter(store=store).select_related("marketplace").order_by("name")
    return [shop for shop in shops if able(shop, Capability.DISPATCH)]


def dispatches_of(shop: Connection) -> list[DispatchRow]:
    """From yesterday to a week ahead, the soonest first.

    Never called inside a transaction: it is a remote call. None of a shop whose marketplace puts none together. Raises
    the marketplace's ConnectorError.
    """
    if not able(shop, Capability.DISPATCH):
        return []
    connector = open_connector(shop)
    today = clock.remote_now(connector)
    found = connector.dispatches(first=(today - BACK).date(), last=(today + AHEAD).date())
    names = {name for each in found for name in each.order_remote_ids}
    rows = MarketplaceOrder.objects.filter(connection=shop, marketplace_order_id__in=names).select_related("order")
    ours = {row.marketplace_order_id: row for row in rows}
    return [
        DispatchRow(dispatch=each, orders=[ours[name] for name in each.order_remote_ids if name in ours])
        for each in found
    ]


def confirm(shop: Connection, remote_id: str, *, by: Any) -> bool:
    """Say that it will be handed over; False where that had been said before.

    Never called inside a transaction. Raises DomainError for a shop without any, and ConnectorError.
    """
    connector = _connector(shop)
    try:
        connector.confirm_dispatch(remote_id)
    except AlreadyDone:
        return False
    log.info("dispatch_confirmed", connection=str(shop.pk), dispatch=remote_id, by=str(getattr(by, "pk", by)))
    return True


def act_of(shop: Connection, remote_id: str) -> bytes:
    """What both sides sign, as a PDF. Raises as `confirm` does."""
    content = _connector(shop).dispatch_act(remote_id)
    if not content.startswith(PDF):
        raise UnexpectedPayload("act", content[:20], marketplace=shop.marketplace.name)
    return content


def _connector(shop: Connection) -> Connector:
    if not able(shop, Capability.DISPATCH):
        words = _("%s puts no orders together by itself; each is handed over alone.")
        raise DomainError(words % shop.marketplace.name, field="connection")
    return open_connector(shop)
