"""Whom the key belongs to."""

from marketplaces.framework.base import Account
from marketplaces.framework.errors import ConnectorError, LoginExpired, NotFound, UnexpectedPayload
from marketplaces.framework.reading import Json, rows, text

from .client import FourSellerClient
from .errors import SELLER

OPERATION = "test_connection"


def account(client: FourSellerClient, seller_id: str, *, currency: str) -> Account:
    """The ping proves the key; where there is none, a list of one order does (contract section 2)."""
    told = _told(client)
    named = text(told.get("seller_id"), "seller_id")
    if named and named != seller_id:
        raise LoginExpired(f"The key belongs to the seller {named}, not to {seller_id}", fix=SELLER)
    return Account(
        remote_account_id=seller_id, name=text(told.get("name"), "name"), currency=currency or _currency(client)
    )


def _told(client: FourSellerClient) -> Json:
    try:
        return client.ping()
    except NotFound:
        answer = client.newest_orders(operation=OPERATION)
    if "data" not in answer:
        raise UnexpectedPayload("data", None)
    return {}


def _currency(client: FourSellerClient) -> str:
    """Nothing tells the shop's currency but its goods. Decoration: the key is proven by then."""
    try:
        found = rows(client.newest_products(operation=OPERATION).get("data"), "data")
        named = text(found[0].get("currency")) if found else ""
    except ConnectorError:
        return ""
    return named if len(named) == 3 else ""
