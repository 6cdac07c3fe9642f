"""Whom the practice Facebook knows: one app, two businesses with a page, a catalogue and a commerce account each."""

from __future__ import annotations

from dataclasses import dataclass

APP_ID, APP_SECRET = "1200300400500", "fbapp-secret-practice"
#: The word that a receiver is registered with; the merchant chose it.
VERIFY_WORD = "lumen-verify-practice"
SCOPES = ("business_management", "catalog_management", "pages_read_engagement")
ORDER_SCOPES = ("commerce_account_read_orders", "commerce_account_manage_orders")
CURRENCY = "USD"


@dataclass(frozen=True)
class Merchant:
    """One business. Ids of users, pages and catalogues share one space of numbers."""

    user_id: str
    name: str
    business_id: str
    catalog_id: str
    page_id: str
    cms_id: str
    key: str


MAIN, OTHER = "lumen", "outlet"
MERCHANTS = {
    MAIN: Merchant(
        user_id="122100000000001", name="Atelier Lumen", business_id="310000000000001",
        catalog_id="410000000000001", page_id="510000000000001", cms_id="610000000000001",
        key="EAApractice1001LumenSystemUserToken",
    ),
    OTHER: Merchant(
        user_id="122100000000002", name="Lumen Outlet", business_id="310000000000002",
        catalog_id="410000000000002", page_id="510000000000002", cms_id="610000000000002",
        key="EAApractice1002OutletSystemUserToken",
    ),
}  # fmt: skip
