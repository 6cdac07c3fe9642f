"""The practice app and its shops: fixed credentials, so that a demo and a test can connect at once."""

from __future__ import annotations

from dataclasses import dataclass

PARTNER_ID = 1000001
PARTNER_KEY = "shpk0123456789abcdef0123456789abcdef"
PUSH_KEY = "5f1d2c3b4a596877a0b1c2d3e4f50617"
# Practice values: they open nothing but the sandbox.
ACCESS_TOKEN = "4f72696f6e73616e64626f7861636365"  # noqa: S105
REFRESH_TOKEN = "4f72696f6e73616e64626f7872656672"  # noqa: S105

ACCESS_SECONDS = 4 * 3600
REFRESH_SECONDS = 30 * 86400
CODE_SECONDS = 600
LINK_SECONDS = 300
AUTHORISATION_SECONDS = 365 * 86400


@dataclass(frozen=True)
class Shop:
    """A shop that can be authorised for the practice app."""

    shop_id: int
    name: str
    region: str
    currency: str
    location: str
    order_sn_prefix: str


SHOPS = {
    220033445: Shop(220033445, "Atelier Lumen Bangkok", "TH", "THB", "THZ", "TH"),
    220077889: Shop(220077889, "Atelier Lumen Singapore", "SG", "SGD", "SGZ", "SG"),
}
MAIN_SHOP = 220033445
