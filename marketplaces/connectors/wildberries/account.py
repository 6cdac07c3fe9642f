"""Whose token it is: the token says so itself, Wildberries' own word counts where it does not."""

from collections.abc import Mapping
from typing import Any

from marketplaces.framework.base import Account
from marketplaces.framework.errors import RateLimited, UnexpectedPayload

from .auth import Token
from .client import WildberriesClient
from .reading import needed_text, text

OK = "OK"


def greet(client: WildberriesClient, token: Token) -> tuple[str, str]:
    """Number and name of the seller. The name may be asked for once a day only: then it is left out."""
    told = client.ping()
    if not isinstance(told, Mapping) or told.get("Status") != OK:
        raise UnexpectedPayload("Status", told)
    try:
        seller = client.seller()
    except RateLimited:
        if not token.seller:
            raise
        return token.seller, ""
    return _seller(seller)


def _seller(told: Any) -> tuple[str, str]:
    if not isinstance(told, Mapping):
        raise UnexpectedPayload("sid", told)
    return needed_text(told.get("sid"), "sid"), text(told.get("tradeMark")) or text(told.get("name"))


def account(seller: tuple[str, str], token: Token) -> Account:
    """No currency: the shop's prices tell it."""
    number, name = seller
    return Account(
        remote_account_id=number, name=name, login_ends_at=token.ends_at, permissions=token.categories
    )  # fmt: skip
