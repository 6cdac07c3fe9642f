"""Who the key belongs to and what it may call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from .answers import ok
from .shapes import NOTHING
from .times import shifted

if TYPE_CHECKING:
    from .marketplace import OzonEmulator

routes = Routes()


@routes.post("/v1/roles", shape=NOTHING)
def roles(shop: OzonEmulator, request: Request) -> Answer:
    account = shop.state.table("accounts")[request.account]
    methods = sorted(route.template for group in shop.routes for route in group.table)
    return ok({"roles": [{"name": "Admin", "methods": methods}], "expires_at": account["expires_at"]})


@routes.post("/v1/seller/info", shape=NOTHING)
def seller_info(shop: OzonEmulator, request: Request) -> Answer:
    account = shop.state.table("accounts")[request.account]
    now = shop.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    return ok(
        {
            "company": account["company"],
            "ratings": [_rating(now, "rating_on_time", "Процент отправлений вовремя", 98.4)],
            "subscription": {"is_premium": False, "type": "UNSPECIFIED"},
        }
    )


def _rating(now: str, code: str, name: str, value: float) -> dict[str, Any]:
    def moment(start: int, end: int, number: float) -> dict[str, Any]:
        return {
            "date_from": shifted(now, days=start),
            "date_to": shifted(now, days=end),
            "formatted": f"{number}%",
            "status": {"danger": False, "premium": False, "warning": False},
            "value": number,
        }

    return {
        "name": name,
        "rating": code,
        "status": "OK",
        "value_type": "PERCENT",
        "current_value": moment(-7, 0, value),
        "past_value": moment(-14, -7, value - 0.6),
    }
