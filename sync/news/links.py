"""Where a notification leads: the page on which the thing is mended."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from fulfillment.models import KeyDelivery
from fulfillment.services.keys.delivering import token_of


def order(pk: UUID) -> str:
    """One order."""
    return reverse("dashboard:order", args=[pk])


def orders(connection_id: object) -> str:
    """All orders of a shop, the newest among them."""
    asked = {"view": "all", **({"shop": f"c:{connection_id}"} if connection_id else {})}
    return f"{reverse('dashboard:orders')}?{urlencode(asked)}"


def need(pk: UUID) -> str:
    """One thing that needs a person: what was tried and answered, with the button that mends it."""
    return reverse("dashboard:need", args=[pk])


def needs() -> str:
    """All of them."""
    return reverse("dashboard:needs_you")


def run(pk: UUID) -> str:
    """One run."""
    return reverse("dashboard:sync_run", args=[pk])


def connection(pk: object) -> str:
    """One shop."""
    return reverse("dashboard:connection", args=[pk])


def stock(variant: UUID) -> str:
    """The stock of one variant, with the way to adjust it."""
    return reverse("dashboard:ledger", args=[variant])


def low_stock() -> str:
    """Everything that is low."""
    return f"{reverse('dashboard:inventory')}?view=low"


def listing(pk: UUID) -> str:
    """One listing."""
    return reverse("dashboard:listing", args=[pk])


def notifications() -> str:
    """Everything that a member was told."""
    return reverse("dashboard:notifications")


def keys(delivery: KeyDelivery | None) -> str:
    """Where the buyer opens what was handed over; without a delivery a sample."""
    return whole(reverse("dashboard:keys_open", args=[token_of(delivery) if delivery else "sample"]))


def whole(path: str) -> str:
    """With the address others reach Orion by; the Host header of a request has no say in it."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"
