"""Word of a supply for its marketplace; and an order that leaves by itself lies in none any more."""

from fulfillment.models import Shipment, SuppliedOrder, Supply
from marketplaces.models import OutboundChange
from marketplaces.services import outbound
from orders.models import Order


def tell_supply(supply: Supply) -> None:
    """Leave word of it; belongs in the transaction that changed it."""
    outbound.mark(OutboundChange.Kind.SUPPLY, [outbound.Subject(supply.store_id, supply.connection_id, supply.pk)])


def tell_supplies_of(order: Order) -> None:
    """Supplies on their way with this order in it go out with its marking codes as they are now."""
    rows = Supply.objects.filter(status=Supply.Status.LEAVING, orders__marketplace_order__order=order)
    for row in rows.distinct():
        tell_supply(row)


def leave_supply(shipment: Shipment) -> None:
    """Take the remote order of this parcel out of the open supply it lies in; there the parcel's own news does it."""
    row = SuppliedOrder.objects.filter(
        marketplace_order=shipment.marketplace_order_id, supply__status=Supply.Status.OPEN
    ).first()
    if row is not None:
        row._change_reason = "shipped by itself"
        row.delete()
