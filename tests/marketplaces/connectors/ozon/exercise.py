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
    theirs = shop.sold(scheme="fbo")
    assert theirs.remote_id in shop.orders()
