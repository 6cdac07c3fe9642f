"""The addresses that a shop sends its orders to, and telling a practice shop about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from marketplaces.framework import registry
from marketplaces.models import Connection
from marketplaces.services import sandboxes

ANY = "orders"


@dataclass(frozen=True, slots=True)
class Entry:
    """One address as a merchant enters it in the shop."""

    label: str
    url: str
    hint: str

    @property
    def id(self) -> str:
        """Its name on a page: an address ends in a word of its own."""
        return f"intake-{self.url.rsplit('/', 1)[-1]}"


def base_of(connection: Connection) -> str:
    """What all calls of this shop begin with; "" where the marketplace sends no orders by itself."""
    if registry.connector_class(connection.marketplace.code).intake is None:
        return ""
    path = reverse("sync:intake", args=[connection.marketplace.code, connection.pk, ANY]).removesuffix(f"/{ANY}")
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"


def entries(connection: Connection) -> Sequence[Entry]:
    """Each address, the one for signed orders first."""
    intake, base = registry.connector_class(connection.marketplace.code).intake, base_of(connection)
    return [Entry(each.label, f"{base}{each.path}", each.hint) for each in (intake.addresses if intake else ())]


def introduce(connection: Connection) -> None:
    """Enter the address at the practice shop, which then sends the orders it has; nobody else would do it there.

    A remote call, never inside a transaction; doing it again is harmless. Raises DomainError where it does not answer.
    """
    if connection.is_sandbox and (address := base_of(connection)):
        sandboxes.push_to(connection.marketplace.code, address)
