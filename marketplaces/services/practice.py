"""Somebody buys at a practice marketplace: the order then comes in by the usual way, like any other (F85)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests
from django.utils.translation import gettext as _

from core.errors import DomainError
from marketplaces.models import Connection
from marketplaces.services.connectors import sandbox_address
from marketplaces.services.intake_addresses import introduce

SECONDS = 10


def sell(*, connection: Connection, sku: str = "", quantity: int = 1) -> str:
    """Place an order at the sandbox of this connection, as a buyer would; returns the number it has there.

    Without a SKU the buyer takes what the shop has most of. Raises DomainError where the connection is no sandbox,
    where that does not answer, or where it takes no such order.
    """
    if not connection.is_sandbox:
        raise DomainError(_("%(shop)s is a real shop. Practice orders are for sandboxes.") % {"shop": connection.name})
    introduce(connection)
    wish: dict[str, Any] = {"quantity": quantity}
    if sku.strip():
        wish["lines"] = [{"sku": sku.strip(), "quantity": quantity}]
    if connection.remote_account_id:
        wish["account"] = connection.remote_account_id
    answer = _asked(connection, wish)
    if answer.status_code != requests.codes.ok:
        raise DomainError(_("The practice shop takes no such order: %(said)s") % {"said": _said(answer)}, field="sku")
    return str(answer.json()["orders"][0]["id"])


def fetch(*, connection: Connection, addresses: Mapping[str, str]) -> int:
    """Have the practice marketplace come for our feed files, by language; returns how many rows it took.

    Raises DomainError where the connection is no sandbox, where that does not answer, or where a file is not taken.
    """
    if not connection.is_sandbox:
        raise DomainError(_("%(shop)s comes for its files by itself.") % {"shop": connection.name})
    wish = {"addresses": dict(addresses), "account": connection.remote_account_id}
    answer = _asked(connection, wish, "fetch")
    if answer.status_code != requests.codes.ok:
        raise DomainError(_("The practice shop took no file: %(said)s") % {"said": _said(answer)})
    return max(int(each["rows"]) - len(each["problems"]) for each in answer.json().values())


def _asked(connection: Connection, wish: dict[str, Any], act: str = "sell") -> requests.Response:
    url = f"{sandbox_address(connection.marketplace.code)}/_control/{act}"
    try:
        with requests.Session() as session:
            session.trust_env = False  # the sandbox is on this machine; no proxy knows it
            return session.post(url, json=wish, timeout=SECONDS)
    except requests.RequestException:
        raise DomainError(
            _("The practice marketplaces do not answer. Start them with “manage.py sandbox”, then try again.")
        ) from None


def _said(answer: requests.Response) -> str:
    try:
        return str(answer.json()["error"])[:300]
    except (ValueError, KeyError, TypeError):
        return str(answer.status_code)
