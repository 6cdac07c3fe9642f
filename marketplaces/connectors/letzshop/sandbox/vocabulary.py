"""Words of the practice Letzshop: states, numbers, columns, and what its goods are called in Luxembourgish."""

from __future__ import annotations

from base64 import b64decode, b64encode

UNCONFIRMED, AVAILABLE, UNAVAILABLE = "unconfirmed", "confirmed_available", "confirmed_unavailable"
RETURNED = "returned"
UNIT_STATES = (UNCONFIRMED, AVAILABLE, UNAVAILABLE, RETURNED)
SHIPMENT_STATES = ("unconfirmed", "confirmed", "declined")
ORDER_STATUSES = ("PENDING", "PAID", "PROCESSING", "SHIPPED", "DELIVERED", "CANCELLED", "REFUNDED")
LANGUAGES = ("fr", "de", "en", "lb")
CURRENCY = "EUR"
#: Columns of the files that it gives out, in this order.
COLUMNS = (
    "id", "title", "description", "link", "image_link", "additional_image_link", "availability", "price", "sale_price",
    "brand", "gtin", "mpn", "condition", "google_product_category", "product_type", "item_group_id", "color", "size",
    "material", "shipping", "shipping_weight", "identifier_exists", "atalanda:tax_rate", "atalanda:quantity",
    "atalanda:delivery_method", "atalanda:boost_sort", "atalanda:preorder_days",
)  # fmt: skip
#: The unguessable part of each merchant's export address.
DOORS = {"atelier-lumen": "x7Jd2Qm9LwT4", "lumen-outlet": "p3Vb8Rk6NzY1"}
TEXTS = ("title", "description", "link")
#: Other columns that a file may have, and other names for them.
MORE = (
    "pattern", "gender", "age_group", "adult", "unit_pricing_measure", "unit_pricing_base_measure",
    "sale_price_effective_date", "atalanda:additional_product_type_1", "atalanda:additional_product_type_2",
    "atalanda:additional_product_type_3", *(f"custom_label_{number}" for number in range(5)),
)  # fmt: skip
ALIASES = {"quantity": "atalanda:quantity", "tax_rate": "atalanda:tax_rate", "ean": "gtin", "image": "image_link"}
IN_STOCK, OUT_OF_STOCK = "in stock", "out of stock"
AVAILABILITIES = (IN_STOCK, OUT_OF_STOCK, "preorder", "backorder")

LUXEMBOURGISH = {
    "ORI-LMP": "Dëschluucht Orion", "ORI-FLR": "Stänner Vega", "ORI-LAN": "Pabeierlanter",
    "ORI-CND": "Sojakäerz, 220 g", "ORI-DIF": "Raumparfum mat Stäbercher, 100 ml", "ORI-MUG": "Keramikstaass",
    "ORI-CAR": "Karaff aus geblosenem Glas", "ORI-BWL": "Schossel aus Steegutt", "ORI-TPT": "Téikan mat Sift",
    "ORI-TEA": "Téi, 100 g", "ORI-COF": "Kaffisbounen, 250 g", "ORI-THR": "Wolldecken",
    "ORI-PIL": "Këssenhüll aus Léngen",
    "ORI-TWL": "Waffelhandduch", "ORI-APR": "Kichenschiertech", "ORI-BPK": "Rucksak aus Canvas",
    "ORI-TOT": "Kotengstut", "ORI-VAS": "Vas", "ORI-FRM": "Billerrumm aus Eech", "ORI-CLK": "Maueruhr, ouni Kaméidi",
    "ORI-NTB": "Notizbuch A5, mat Punkten", "ORI-SOA": "Olivenseef, 120 g", "ORI-SET": "Kaddosbox",
    "ORI-KNB": "Knapp fir de Schaf",
}  # fmt: skip


def name(kind: str, number: int) -> str:
    """An id as it looks from outside."""
    return b64encode(f"{kind}-{number}".encode()).decode()


def cursor(place: int) -> str:
    """A place in a list, counted from one."""
    return b64encode(str(place).encode()).decode().rstrip("=")


def place_of(text: str) -> int | None:
    """What `cursor` made; None for anything else."""
    try:
        place = int(b64decode(text + "=" * (-len(text) % 4), validate=True))
    except ValueError:
        return None
    return place if place >= 0 else None
