"""Who may call: partner, time, signature and, for shop calls, access token and shop; contract sections 3 and 4."""

from __future__ import annotations

from marketplaces.sandbox.messages import Request
from marketplaces.sandbox.state import State

from .accounts import PARTNER_ID, PARTNER_KEY, SHOPS
from .errors import barred, wrong
from .signing import call_signature, same

VALID_SECONDS = 300


def let_in(request: Request, *, state: State, now: float, public: bool) -> str:
    """The shop a call is for, empty for a public call. Raises Refused as Shopee would."""
    query = request.query
    for name in ("partner_id", "timestamp", "sign"):
        if not query.get(name):
            raise wrong(f"There is no {name} in query.")
    if query["partner_id"] != str(PARTNER_ID):
        raise barred("invalid_partner_id", "Invalid partner_id.")
    tail = "" if public else _tail(request)
    _check_time(query["timestamp"], now)
    expected = call_signature(
        key=PARTNER_KEY, partner_id=query["partner_id"], path=request.path, timestamp=query["timestamp"], tail=tail
    )
    if not same(expected, query["sign"]):
        raise barred("error_sign", "Wrong sign.")
    return "" if public else _shop(query["access_token"], query["shop_id"], state, now)


def _tail(request: Request) -> str:
    for name in ("access_token", "shop_id"):
        if not request.query.get(name):
            raise wrong(f"There is no {name} in query.")
    return request.query["access_token"] + request.query["shop_id"]


def _check_time(timestamp: str, now: float) -> None:
    if len(timestamp) != 10 or not (timestamp.isascii() and timestamp.isdigit()):
        raise wrong("Invalid timestamp.")
    if abs(now - int(timestamp)) > VALID_SECONDS:
        raise barred("error_sign", "Wrong sign: the timestamp is more than 5 minutes away from the server time.")


def _shop(token: str, shop_id: str, state: State, now: float) -> str:
    held = state.table("access").find(token)
    if held is None or held["until"] <= now:
        raise barred("invalid_acceess_token", "Invalid access_token, please have a check.")
    if not shop_id.isdigit() or int(shop_id) not in SHOPS:
        raise barred("partner_shop_no_link", "The partner and the shop are not linked.")
    if held["shop_id"] != int(shop_id):
        raise barred("error_auth", "The access_token does not belong to this shop_id.")
    return shop_id
