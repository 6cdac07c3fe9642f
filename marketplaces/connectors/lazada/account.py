"""Whose shop this is, and the tokens that open it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from marketplaces.connectors.lazada import countries, reading
from marketplaces.framework.base import Account, TokenSet
from marketplaces.framework.errors import AccountSuspended, Rejected, UnexpectedPayload

Json = Mapping[str, Any]

CLOSED = {"INACTIVE": "Lazada has taken this shop off sale", "DELETED": "This shop was closed at Lazada"}


def read(seller: Json, values: Mapping[str, str]) -> Account:
    """The answer of seller/get; the country is the one whose host was asked."""
    status = reading.text(seller, "status").upper()
    if status in CLOSED:
        raise AccountSuspended(CLOSED[status], marketplace="Lazada", remote_code=status)
    if status not in ("", "ACTIVE"):
        raise UnexpectedPayload("data.status", status)
    country = values.get("country", "")
    return Account(
        remote_account_id=reading.identity(seller, "seller_id"),
        name=reading.text(seller, "name") or reading.text(seller, "name_company"),
        currency=countries.CURRENCIES.get(country, ""),
        country=country.upper(),
        login_ends_at=reading.find_moment(values, "login_ends_at"),
    )


def code_of(query: Mapping[str, str]) -> str:
    """The code in the address that Lazada sent the merchant back to."""
    code = query.get("code", "").strip()
    if not code:
        raise Rejected("Lazada sent no code", marketplace="Lazada", fix="Start signing in again.")
    return code


def tokens(answer: Json, *, now: datetime) -> TokenSet:
    """Both tokens with the seconds that Lazada told: they differ by the state of the app."""
    values = {name: reading.needed_text(answer, name) for name in ("access_token", "refresh_token")}
    return TokenSet(values=values, expires_at=now + timedelta(seconds=reading.whole(answer, "expires_in")))


def granted(answer: Json, *, now: datetime, chosen: str) -> TokenSet:
    """The first tokens, with the country they are for; a cross-border account has six, so one must be chosen."""
    found = tokens(answer, now=now)
    country = reading.text(answer, "country").lower()
    if country == countries.CROSS_BORDER:
        country = chosen
    if country not in countries.API_HOSTS:
        raise Rejected(
            "This Lazada account sells in several countries",
            marketplace="Lazada",
            fix="Enter the country of the shop to connect, then sign in again.",
        )
    values = {**found.values, "country": country}
    left = reading.whole(answer, "refresh_expires_in", default=0)
    if left:  # the end of the consent: renewing does not move it
        values["login_ends_at"] = (now + timedelta(seconds=left)).isoformat(timespec="seconds")
    return TokenSet(values=values, expires_at=found.expires_at)
