"""Keys of a connected shop are exchanged only when the new ones have passed, and only for the same account."""

from __future__ import annotations

import pytest

from core.services.stores import open_store
from marketplaces.models import Connection, MarketplaceCredential
from marketplaces.sandbox.server import Running
from marketplaces.services import connect, credentials, keys
from marketplaces.services.connectors import sandbox_address
from marketplaces.services.trial import Tested
from tests.dashboard import shops
from tests.dashboard.shops import practice, sandbox

__all__ = ["practice", "sandbox"]
KIND = keys.registry.connector_class("ozon")


@pytest.fixture
def store(db: None):
    return open_store(slug="lumen", name="Atelier Lumen", owner_email="owner@lumen.example").store


@pytest.fixture
def shop(store, practice: Running) -> Connection:
    return shops.ozon(store, practice)


def test_trying_stores_nothing(shop: Connection) -> None:
    before = MarketplaceCredential.objects.get(connection=shop).version
    assert not keys.try_exchange(shop, {"api_key": "wrong-key-0123456789"}).passed
    assert keys.try_exchange(shop, {"api_key": shops.OZON_KEYS["api_key"]}).passed
    assert MarketplaceCredential.objects.get(connection=shop).version == before


def test_what_is_not_named_keeps_what_is_stored(shop: Connection) -> None:
    tested = keys.try_exchange(shop, {})
    assert tested.passed and dict(tested.values) == shops.OZON_KEYS


def test_an_exchange_keeps_name_address_and_pause(shop: Connection) -> None:
    connect.pause(shop)
    changed = keys.exchange(shop, keys.try_exchange(shop, shops.OZON_KEYS))
    assert changed.pk == shop.pk and (changed.name, changed.is_sandbox) == (shop.name, True)
    assert Connection.objects.get(pk=shop.pk).status == "paused"
    assert len(credentials.accepted_sets(changed, KIND)) == 2  # pushes signed with the old key still count


def test_an_exchange_ends_a_stop(shop: Connection) -> None:
    Connection.objects.filter(pk=shop.pk).update(status="stopped", status_kind="login_expired")
    shop.refresh_from_db()
    assert keys.exchange(shop, keys.try_exchange(shop, shops.OZON_KEYS)).status == "active"


def test_keys_of_another_account_are_a_problem(shop: Connection) -> None:
    shop.remote_account_id = "another"
    tested = keys.try_exchange(shop, shops.OZON_KEYS)
    assert not tested.passed and "belong to" in tested.problems[""]


def test_a_shop_saved_without_a_test_learns_its_account_and_stays_one_row(store, practice: Running) -> None:
    saved = connect.connect(
        store=store, code="ozon", name="Ozon", tested=Tested(code="ozon", values={"api_key": "k" * 12}),
        base_url=sandbox_address("ozon"),
    )  # fmt: skip
    assert saved.remote_account_id.startswith(keys.UNTESTED)
    changed = keys.exchange(saved, keys.try_exchange(saved, shops.OZON_KEYS))
    assert changed.pk == saved.pk and changed.remote_account_id == "1001"
    assert Connection.all_objects.count() == 1


def test_without_a_test_fields_are_judged_all_the_same() -> None:
    tested = keys.untested(KIND, {"client_id": "not a number"}, base_url="")
    assert set(tested.problems) == {"client_id", "api_key"} and not tested.verdicts
