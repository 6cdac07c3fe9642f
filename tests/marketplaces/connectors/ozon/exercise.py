"""What only Ozon has: parcels sent by an own courier, and orders of Ozon's own warehouses."""

from typing import Any

from marketplaces.canonical.products import Size
from tests.contract.shop import Shop


def asked_of_new(shop: Shop) -> dict[str, Any]:
    """A type of their tree and the packed size; a brand that their directory has."""
    return {
        "category": "Торшер «Вега»",
        "brand": "Atelier Lumen",
        "options": {"colour": "латунь"},
        "weight_g": 845,
        "package": Size(length_mm=255, width_mm=180, height_mm=160),
    }


def more(shop: Shop) -> None:
    own_courier = shop.sold(scheme="rfbs")
    assert shop.shipped(own_courier, tracking_number="TRK-0002", carrier="Boxberry").visible
    for accept in (False, True):
        answer_a_buyer(shop, accept=accept)
    theirs = shop.sold(scheme="fbo")
    assert theirs.remote_id in shop.orders()


def answer_a_buyer(shop: Shop, *, accept: bool) -> None:
    """Of parcels with an own courier the buyer only asks to cancel."""
    number = shop.sold(scheme="rfbs").remote_id
    shop.control("ask_to_cancel", {"order": number})
    assert shop.orders()[number].cancel_requested
    shop.connector.answer_cancellation(number, accept=accept)
    (now,) = shop.connector.order_items([number]).items
    assert (now.cancel_requested, now.remote_status == "cancelled") == (False, accept)
