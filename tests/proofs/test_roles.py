"""Roles on every address, enumerated by code: who may only read changes nothing, a packer manages nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from core import roles
from core.models import Membership, Role, Store, User
from orders.models import Order
from sync.models import Cursor
from tests.proofs.addresses import Address, pages
from tests.proofs.everything import fingerprint, standing

pytestmark = pytest.mark.django_db
#: What everybody sets for themselves.
OWN = (
    "orders/views/", "orders/columns/", "me/", "sign-in/", "sign-out/", "settings/you/", "settings/signing-in/",
    "notifications/", "settings/notifications/",
)  # fmt: skip
#: What only owners and managers do.
MANAGED = (
    "connect/", "connections/<uuid:pk>/test/", "connections/<uuid:pk>/switches/", "connections/<uuid:pk>/pause/",
    "connections/<uuid:pk>/resume/", "connections/<uuid:pk>/disconnect/", "connections/<uuid:pk>/keys/",
    "connections/<uuid:pk>/warehouses/", "connections/<uuid:pk>/rule/",
    "connections/<uuid:pk>/categories/choose/", "connections/<uuid:pk>/categories/read/",
    "connections/<uuid:pk>/attributes/choose/", "connections/<uuid:pk>/attributes/read/",
    "connections/<uuid:pk>/drift/", "connections/<uuid:pk>/opening/",
    "connections/<uuid:pk>/let-go/", "connections/<uuid:pk>/pushes/", "connections/<uuid:pk>/feeds/",
    "connections/<uuid:pk>/earlier/", "connections/<uuid:pk>/carriers/",
    "syncs/schedules/<uuid:pk>/", "orders/<uuid:pk>/cancel/",
    "orders/<uuid:pk>/answer/", "orders/<uuid:pk>/returns/<uuid:came_back>/refund/",
    "orders/<uuid:pk>/lines/<uuid:line>/link/", "products/act/", "products/archive/", "products/prices/",
    "products/new/",
    "products/import/", "products/<uuid:pk>/texts/", "products/<uuid:pk>/edit/", "products/<uuid:pk>/send/",
    "products/<uuid:pk>/archive/", "products/<uuid:pk>/overrides/", "products/<uuid:pk>/variants/", "listings/certain/",
    "listings/<uuid:pk>/link/", "listings/<uuid:pk>/new/", "listings/<uuid:pk>/unlink/", "listings/<uuid:pk>/undo/",
    "listings/<uuid:pk>/hold/",
    "listings/<uuid:pk>/refuse/", "listings/price-rules/set/", "listings/price-rules/remove/",
    "listings/<uuid:pk>/suggest-again/",
    "listings/<uuid:pk>/overrides/", "listings/drift/act/", "orders/<uuid:pk>/invoice/",
    "invoices/<uuid:pk>/credit/", "syncs/<uuid:pk>/go-on/", "syncs/<uuid:pk>/drop/",
)  # fmt: skip
#: Pages that a role without the right does not even see, by the act of the table that opens them.
PAGES: dict[str, roles.Act] = {
    "analytics/": "see_money", "listings/drift/": "see_money", "listings/drift/act/": "manage",
    "listings/prices/": "see_money", "listings/prices/act/": "manage", "listings/price-rules/": "see_money",
    "listings/price-rules/set/": "manage", "listings/price-rules/remove/": "manage",
    "listings/<uuid:pk>/price/": "see_money",
    "settings/members/": "manage_members", "settings/invitations/": "manage_members",
    "settings/tokens/": "manage_tokens", "settings/hooks/": "see_addresses", "settings/endpoints/": "see_addresses",
    "settings/deliveries/": "see_addresses", "settings/stock-files/": "see_addresses", "settings/audit/": "see_audit",
    "syncs/<uuid:pk>/refused.csv": "manage",
    "products/import/sources/": "manage_connections", "products/import/sources/<uuid:pk>/": "manage_connections",
    "products/import/sources/<uuid:pk>/columns/": "manage_connections",
    "products/import/sources/<uuid:pk>/do/<slug:act>/": "manage_connections",
    "invoices/": "see_money", "invoices/<uuid:pk>/credit/": "manage",
    "settings/sandboxes/": "manage_connections", "connect/": "manage", "settings/mails/": "manage_store",
}  # fmt: skip
#: Acts on pages that more may see: which right a POST needs. Every other POST needs “write”.
ACTS: dict[str, roles.Act] = {
    **dict.fromkeys(MANAGED, "manage"), "settings/store/": "manage_store", "settings/invoices/": "manage_store",
    "settings/schedules/": "manage_connections",
    "settings/schedules/<uuid:pk>/run/": "write",
}  # fmt: skip
#: Nothing that a page is asked for may break it.
NAMES = (
    "q", "view", "type", "state", "list", "show", "cause", "after", "before", "connection", "location", "since",
    "until", "range", "by", "days", "term", "currency", "channel", "of_shop", "country", "product",
)  # fmt: skip
ODD = ("\x00' %s", "x", "%2500", "[]", "9" * 40)


@pytest.fixture(scope="module")
def one_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Store, dict[str, Any]]]:
    with standing({"slug": "ours", "name": "Ours"}, django_db_blocker.unblock) as made:
        yield made


@pytest.fixture
def ours(one_world: tuple[Store, dict[str, Any]]) -> Store:
    return one_world[0]


@pytest.fixture
def things(one_world: tuple[Store, dict[str, Any]]) -> dict[str, Any]:
    return one_world[1]


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


#: Of the house itself; nobody else learns that they are there.
STAFF_ONLY = ("elements/",)
#: A buyer's, by the token of the link: without one there is nothing, for members as for anybody.
BUYERS = ("keys/open/",)


def acts() -> list[Address]:
    return [address for address in pages() if not address.route.startswith(("hooks/", *OWN))]


@pytest.mark.parametrize("address", acts(), ids=lambda each: each.route)
def test_who_may_only_read_changes_nothing_anywhere(address: Address, things: dict[str, Any], ours: Store) -> None:
    client, path = member(ours, Role.READ_ONLY), address.filled(things)
    before = fingerprint()
    hidden = (404,) if address.route in STAFF_ONLY or address.route.startswith(BUYERS) else ()
    assert client.post(path, asked(things)).status_code in (200, 302, 403, 405, *hidden), path
    after = fingerprint()
    assert after == before, [name for name in after if after[name] != before[name]]


def test_the_sums_of_all_tables_tell_a_changed_word_and_a_first_row(things: dict[str, Any]) -> None:
    before = fingerprint()
    Order.objects.filter(pk=things["order"].pk).update(notes="x")
    Cursor.objects.create(connection=things["connection"], stream="orders")
    after = fingerprint()
    assert {name for name in after if after[name] != before[name]} == {Order._meta.db_table, Cursor._meta.db_table}


def needed(route: str, table: dict[str, roles.Act]) -> roles.Act | None:
    """The act of the longest beginning of a route that the table names."""
    found = max((begin for begin in table if route.startswith(begin)), key=len, default="")
    return table.get(found)


def opens(address: Address) -> bool:
    """Whether the right alone decides: coming back from a marketplace also needs to have gone there."""
    return needed(address.route, ACTS) is not None and "callback" not in address.route


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("address", [each for each in acts() if needed(each.route, PAGES)], ids=lambda each: each.route)
def test_a_page_is_there_exactly_for_the_roles_of_the_table(
    address: Address, role: str, things: dict[str, Any], ours: Store
) -> None:
    client, path, act = member(ours, role), address.filled(things), needed(address.route, PAGES)
    assert act
    before = fingerprint()
    there = {client.get(path).status_code, client.post(path, asked(things)).status_code} - {405}
    if roles.may(Membership(role=role), act):
        assert 403 not in there, f"{path}: {there}"
    else:
        assert there == {403}, f"{path}: {there}"
        assert fingerprint() == before


@pytest.mark.parametrize("role", [Role.MANAGER, Role.PACKER, Role.READ_ONLY])
@pytest.mark.parametrize("address", [each for each in acts() if opens(each)], ids=lambda each: each.route)
def test_an_act_is_open_exactly_to_the_roles_of_the_table(
    address: Address, role: str, things: dict[str, Any], ours: Store
) -> None:
    client, path, act = member(ours, role), address.filled(things), needed(address.route, ACTS)
    assert act
    status = client.post(path, asked(things)).status_code
    if status == 405:
        assert client.get(path).status_code in (200, 302, 404), path
    else:
        assert (status == 403) is not roles.may(Membership(role=role), act), f"{path} answers {role} with {status}"


def test_both_tables_name_addresses_that_there_are() -> None:
    routes = [address.route for address in pages()]
    assert [begin for begin in (*PAGES, *ACTS) if not any(route.startswith(begin) for route in routes)] == []


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
