"""A shop that has no keys yet is given some: made by us, shown in the form that connects it, and never again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from marketplaces.framework import registry
from marketplaces.models import Connection
from marketplaces.sandbox.server import Running, running
from marketplaces.services import credentials
from tests.dashboard.conftest import Cast

ADDRESS = "/connect/storefront/"


@pytest.fixture(scope="module")
def direct() -> Iterator[Running]:
    with running(None, codes=["storefront"]) as server:
        yield server


@pytest.fixture
def practice(direct: Running, settings: Any) -> Running:
    settings.SANDBOX_URL = direct.url
    return direct


def value(text: str, name: str) -> str:
    (tag,) = re.findall(rf'<input[^>]*name="{name}"[^>]*>', text)
    found = re.search(r'value="([^"]*)"', tag)
    return found[1] if found else ""


def test_the_form_holds_a_new_pair_each_time(owner: Client) -> None:
    one, other = (owner.get(ADDRESS).content.decode() for _ in range(2))
    assert re.fullmatch(r"web_[0-9a-f]{8}", value(one, "key_id"))
    assert re.fullmatch(r"whsec_[A-Za-z0-9_-]{32}", value(one, "secret"))
    assert value(one, "secret") != value(other, "secret")
    assert "shown only here" in one


def test_a_test_that_fails_leaves_them_there_to_be_copied(owner: Client, practice: Running) -> None:
    typed = {"key_id": "web_0a1b2c3d", "secret": "whsec_made-for-this-shop-0001", "sandbox": "on", "do": "test"}
    answer = owner.post(ADDRESS, typed)
    assert answer.status_code == 422  # the practice shop has another secret
    assert value(answer.content.decode(), "secret") == typed["secret"]
    assert not Connection.objects.exists()


def test_once_saved_only_its_last_characters_are_shown(owner: Client, cast: Cast) -> None:
    typed = {"key_id": "web_0a1b2c3d", "secret": "whsec_made-for-this-shop-0001", "do": "save"}
    owner.post(ADDRESS, {**typed, "base_url": "https://shop.example/orion"})
    shop = Connection.objects.get(store=cast.store)
    assert (shop.base_url, shop.remote_account_id, shop.status) == (
        "https://shop.example/orion", "web_0a1b2c3d", "paused",
    )  # fmt: skip
    kind = registry.connector_class("storefront")
    assert credentials.read(shop, kind)["secret"] == typed["secret"]
    for address in (f"/connections/{shop.pk}/", f"/connections/{shop.pk}/keys/"):
        text = owner.get(address).content.decode()
        assert typed["secret"] not in text
        assert "…01" in text


def test_an_empty_address_is_said_to_be_only_listened_to(owner: Client) -> None:
    typed = {"key_id": "web_0a1b2c3d", "secret": "whsec_made-for-this-shop-0001", "do": "test"}
    text = owner.post(ADDRESS, typed).content.decode()
    assert "no callback address" in text
    assert not Connection.objects.exists()


def test_its_page_shows_where_it_sends_its_orders_to_whoever_manages_it(
    owner: Client, packer: Client, cast: Cast, practice: Running
) -> None:
    keys = practice.sandbox.emulators["storefront"].credentials()
    owner.post(ADDRESS, {**keys, "sandbox": "on", "do": "test"})
    shop = Connection.objects.get(store=cast.store)
    assert shop.status == "active"
    text = owner.get(f"/connections/{shop.pk}/").content.decode()
    for path in ("", "/hooks/woocommerce", "/hooks/shopify"):
        assert f'value="http://127.0.0.1:8000/api/v1/storefront/{shop.pk}{path}"' in text
    assert "List products" in text and "Receive orders" in text
    assert "Read warehouses" not in text  # it has no places of its own
    assert "Sync orders" not in text and "Read the orders" not in text
    assert "/api/v1/storefront/" not in packer.get(f"/connections/{shop.pk}/").content.decode()
