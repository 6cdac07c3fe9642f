"""Whose catalogue this is, and the token that opens it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from marketplaces.framework.base import Account, TokenSet
from marketplaces.framework.errors import LoginExpired, NotFound, PermissionMissing, Rejected
from marketplaces.framework.reading import Json, find_moment, listed, needed_text, text, whole

from .client import FacebookClient
from .errors import GONE, PERMISSION, SIGN_AGAIN

NEEDED_SCOPE = "catalog_management"
SEVERAL = "Enter the id of the catalogue (Commerce Manager, Settings), then sign in again."


def read(client: FacebookClient, values: Mapping[str, str]) -> Account:
    """The token opens something, and this catalogue among it. A catalogue has no currency; its first item has."""
    client.me()
    try:
        found = client.catalog()
    except NotFound as error:
        raise PermissionMissing(
            "The token does not open this catalogue", said=error.said, remote_code=error.remote_code, fix=GONE
        ) from error
    first = next(iter(client.first_item()), {})
    return Account(
        remote_account_id=needed_text(found.get("id"), "id"),
        name=text(found.get("name"), "name"),
        currency=text(first.get("currency"), "data[].currency"),
        login_ends_at=find_moment(values.get("login_ends_at"), "login_ends_at"),
    )


def judge(found: Json) -> None:
    """What Meta knows of the token: is it good, and may it do what we need?"""
    if found.get("is_valid") is not True:
        raise LoginExpired("The token is not good any more", fix=SIGN_AGAIN)
    scopes = {text(each, "data.scopes[]") for each in listed(found.get("scopes"), "data.scopes")}
    if scopes and NEEDED_SCOPE not in scopes:
        raise PermissionMissing(f"The token lacks the permission {NEEDED_SCOPE}", fix=PERMISSION)


def code_of(query: Mapping[str, str]) -> str:
    """The code in the address that Meta sent the merchant back to."""
    if query.get("error"):
        said = query.get("error_description") or query["error"]
        raise Rejected("Facebook was not given the consent", said=said, fix="Sign in again and agree.")
    code = query.get("code", "").strip()
    if not code:
        raise Rejected("Facebook sent no code", fix="Start signing in again.")
    return code


def token(answer: Json, *, now: datetime) -> TokenSet:
    """A token for about sixty days, or for ever where no end is told."""
    seconds = whole(answer.get("expires_in"), "expires_in", 0)
    ends = now + timedelta(seconds=seconds) if seconds else None
    told = {"login_ends_at": ends.astimezone(UTC).isoformat(timespec="seconds")} if ends else {}
    return TokenSet(
        values={"access_token": needed_text(answer.get("access_token"), "access_token"), **told}, expires_at=ends
    )


def only_catalog(catalogs: list[Json]) -> str:
    """The catalogue of a business that has one."""
    if len(catalogs) != 1:
        raise Rejected(f"This business has {len(catalogs)} catalogues", fix=SEVERAL)
    return needed_text(catalogs[0].get("id"), "data[].id")
