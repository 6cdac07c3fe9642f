"""Whose shop this is, and the tokens that open it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from marketplaces.canonical.stock import Warehouse
from marketplaces.connectors.shopee import catalogue, reading
from marketplaces.connectors.shopee.client import ShopeeClient
from marketplaces.framework.base import Account, TokenSet
from marketplaces.framework.errors import (
    AccountSuspended,
    DataProblem,
    PermissionMissing,
    Rejected,
    UnexpectedPayload,
)

Json = Mapping[str, Any]

CURRENCIES = {
    "SG": "SGD", "MY": "MYR", "TH": "THB", "VN": "VND", "PH": "PHP", "ID": "IDR", "TW": "TWD", "BR": "BRL",
    "MX": "MXN", "CL": "CLP", "CO": "COP", "AR": "ARS", "PL": "PLN", "ES": "EUR", "FR": "EUR", "IN": "INR",
}  # fmt: skip
ACCESS_SECONDS = 14400  # four hours, where the answer does not tell
CLOSED = {"BANNED": "Shopee has banned this shop", "FROZEN": "Shopee has frozen this shop"}


def read(info: Json, *, shop_id: str) -> Account:
    """The answer of get_shop_info, which has no `response` around it."""
    status = reading.needed_text(info, "status")
    name, region = reading.needed_text(info, "shop_name"), reading.needed_text(info, "region")
    if status in CLOSED:
        raise AccountSuspended(CLOSED[status], marketplace="Shopee", remote_code=status)
    if status != "NORMAL":
        raise UnexpectedPayload("status", status)
    return Account(
        remote_account_id=shop_id,
        name=name,
        currency=CURRENCIES.get(region, ""),
        country=region,
        login_ends_at=reading.find_moment(info, "expire_time"),
    )


def callback(query: Mapping[str, str]) -> tuple[str, int]:
    """Code and shop id out of the address Shopee sent the merchant back to."""
    code, shop_id = query.get("code", "").strip(), query.get("shop_id", "").strip()
    if not code:
        raise Rejected("Shopee sent no code", marketplace="Shopee", fix="Start signing in again.")
    if not shop_id.isdecimal():
        raise Rejected(
            "Shopee named no shop; this was a main account",
            marketplace="Shopee",
            fix="Sign in with the account of the one shop to connect.",
        )
    return code, int(shop_id)


def tokens(answer: Json, *, now: datetime, shop_id: str = "") -> TokenSet:
    """Both tokens and the end of the access token.

    The old refresh token is used up from here on: an answer that only leaves out the end must not cost the shop.
    """
    values = {name: reading.needed_text(answer, name) for name in ("access_token", "refresh_token")}
    expires_at = now + timedelta(seconds=reading.whole(answer, "expire_in", default=ACCESS_SECONDS))
    return TokenSet(values=values | ({"shop_id": shop_id} if shop_id else {}), expires_at=expires_at)


def warehouses(client: ShopeeClient, locations: Sequence[str]) -> Sequence[Warehouse]:
    """Places by the location ids that the items show; only a shop with several has a list with their names."""
    places = [place for place in locations if place]
    if len(places) > 1:
        try:
            return catalogue.warehouses(reading.rows(client.get_warehouse_detail(), "response"))
        except (DataProblem, PermissionMissing, UnexpectedPayload):
            pass  # not every shop may ask; the ids alone will do
    return [Warehouse(remote_id=place, name=place) for place in places] or [Warehouse(remote_id="", name="")]
