"""Which addresses are written to: one plain address of a person, never one that a marketplace lent."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from marketplaces.framework import registry

_check = EmailValidator()
LONGEST = 254


def plain_address(text: str) -> str:
    """One address and nothing else, or nothing: a buyer's address comes from outside."""
    address = text.strip()
    if len(address) > LONGEST or not address.isascii():
        return ""
    try:
        _check(address)
    except ValidationError:
        return ""
    return address


def is_relay(address: str) -> bool:
    """Whether a marketplace lends such addresses to its buyers; each connector declares its own."""
    host = address.rpartition("@")[2].lower()
    relays = {relay for kind in registry.connectors() for relay in kind.relay_hosts}
    return any(host == relay or host.endswith(f".{relay}") for relay in relays)
