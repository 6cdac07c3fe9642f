"""A practice order, sold at real sandboxes over HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from django.test import override_settings

from core.errors import DomainError
from core.models import Store
from marketplaces.framework import registry
from marketplaces.framework.capabilities import Capability
from marketplaces.models import Connection, Marketplace
from marketplaces.sandbox.server import Running, Sandbox
from marketplaces.services.practice import fetch, sell

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def sandboxes() -> Iterator[str]:
    with Running(Sandbox(None)).in_background() as server, override_settings(SANDBOX_URL=server.url):
        yield server.url


def shop(code: str, **more: object) -> Connection:
    store = Store.objects.create(slug="lumen", name="Atelier Lumen")
    marketplace = Marketplace.objects.create(code=code, name=code.title())
    return Connection.objects.create(store=store, marketplace=marketplace, name=code, is_sandbox=True, **more)


def codes() -> list[str]:
    """Those that sell as they are set up by themselves."""
    orders = {Capability.PULL_ORDERS, Capability.RECEIVE_ORDERS}
    return [code for code in sorted(Sandbox(None).emulators) if registry.connector_class(code).able({}) & orders]


def state(url: str, code: str) -> list[dict]:
    return requests.get(f"{url}/{code}/_control/state?products=0&webhooks=0", timeout=10).json()["orders"]


@pytest.mark.parametrize("code", codes())
def test_somebody_buys_what_the_shop_has_most_of(sandboxes: str, code: str) -> None:
    number = sell(connection=shop(code))
    assert number in str(state(sandboxes, code))


@pytest.mark.parametrize("code", codes())
def test_somebody_buys_two_of_one_thing(sandboxes: str, code: str) -> None:
    products = requests.get(f"{sandboxes}/{code}/_control/state?orders=0&webhooks=0", timeout=10).json()["products"]
    skus = [str(product.get("sku") or product.get("offer_id")) for product in products]
    there = shop(code)
    for sku in skus:  # the seeded shelf holds only one of some things
        try:
            number = sell(connection=there, sku=sku, quantity=2)
        except DomainError:
            continue
        assert number in str(state(sandboxes, code))
        return
    pytest.fail("No practice product could be bought twice.")


def test_what_the_shop_refuses_is_said_in_its_words(sandboxes: str) -> None:
    with pytest.raises(DomainError, match="takes no such order: .*NO-SUCH") as refused:
        sell(connection=shop(codes()[0]), sku="NO-SUCH")
    assert refused.value.field == "sku"


def test_nobody_practises_in_a_real_shop(sandboxes: str) -> None:
    real = shop(codes()[0])
    real.is_sandbox = False
    with pytest.raises(DomainError, match="is a real shop"):
        sell(connection=real)


@override_settings(SANDBOX_URL="http://127.0.0.1:9")
def test_a_sandbox_that_is_not_there_is_named() -> None:
    with pytest.raises(DomainError, match="do not answer"):
        sell(connection=shop(codes()[0]))


def test_only_a_practice_shop_is_sent_for_our_files() -> None:
    real = shop(codes()[0])
    real.is_sandbox = False
    with pytest.raises(DomainError, match="by itself"):
        fetch(connection=real, addresses={"fr": "http://127.0.0.1:9/a.csv"})
