"""The practice application and the sellers who may let it in: fixed, so that a demo and a test can connect at once."""

from __future__ import annotations

from dataclasses import dataclass

# Practice values: they open nothing but the sandbox.
CLIENT_ID = "AtelierL-Practice-SBX-0a1b2c3d4-5e6f7a8b"
CLIENT_SECRET = "SBX-0a1b2c3d4e5f-6a7b-8c9d-0e1f-2a3b"  # noqa: S105
RU_NAME = "Atelier_Lumen-AtelierL-Practi-abcdefgh"
ACCESS_TOKEN = "v^1.1#i^1#practice#access#b3Jpb24="  # noqa: S105
REFRESH_TOKEN = "v^1.1#i^1#practice#refresh#b3Jpb24="  # noqa: S105

ACCESS_SECONDS = 7200
REFRESH_SECONDS = 47_304_000
CODE_SECONDS = 300
PREFIX = "https://api.ebay.com/oauth/api_scope"
SCOPES = frozenset(
    PREFIX + tail
    for tail in (
        "", "/sell.fulfillment", "/sell.fulfillment.readonly", "/sell.inventory", "/sell.inventory.readonly",
        "/sell.finances", "/sell.account", "/commerce.identity.readonly", "/commerce.notification.subscription",
        "/commerce.notification.subscription.readonly", "/sell.payment.dispute", "/sell.marketing",
        "/sell.marketing.readonly", "/commerce.catalog.readonly",
    )
)  # fmt: skip
#: Without a user: the bare one, and those of the buying APIs, which every practice keyset has ("OAuth scopes").
APP_SCOPES = frozenset(
    PREFIX + tail
    for tail in (
        "", "/buy.guest.order", "/buy.item.feed", "/buy.marketing", "/buy.product.feed", "/buy.marketplace.insights",
        "/buy.proxy.guest.order", "/buy.item.bulk",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Seller:
    """One eBay account. `signs`: of the EU or the UK, so that money calls need a digital signature."""

    user_id: str
    username: str
    marketplace: str
    currency: str
    language: str
    location: str
    signs: bool = False


MAIN, EUROPEAN = "usr-9Kf2LumenUS", "usr-4Tg7LumenDE"
SELLERS = {
    MAIN: Seller(MAIN, "atelier_lumen_us", "EBAY_US", "USD", "en-US", "brooklyn-1"),
    EUROPEAN: Seller(EUROPEAN, "atelier-lumen-de", "EBAY_DE", "EUR", "de-DE", "koeln-1", signs=True),
}
CURRENCIES = {"EBAY_US": "USD", "EBAY_DE": "EUR", "EBAY_FR": "EUR", "EBAY_GB": "GBP"}
#: Business policies of every seller here, by kind.
POLICIES = {"fulfillmentPolicyId": "6100001", "paymentPolicyId": "6200001", "returnPolicyId": "6300001"}
