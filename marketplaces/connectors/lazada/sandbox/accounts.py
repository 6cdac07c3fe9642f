"""Who exists in the practice Lazada: one app, and two sellers in two countries."""

from __future__ import annotations

from dataclasses import dataclass

APP_KEY = "100132"
APP_SECRET = "laz-demo-secret-01"  # noqa: S105  (the practice app's own)
ACCESS_SECONDS, REFRESH_SECONDS = 864_000, 4_320_000
CODE_SECONDS = 1800


@dataclass(frozen=True)
class Seller:
    """One shop in one country. A shop with more than one warehouse takes stock by warehouse only."""

    seller_id: str
    user_id: str
    country: str
    short_code: str
    name: str
    account: str
    currency: str
    hours: int  # ahead of UTC
    language: str
    warehouses: tuple[str, ...]
    carriers: tuple[tuple[str, str], ...]  # the name and the code of each
    shipping: str  # what a small order pays; a larger one is sent free
    free_from: int


SELLERS = {
    each.seller_id: each
    for each in (
        Seller(
            "300500", "1001", "sg", "SG1ABC", "Atelier Lumen Singapore", "lumen.sg@example.com", "SGD", 8, "en",
            ("dropshipping",), (("LEX SG", "FM50"), ("Ninja Van", "FM41")), "1.99", 60,
        ),
        Seller(
            "300501", "1002", "th", "TH1ABC", "Atelier Lumen Chiang Mai", "lumen.th@example.com", "THB", 7, "th",
            ("dropshipping", "TH-BANGNA-1"), (("LEX TH", "FM50"), ("Flash Express", "FM41")), "30.00", 500,
        ),
    )
}  # fmt: skip
MAIN, OTHER = "300500", "300501"
