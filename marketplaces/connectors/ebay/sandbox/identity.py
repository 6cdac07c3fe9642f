"""Whose token this is, and how many calls the application has left."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from .sellers import SELLERS
from .times import iso

if TYPE_CHECKING:
    from .marketplace import EbayEmulator

routes = Routes()
#: Per application and day: api name, resource, calls.
QUOTAS = (("fulfillment", "sell.fulfillment", 100_000), ("inventory", "sell.inventory", 2_000_000))


@routes.get("/commerce/identity/v1/user/", scope="commerce.identity.readonly")
def get_user(shop: EbayEmulator, request: Request) -> Answer:
    seller = SELLERS[request.account]
    held = shop.state.table("accounts").find(seller.user_id) or {}
    return json_answer(
        {
            "userId": seller.user_id,
            "username": seller.username,
            "accountType": "BUSINESS",
            "registrationMarketplaceId": seller.marketplace,
            "status": held.get("status", "CONFIRMED"),
        }
    )


@routes.get("/developer/analytics/v1_beta/rate_limit/", access="app")
def get_rate_limits(shop: EbayEmulator, request: Request) -> Answer:
    name, context = request.query.get("api_name", ""), request.query.get("api_context", "sell")
    rows = [_quota(shop, *each) for each in QUOTAS if name in ("", each[0]) and context == "sell"]
    return json_answer({"rateLimits": rows}) if rows else Answer(204)


def _quota(shop: EbayEmulator, api: str, resource: str, most: int) -> dict[str, Any]:
    used = shop.used(api)
    tomorrow = (shop.clock.now() + timedelta(days=1)).replace(hour=8, minute=0, second=0, microsecond=0)
    rate = {"count": used, "limit": most, "remaining": most - used, "reset": iso(tomorrow), "timeWindow": 86400}
    return {
        "apiContext": "sell",
        "apiName": api,
        "apiVersion": "v1",
        "resources": [{"name": resource, "rates": [rate]}],
    }


def set_status(shop: EbayEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """Control call `{"account", "status"}`: eBay puts an account on hold, or lets it go on."""
    account = str(body.get("account") or next(iter(SELLERS)))
    return shop.state.table("accounts").put(account, {"status": str(body.get("status", "CONFIRMED"))})
