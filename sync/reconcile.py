"""Finds listings that show another number than we told, once no order can explain it, and has them told again."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from inventory.models import MarketplaceProduct
from inventory.selectors.stock import told
from inventory.services.outbound import mark_stock
from marketplaces.models import Connection, OutboundChange


def tell_drifted(connection: Connection, *, orders_read_since: datetime) -> int:
    """Mark the stock of listings that drifted; returns how many.

    Marketplaces move stock by themselves: a cancellation gives back units that have left our shelf. A number they
    showed before the last whole read of orders began is explained by those orders or by nothing.
    """
    if not connection.stock_out:
        return 0
    change = OutboundChange.objects.filter(
        connection=connection, kind=OutboundChange.Kind.STOCK, subject_id=OuterRef("pk"), state="synced"
    )
    shown = MarketplaceProduct.objects.annotate(sent_at=Subquery(change.values("sent_at")[:1])).filter(
        connection=connection, variant__isnull=False, updated_at__gt=F("sent_at"), updated_at__lt=orders_read_since
    )
    rows = {row.pk: row for row in shown.only("id", "variant_id", "stock_by_warehouse")}
    with transaction.atomic():
        truth = told(list(rows))
        drifted = {
            rows[pk].variant_id
            for pk, tell in truth.items()
            if any(rows[pk].stock_by_warehouse.get(place, 0) != units for place, units in tell.by_warehouse.items())
        }
        mark_stock({variant for variant in drifted if variant}, reason="They show another number")
    return len(drifted)
