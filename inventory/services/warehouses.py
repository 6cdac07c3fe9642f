"""A marketplace's warehouses, and which of our places each is told about."""

from collections.abc import Sequence

from django.db import transaction

from core.errors import DomainError
from inventory.models import ConnectionLocation, Location
from inventory.services.locations import default_location
from inventory.services.outbound import mark_connection_stock
from marketplaces.canonical.stock import Warehouse
from marketplaces.models import Connection


def sync_warehouses(connection: Connection, warehouses: Sequence[Warehouse]) -> int:
    """Keep a row per warehouse; says how many changed. An empty answer changes nothing.

    On first sight only the first active one is mapped, to the default place: the same units must not be told twice.
    """
    if not warehouses:
        return 0
    with transaction.atomic():
        known = {
            row.remote_id: row
            for row in ConnectionLocation.all_objects.select_for_update().filter(connection=connection)
        }
        first = None if known else next((each.remote_id for each in warehouses if each.is_active), None)
        changed = sum(_keep(connection, known.get(each.remote_id), each, first) for each in warehouses)
        told = {each.remote_id for each in warehouses}
        return changed + sum(_close(row) for remote_id, row in known.items() if remote_id not in told)


def _keep(connection: Connection, row: ConnectionLocation | None, told: Warehouse, first: str | None) -> int:
    words = {"remote_name": told.name[:150], "is_active": told.is_active, "deleted_at": None}
    if row is None:
        row = ConnectionLocation(store_id=connection.store_id, connection=connection, remote_id=told.remote_id)
        row.location = default_location(connection.store) if told.remote_id == first else None
    elif all(getattr(row, name) == value for name, value in words.items()):
        return 0
    for name, value in words.items():
        setattr(row, name, value)
    row._change_reason = "read from the marketplace"
    row.save()
    return 1


def _close(row: ConnectionLocation) -> int:
    if not row.is_active:
        return 0
    row.is_active = False
    row._change_reason = "not told by the marketplace any more"
    row.save()
    return 1


def map_warehouse(warehouse: ConnectionLocation, location: Location | None, *, by: str) -> None:
    """A person chooses which place a warehouse is told about (None: it is told nothing). Its listings hear of it."""
    if location is not None:
        if location.store_id != warehouse.store_id:
            raise DomainError("This place is not in this store.", field="location")
        others = ConnectionLocation.objects.filter(
            connection=warehouse.connection_id, location=location, is_active=True
        )
        if other := others.exclude(pk=warehouse.pk).first():
            raise DomainError(
                f"{location.name} is told to “{other.remote_name or other.remote_id}” already. Unmap that one first, "
                "or the same units would be offered twice.",
                field="location",
            )
    with transaction.atomic():
        warehouse.location = location
        warehouse._change_reason = f"mapped by {by}"[:100]
        warehouse.save()
        mark_connection_stock(warehouse.connection)
