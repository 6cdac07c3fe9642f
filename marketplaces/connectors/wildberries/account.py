"""Whose token it is: the token says so itself, Wildberries' own word counts where it does not."""

from collections.abc import Mapping
from typing import Any

from marketplaces.framework.base import Account
from marketplaces.framework.errors import PermissionMissing, RateLimited, UnexpectedPayload

from .auth import Token
from .client import CONTENT, DISCOUNTS, MARKETPLACE, STATISTICS, WildberriesClient
from .errors import GIVE_CATEGORY
from .reading import identifier, text

OK = "OK"
#: What the token must be made for, by the host that tells.
CATEGORIES: Mapping[str, str] = {
    MARKETPLACE: "Marketplace", CONTENT: "Content", DISCOUNTS: "Prices and discounts", STATISTICS: "Statistics",
}  # fmt: skip


def greet(client: WildberriesClient, token: Token) -> tuple[str, str]:
    """Number and name of the seller. The name may be asked for once a day only: then it is left out."""
    _greet_each(client)
    try:
        seller = client.seller()
    except RateLimited:
        if not token.seller:
            raise
        return token.seller, ""
    return _seller(seller)


def _greet_each(client: WildberriesClient) -> None:
    """Each host once; with a practice shop all of them are one."""
    by_address: dict[str, str] = {}
    for host in CATEGORIES:
        by_address.setdefault(client.address(host), host)
    for host in by_address.values():
        try:
            told = client.ping(host)
        except PermissionMissing as error:
            error.detail = f"The token was not made for the category {CATEGORIES[host]}"
            error.fix = GIVE_CATEGORY
            raise
        if not isinstance(told, Mapping) or told.get("Status") != OK:
            raise UnexpectedPayload("Status", told)


def _seller(told: Any) -> tuple[str, str]:
    if not isinstance(told, Mapping):
        raise UnexpectedPayload("sid", told)
    return identifier(told.get("sid"), "sid"), text(told.get("tradeMark")) or text(told.get("name"))


def account(seller: tuple[str, str], token: Token) -> Account:
    """No currency: the shop's prices tell it."""
    number, name = seller
    return Account(
        remote_account_id=number, name=name, login_ends_at=token.ends_at, permissions=token.categories
    )  # fmt: skip
