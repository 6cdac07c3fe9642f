"""Pieces of a shipment that came back, each as a return of its own: a piece comes back once, and whole. Pure.

Only the state of the piece tells of it. Neither when nor why is told, nor what the buyer got back: the price of the
piece stands for that, and the time of the order for the day.
"""

from marketplaces.canonical.returns import Return, ReturnLine, ReturnStatus

from .mapping import RETURNED, title
from .reading import Json, mapping, moment, needed_text, price, rows, text


def of_shipment(row: Json) -> tuple[Return, ...]:
    """None of a shipment of which nothing came back."""
    units = rows(row.get("inventoryUnits"), "inventoryUnits")
    return tuple(_returned(row, unit) for unit in units if unit.get("state") == RETURNED)


def _returned(row: Json, unit: Json) -> Return:
    whole = mapping(row.get("order"), "order")
    variant = mapping(unit.get("variant"), "inventoryUnits[].variant")
    placed = moment(whole.get("completedAt"), "order.completedAt")
    cost, currency = price(variant.get("price"), "inventoryUnits[].variant.price")
    sku = text(variant.get("sku"), "inventoryUnits[].variant.sku")
    number = needed_text(variant.get("id"), "inventoryUnits[].variant.id")
    line = ReturnLine(
        remote_product_id="" if sku else number, sku=sku, quantity=1,
        title=title(variant, text(whole.get("locale"), "order.locale").lower()) or sku or number,
    )  # fmt: skip
    return Return(
        remote_id=needed_text(unit.get("id"), "inventoryUnits[].id"),
        order_remote_id=needed_text(row.get("id"), "id"),
        status=ReturnStatus.REFUNDED,
        remote_status=RETURNED,
        created_at=placed,
        updated_at=placed,
        lines=(line,),
        raw=unit,
        refund_amount=cost,
        refund_estimated=True,
        refund_given=True,
        came_back=True,
        currency=currency,
        needs_parcel=False,
    )
