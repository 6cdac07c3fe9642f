"""What became of a parcel that we brought ourselves: the buyer took it, or did not; marketplaces that ask are told."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from fulfillment.models import Shipment
from fulfillment.services.ship import mark_delivered
from marketplaces.models import OutboundChange
from marketplaces.services import outbound
from marketplaces.services.abilities import asks_for_arrival, asks_for_arrival_code
from orders.models import Order

Kind = OutboundChange.Kind
OVER = (Shipment.Status.DELIVERED, Shipment.Status.RETURNED)
#: Longer than any code that a buyer is shown.
LONGEST_CODE = 50


def is_told(shipment: Shipment) -> bool:
    """Whether its marketplace is told what the buyer did, and nothing here is sure before it has heard."""
    there = shipment.marketplace_order
    return there is not None and asks_for_arrival(there.connection, shipment.order.remote_scheme)


@transaction.atomic
def arrived(
    *, shipment: Shipment, taken: bool = True, code: str = "", actor: Any = None, actor_label: str = ""
) -> None:
    """The buyer has it, or refused it. Twice the same is once; another code is told anew.

    Where the marketplace is told, the parcel stays on its way until that took the word: it may know of another code.
    Raises DomainError where there is nothing to tell, and where a code is needed and not given.
    """
    order = Order.objects.select_for_update(of=("self",)).get(pk=shipment.order_id)
    shipment.refresh_from_db()
    if not is_told(shipment):
        if not taken:
            raise DomainError(_("%s is not told of refused parcels. Its own word comes with the order.") % _shop(order))
        mark_delivered(shipment=shipment, actor=actor)
        return
    if shipment.status in OVER:
        return
    code = code.replace("\x00", "").strip()
    _check(shipment, code)
    _leave_word(shipment, {"taken": taken, "code": code, "by": actor_label or str(actor or "")})


def _check(shipment: Shipment, code: str) -> None:
    there = shipment.marketplace_order
    assert there is not None
    if asks_for_arrival_code(there.connection) and not code:
        raise DomainError(_("Enter the code that the buyer shows: it stands with the order there."), field="code")
    if len(code) > LONGEST_CODE:
        raise DomainError(_("No code is longer than %d signs.") % LONGEST_CODE, field="code")
    left = OutboundChange.objects.filter(kind=Kind.SHIPMENT, subject_id=shipment.pk).first()
    if left is not None and left.state != OutboundChange.State.SYNCED:
        raise DomainError(_("%s has not heard yet that this parcel left. Wait a moment.") % there.connection.name)


def _leave_word(shipment: Shipment, words: dict[str, Any]) -> None:
    there = shipment.marketplace_order
    assert there is not None
    outbound.mark(Kind.ARRIVAL, [outbound.Subject(shipment.store_id, there.connection_id, shipment.pk)])
    change = OutboundChange.objects.select_for_update().get(kind=Kind.ARRIVAL, subject_id=shipment.pk)
    change.progress = words
    change.save(update_fields=["progress", "updated_at"])


@transaction.atomic
def heard(*, shipment: Shipment, taken: bool) -> None:
    """Its marketplace took the word. What refused goods mean for the order comes with the order itself."""
    if taken:
        mark_delivered(shipment=shipment)
        return
    Order.objects.select_for_update(of=("self",)).get(pk=shipment.order_id)
    row = Shipment.objects.select_for_update().get(pk=shipment.pk)
    if row.status not in OVER:
        row.status = Shipment.Status.RETURNED
        row._change_reason = f"refused at the door, {timezone.now():%Y-%m-%d}"
        row.save(update_fields=["status", "updated_at"])


def _shop(order: Order) -> str:
    return order.connection.name if order.connection else order.channel
