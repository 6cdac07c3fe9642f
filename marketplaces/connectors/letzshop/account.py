"""Whom the key belongs to. Nothing at Letzshop says whose key it is, and one key may open several shops."""

from marketplaces.framework.base import Account
from marketplaces.framework.errors import UnexpectedPayload

from .client import LetzshopClient
from .reading import CURRENCY


def account(client: LetzshopClient, vendor: str, *, seed: bool) -> Account:
    """Asks for one order, which only the key opens."""
    data = client.test_seed() if seed else client.test_platform()
    asked = "orders" if seed else "shipments"
    if not isinstance(data.get(asked), dict):
        raise UnexpectedPayload(f"data.{asked}", data.get(asked))
    return Account(remote_account_id=vendor, name=vendor, currency=CURRENCY, country="LU")
