"""What is stuck on a supply: the labels of all its orders in one file, and its own code once it was handed over."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from core.errors import DomainError
from fulfillment.models import SuppliedOrder, Supply
from marketplaces.framework.errors import UnexpectedPayload
from marketplaces.services.connectors import open_connector

PDF = b"%PDF-"


def stickers(supply: Supply, *, by: Any) -> bytes:
    """A page for each order that lies in it there, in the order in which they were put in.

    Never called inside a transaction: it is a remote call. Raises DomainError where nothing lies in it there yet, and
    the marketplace's ConnectorError where it gives none.
    """
    rows = SuppliedOrder.objects.filter(supply=supply, put_at__isnull=False, leaves=False)
    numbers = list(rows.order_by("created_at", "id").values_list("marketplace_order__marketplace_order_id", flat=True))
    if not numbers:
        raise DomainError(_("No order lies in this supply there yet, so there is nothing to print. Wait a moment."))
    return _noted(supply, open_connector(supply.connection).label(numbers), f"{len(numbers)} labels printed for {by}")


def code_sheet(supply: Supply, *, by: Any) -> bytes:
    """The code that its marketplace scans. Raises DomainError before it was handed over there."""
    if supply.status != Supply.Status.GONE:
        raise DomainError(_("There is a code to print once %s has it. Hand it over first.") % supply.connection.name)
    return _noted(supply, open_connector(supply.connection).supply_sheet(supply.remote_id), f"code printed for {by}")


def _noted(supply: Supply, content: bytes, why: str) -> bytes:
    """Who printed is in its history."""
    if not content.startswith(PDF):
        raise UnexpectedPayload("label", content[:20], marketplace=supply.connection.marketplace.name)
    row = Supply.objects.get(pk=supply.pk)
    row._change_reason = why[:100]
    row.save(update_fields=["updated_at"])
    return content
