"""What a connection reads and sends. Switching something on makes the shop hear the whole truth once."""

from collections.abc import Mapping

from django.db import transaction

from core.errors import DomainError
from inventory.services import outbound
from marketplaces.framework.capabilities import BRINGS_ORDERS, LISTS_PRODUCTS, TELLS_PRODUCTS, Capability
from marketplaces.models import Connection
from marketplaces.services.abilities import why_unable
from sync import schedule

#: Switch to the capabilities any of which it turns on.
SWITCHES: dict[str, frozenset[Capability]] = {
    "orders_in": BRINGS_ORDERS,
    "products_in": LISTS_PRODUCTS,
    "stock_out": frozenset({Capability.PUSH_STOCK}),
    "price_out": frozenset({Capability.PUSH_PRICE}),
    "fulfilment_out": frozenset({Capability.CONFIRM_SHIPMENT}),
    "products_out": TELLS_PRODUCTS,
}


def set_switches(connection: Connection, wanted: Mapping[str, bool], *, by: str) -> int:
    """Turn several, all or none; returns how many listings are to be told. Raises DomainError naming the switch."""
    told = 0
    with transaction.atomic():
        for name, on in wanted.items():
            if on != getattr(connection, name, None):
                told += switch(connection, name, on=on, by=by)
    return told


def switch(connection: Connection, name: str, *, on: bool, by: str) -> int:
    """Turn one switch; returns how many listings are to be told because of it.

    Raises DomainError for a switch that does not exist or that the marketplace cannot do.
    """
    if name not in SWITCHES:
        raise DomainError(f"There is no switch “{name}”. There are: {', '.join(SWITCHES)}.", field=name)
    if on and (why := why_unable(connection, SWITCHES[name])):
        raise DomainError(why, field=name)
    with transaction.atomic():
        row = Connection.objects.select_for_update().get(pk=connection.pk)
        if getattr(row, name) != on:
            setattr(row, name, on)
            row._change_reason = f"{name} {'on' if on else 'off'} by {by}"[:100]
            row.save()
        connection.refresh_from_db()
        if on and name == "stock_out":
            return outbound.mark_connection_stock(connection)
        if on and name == "price_out":
            return outbound.mark_connection_prices(connection)
        if on and name == "products_out":
            schedule.ensure_jobs(connection)  # one connected before products could be sent has none for them yet
            return outbound.mark_connection_cards(connection)
    return 0
