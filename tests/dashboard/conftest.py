"""The cast of the page tests: the owner, the packer, the read-only member, and the stranger from another store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client
from playwright.sync_api import Browser

from core.models import Membership, Role, Store, User
from tests.dashboard.looking import chromium


@dataclass(frozen=True)
class Cast:
    """One store with three members, and somebody from elsewhere."""

    store: Store
    elsewhere: Store
    owner: User
    packer: User
    reader: User
    stranger: User


def person(store: Store, name: str, role: str) -> User:
    """A person who belongs to one store."""
    user = User.objects.create_user(f"{name.split()[0].lower()}@example.org", "correct horse battery", name=name)
    Membership.objects.create(user=user, store=store, role=role)
    return user


@pytest.fixture
def cast(db: None) -> Cast:
    store = Store.objects.create(slug="atelier-lumen", name="Atelier Lumen")
    elsewhere = Store.objects.create(slug="elsewhere", name="Elsewhere")
    return Cast(
        store=store,
        elsewhere=elsewhere,
        owner=person(store, "Nadia Weber", Role.OWNER),
        packer=person(store, "Marc Thill", Role.PACKER),
        reader=person(store, "Rita Read", Role.READ_ONLY),
        stranger=person(elsewhere, "Sam Stranger", Role.OWNER),
    )


def browser(user: User) -> Client:
    """A browser signed in as this person."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def owner(cast: Cast) -> Client:
    return browser(cast.owner)


@pytest.fixture
def reader(cast: Cast) -> Client:
    return browser(cast.reader)


@pytest.fixture
def packer(cast: Cast) -> Client:
    return browser(cast.packer)


@pytest.fixture
def stranger(cast: Cast) -> Client:
    return browser(cast.stranger)


@pytest.fixture(scope="package")
def chrome() -> Iterator[Browser]:
    """One for all files of a worker: starting it costs 0.9 seconds of CPU, and every page is opened as a stranger."""
    with chromium() as started:
        yield started
