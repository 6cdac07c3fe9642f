"""Who sells: cabinets, their shops, their keys with scopes, and the calls that tell of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.limits import Quota
from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from .answers import bare, ok, refuse
from .pages import page
from .quotas import HOUR
from .shapes import from_text, limit, query, text, whole
from .vocabulary import DBS, FBS, FBY

if TYPE_CHECKING:
    from .market import YandexEmulator

CABINET, STRANGER = "5001", "5002"
SHOP, DBS_SHOP, FBY_SHOP, STRANGERS_SHOP = "21000001", "21000002", "21000003", "21000009"
API_KEY = "ACMA:sandboxLumenCabinet5001aaaaaaaaaaaaaaaaaaaa:5001cafe"
STRANGERS_KEY = "ACMA:sandboxLumenCabinet5002bbbbbbbbbbbbbbbbbbbb:5002cafe"
#: Cabinet to its shops: number, name, model.
SHOPS = {
    CABINET: (
        (SHOP, "Atelier Lumen Казань", FBS),
        (DBS_SHOP, "Atelier Lumen Доставка", DBS),
        (FBY_SHOP, "Atelier Lumen FBY", FBY),
    ),
    STRANGER: ((STRANGERS_SHOP, "Lumen Toshkent", FBS),),
}
CURRENCIES = {CABINET: "RUR", STRANGER: "UZS"}
NAMES = {CABINET: "Atelier Lumen", STRANGER: "Lumen Toshkent"}

routes = Routes()


def fill(market: YandexEmulator) -> None:
    for cabinet, key in ((CABINET, API_KEY), (STRANGER, STRANGERS_KEY)):
        market.state.table("cabinets").put(
            cabinet, {"keys": {key: ["ALL_METHODS"]}, "onlyDefaultPrice": cabinet == CABINET}
        )
        for shop, name, model in SHOPS[cabinet]:
            market.state.table("shops").put(
                shop,
                {"id": shop, "cabinet": cabinet, "name": name, "model": model, "availability": "AVAILABLE"},
            )


def cabinet_of(market: YandexEmulator, key: str) -> tuple[str, list[str]]:
    """The cabinet and what the key may do. Raises Refused, in the words that tell one fault from the other."""
    if not key:
        raise refuse("Api-Key header is not specified", 401)
    if not key.startswith("ACMA:"):
        raise refuse("Api-Key token prefix is invalid", 401)
    if key.count(":") != 2:
        raise refuse("Api-Key token format is invalid", 401)
    for cabinet in SHOPS:
        keys = market.state.table("cabinets")[cabinet]["keys"]
        if key in keys:
            return cabinet, keys[key]
    raise refuse("Api-Key token is invalid", 401)


def check_scope(scopes: list[str], area: str, *, reads: bool) -> None:
    """An empty area is open to every key."""
    good = {"ALL_METHODS", area} | ({"ALL_METHODS_READ_ONLY", f"{area}_READ_ONLY"} if reads else set())
    if area and not good & set(scopes):
        raise refuse("Api-Key token has no access to this method", 403)


def shop_of(market: YandexEmulator, request: Request) -> dict[str, Any]:
    """The shop of the path. Raises Refused for another cabinet's, and for one whose API is switched off."""
    number = request.params.get("campaignId", "")
    shop = market.state.table("shops").find(number)
    if shop is None or shop["cabinet"] != request.account:
        raise refuse(f"Access denied to campaign {number}", 403)
    if shop["availability"] != "AVAILABLE":
        raise refuse(f"Access to API is disabled for campaign {number}: {shop['availability']}", 403, "API_DISABLED")
    return shop


@routes.post("/v2/auth/token", limit=Quota(100, HOUR), reads=True)
def token(market: YandexEmulator, request: Request) -> Answer:
    _cabinet, scopes = cabinet_of(market, request.headers.get("Api-Key", ""))
    return ok({"apiKey": {"name": "hub", "authScopes": scopes}})


@routes.get("/v2/campaigns", limit=Quota(1000, HOUR), reads=True)
def campaigns(market: YandexEmulator, request: Request) -> Answer:
    wanted = query(
        request,
        {"pageToken": text(), "limit": limit(100), "page": from_text(whole(1, 10000)), "pageSize": from_text(whole(1))},
    )
    shops = [shop for shop in market.state.table("shops").values() if shop["cabinet"] == request.account]
    size = wanted.get("limit") or wanted.get("pageSize") or 100
    shown, paging = page(shops, lambda shop: int(shop["id"]), wanted.get("pageToken"), size)
    pager = {"total": len(shops), "from": 1, "to": len(shown), "currentPage": 1, "pagesCount": 1, "pageSize": size}
    return bare({"campaigns": [_shop(shop) for shop in shown], "pager": pager, "paging": paging})


def _shop(shop: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": int(shop["id"]),
        "domain": shop["name"],
        "business": {"id": int(shop["cabinet"]), "name": NAMES[shop["cabinet"]]},
        "placementType": shop["model"],
        "apiAvailability": shop["availability"],
    }


@routes.get("/v2/campaigns/{campaignId}", limit=Quota(5000, HOUR), reads=True)
def campaign(market: YandexEmulator, request: Request) -> Answer:
    return bare({"campaign": _shop(shop_of(market, request))})


@routes.post("/v2/businesses/{businessId}/settings", limit=Quota(100, HOUR), reads=True)
def settings(market: YandexEmulator, request: Request) -> Answer:
    cabinet = market.state.table("cabinets")[request.account]
    told = {"onlyDefaultPrice": cabinet["onlyDefaultPrice"], "currency": CURRENCIES[request.account]}
    info = {"id": int(request.account), "name": NAMES[request.account]}
    return ok({"info": info, "settings": told, "subscriptionLevel": "NONE"})
