"""Roles on every address, enumerated by code: who may only read changes nothing, a packer manages nothing."""

from typing import Any

import pytest
from django.test import Client

from core.models import Membership, Role, Store, User
from tests.proofs.addresses import Address, pages
from tests.proofs.everything import everything, fingerprint

pytestmark = pytest.mark.django_db
#: What everybody sets for themselves.
OWN = ("orders/views/", "orders/columns/", "me/", "sign-in/", "sign-out/", "settings/you/", "settings/signing-in/")
#: What only owners and managers do.
MANAGED = (
    "connect/", "connections/<uuid:pk>/test/", "connections/<uuid:pk>/switches/", "connections/<uuid:pk>/pause/",
    "connections/<uuid:pk>/resume/", "connections/<uuid:pk>/disconnect/", "connections/<uuid:pk>/keys/",
    "connections/<uuid:pk>/warehouses/", "connections/<uuid:pk>/rule/", "connections/<uuid:pk>/opening/",
    "connections/<uuid:pk>/let-go/", "syncs/schedules/<uuid:pk>/", "orders/<uuid:pk>/cancel/",
    "orders/<uuid:pk>/lines/<uuid:line>/link/", "products/act/", "products/archive/", "products/prices/",
    "products/new/",
    "products/import/", "products/<uuid:pk>/texts/", "products/<uuid:pk>/edit/", "products/<uuid:pk>/send/",
    "products/<uuid:pk>/archive/", "products/<uuid:pk>/overrides/", "products/<uuid:pk>/variants/", "listings/certain/",
    "listings/<uuid:pk>/link/", "listings/<uuid:pk>/new/", "listings/<uuid:pk>/unlink/", "listings/<uuid:pk>/undo/",
    "listings/<uuid:pk>/overrides/",
)  # fmt: skip
#: Nothing that a page is asked for may break it.
NAMES = (
    "q", "view", "type", "state", "list", "show", "cause", "after", "before", "connection", "location", "since",
    "until", "range", "by", "days", "term", "currency", "channel", "of_shop", "country", "product",
)  # fmt: skip
ODD = ("\x00' %s", "x", "%2500", "[]", "9" * 40)


@pytest.fixture
def ours() -> Store:
    return Store.objects.create(slug="ours", name="Ours")


@pytest.fixture
def things(ours: Store) -> dict[str, Any]:
    return everything(ours)


def member(store: Store, role: str) -> Client:
    user = User.objects.create_user(f"{role}@example.org", "correct horse battery")
    Membership.objects.create(user=user, store=store, role=role)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def asked(things: dict[str, Any]) -> dict[str, Any]:
    """A body that would do something wherever something can be done."""
    order, variant, shop = things["order"], things["variant"], things["connection"]
    return {
        "order": [str(order.pk)], "variant": str(variant.pk), "do": "hold", "how": "delta", "number": "5",
        "reason": "received", "until": "hour", "stock_out": "on", "safety_stock": "3", "interval_minutes": "7",
        "create_missing": "yes", "name": "Renamed", "connection": str(shop.pk), "tags": "vip", "notes": "x",
    }  # fmt: skip


def acts() -> list[Address]:
    return [address for address in pages() if not address.route.startswith(("hooks/", *OWN))]


@pytest.mark.parametrize("address", acts(), ids=lambda each: each.route)
def test_who_may_only_read_changes_nothing_anywhere(address: Address, things: dict[str, Any], ours: Store) -> None:
    client, path = member(ours, Role.READ_ONLY), address.filled(things)
    before = fingerprint()
    assert client.post(path, asked(things)).status_code in (200, 302, 403, 405), path
    after = fingerprint()
    assert after == before, [name for name in after if after[name] != before[name]]


def test_the_list_of_what_managers_do_names_addresses_that_there_are() -> None:
    routes = [address.route for address in pages()]
    assert all(any(route.startswith(managed) for route in routes) for managed in MANAGED)


@pytest.mark.parametrize(
    "address", [each for each in acts() if each.route.startswith(MANAGED)], ids=lambda each: each.route
)
def test_a_packer_manages_nothing(address: Address, things: dict[str, Any], ours: Store) -> None:
    client, path = member(ours, Role.PACKER), address.filled(things)
    before = fingerprint()
    assert client.post(path, asked(things)).status_code in (403, 405), path
    assert fingerprint() == before


def test_a_packer_makes_no_products_of_listings(things: dict[str, Any], ours: Store) -> None:
    path = f"/connections/{things['connection'].pk}/sync/products/"
    packer = member(ours, Role.PACKER)
    assert packer.post(path, {"create_missing": "yes"}).status_code == 403
    assert packer.post(path).status_code == 302


@pytest.mark.parametrize("address", pages(), ids=lambda each: each.route)
def test_whatever_stands_in_an_address_no_page_breaks(address: Address, things: dict[str, Any], ours: Store) -> None:
    client, path = member(ours, Role.OWNER), address.filled(things)
    for value in ODD:
        assert client.get(path, dict.fromkeys(NAMES, value)).status_code < 500, f"{path} {value!r}"
