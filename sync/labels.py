"""Labels: asked for at the marketplace once, kept, and printed from here; who printed one is in its history."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from fulfillment.models import Label, Shipment
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import UnexpectedPayload
from marketplaces.services.abilities import able
from marketplaces.services.connectors import open_connector
from orders.models import MarketplaceOrder, Order

#: What a marketplace has, or may have, a label for.
LABELLED = (
    Order.Status.CONFIRMED, Order.Status.PROCESSING, Order.Status.READY_FOR_SHIPMENT, Order.Status.SHIPPED,
)  # fmt: skip
#: A buyer's address is kept on a label as long as somebody may have to print it again.
KEEP = timedelta(days=30)
PDF = b"%PDF-"


def has_labels(order: Order) -> bool:
    """Whether a label can be asked for: the marketplace makes them, and we send this order."""
    ours = order.scheme == Order.Scheme.SELLER and order.requires_shipping
    return ours and order.status in LABELLED and able(order.connection, Capability.LABEL)


def labelled(order: Order, posting: UUID | None = None) -> MarketplaceOrder:
    """The remote order whose label is meant. Raises DomainError where there is none, or where one must be named."""
    rows = list(MarketplaceOrder.objects.filter(order=order, replaced_by_split=False).order_by("created_at", "id"))
    if posting is not None:
        rows = [row for row in rows if row.pk == posting]
    if not rows:
        raise DomainError(_("%s has no such shipment at the marketplace.") % order.number, field="posting")
    if len(rows) > 1:
        words = {"number": order.number, "n": len(rows), "names": ", ".join(str(row.pk) for row in rows)}
        raise DomainError(
            _("%(number)s goes in %(n)d shipments. Name one of them: %(names)s.") % words, field="posting"
        )
    return rows[0]


def label_for(order: Order, *, by: Any, posting: UUID | None = None, anew: bool = False) -> Label:
    """The label, kept or fetched now; that it was printed, and by whom, is noted.

    Never called inside a transaction: it may be a remote call. A label older than the last parcel is asked for again,
    as it is where somebody wants it `anew`. Raises DomainError where there can be none, and the marketplace's
    ConnectorError where it gives none yet.
    """
    if not has_labels(order):
        raise DomainError(_unlabelled(order))
    remote = labelled(order, posting)
    kept = None if anew else find_label(remote)
    if kept is None:
        _keep(remote, _asked(order, remote), by)
    return _printed(remote, by)


def find_label(remote: MarketplaceOrder) -> Label | None:
    """The one that is kept, unless a parcel was made after it."""
    kept = Label.objects.filter(marketplace_order=remote).first()
    if kept is None:
        return None
    newer = Shipment.objects.filter(marketplace_order=remote, created_at__gt=kept.fetched_at)
    return None if newer.exists() else kept


def forget() -> None:
    """Old ones go: the address on them is the buyer's."""
    Label.all_objects.filter(fetched_at__lt=timezone.now() - KEEP).delete()


def _unlabelled(order: Order) -> str:
    words = {"number": order.number, "shop": order.connection or order.channel}
    if not able(order.connection, Capability.LABEL):
        return _("%(shop)s makes no labels that could be printed here. Print the one of your carrier.") % words
    if order.scheme != Order.Scheme.SELLER:
        return _("%(number)s is shipped by the marketplace, not by you: it has no label for you.") % words
    words["status"] = order.get_status_display().lower()
    return _("%(number)s is %(status)s, so there is no label to print.") % words


def _asked(order: Order, remote: MarketplaceOrder) -> bytes:
    assert order.connection is not None  # or it would not be able to
    content = open_connector(order.connection).label([remote.marketplace_order_id])
    if not content.startswith(PDF):
        name = order.connection.marketplace.name
        raise UnexpectedPayload("label", content[:20], marketplace=name, operation="label")
    return content


@transaction.atomic
def _keep(remote: MarketplaceOrder, content: bytes, by: Any) -> None:
    """Of two who ask at once the later one's stays; both are of the same parcels."""
    row = Label.all_objects.select_for_update().filter(marketplace_order=remote).first()
    row = row or Label(store_id=remote.store_id, marketplace_order=remote)
    row.content, row.fetched_at, row.deleted_at = content, timezone.now(), None
    row._change_reason = f"label fetched for {by}"[:100]
    row.save()


@transaction.atomic
def _printed(remote: MarketplaceOrder, by: Any) -> Label:
    row = Label.objects.select_for_update().get(marketplace_order=remote)
    row.prints += 1
    row._change_reason = f"label printed for {by}"[:100]
    row.save(update_fields=["prints", "updated_at"])
    return row
