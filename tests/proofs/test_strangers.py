"""Another store's member gets 404 for every object on every address; the list of addresses comes from the resolver."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from core.models import Membership, Role, Store, User
from tests.dashboard import world
from tests.proofs.addresses import Address, admin_pages, pages
from tests.proofs.everything import fingerprint, standing

pytestmark = pytest.mark.django_db
REFUSED = {302, 403, 404, 405}


def person(store: Store, email: str, **more: Any) -> Client:
    user = User.objects.create_user(email, "correct horse battery", **more)
    Membership.objects.create(user=user, store=store, role=Role.OWNER)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


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


@pytest.fixture
def stranger() -> Client:
    elsewhere = Store.objects.create(slug="elsewhere", name="Elsewhere")
    world.connection(elsewhere, "Their shop")
    return person(elsewhere, "stranger@example.org")


def answer(client: Client, method: str, path: str, body: dict[str, str]) -> int:
    """The status; whatever the call would change is undone."""
    with transaction.atomic():
        status = getattr(client, method)(path, body).status_code
        transaction.set_rollback(True)
    return int(status)


def kept(things: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The rows as they are in the database now."""
    return {name: type(thing)._base_manager.filter(pk=thing.pk).values().get() for name, thing in things.items()}


def test_there_are_addresses_and_each_parameter_is_known() -> None:
    found = pages()
    assert len(found) > 20
    assert any(address.objects for address in found)


@pytest.mark.parametrize("address", [each for each in pages() if each.objects], ids=lambda each: each.route)
def test_a_stranger_gets_404_and_changes_nothing(
    address: Address, things: dict[str, Any], ours: Store, stranger: Client
) -> None:
    path = address.filled(things)
    before = fingerprint()
    there = [getattr(stranger, method)(path).status_code for method in ("get", "post")]
    assert set(there) <= {404, 405} and 404 in there, f"{path}: {there}"
    after = fingerprint()
    assert after == before, [name for name in after if after[name] != before[name]]
    owner = person(ours, "owner@example.org")
    body = {"until": "hour", "location": str(world.location(ours).pk)}
    here = [answer(owner, method, path, body) for method in ("get", "post")]
    assert any(status < 400 and status != 405 or status in (400, 422) for status in here), (
        f"{path}: nobody reaches it: {here}"
    )


@pytest.mark.parametrize("address", [each for each in pages() if not each.objects], ids=lambda each: each.route)
def test_a_page_of_a_stranger_shows_nothing_of_ours(address: Address, things: dict[str, Any], stranger: Client) -> None:
    path = address.filled(things)
    body = {name: str(thing.pk) for name, thing in things.items()} | {
        name: [str(things["order"].pk)] for name in ("order", "orders", "id", "ids", "pk", "selected")
    }
    marks = (things["order"].number, things["connection"].name, str(things["variant"].pk), str(things["run"].pk))
    before = kept(things)
    for status, content in (
        (got.status_code, got.content.decode("utf-8", "replace") if not got.streaming else "")
        for got in (stranger.get(path), stranger.post(path, body))
    ):
        assert status < 500, f"{path} broke"
        for mark in marks:
            assert mark not in content, f"{path} shows {mark}"
    after = kept(things)
    assert after == before, [name for name in after if after[name] != before[name]]


@pytest.mark.parametrize("address", admin_pages()[:400], ids=lambda each: each.route)
def test_the_admin_is_for_staff(address: Address, stranger: Client) -> None:
    path = "/" + address.route.replace("<path:object_id>", "x").replace("<url>", "x").replace("(?P<url>.*)$", "x")
    if "<" in path or "login" in path or "logout" in path or "jsi18n" in path:
        return
    assert stranger.get(path).status_code in REFUSED, path
