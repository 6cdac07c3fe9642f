"""Telling a marketplace where to push to, and reading back what it has, where it has calls for both."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from marketplaces.framework.errors import ConnectorError
from marketplaces.models import Connection
from marketplaces.services import credentials
from marketplaces.services.abilities import able
from marketplaces.services.connectors import open_connector
from sync.hook_probe import address_of

ABILITY = "register_webhook"


@dataclass(frozen=True, slots=True)
class Registered:
    """What came of it; `sentence` says what the marketplace has now, or what kept it from taking the address."""

    taken: bool
    sentence: str
    fix: str = ""


def can_register(connection: Connection) -> bool:
    """Whether its marketplace takes the address by a call."""
    return able(connection, ABILITY)


def register(connection: Connection) -> Registered:
    """Tell it our address and read back what it has. A remote call: never inside a transaction.

    The address is the app's: other shops signed in through the same app are pushed there as well, and their pushes
    find their own connection.
    """
    words = {"shop": connection.marketplace.name}
    if not can_register(connection):
        return Registered(False, _("%(shop)s has no call for it. Enter the address there by hand.") % words)
    address = address_of(connection)
    try:
        connector = open_connector(connection)
        told = connector.register_webhook(address)
        if told:
            credentials.add(connection, type(connector), told, reason="secret of its messages told")
        there = connector.registered_webhook()
    except ConnectorError as error:
        said = error.said or error.detail or error.heading
        return Registered(False, _("%(shop)s did not take the address: %(said)s") % (words | {"said": said}), error.fix)
    if there != address:
        return Registered(False, _("%(shop)s still pushes elsewhere: %(there)s") % (words | {"there": there or "–"}))
    return Registered(True, _("%(shop)s pushes to this address from now on.") % words)
